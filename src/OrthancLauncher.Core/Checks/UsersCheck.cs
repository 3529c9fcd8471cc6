using OrthancLauncher.Findings;
using OrthancLauncher.Json;
using OrthancLauncher.Merging;

namespace OrthancLauncher.Checks;

/// <summary>
/// Remote access with authentication needs a user: without one Orthanc would make up a user with a password that
/// everybody knows.
/// </summary>
internal static class UsersCheck
{
    public static void Run(MergedConfiguration configuration, FindingList findings)
    {
        var remote = IsTrue(configuration, "RemoteAccessAllowed", whenAbsent: false);
        if (!remote || !IsTrue(configuration, "AuthenticationEnabled", whenAbsent: remote) || !IsTrue(configuration, "HttpServerEnabled", whenAbsent: true))
        {
            return;
        }

        var users = configuration.Root["RegisteredUsers"];
        if (!users.Exists || users.Kind != JsonKind.Object || users.IsEmpty)
        {
            findings.Add(new Finding(Rules.NoUsers, Severity.Error, "remote access is allowed and authentication is on, but there is no user")
            {
                Setting = "RegisteredUsers",
                Place = users.Exists && users.Merged is null ? users.Value.Place : null,
                Remedy = "set ORTHANC_PASSWORD (better: a secret of that name) for the user orthanc, or RegisteredUsers",
            });
        }
    }

    private static bool IsTrue(MergedConfiguration configuration, string setting, bool whenAbsent)
    {
        var node = configuration.Root[setting];
        return node.Exists ? node.Merged is null && node.Value.IsTrue : whenAbsent;
    }
}

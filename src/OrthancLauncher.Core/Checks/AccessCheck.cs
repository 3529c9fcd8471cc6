using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Checks;

/// <summary>Checks users, passwords and authentication.</summary>
internal static class AccessCheck
{
    private const string Users = "RegisteredUsers";
    private const string DefaultUser = "orthanc";

    public static void Run(CheckContext context)
    {
        var remote = context.IsTrue("RemoteAccessAllowed", whenAbsent: false);
        var isOpen = remote && context.IsTrue("HttpServerEnabled", whenAbsent: true);
        var authentication = context.Configuration.Root["AuthenticationEnabled"];
        var users = context.Configuration.Root[Users];
        if (isOpen && context.IsTrue("AuthenticationEnabled", whenAbsent: remote))
        {
            CheckUsers(users, context);
        }
        else if (isOpen && authentication.Kind == JsonKind.Boolean)
        {
            CheckAuthentication(context);
        }

        CheckPasswords(users, context);
    }

    /// <summary>Without a user Orthanc would make one up, with a password that everybody knows.</summary>
    private static void CheckUsers(ConfigurationNode users, CheckContext context)
    {
        if (!users.Exists || users.Kind == JsonKind.Null || (users.Kind == JsonKind.Object && users.IsEmpty))
        {
            var severity = context.HasLauncher ? Severity.Error : Severity.Warning;
            context.Findings.Add(new Finding(Rules.NoUsers, severity, "remote access and authentication are enabled, but there is no user")
            {
                Setting = Users,
                Place = users.Exists ? CheckContext.PlaceOf(users) : null,
                Remedy = context.HasLauncher
                    ? "set ORTHANC_PASSWORD (better: a secret of that name) for the user orthanc, or RegisteredUsers"
                    : "set RegisteredUsers; Orthanc makes up a user with a known password, or does not start, depending on its version",
            });
        }
    }

    private static void CheckAuthentication(CheckContext context)
    {
        foreach (var state in context.Plugins)
        {
            // The authorization plugin authenticates users in Orthanc's place.
            if (state.IsEnabled && state.Plugin.Name == "Authorization")
            {
                return;
            }
        }

        var setting = context.Configuration.Root["AuthenticationEnabled"];
        context.Findings.Add(new Finding(Rules.NoAuthentication, "remote access is enabled without authentication")
        {
            Setting = "AuthenticationEnabled",
            Place = setting.Exists ? CheckContext.PlaceOf(setting) : null,
            Remedy = "set AuthenticationEnabled to true and declare users, unless a reverse proxy authenticates users",
        });
    }

    private static void CheckPasswords(ConfigurationNode users, CheckContext context)
    {
        if (!users.Exists || users.Kind != JsonKind.Object)
        {
            return;
        }

        foreach (var (name, password) in users.Members)
        {
            var text = CheckContext.TextOf(password);
            if (name.Length == 0 || text is { Length: 0 })
            {
                var message = name.Length == 0 ? "a user has no name" : $"user {name} has an empty password";
                context.Findings.Add(new Finding(Rules.EmptyCredentials, message)
                {
                    Setting = $"{Users}.{name}",
                    Place = CheckContext.PlaceOf(password),
                    Remedy = name.Length == 0 ? "give the user a name, or remove the entry" : "give the user a password",
                });
            }
            else if ((name, text) is (DefaultUser, DefaultUser))
            {
                Report(context.Findings, name, password, "user orthanc still has the default password",
                    context.HasLauncher ? "set ORTHANC_PASSWORD, or better a secret of that name" : "choose another password");
            }
            else if ((name, text) is ("alice", "alicePassword" or "orthanctest"))
            {
                Report(context.Findings, name, password, "user alice still has the password of Orthanc's example configuration",
                    "choose another password");
            }
        }
    }

    private static void Report(FindingList findings, string user, ConfigurationNode password, string message, string remedy) =>
        findings.Add(new Finding(Rules.InsecureCredentials, message)
        {
            Setting = $"{Users}.{user}",
            Place = CheckContext.PlaceOf(password),
            Remedy = remedy,
        });
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Checks;

/// <summary>Looks at who may come in: users, passwords, authentication.</summary>
internal static class AccessCheck
{
    private const string Users = "RegisteredUsers";

    /// <summary>Checks users and authentication.</summary>
    /// <param name="context">What to look at.</param>
    public static void Run(CheckContext context)
    {
        var remote = context.IsTrue("RemoteAccessAllowed", whenAbsent: false);
        var isOpen = remote && context.IsTrue("HttpServerEnabled", whenAbsent: true);
        var authenticates = context.IsTrue("AuthenticationEnabled", whenAbsent: remote);
        var users = context.Configuration.Root[Users];
        if (isOpen && authenticates)
        {
            CheckThatThereAreUsers(users, context.Findings);
        }
        else if (isOpen)
        {
            CheckThatSomebodyAsks(context);
        }

        CheckPasswords(users, context.Findings);
    }

    /// <summary>Without a user Orthanc would make one up, with a password that everybody knows.</summary>
    private static void CheckThatThereAreUsers(ConfigurationNode users, FindingList findings)
    {
        if (!users.Exists || users.Kind == JsonKind.Null || (users.Kind == JsonKind.Object && users.IsEmpty))
        {
            findings.Add(new Finding(Rules.NoUsers, "remote access is allowed and authentication is on, but there is no user")
            {
                Setting = Users,
                Place = users.Exists ? CheckContext.PlaceOf(users) : null,
                Remedy = "set ORTHANC_PASSWORD (better: a secret of that name) for the user orthanc, or RegisteredUsers",
            });
        }
    }

    private static void CheckThatSomebodyAsks(CheckContext context)
    {
        foreach (var state in context.Plugins)
        {
            // The authorization plugin asks in Orthanc's place.
            if (state.IsEnabled && state.Plugin.Name == "Authorization")
            {
                return;
            }
        }

        var setting = context.Configuration.Root["AuthenticationEnabled"];
        context.Findings.Add(new Finding(Rules.NoAuthentication, "remote access is allowed and nobody is asked for a password")
        {
            Setting = "AuthenticationEnabled",
            Place = setting.Exists ? CheckContext.PlaceOf(setting) : null,
            Remedy = "set AuthenticationEnabled to true and declare users, unless something in front of Orthanc asks",
        });
    }

    private static void CheckPasswords(ConfigurationNode users, FindingList findings)
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
                findings.Add(new Finding(Rules.EmptyCredentials, name.Length == 0 ? "a user has no name" : $"the user {name} has an empty password")
                {
                    Setting = $"{Users}.{name}",
                    Place = CheckContext.PlaceOf(password),
                    Remedy = "give the user a password",
                });
            }
            else if (name == "orthanc" && text == "orthanc")
            {
                findings.Add(new Finding(Rules.InsecureCredentials, "the user orthanc has the password that everybody knows")
                {
                    Setting = $"{Users}.{name}",
                    Place = CheckContext.PlaceOf(password),
                    Remedy = "set ORTHANC_PASSWORD, or better a secret of that name",
                });
            }
        }
    }
}

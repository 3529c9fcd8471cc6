namespace OrthancLauncher.Core.Findings;

/// <summary>The names of all rules by which findings are made.</summary>
internal static class Rules
{
    /// <summary>A text is no JSON, or no JSON object where one is needed.</summary>
    public const string InvalidJson = "invalid-json";

    /// <summary>A key stands twice in one object.</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>A file uses a variable that is not set.</summary>
    public const string UnsetVariable = "unset-variable";

    /// <summary>A variable's name breaks the naming rule.</summary>
    public const string MalformedName = "malformed-name";

    /// <summary>A setting that the catalogue does not know.</summary>
    public const string UnknownSetting = "unknown-setting";

    /// <summary>A variable's name is nearly, but not quite, that of a setting.</summary>
    public const string NearMissName = "near-miss-name";

    /// <summary>A name that was understood although it is not spelt by the rule.</summary>
    public const string ForgivenName = "forgiven-name";

    /// <summary>A value of a type that the setting does not take.</summary>
    public const string WrongType = "wrong-type";

    /// <summary>Two sources disagree on whether a value is an object.</summary>
    public const string TypeConflict = "type-conflict";

    /// <summary>A later source replaced an earlier one's value.</summary>
    public const string Overwritten = "overwritten";

    /// <summary>A variable's name from before April 2020.</summary>
    public const string DeprecatedName = "deprecated-name";

    /// <summary>A secret that was asked for is not there or cannot be read.</summary>
    public const string MissingSecret = "missing-secret";

    /// <summary>A JSON secret that is no configuration of Orthanc.</summary>
    public const string NotAConfiguration = "not-a-configuration";

    /// <summary>A source that cannot be read.</summary>
    public const string UnreadableSource = "unreadable-source";

    /// <summary>A text that is not UTF-8.</summary>
    public const string NotUtf8 = "not-utf8";

    /// <summary>Remote access with authentication, but without any user.</summary>
    public const string NoUsers = "no-users";

    /// <summary>The library of an enabled plugin is not there.</summary>
    public const string PluginLibraryMissing = "plugin-library-missing";

    /// <summary>A plugin has settings but is off.</summary>
    public const string PluginDisabled = "plugin-disabled";

    /// <summary>The Plugins setting leaves out the folder in which enabled plugins are made visible.</summary>
    public const string PluginsFolderOmitted = "plugins-folder-omitted";

    /// <summary>A string that is not among those that the setting knows.</summary>
    public const string NotInEnum = "not-in-enum";

    /// <summary>A number that the setting does not take.</summary>
    public const string OutOfRange = "out-of-range";

    /// <summary>A setting or value that Orthanc only knows for the sake of old configurations.</summary>
    public const string DeprecatedSetting = "deprecated-setting";

    /// <summary>A default that stands for a value to be given.</summary>
    public const string PlaceholderLeft = "placeholder-left";

    /// <summary>A user without a password or name.</summary>
    public const string EmptyCredentials = "empty-credentials";

    /// <summary>The user orthanc with the password orthanc.</summary>
    public const string InsecureCredentials = "insecure-credentials";

    /// <summary>Remote access without authentication.</summary>
    public const string NoAuthentication = "no-authentication";

    /// <summary>A setting names a file that does not exist.</summary>
    public const string FileNotFound = "file-not-found";

    /// <summary>An AET of more than 16 characters.</summary>
    public const string AetTooLong = "aet-too-long";

    /// <summary>A number that looks like bytes where megabytes are meant.</summary>
    public const string SuspiciousUnit = "suspicious-unit";

    /// <summary>A Kubernetes service link stands where a legacy variable is read.</summary>
    public const string ServiceLink = "service-link";

    /// <summary>A flag whose value is neither a yes nor a no.</summary>
    public const string InvalidFlag = "invalid-flag";

    /// <summary>A host id that <c>gethostid</c> cannot read as it is meant.</summary>
    public const string InvalidHostId = "invalid-host-id";

    /// <summary>The Java plugin is on, but no Java runtime was found.</summary>
    public const string JavaRuntimeMissing = "java-runtime-missing";

    /// <summary>A definitions file that cannot be used.</summary>
    public const string InvalidDefinitions = "invalid-definitions";
}

namespace OrthancLauncher.Core.Findings;

/// <summary>What each rule is about, for reports that carry their own explanation.</summary>
internal static class RuleDescriptions
{
    /// <summary>All rules with a sentence each, in alphabetical order.</summary>
    public static IReadOnlyList<(string Rule, string Description)> All { get; } =
    [
        (Rules.AetTooLong, "An application entity title has at most 16 characters."),
        (Rules.DeprecatedName, "A variable has a newer name, and the old one may cease to work."),
        (Rules.DeprecatedSetting, "A setting or one of its values is only known for the sake of old configurations."),
        (Rules.DuplicateKey, "A key stands twice in one object; the last value is used."),
        (Rules.EmptyCredentials, "A user has no name or an empty password."),
        (Rules.FileNotFound, "A setting names a file that does not exist."),
        (Rules.ForgivenName, "A variable's name is not spelt by the rule, but there is only one setting that it can mean."),
        (Rules.InsecureCredentials, "The user orthanc has the password orthanc."),
        (Rules.InvalidDefinitions, "A definitions file of the image cannot be used."),
        (Rules.InvalidFlag, "A variable that switches something on or off says neither yes nor no."),
        (Rules.InvalidHostId, "A host id is not a hexadecimal number of up to eight digits."),
        (Rules.InvalidJson, "A text is not JSON, or not a JSON object where a configuration is expected."),
        (Rules.JavaRuntimeMissing, "The Java plugin is enabled, but there is no Java runtime."),
        (Rules.MalformedName, "A variable's name has an underscore too many, so no setting can be meant."),
        (Rules.MissingSecret, "A secret that carries a setting does not exist or cannot be read."),
        (Rules.NearMissName, "A variable's name is nearly that of a setting, and is not applied."),
        (Rules.NoAuthentication, "Remote access is allowed and nobody is asked for a password."),
        (Rules.NotAConfiguration, "A JSON secret is no configuration of Orthanc and is not merged."),
        (Rules.NotInEnum, "A string is not among those that the setting knows."),
        (Rules.NotUtf8, "A text is not UTF-8."),
        (Rules.NoUsers, "Remote access is allowed and authentication is on, but there is no user."),
        (Rules.OutOfRange, "A number is larger or smaller than the setting allows."),
        (Rules.Overwritten, "A later source replaces an earlier one's value."),
        (Rules.PlaceholderLeft, "A default that stands for a value to be given is still there."),
        (Rules.PluginDisabled, "A plugin has settings but is off."),
        (Rules.PluginLibraryMissing, "The library of an enabled plugin does not exist."),
        (Rules.PluginsFolderOmitted, "The setting Plugins leaves out the folder with the enabled plugins."),
        (Rules.ServiceLink, "A service link of Kubernetes has the name of a legacy variable and is ignored."),
        (Rules.SuspiciousUnit, "A number looks like bytes where megabytes are meant."),
        (Rules.TypeConflict, "Two sources disagree on whether a value is an object; the later one wins whole."),
        (Rules.UnknownSetting, "No setting of Orthanc or its plugins has this name."),
        (Rules.UnreadableSource, "A file cannot be read."),
        (Rules.UnsetVariable, "A file uses a variable that is not set."),
        (Rules.WrongType, "A value has a type that the setting does not take."),
    ];
}

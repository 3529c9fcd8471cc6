namespace OrthancLauncher.Core.Findings;

/// <summary>All rules, each described in one place.</summary>
internal static class Rules
{
    private static readonly List<Rule> Made = [];

    /// <summary>All rules in alphabetical order.</summary>
    public static IReadOnlyList<Rule> All => Made;

    public static Rule AetTooLong { get; } = Add("aet-too-long", Severity.Error, "An application entity title has at most 16 characters.");

    public static Rule DeprecatedName { get; } = Add("deprecated-name", Severity.Warning, "A variable has a newer name; the old one may cease to work.");

    public static Rule DeprecatedSetting { get; } = Add("deprecated-setting", Severity.Warning, "A setting or one of its values is kept only for backward compatibility.");

    public static Rule DuplicateKey { get; } = Add("duplicate-key", Severity.Warning, "A key occurs twice in one object; the last value is used.");

    public static Rule EmptyCredentials { get; } = Add("empty-credentials", Severity.Warning, "A user has no name or an empty password.");

    public static Rule FileNotFound { get; } = Add("file-not-found", Severity.Warning, "A setting contains the path of a file that does not exist.");

    public static Rule InexactName { get; } = Add("inexact-name", Severity.Information, "A variable's name is not spelled by the rule, but only one setting can be meant.");

    public static Rule InsecureCredentials { get; } = Add("insecure-credentials", Severity.Warning, "The user orthanc has the password orthanc.");

    public static Rule InvalidDefinitions { get; } = Add("invalid-definitions", Severity.Error, "A definitions file of the image cannot be used.");

    public static Rule InvalidFlag { get; } = Add("invalid-flag", Severity.Warning, "A boolean variable has an unrecognised value.");

    public static Rule InvalidHostId { get; } = Add("invalid-host-id", Severity.Warning, "A host id is not a hexadecimal number of up to eight digits.");

    public static Rule InvalidJson { get; } = Add("invalid-json", Severity.Error, "A source is not valid JSON, or not a JSON object.");

    public static Rule JavaRuntimeMissing { get; } = Add("java-runtime-missing", Severity.Warning, "The Java plugin is enabled, but there is no Java runtime.");

    public static Rule MalformedName { get; } = Add("malformed-name", Severity.Error, "A variable's name has an underscore too many, so it cannot be that of a setting.");

    public static Rule MissingSecret { get; } = Add("missing-secret", Severity.Error, "A secret that sets a value does not exist or cannot be read.");

    public static Rule NearMissName { get; } = Add("near-miss-name", Severity.Warning, "A variable is not applied, but its name is nearly that of a setting.");

    public static Rule NoAuthentication { get; } = Add("no-authentication", Severity.Warning, "Remote access is enabled without authentication.");

    public static Rule NoUsers { get; } = Add("no-users", Severity.Error, "Remote access is allowed and authentication is on, but there is no user.");

    public static Rule NotAConfiguration { get; } = Add("not-a-configuration", Severity.Warning, "A JSON secret is not a configuration of Orthanc and is not merged.");

    public static Rule NotInEnum { get; } = Add("not-in-enum", Severity.Warning, "A string is not one of the allowed values of the setting.");

    public static Rule NotUtf8 { get; } = Add("not-utf8", Severity.Error, "A source is not UTF-8.");

    public static Rule OutOfRange { get; } = Add("out-of-range", Severity.Warning, "A number is larger or smaller than the setting allows.");

    public static Rule Overwritten { get; } = Add("overwritten", Severity.Information, "A later source replaces an earlier one's value.");

    public static Rule PlaceholderLeft { get; } = Add("placeholder-left", Severity.Warning, "A default that must be replaced is still in use.");

    public static Rule PluginDisabled { get; } = Add("plugin-disabled", Severity.Warning, "A plugin is configured but not enabled.");

    public static Rule PluginLibraryMissing { get; } = Add("plugin-library-missing", Severity.Error, "The library of an enabled plugin does not exist.");

    public static Rule PluginsFolderOmitted { get; } = Add("plugins-folder-omitted", Severity.Warning, "The setting Plugins does not include the folder with the enabled plugins.");

    public static Rule ServiceLink { get; } = Add("service-link", Severity.Warning, "A service link of Kubernetes has the name of a legacy variable and is ignored.");

    public static Rule SuspiciousUnit { get; } = Add("suspicious-unit", Severity.Warning, "A number looks like bytes where megabytes are expected.");

    public static Rule TypeConflict { get; } = Add("type-conflict", Severity.Warning, "Two sources disagree on whether a value is an object; the later one wins whole.");

    public static Rule UnknownSetting { get; } = Add("unknown-setting", Severity.Warning, "Orthanc and its plugins have no setting of this name.");

    public static Rule UnreadableSource { get; } = Add("unreadable-source", Severity.Error, "A file or folder cannot be read.");

    public static Rule UnsetVariable { get; } = Add("unset-variable", Severity.Warning, "A file uses a variable that is not set.");

    public static Rule WrongType { get; } = Add("wrong-type", Severity.Error, "A value has a type that the setting does not accept.");

    private static Rule Add(string id, Severity severity, string sentence)
    {
        var rule = new Rule(id, severity, sentence);
        Made.Add(rule);
        return rule;
    }
}

using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Options;

/// <summary>
/// An option that several commands share: on the command line <c>--config-dir</c>, as a variable <c>ORTHANC_LAUNCHER_CONFIG_DIR</c>.
/// Parsing, help and documents read all that they need to know about it here.
/// </summary>
/// <param name="name">Words in capitals, joined by underscores.</param>
/// <param name="help">What it does, in a few words.</param>
/// <param name="defaults">The default, or several for a list; none where only <see cref="DefaultText"/> can tell.</param>
internal sealed class SharedOption(string name, string help, params string[] defaults)
{
    public static readonly SharedOption ConfigDir = new("CONFIG_DIR", "folder of configuration files", "/etc/orthanc")
    {
        ValueName = "DIR",
        IsList = true,
    };

    public static readonly SharedOption SecretsDir = new("SECRETS_DIR", "folder of secrets", "/run/secrets")
    {
        ValueName = "DIR",
        IsList = true,
    };

    public static readonly SharedOption Definitions = new(
        "DEFINITIONS", "folder of the image's definitions", "/startup", "/usr/share/orthanc-launcher")
    {
        ValueName = "DIR",
        IsList = true,
    };

    public static readonly SharedOption PluginsAvailable =
        new("PLUGINS_AVAILABLE", "folder with the libraries of all plugins", "/usr/share/orthanc/plugins-available") { ValueName = "DIR" };

    public static readonly SharedOption PluginsDir = new("PLUGINS_DIR", "folder from which Orthanc loads plugins")
    {
        ValueName = "DIR",
        DefaultText = "/run/orthanc/plugins if it exists, else /usr/share/orthanc/plugins",
    };

    public static readonly SharedOption Output = new("OUTPUT", "file to write for Orthanc", "/tmp/orthanc.json") { ValueName = "FILE" };

    public static readonly SharedOption Orthanc = new("ORTHANC", "Orthanc's program", "Orthanc")
    {
        ValueName = "PROGRAM",
        DefaultText = "Orthanc on PATH",
    };

    public static readonly SharedOption HostIdFile = new("HOST_ID_FILE", "file with the host id", "/etc/hostid") { ValueName = "FILE" };

    public static readonly SharedOption OrthancVersion = new("ORTHANC_VERSION", "Orthanc's version, as in 1.12.7")
    {
        ValueName = "V",
        DefaultText = "the image's",
    };

    public static readonly SharedOption Strict = new("STRICT", "treat warnings as errors", "false");

    public static readonly SharedOption Accept = new("ACCEPT", "accept what RULE finds")
    {
        ValueName = "RULE[=SETTING]",
        IsList = true,
        DefaultText = "none",
        Separator = ',',
    };

    public static readonly SharedOption LogLevel = new("LOG_LEVEL", "least severity that is logged", "warning")
    {
        ValueName = "LEVEL",
        Choices = ["error", "warning", "information", "debug"],
    };

    public static readonly SharedOption LogFormat = new("LOG_FORMAT", "format of log lines", "text")
    {
        ValueName = "FORMAT",
        Choices = ["text", "json"],
    };

    /// <summary>Those that name folders to read.</summary>
    public static readonly SharedOption[] Folders = [ConfigDir, SecretsDir, Definitions, PluginsAvailable, PluginsDir];

    public static readonly SharedOption[] All =
    [
        ConfigDir, SecretsDir, Output, Orthanc, Strict, Accept, LogLevel, LogFormat, Definitions, PluginsAvailable, PluginsDir, HostIdFile,
        OrthancVersion,
    ];

    public string Name => name;

    public string CommandLineName => "--" + name.ToLowerInvariant().Replace('_', '-');

    public string VariableName => VariableNaming.OptionPrefix + name;

    /// <summary>What help calls the value; null for a flag.</summary>
    public string? ValueName { get; private init; }

    /// <summary>Whether it takes several values: repeated on the command line, separated in the variable.</summary>
    public bool IsList { get; private init; }

    /// <summary>What separates the values in the variable.</summary>
    public char Separator { get; private init; } = ':';

    /// <summary>The values that it accepts; empty for any.</summary>
    public string[] Choices { get; private init; } = [];

    public IReadOnlyList<string> Defaults => defaults;

    /// <summary>The default in words, where it is more than a value.</summary>
    public string? DefaultText { get; private init; }

    public string Help => help;
}

namespace OrthancLauncher.Options;

/// <summary>
/// The options that every command shares: on the command line <c>--config-dir</c>, as a variable
/// <c>ORTHANC_LAUNCHER_CONFIG_DIR</c>.
/// </summary>
internal static class OptionNames
{
    public const string ConfigDir = "CONFIG_DIR";
    public const string SecretsDir = "SECRETS_DIR";
    public const string Output = "OUTPUT";
    public const string Orthanc = "ORTHANC";
    public const string Strict = "STRICT";
    public const string LogLevel = "LOG_LEVEL";
    public const string LogFormat = "LOG_FORMAT";
    public const string Definitions = "DEFINITIONS";
    public const string PluginsAvailable = "PLUGINS_AVAILABLE";
    public const string PluginsDir = "PLUGINS_DIR";
    public const string HostIdFile = "HOST_ID_FILE";

    /// <summary>All of them.</summary>
    public static readonly string[] All =
        [ConfigDir, SecretsDir, Output, Orthanc, Strict, LogLevel, LogFormat, Definitions, PluginsAvailable, PluginsDir, HostIdFile];

    /// <summary>The spelling on the command line.</summary>
    /// <param name="name">The name.</param>
    public static string ToCommandLine(string name) => "--" + name.ToLowerInvariant().Replace('_', '-');
}

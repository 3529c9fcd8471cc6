using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;
using Serilog.Events;

namespace OrthancLauncher.Options;

/// <summary>The launcher's own options: defaults, over them the variables, over them the command line.</summary>
internal sealed class LauncherOptions
{
    private static readonly Dictionary<string, string?> Defaults = new(StringComparer.Ordinal)
    {
        [OptionNames.ConfigDir] = "/etc/orthanc",
        [OptionNames.SecretsDir] = "/run/secrets",
        [OptionNames.Output] = "/tmp/orthanc.json",
        [OptionNames.Orthanc] = "Orthanc",
        [OptionNames.Strict] = "false",
        [OptionNames.LogLevel] = "warning",
        [OptionNames.LogFormat] = "text",
        [OptionNames.Definitions] = "/startup:/usr/share/orthanc-launcher",
        [OptionNames.PluginsAvailable] = "/usr/share/orthanc/plugins-available",
        [OptionNames.PluginsDir] = "",
        [OptionNames.HostIdFile] = "/etc/hostid",
    };

    private const string ProbePrefix = VariableNaming.OptionPrefix + "PROBE_";

    private readonly IConfigurationRoot _configuration;

    private LauncherOptions(IConfigurationRoot configuration, List<string> warnings)
    {
        _configuration = configuration;
        Warnings = warnings;
    }

    /// <summary>The folders of the configuration files, the weakest first.</summary>
    public string[] ConfigFolders => Folders(OptionNames.ConfigDir);

    /// <summary>The folders of the secrets, the weakest first.</summary>
    public string[] SecretsFolders => Folders(OptionNames.SecretsDir);

    /// <summary>The folders of the definitions, the weakest first.</summary>
    public string[] DefinitionsFolders => Folders(OptionNames.Definitions);

    /// <summary>The file written for Orthanc.</summary>
    public string Output => this[OptionNames.Output];

    /// <summary>Orthanc: a path, or a name to be found on PATH.</summary>
    public string Orthanc => this[OptionNames.Orthanc];

    /// <summary>Where the image keeps all libraries.</summary>
    public string PluginsAvailable => this[OptionNames.PluginsAvailable];

    /// <summary>Where Orthanc looks for plugins, or empty to choose the usual place.</summary>
    public string PluginsFolder => this[OptionNames.PluginsDir];

    /// <summary>The file with the host id.</summary>
    public string HostIdFile => this[OptionNames.HostIdFile];

    /// <summary>Whether warnings count as errors.</summary>
    public bool IsStrict { get; private init; }

    /// <summary>The least severity that is logged.</summary>
    public LogEventLevel LogLevel { get; private init; }

    /// <summary>Whether log lines are JSON.</summary>
    public bool LogsJson { get; private init; }

    /// <summary>What is to be said of variables that look like options but are none.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Puts the options together.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="commandLine">What the command line says, by the names of <see cref="OptionNames"/>.</param>
    /// <exception cref="UsageException">An option has a value that it cannot have.</exception>
    public static LauncherOptions From(IEnumerable<EnvironmentVariable> variables, IReadOnlyDictionary<string, string> commandLine)
    {
        var warnings = new List<string>();
        var fromVariables = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            // The options of the health check alone are read by it, and no start minds them.
            if (!variable.Name.StartsWith(VariableNaming.OptionPrefix, StringComparison.Ordinal) || variable.Name.StartsWith(ProbePrefix, StringComparison.Ordinal))
            {
                continue;
            }

            var name = variable.Name[VariableNaming.OptionPrefix.Length..];
            if (Array.IndexOf(OptionNames.All, name) < 0)
            {
                warnings.Add($"{variable.Name} is no option of the launcher; the options are {string.Join(", ", OptionNames.All.Select(option => VariableNaming.OptionPrefix + option))}");
            }
            else if (variable.Value.Length > 0)
            {
                fromVariables.TryAdd(name, variable.Value);
            }
        }

        var configuration = new ConfigurationBuilder()
            .Add(new MemoryConfigurationSource { InitialData = Defaults })
            .Add(new MemoryConfigurationSource { InitialData = fromVariables })
            .Add(new MemoryConfigurationSource { InitialData = commandLine.ToDictionary(pair => pair.Key, pair => (string?)pair.Value) })
            .Build();
        return new LauncherOptions(configuration, warnings)
        {
            IsStrict = Flag(configuration, OptionNames.Strict),
            LogLevel = Level(configuration[OptionNames.LogLevel]!),
            LogsJson = Format(configuration[OptionNames.LogFormat]!),
        };
    }

    private string this[string name] => _configuration[name]!;

    private string[] Folders(string name) => this[name].Split(':', StringSplitOptions.RemoveEmptyEntries);

    private static bool Flag(IConfigurationRoot configuration, string name) =>
        BooleanSpelling.TryParse(configuration[name]!, out var value)
            ? value
            : throw new UsageException($"{Spellings(name)} must be true or false");

    private static LogEventLevel Level(string text) => text.ToLowerInvariant() switch
    {
        "error" => LogEventLevel.Error,
        "warning" => LogEventLevel.Warning,
        "information" or "info" => LogEventLevel.Information,
        _ => throw new UsageException($"{Spellings(OptionNames.LogLevel)} must be error, warning or information"),
    };

    private static bool Format(string text) => text.ToLowerInvariant() switch
    {
        "text" => false,
        "json" => true,
        _ => throw new UsageException($"{Spellings(OptionNames.LogFormat)} must be text or json"),
    };

    private static string Spellings(string name) => $"{OptionNames.ToCommandLine(name)} ({VariableNaming.OptionPrefix}{name})";
}

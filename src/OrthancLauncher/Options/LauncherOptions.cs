using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;
using Serilog.Events;

namespace OrthancLauncher.Options;

/// <summary>The launcher's own options: defaults, overridden by variables, overridden by the command line.</summary>
internal sealed class LauncherOptions
{
    private const string ProbePrefix = VariableNaming.OptionPrefix + "PROBE_";

    /// <summary>Joins a list to one value, so that it replaces another as a whole. No argument and no variable contains it.</summary>
    private const char Separator = '\0';

    private readonly IConfigurationRoot _configuration;
    private readonly List<Finding> _warnings = [];

    /// <summary>The options that are set, each with the spelling that the user sees.</summary>
    private readonly Dictionary<SharedOption, string> _set = [];

    private LauncherOptions(
        IEnumerable<EnvironmentVariable> variables, IReadOnlyDictionary<SharedOption, IReadOnlyList<string>> commandLine)
    {
        _configuration = new ConfigurationBuilder()
            .Add(Layer(ReadVariables(variables)))
            .Add(Layer(commandLine))
            .Build();
        foreach (var option in commandLine.Keys)
        {
            _set[option] = option.CommandLineName;
        }

        IsStrict = BooleanSpelling.TryParse(this[SharedOption.Strict], out var strict)
            ? strict
            : throw new UsageException($"{Spellings(SharedOption.Strict)} must be true or false");
        LogLevel = Chosen(SharedOption.LogLevel) switch
        {
            "error" => LogEventLevel.Error,
            "warning" => LogEventLevel.Warning,
            "debug" => LogEventLevel.Debug,
            _ => LogEventLevel.Information,
        };
        LogsJson = Chosen(SharedOption.LogFormat) == "json";
        OrthancVersion = Version();
        Acceptances = [.. Values(SharedOption.Accept).Select(Accepted)];
    }

    /// <summary>The folders of the configuration files, lowest precedence first.</summary>
    public IReadOnlyList<string> ConfigFolders => Values(SharedOption.ConfigDir);

    /// <summary>The folders of the secrets, lowest precedence first.</summary>
    public IReadOnlyList<string> SecretsFolders => Values(SharedOption.SecretsDir);

    /// <summary>The folders of the definitions, lowest precedence first.</summary>
    public IReadOnlyList<string> DefinitionsFolders => Values(SharedOption.Definitions);

    public string Output => this[SharedOption.Output];

    /// <summary>A path, or a name to be found on PATH.</summary>
    public string Orthanc => this[SharedOption.Orthanc];

    public string PluginsAvailable => this[SharedOption.PluginsAvailable];

    /// <summary>Where Orthanc looks for plugins; empty to choose the default place.</summary>
    public string PluginsFolder => this[SharedOption.PluginsDir];

    public string HostIdFile => this[SharedOption.HostIdFile];

    /// <summary>The version of Orthanc that will run; null where the image decides.</summary>
    public OrthancVersion? OrthancVersion { get; }

    public bool IsStrict { get; }

    public IReadOnlyList<Acceptance> Acceptances { get; }

    public LogEventLevel LogLevel { get; }

    public bool LogsJson { get; }

    /// <summary>One for each variable that looks like an option and is not.</summary>
    public IReadOnlyList<Finding> Warnings => _warnings;

    /// <exception cref="UsageException">An option has a value that it cannot have.</exception>
    public static LauncherOptions From(
        IEnumerable<EnvironmentVariable> variables, IReadOnlyDictionary<SharedOption, IReadOnlyList<string>> commandLine) =>
        new(variables, commandLine);

    /// <summary>The option or variable that an option comes from; null where it has its default.</summary>
    public string? SourceOf(SharedOption option) => _set.GetValueOrDefault(option);

    /// <summary>The values of the options that name folders, as far as they are set.</summary>
    public IEnumerable<string> NamedFolders => SharedOption.Folders.Where(_set.ContainsKey).SelectMany(Values);

    private static MemoryConfigurationSource Layer(IEnumerable<KeyValuePair<SharedOption, IReadOnlyList<string>>> values) => new()
    {
        InitialData = values.Select(pair => KeyValuePair.Create(pair.Key.Name, (string?)string.Join(Separator, pair.Value))),
    };

    private Dictionary<SharedOption, IReadOnlyList<string>> ReadVariables(IEnumerable<EnvironmentVariable> variables)
    {
        var values = new Dictionary<SharedOption, IReadOnlyList<string>>();
        foreach (var variable in variables)
        {
            // The options of the health check alone are read by it, and no start minds them.
            if (!variable.Name.StartsWith(VariableNaming.OptionPrefix, StringComparison.Ordinal)
                || variable.Name.StartsWith(ProbePrefix, StringComparison.Ordinal)
                || ServiceLinks.ServiceOf(variable.Name, variable.Value) is not null)
            {
                continue;
            }

            var name = variable.Name.AsSpan(VariableNaming.OptionPrefix.Length);
            if (Find(name) is not { } option)
            {
                var names = SharedOption.All.Select(known => known.VariableName).ToList();
                _warnings.Add(new Finding(Rules.NearMissName, $"{variable.Name} is not a launcher option")
                {
                    Place = new Place(new Source(SourceKind.Variable, variable.Name)),
                    Remedy = Spelling.Nearest(variable.Name, names) is { } nearest ? $"use {nearest}"
                        : $"the options are {string.Join(", ", names)}",
                });
            }
            else if (variable.Value.Length > 0)
            {
                _set[option] = option.VariableName;
                values.TryAdd(
                    option,
                    option.IsList ? variable.Value.Split(option.Separator, StringSplitOptions.RemoveEmptyEntries) : [variable.Value]);
            }
        }

        return values;
    }

    private static SharedOption? Find(ReadOnlySpan<char> name)
    {
        foreach (var option in SharedOption.All)
        {
            if (name.SequenceEqual(option.Name))
            {
                return option;
            }
        }

        return null;
    }

    private string this[SharedOption option] => Values(option) is [.., var last] ? last : "";

    private IReadOnlyList<string> Values(SharedOption option) =>
        _configuration[option.Name]?.Split(Separator, StringSplitOptions.RemoveEmptyEntries) ?? option.Defaults;

    private string Chosen(SharedOption option)
    {
        var value = this[option].ToLowerInvariant();
        value = value == "info" && option == SharedOption.LogLevel ? "information" : value;
        return option.Choices.Contains(value)
            ? value
            : throw new UsageException($"{Spellings(option)} must be {Words.Alternatives(option.Choices)}");
    }

    private static string Spellings(SharedOption option) => $"{option.CommandLineName} ({option.VariableName})";

    private static Acceptance Accepted(string text) =>
        Acceptance.Parse(text, place: null)
            ?? throw new UsageException($"{Spellings(SharedOption.Accept)}: {RuleNames.DescribeUnknown(text.Split('=')[0].Trim())}");

    private OrthancVersion? Version() => this[SharedOption.OrthancVersion] switch
    {
        "" => null,
        var text when Core.Catalogue.OrthancVersion.TryParse(text, out var version) => version,
        _ => throw new UsageException($"{Spellings(SharedOption.OrthancVersion)} must be a version of Orthanc, such as 1.12.7"),
    };
}

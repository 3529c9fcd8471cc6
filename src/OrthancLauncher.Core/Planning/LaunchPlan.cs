using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Planning;

/// <summary>All that a launch would do, worked out before any of it is done.</summary>
internal sealed record LaunchPlan
{
    public required FindingList Findings { get; init; }

    /// <summary>Where a person wrote what reaches the container as a variable or as a file without a path of its own.</summary>
    public IReadOnlyDictionary<Source, Origin> Origins { get; init; } = new Dictionary<Source, Origin>();

    /// <summary>The place where a person wrote what is at another place for the container.</summary>
    public Place Written(Place place) =>
        Origins.TryGetValue(place.Source, out var origin) ? origin.PlaceOf(place.Line, place.Column) : place;

    /// <summary>A place in words; of a variable or secret in a deployment, the place in its file and the name.</summary>
    public string Describe(Place place) => (Written(place), place.Source) switch
    {
        (var written, { Kind: SourceKind.Variable, Name: var name }) when written != place => $"{written} ({name})",
        (var written, { Kind: SourceKind.Secret } secret) when written != place => $"{written} ({secret.Description})",
        (var written, { Kind: SourceKind.Secret, Path: { } path }) => $"{written} ({path})",
        var (written, _) => written.ToString(),
    };

    /// <summary>What each source sets, the weakest first.</summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    public required MergedConfiguration Configuration { get; init; }

    /// <summary>Every plugin, enabled or not.</summary>
    public required IReadOnlyList<PluginState> Plugins { get; init; }

    /// <summary>How libraries become visible.</summary>
    public required PluginInstallation Installation { get; init; }

    /// <summary>The libraries that are there, or null where nobody could look.</summary>
    public IReadOnlySet<string>? AvailableLibraries { get; init; }

    /// <summary>The host id to write, or null.</summary>
    public HostIdStep? HostId { get; init; }

    /// <summary>The file to write.</summary>
    public required string OutputPath { get; init; }

    /// <summary>The command line of the start-up script, or null.</summary>
    public string? Script { get; init; }

    internal const string ScriptVariable = "BEFORE_ORTHANC_STARTUP_SCRIPT";

    /// <summary>The start-up script that the variables name, or null.</summary>
    public static string? ScriptOf(VariableTable variables) =>
        variables[ScriptVariable] is { } script && !string.IsNullOrWhiteSpace(script) ? script : null;

    /// <summary>The program that replaces the launcher.</summary>
    public required ExecStep Exec { get; init; }

    /// <summary>The settings, plugins, names and variables that were known when the plan was made.</summary>
    public required LauncherContext Context { get; init; }

    public LauncherDefinitions Definitions => Context.Definitions;

    /// <summary>The settings that were known.</summary>
    public SettingsCatalogue Catalogue => Definitions.Catalogue;

    /// <summary>The value of <c>PATH</c> by which programs are found, or null.</summary>
    public string? SearchPath { get; init; }

    /// <summary>Whether every step and source is to be logged.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Whether Orthanc must not be started like this.</summary>
    public bool IsRefused => Findings.HasErrors;

    /// <summary>Whether every source could be read, so that the configuration is worth showing.</summary>
    public bool IsReadable { get; init; }
}

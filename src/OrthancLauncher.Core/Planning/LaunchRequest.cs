using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Planning;

/// <param name="Files">How many files it has, or null if it could not be listed.</param>
internal sealed record SearchedFolder(string Path, int? Files);

/// <summary>Everything that a plan is made from.</summary>
internal sealed record LaunchRequest
{
    /// <summary>Names, settings, plugins, defaults and variables.</summary>
    public required LauncherContext Context { get; init; }

    /// <summary>What was noticed while reading.</summary>
    public IReadOnlyCollection<Finding> Findings { get; init; } = [];

    /// <summary>The sources as they were found.</summary>
    public required ConfigurationInput Input { get; init; }

    /// <summary>What could not be seen.</summary>
    public IReadOnlyCollection<UnknownSource> UnknownSources { get; init; } = [];

    /// <summary>Where sources and definitions were looked for, in this order.</summary>
    public IReadOnlyList<SearchedFolder> Folders { get; init; } = [];

    /// <summary>Where a person wrote what reaches the container as a variable or as a file without a path of its own.</summary>
    public IReadOnlyDictionary<Source, Origin> Origins { get; init; } = new Dictionary<Source, Origin>();

    /// <summary>The machine as it was found.</summary>
    public required HostFacts Host { get; init; }

    /// <summary>The file to write for Orthanc.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Orthanc: a path, or a name to be found on PATH.</summary>
    public required string OrthancProgram { get; init; }

    public required string HostIdPath { get; init; }

    /// <summary>Arguments for Orthanc after the configuration.</summary>
    public IReadOnlyList<string> OrthancArguments { get; init; } = [];

    /// <summary>Whether Orthanc is really to be started, so that all that it needs must be there.</summary>
    public bool IsLaunch { get; init; }

    /// <summary>The ports that the deployment uses.</summary>
    public IReadOnlyCollection<UsedPort> UsedPorts { get; init; } = [];

    /// <summary>Plugins that the image does not have, as far as its name tells.</summary>
    public ImageGap? ImageGap { get; init; }

    /// <summary>The image, if it has no launcher.</summary>
    public BareImage? BareImage { get; init; }

    /// <summary>Findings that somebody knows of and wants so.</summary>
    public IReadOnlyCollection<Acceptance> Acceptances { get; init; } = [];

    /// <summary>Whether only a part of the configuration is given, so that nothing can be said about what it lacks.</summary>
    public bool IsFragment { get; init; }

    /// <summary>Whether a warning forbids the start as an error does.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Findings below this severity are not made, except when the start is to be described in full.</summary>
    public Severity MinimumSeverity { get; init; } = Severity.Information;

    /// <summary>The same request for plugins folders that turned out not to be writable.</summary>
    public LaunchRequest WithReadOnlyPlugins()
    {
        var folders = Host.Plugins.Folders.Select(folder =>
            folder.State == PluginsFolderState.Writable ? folder with { State = PluginsFolderState.ReadOnly } : folder);
        return this with { Host = Host with { Plugins = Host.Plugins with { Folders = [.. folders] } } };
    }
}

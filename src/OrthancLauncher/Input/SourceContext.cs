using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Options;

namespace OrthancLauncher.Input;

/// <summary>What one reading is about.</summary>
internal sealed record SourceContext(
    InputArguments Arguments, LauncherOptions Options, ContainerFiles Files, List<EnvironmentVariable> Variables, FindingList Findings,
    List<UnknownSource> Unknown)
{
    public required IReadOnlyList<UngivenSecret> UngivenSecrets { get; init; }

    /// <summary>What the container's command names, or null if there is no deployment.</summary>
    public required ContainerCommand? Command { get; init; }

    /// <summary>Whether only a part of the configuration is given.</summary>
    public required bool IsFragment { get; init; }

    /// <summary>Lists folders of the container.</summary>
    public required SourceFolders Listing { get; init; }

    /// <summary>The folders of configurations and secrets, lowest precedence first.</summary>
    public required IReadOnlyList<SourceFolder> Folders { get; init; }

    /// <summary>Whether the deployment has something at a path of the container that is not at hand.</summary>
    public bool IsUnknown(string path) => Files is DeploymentFiles deployed && deployed.IsUnknown(path);

    /// <summary>What is not at hand at a path of the container, or null.</summary>
    public UnknownSource? UnknownAt(string path) => (Files as DeploymentFiles)?.UnknownAt(path);
}

using OrthancLauncher.Options;

namespace OrthancLauncher.Input;

/// <summary>Where a command takes its configuration from, as the command line says it.</summary>
internal sealed record InputArguments
{
    public IReadOnlyDictionary<SharedOption, IReadOnlyList<string>> Options { get; init; } =
        new Dictionary<SharedOption, IReadOnlyList<string>>();

    /// <summary>Further files and folders; <c>-</c> is standard input.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The folder that is the container's <c>/</c>, or null.</summary>
    public string? Root { get; init; }

    /// <summary>Files with variables, by docker's rules.</summary>
    public IReadOnlyList<string> EnvFiles { get; init; } = [];

    /// <summary>Variables as <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Compose files to take variables, secrets and mounted files from, the weakest first; <c>-</c> is standard input.</summary>
    public IReadOnlyList<string> ComposeFiles { get; init; } = [];

    /// <summary>The service of the compose files; null if only one can be meant.</summary>
    public string? ComposeService { get; init; }

    /// <summary>The folder from which the paths in compose files are understood; null for that of the first file.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>Files with the variables that compose files can name; empty for <c>.env</c> beside them.</summary>
    public IReadOnlyList<string> InterpolationFiles { get; init; } = [];

    /// <summary>Kubernetes manifests to take variables, secrets and mounted files from; <c>-</c> is standard input.</summary>
    public IReadOnlyList<string> KubernetesPaths { get; init; } = [];

    /// <summary>The workload of the manifests, perhaps with its container; null if only one can be meant.</summary>
    public string? KubernetesWorkload { get; init; }

    /// <summary>Whether what the checked files accept does not count.</summary>
    public bool IgnoresAcceptances { get; init; }

    /// <summary>Whether the process's own variables are read although others are given.</summary>
    public bool UsesEnvironment { get; init; }

    /// <summary>Whether no variables are read but those given.</summary>
    public bool IgnoresEnvironment { get; init; }

    /// <summary>Whether this is one of several files, of which it is known what they hold.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Whether only named files are to be looked at, and nothing of the machine around them.</summary>
    public bool IsOfFiles => IsAlone || (IsOfPaths && !HasContainer);

    /// <summary>Whether PATHs are named, and no deployment by an option.</summary>
    public bool IsOfPaths => Sources.Count > 0 && ComposeFiles.Count == 0 && KubernetesPaths.Count == 0;

    /// <summary>Whether an option names files of the container.</summary>
    public bool HasContainer =>
        Root is not null || Options.ContainsKey(SharedOption.ConfigDir) || Options.ContainsKey(SharedOption.SecretsDir);

    /// <summary>Whether nothing is named, so that the container around this process is looked at as a launch would.</summary>
    public bool IsOfThisContainer => !IsAlone && Sources.Count == 0 && ComposeFiles.Count == 0 && KubernetesPaths.Count == 0
        && EnvFiles.Count == 0 && Variables.Count == 0 && !HasContainer;

    /// <summary>Whether the process's own variables count.</summary>
    public bool ReadsProcessEnvironment => UsesEnvironment || (!IgnoresEnvironment && IsOfThisContainer);
}

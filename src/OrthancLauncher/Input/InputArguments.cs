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

    /// <summary>A compose file to take variables, secrets and mounted files from, or null; <c>-</c> is standard input.</summary>
    public string? ComposeFile { get; init; }

    /// <summary>The service of the compose file; null if it has only one that can be meant.</summary>
    public string? ComposeService { get; init; }

    /// <summary>Kubernetes manifests to take variables, secrets and mounted files from, or null; <c>-</c> is standard input.</summary>
    public string? KubernetesFile { get; init; }

    /// <summary>The workload of the manifests; null if they have only one.</summary>
    public string? KubernetesWorkload { get; init; }

    /// <summary>Whether what the checked files accept does not count.</summary>
    public bool IgnoresAcceptances { get; init; }

    /// <summary>Whether the process's own variables are read although others are given.</summary>
    public bool UsesEnvironment { get; init; }

    /// <summary>Whether no variables are read but those given.</summary>
    public bool IgnoresEnvironment { get; init; }

    /// <summary>Whether the process's own variables count.</summary>
    public bool ReadsProcessEnvironment =>
        UsesEnvironment
            || (
                !IgnoresEnvironment
                    && Root is null
                    && ComposeFile is null
                    && KubernetesFile is null
                    && EnvFiles.Count == 0
                    && Variables.Count == 0);
}

using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>A service as the merged files describe it.</summary>
internal sealed record ComposeService(string Name, YamlValue Value)
{
    public string? Image { get; init; }

    /// <summary>What its image is built from, or null.</summary>
    public ComposeBuild? Build { get; init; }

    /// <summary>The words of the command; null for the image's.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The words of the entry point; null for the image's.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>The container's variables, each once.</summary>
    public required IReadOnlyList<ComposeVariable> Environment { get; init; }

    /// <summary>What is mounted, each target once.</summary>
    public required IReadOnlyList<ComposeMount> Mounts { get; init; }

    /// <summary>Whose mounts it gets too.</summary>
    public required IReadOnlyList<ComposeVolumesFrom> VolumesFrom { get; init; }

    public required IReadOnlyList<ComposeFileUse> Secrets { get; init; }

    public required IReadOnlyList<ComposeFileUse> Configs { get; init; }

    /// <summary>What cannot be seen.</summary>
    public IReadOnlyList<UnknownSource> UnknownSources { get; init; } = [];
}

/// <param name="Value">The value; null where the container does not get the variable.</param>
/// <param name="Place">Where it is written.</param>
/// <param name="Origin">Where each part of the value is written, or null.</param>
internal sealed record ComposeVariable(string Name, string? Value, Place Place, Origin? Origin)
{
    /// <summary>From where an unknown value comes, in words; null where the value is known, or the container does not get it.</summary>
    public string? ComesFrom { get; init; }
}

/// <param name="Type"><c>bind</c>, <c>volume</c>, <c>tmpfs</c> and others.</param>
/// <param name="Source">For a bind mount the path on this machine, for a volume its name; null for a volume without a name.</param>
internal sealed record ComposeMount(string Type, string? Source, string Target, bool IsReadOnly, YamlValue Value)
{
    /// <summary>Whether the source is written relative to the compose file's folder.</summary>
    public bool IsBeside { get; init; }
}

/// <summary>A service or container whose mounts a service gets.</summary>
/// <param name="Service">The service; null where it is a container that something else made.</param>
internal sealed record ComposeVolumesFrom(string? Service, YamlValue Value)
{
    /// <summary>What stands before the name of a container.</summary>
    public const string Container = "container:";
}

/// <summary>A secret or config that a service gets.</summary>
internal sealed record ComposeFileUse(string Source, string Target, YamlValue Value);

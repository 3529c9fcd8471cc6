using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>Something that a deployment puts into the container's file system.</summary>
/// <param name="Target">Where it lies in the container, as <see cref="ContainerPath.Normalized"/> gives it.</param>
internal abstract record Mount(string Target)
{
    /// <summary>Whether it is a secret.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>A file or folder of this machine.</summary>
/// <param name="Target">Where it lies in the container.</param>
/// <param name="HostPath">Where it lies on this machine.</param>
internal sealed record HostMount(string Target, string HostPath) : Mount(Target);

/// <summary>A file whose content stands in the deployment's own description, or nowhere that could be read.</summary>
/// <param name="Target">Where it lies in the container.</param>
/// <param name="Content">What it holds, or null if that is not known here.</param>
/// <param name="Written">Where each part of the content is written, or null.</param>
internal sealed record ContentMount(string Target, ReadOnlyMemory<byte>? Content, string Name, Origin? Written = null) : Mount(Target);

/// <summary>A folder in which there is nothing but other mounts.</summary>
/// <param name="Target">Where it lies in the container.</param>
internal sealed record EmptyMount(string Target) : Mount(Target);

/// <summary>A file or folder about whose content nothing is known here.</summary>
/// <param name="Target">Where it lies in the container.</param>
internal sealed record UnknownMount(string Target, UnknownSource Unknown) : Mount(Target);

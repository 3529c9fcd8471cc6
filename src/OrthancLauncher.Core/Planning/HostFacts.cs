using OrthancLauncher.Core.Plugins;

namespace OrthancLauncher.Core.Planning;

/// <summary>What a plan needs to know of the machine, found out before planning.</summary>
internal sealed record HostFacts
{
    public required PluginsHost Plugins { get; init; }

    /// <summary>The content of the host id's file, or null if it does not exist or cannot be read.</summary>
    public ReadOnlyMemory<byte>? HostId { get; init; }

    /// <summary>A random number, used where a host id is missing.</summary>
    public uint RandomNumber { get; init; }

    /// <summary>The Java runtime's library, or null.</summary>
    public string? JavaLibrary { get; init; }

    /// <summary>Whether a file exists; null where the container's files are not at hand.</summary>
    public Func<string, bool>? FileExists { get; init; }

    /// <summary>Why a file that exists cannot be read, or null; null where the container's files are not at hand.</summary>
    public Func<string, string?>? FileFailure { get; init; }

    /// <summary>Whether a path is that of a folder.</summary>
    public Func<string, bool> IsFolder { get; init; } = static _ => false;
}

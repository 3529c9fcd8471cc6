using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Planning;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>What the doctor judges: the plan of the next start, and the machine and the running Orthanc as they were found.</summary>
internal sealed record Observations
{
    public required LaunchPlan Plan { get; init; }

    /// <summary>Where sources and definitions were looked for.</summary>
    public IReadOnlyList<SourceFolderFacts> SourceFolders { get; init; } = [];

    /// <summary>The user whose rights were tried.</summary>
    public uint User { get; init; }

    /// <summary>Why Orthanc's program cannot be started, or null.</summary>
    public string? ProgramFailure { get; init; }

    /// <summary>Why the start-up script cannot be started, or null.</summary>
    public string? ScriptFailure { get; init; }

    public bool IsHostIdWritable { get; init; }

    /// <summary>The mode of the file to write, such as <c>0600</c>; null where there is none yet.</summary>
    public string? OutputMode { get; init; }

    public required FolderFacts Output { get; init; }

    public required FolderFacts Temporary { get; init; }

    /// <summary>Null where a plugin stores the files elsewhere.</summary>
    public FolderFacts? Storage { get; init; }

    /// <summary>Null where a plugin has the index, or it is in the folder of the storage.</summary>
    public FolderFacts? Index { get; init; }

    public IReadOnlyList<CertificateFacts> Certificates { get; init; } = [];

    public IReadOnlyList<PortFacts> Ports { get; init; } = [];

    /// <summary>What Orthanc connects to, with the failure of each; null where nobody was to ask.</summary>
    public IReadOnlyList<DestinationFacts>? Destinations { get; init; }

    /// <summary>Null if no Orthanc runs here.</summary>
    public RunningFacts? Running { get; init; }

    public LimitFacts Limits { get; init; } = new();

    /// <summary>The parts of the machine with their versions.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];
}

/// <param name="Files">How many files it has, or null if it could not be listed.</param>
internal sealed record SourceFolderFacts(string Path, int? Files, bool IsMissing);

/// <summary>A folder as this user finds it.</summary>
/// <param name="Existing">The folder itself, or the nearest above it that exists.</param>
/// <param name="Mode">The permissions of the existing one, such as <c>0755</c>.</param>
internal sealed record FolderFacts(string Path, string Existing, bool IsFolder, bool IsWritable, string Mode, uint Owner)
{
    /// <summary>Null where the file system does not tell.</summary>
    public VolumeFacts? Volume { get; init; }
}

/// <summary>A file system. Sizes are in bytes; without a limit to its files it counts no inodes.</summary>
internal sealed record VolumeFacts(long Size, long Free, long Inodes, long FreeInodes, bool IsReadOnly);

/// <param name="Failure">Why it cannot be used, or null.</param>
internal sealed record CertificateFacts(NamedCertificate Certificate, string? Failure)
{
    /// <summary>From when on it is valid, counted from now; null where only the file matters.</summary>
    public TimeSpan? Begins { get; init; }

    /// <summary>Until when it is valid, counted from now; null where only the file matters.</summary>
    public TimeSpan? Ends { get; init; }
}

/// <param name="Setting">The setting that chooses the port.</param>
internal sealed record PortFacts(string Setting, int Port, bool IsListening);

/// <param name="Failure">Why it cannot be reached, or null.</param>
internal sealed record DestinationFacts(Destination Destination, string? Failure);

/// <summary>The Orthanc that runs here. Its answers do not exist where it did not give them.</summary>
internal sealed record RunningFacts(int ProcessId, string Program, bool IsReplaced)
{
    /// <summary>The user that it runs as, or null if that cannot be read.</summary>
    public uint? User { get; init; }

    /// <summary>The names of the libraries in its memory; null where this user cannot see them.</summary>
    public IReadOnlySet<string>? Libraries { get; init; }

    /// <summary>Why it does not answer, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it answers HTTP at all.</summary>
    public bool HasHttp { get; init; } = true;

    /// <summary>The answer of <c>/system</c>.</summary>
    public JsonValue System { get; init; }

    /// <summary>The answer of <c>/plugins</c>.</summary>
    public JsonValue Plugins { get; init; }

    /// <summary>The answer of <c>/statistics</c>.</summary>
    public JsonValue Statistics { get; init; }

    /// <summary>The answer of <c>/jobs?expand</c>.</summary>
    public JsonValue Jobs { get; init; }
}

/// <summary>What the machine allows; null where there is no limit or it cannot be read. Memory is in bytes.</summary>
internal sealed record LimitFacts(
    long? OpenFiles = null, long? Memory = null, long? MemoryUsed = null, long? MemoryKills = null, long? Threads = null);

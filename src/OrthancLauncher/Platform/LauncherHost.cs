using Serilog.Core;
using OrthancLauncher.Sources;

namespace OrthancLauncher.Platform;

/// <summary>The outside world: streams, variables, other programs. Tests give another one.</summary>
internal sealed class LauncherHost
{
    /// <summary>Standard output, for data only.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard error, for everything that is no data.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Reads the process's variables.</summary>
    public required Func<IReadOnlyList<EnvironmentVariable>> ReadEnvironment { get; init; }

    /// <summary>Starts and becomes other programs.</summary>
    public required IProcessControl Processes { get; init; }

    /// <summary>Makes a random number.</summary>
    public required Func<uint> Random { get; init; }

    /// <summary>Where the log goes; null for standard error by way of Serilog's console sink.</summary>
    public ILogEventSink? LogSink { get; init; }
}

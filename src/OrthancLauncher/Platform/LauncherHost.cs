using System.Text;
using OrthancLauncher.Core.Sources;
using Serilog.Core;

namespace OrthancLauncher.Platform;

/// <summary>The outside world: streams, variables, other programs. Tests give another one.</summary>
internal sealed class LauncherHost
{
    private readonly Lazy<Stream> _output = new(Stream.Null);
    private readonly Lazy<TextWriter> _error = new(TextWriter.Null);
    private ReadOnlyMemory<byte>? _input;

    /// <summary>Opens standard output, which may be closed; a start does not need it.</summary>
    public required Func<Stream> OpenOutput
    {
        init => _output = new Lazy<Stream>(value);
    }

    /// <summary>Standard output, for data only.</summary>
    public Stream Output => _output.Value;

    /// <summary>Opens standard error, which may be closed as well.</summary>
    public required Func<TextWriter> OpenError
    {
        init => _error = new Lazy<TextWriter>(value);
    }

    /// <summary>Standard error, for everything that is no data.</summary>
    public TextWriter Error => _error.Value;

    /// <summary>Finds out whether standard output is a terminal that shows colours.</summary>
    public Func<bool> OutputHasColours { get; init; } = static () => false;

    /// <summary>Finds out whether standard output is a terminal.</summary>
    public Func<bool> OutputIsTerminal { get; init; } = static () => false;

    /// <summary>Finds out how many characters a line of standard output has.</summary>
    public Func<int> OutputWidth { get; init; } = static () => 80;

    /// <summary>Writes text to standard output.</summary>
    public void Write(string text)
    {
        Output.Write(Encoding.UTF8.GetBytes(text));
        Output.Flush();
    }

    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Reads standard input to its end; its content stays at hand.</summary>
    /// <exception cref="UsageException">It is too long.</exception>
    public ReadOnlyMemory<byte> ReadInput()
    {
        if (_input is null)
        {
            using var input = OpenInput();
            _input = HostFile.ReadStream(input, Source.StandardInput);
        }

        return _input.Value;
    }

    /// <summary>Reads a file that the command line names.</summary>
    /// <param name="path">The file; <c>-</c> is standard input.</param>
    /// <param name="option">The option that names it, for the message; null for an argument.</param>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public ReadOnlyMemory<byte> ReadNamed(string path, string? option = null)
    {
        if (path == "-")
        {
            return ReadInput();
        }

        var content = HostFile.Read(path, out var failure);
        return failure is null
            ? content
            : throw new UsageException($"{(option is null ? path : $"{option} {path}")}: it cannot be read: {failure}{Suggestion(path)}");
    }

    private static string Suggestion(string path) => FileStatus.Of(path).IsMissing ? HostFolder.Suggestion(path) : "";

    /// <summary>Reads the process's variables.</summary>
    public required Func<IReadOnlyList<EnvironmentVariable>> ReadEnvironment { get; init; }

    /// <summary>Where the machine shows its processes.</summary>
    public string ProcessesFolder { get; init; } = "/proc";

    /// <summary>Starts and becomes other programs.</summary>
    public required IProcessControl Processes { get; init; }

    /// <summary>Makes a random number.</summary>
    public required Func<uint> Random { get; init; }

    /// <summary>The same world with other variables.</summary>
    public LauncherHost WithEnvironment(IReadOnlyList<EnvironmentVariable> variables) => new()
    {
        OpenOutput = () => Output,
        OpenError = () => Error,
        OutputHasColours = OutputHasColours,
        OutputIsTerminal = OutputIsTerminal,
        OutputWidth = OutputWidth,
        OpenInput = OpenInput,
        ReadEnvironment = () => variables,
        ProcessesFolder = ProcessesFolder,
        Processes = Processes,
        Random = Random,
        LogSink = LogSink,
    };

    /// <summary>Where the log goes; null for standard error by way of Serilog's console sink.</summary>
    public ILogEventSink? LogSink { get; init; }
}

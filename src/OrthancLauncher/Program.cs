using System.Globalization;
using System.Text;
using OrthancLauncher;
using OrthancLauncher.Platform;

// The native executable is for Linux alone; the tool of .NET can be installed elsewhere.
if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("orthanc-launcher runs on Linux; use it in a container or, on Windows, in WSL");
    return ExitCodes.NotStartable;
}

if (args.Length == 1 && Environment.GetCommandLineArgs() is [LinuxProcessControl.ScriptKeeper, var script])
{
    return new LinuxProcessControl().KeepScript(script);
}

return LauncherProgram.Run(args, new LauncherHost
{
    OpenOutput = static () => new StandardStream(StandardStream.Output, isOutput: true),
    OpenError = OpenError,
    OutputHasColours = HasColours,
    OutputIsTerminal = static () => !Console.IsOutputRedirected,
    OutputWidth = OutputWidth,
    OpenInput = Console.OpenStandardInput,
    ReadEnvironment = ProcessEnvironment.Read,
    Processes = new LinuxProcessControl(),
    Random = static () => (uint)Random.Shared.NextInt64(1, 1L << 32),
});

static TextWriter OpenError()
{
    // The log's library writes to the console's stream, which is made ours, since nobody reading the log is no reason not to start.
    var stream = new StandardStream(StandardStream.Error, isOutput: false);
    Console.SetError(
        new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 256) { AutoFlush = true });
    return Console.Error;
}

static bool HasColours() =>
    !Console.IsOutputRedirected
    && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""
    && Environment.GetEnvironmentVariable("TERM") is not "dumb";

static int OutputWidth()
{
    if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out var columns) && columns > 0)
    {
        return columns;
    }

    return LibC.TerminalWidth(StandardStream.Output) ?? 100;
}

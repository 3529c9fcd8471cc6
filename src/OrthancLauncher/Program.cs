using OrthancLauncher;
using OrthancLauncher.Platform;

return LauncherProgram.Run(args, new LauncherHost
{
    OpenOutput = Console.OpenStandardOutput,
    OpenError = OpenError,
    OutputHasColours = () => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" && Environment.GetEnvironmentVariable("TERM") is not "dumb",
    OutputIsTerminal = () => !Console.IsOutputRedirected,
    OutputWidth = OutputWidth,
    OpenInput = Console.OpenStandardInput,
    ReadEnvironment = ProcessEnvironment.Read,
    Processes = new LinuxProcessControl(),
    Random = LibC.RandomNumber,
});

static TextWriter OpenError()
{
    try
    {
        return Console.Error;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        // It is closed: nobody reads the log, which is no reason not to start.
        Console.SetError(TextWriter.Null);
        return TextWriter.Null;
    }
}

static int OutputWidth()
{
    if (!Console.IsOutputRedirected && Console.WindowWidth > 0)
    {
        return Console.WindowWidth;
    }

    return int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns > 0 ? columns : 100;
}

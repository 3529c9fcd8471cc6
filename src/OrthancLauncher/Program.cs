using OrthancLauncher;
using OrthancLauncher.Platform;

return LauncherProgram.Run(args, new LauncherHost
{
    OpenOutput = Console.OpenStandardOutput,
    OpenError = OpenError,
    OutputHasColours = () => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" && Environment.GetEnvironmentVariable("TERM") is not "dumb",
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

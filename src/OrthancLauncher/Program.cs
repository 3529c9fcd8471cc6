using OrthancLauncher;
using OrthancLauncher.Platform;
using OrthancLauncher.Sources;

return LauncherProgram.Run(args, new LauncherHost
{
    Output = Console.OpenStandardOutput(),
    Error = Console.Error,
    OpenInput = Console.OpenStandardInput,
    ReadEnvironment = ProcessEnvironment.Read,
    Processes = new LinuxProcessControl(),
    Random = SourceReader.RandomNumber,
});

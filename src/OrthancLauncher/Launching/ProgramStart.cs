using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Launching;

/// <summary>Replaces this process by another program, or logs in one sentence why that failed.</summary>
internal sealed class ProgramStart(LauncherHost host, LaunchLog log)
{
    private const int NotExecutableFormat = 8;

    /// <summary>Replaces this process. Returns only if that fails.</summary>
    /// <param name="program">A path, or a name to be found on PATH.</param>
    /// <param name="preload">The new value of <c>LD_PRELOAD</c>, or null.</param>
    /// <param name="path">The value of <c>PATH</c>, or null.</param>
    public int Exec(string program, IReadOnlyList<string> arguments, string? preload, string? path)
    {
        var file = new ProgramSearch(path).Find(program, out var exitCode);
        if (file is null)
        {
            log.Error(exitCode == ExitCodes.NotFound
                ? $"{program} was not found; set ORTHANC_LAUNCHER_ORTHANC, or put its folder on PATH (render, validate and explain need no "
                    + "Orthanc)"
                : $"{program}: {WhyNot(program)}");
            return exitCode;
        }

        var error = host.Processes.Exec(file, [program, .. arguments], preload);
        log.Error(error == NotExecutableFormat
            ? $"{file}: it is no program of this machine (a script needs a first line like #!/bin/sh)"
            : $"{file}: it cannot be started: {FileErrors.Describe(error)}");
        return error is LibC.NoSuchFile or LibC.NotADirectory ? ExitCodes.NotFound : ExitCodes.NotStartable;
    }

    private static string WhyNot(string program)
    {
        // A name without a slash was found on PATH.
        var status = program.Contains('/', StringComparison.Ordinal) ? FileStatus.Of(program) : FileStatus.Content;
        return status.Error != 0 ? $"it cannot be started: {FileErrors.Describe(program, status.Error)}"
            : status.Kind == FileKind.Plain ? "it is not executable; give it the execute permission"
            : $"it is {status.Description}, not a program";
    }
}

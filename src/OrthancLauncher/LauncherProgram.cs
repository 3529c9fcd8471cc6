using OrthancLauncher.Commands;
using OrthancLauncher.Input;
using OrthancLauncher.Launching;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;
using Serilog.Events;

namespace OrthancLauncher;

/// <summary>The whole program as a function of its arguments and the outside world.</summary>
internal static class LauncherProgram
{
    /// <summary>The error number of writing to a reader that went away, which is the reader's choice and no error.</summary>
    private const int BrokenPipe = 32;

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, LauncherHost host)
    {
        // What stands after -- is Orthanc's; cutting it off here makes misspelt options before it errors again.
        var separator = Array.IndexOf(arguments, "--");
        var own = separator < 0 ? arguments : arguments[..separator];
        var further = separator < 0 ? [] : arguments[(separator + 1)..];
        try
        {
            if (own.Length > 0 && Array.IndexOf(CommandNames.All, own[0]) < 0 && IsProgram(own[0], host, out var path))
            {
                using var log = new LaunchLog(host, LogEventLevel.Warning, writesJson: false);
                return new ProgramStart(host, log).Exec(arguments[0], arguments[1..], preload: null, path);
            }

            // Understanding options costs more than all the rest of a start, and most images give none.
            return Array.Exists(own, NeedsParsing)
                ? CommandLine.Run(own, further, host)
                : LaunchCommand.Run(new LaunchArguments(new InputArguments { Sources = own }, further), host);
        }
        catch (UsageException exception)
        {
            host.WriteError(exception.Message);
            return ExitCodes.WrongUsage;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Files have been dealt with where they are opened; what is left is standard output.
            if (exception.HResult != BrokenPipe)
            {
                host.WriteError($"standard output cannot be written: {FileErrors.Describe(exception)}");
            }

            return ExitCodes.Refused;
        }
    }

    private static bool NeedsParsing(string argument) =>
        (argument.Length > 1 && argument[0] is '-' or '[') || Array.IndexOf(CommandNames.All, argument) >= 0;

    /// <summary>Whether the first argument is a program, as in <c>docker run IMAGE bash</c>, rather than a SOURCE.</summary>
    private static bool IsProgram(string argument, LauncherHost host, out string? path)
    {
        path = null;
        if (argument.StartsWith('-') || argument.EndsWith(".json", StringComparison.Ordinal) || Directory.Exists(argument))
        {
            return false;
        }

        path = host.ReadEnvironment().FirstOrDefault(variable => variable.Name == "PATH")?.Value;
        return new ProgramSearch(path).Find(argument, out _) is not null;
    }
}

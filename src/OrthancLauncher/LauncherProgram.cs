using OrthancLauncher.Commands;
using OrthancLauncher.Deployments;
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
    public static int Run(string[] arguments, LauncherHost host)
    {
        try
        {
            return RunUnguarded(arguments, host);
        }
        catch (UsageException exception)
        {
            return End(host, exception.Message, ExitCodes.WrongUsage);
        }
        catch (DeploymentException exception)
        {
            return End(host, exception.Message, ExitCodes.Refused);
        }
        catch (OutputException exception)
        {
            return End(host, exception.Message, ExitCodes.Refused);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return End(host, exception.Message, ExitCodes.Refused);
        }
        catch (Exception exception)
        {
            // The message of an exception may quote what it was made from, secrets too; its type and place cannot.
            host.WriteError(
                $"internal error ({exception.GetType().Name}); please report it with what {SharedOption.LogLevel.VariableName}=debug adds "
                    + "here");
            if (IsDebugging(host))
            {
                host.Error.WriteLine(exception.StackTrace);
            }

            return ExitCodes.InternalError;
        }
    }

    private static int RunUnguarded(string[] arguments, LauncherHost host)
    {
        // What follows -- is Orthanc's; cutting it off here makes misspelt options before it errors again.
        var separator = Array.IndexOf(arguments, "--");
        var own = separator < 0 ? arguments : arguments[..separator];
        var further = separator < 0 ? [] : arguments[(separator + 1)..];

        // Building the commands costs more than all the rest of a start, and most images need none.
        var commandLine = NeedsCommands(own) ? new CommandLine(further, host) : null;
        if (own.Length > 0 && commandLine?.IsCommand(own[0]) != true && IsProgram(own[0], host, out var path))
        {
            using var log = new LaunchLog(host, LogEventLevel.Warning, writesJson: false);
            return new ProgramStart(host, log).Exec(arguments[0], arguments[1..], preload: null, path);
        }

        return commandLine is null
            ? LaunchCommand.Run(new LaunchArguments(new InputArguments { Sources = own }, further), host)
            : commandLine.Run(own);
    }

    /// <summary>Whether there is an option, or a word that may be a command; a path is neither.</summary>
    private static bool NeedsCommands(string[] arguments) =>
        Array.Exists(arguments, argument => argument is "" or ['-' or '[', _, ..] || argument.Contains('\0', StringComparison.Ordinal))
        || (arguments.Length > 0 && arguments[0] != "-" && arguments[0].AsSpan().IndexOfAny('/', '.') < 0);

    /// <summary>Whether the first argument is a program, as in <c>docker run IMAGE bash</c>.</summary>
    private static bool IsProgram(string argument, LauncherHost host, out string? path)
    {
        path = null;
        if (argument is "" or ['-', ..] || argument.EndsWith(".json", StringComparison.Ordinal))
        {
            return false;
        }

        if (argument.Contains('/', StringComparison.Ordinal))
        {
            return IsProgramFile(argument);
        }

        path = host.ReadEnvironment().FirstOrDefault(variable => variable.Name == "PATH")?.Value;
        return new ProgramSearch(path).Find(argument, out _) is not null;
    }

    /// <summary>Whether the content is a program's. The permission to execute says nothing: on some mounts every file has it.</summary>
    private static bool IsProgramFile(string file)
    {
        if (FileStatus.Of(file).Kind != FileKind.Plain)
        {
            return false;
        }

        try
        {
            using var handle = File.OpenHandle(file);
            Span<byte> start = stackalloc byte[4];
            return start[..RandomAccess.Read(handle, start, 0)] is [0x7F, (byte)'E', (byte)'L', (byte)'F'] or [(byte)'#', (byte)'!', ..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A program may be executable and not readable; a configuration has to be read.
            return LibC.Access(file, LibC.AccessExecute) == 0;
        }
    }

    private static bool IsDebugging(LauncherHost host) => host.ReadEnvironment().Any(variable =>
        variable.Name == SharedOption.LogLevel.VariableName && variable.Value.Equals("debug", StringComparison.OrdinalIgnoreCase));

    private static int End(LauncherHost host, string message, int exitCode)
    {
        host.WriteError(message);
        return exitCode;
    }
}

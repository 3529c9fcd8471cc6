using OrthancLauncher.Core.Planning;
using OrthancLauncher.Input;
using OrthancLauncher.Launching;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;
using Serilog.Events;

namespace OrthancLauncher.Commands;

internal sealed record LaunchArguments(InputArguments Input, IReadOnlyList<string> OrthancArguments);

/// <summary>Starts Orthanc, which takes the launcher's place.</summary>
internal static class LaunchCommand
{
    public static DocumentedCommand Build(InputOptions input, IReadOnlyList<string> orthancArguments, LauncherHost host)
    {
        var sources = InputOptions.Paths("SOURCE", "further configuration file or folder; - is standard input");
        var command = new DocumentedCommand("launch", "Start Orthanc; the default command.")
        {
            Trailer = "[-- ORTHANC-ARGUMENT…]",
            Examples =
            [
                new("orthanc-launcher", "as a container does"),
                new("orthanc-launcher launch extra.json -- --upgrade", "a further file, and an option for Orthanc"),
                new("orthanc-launcher --config-dir /a --config-dir /b", "two folders, the second wins"),
            ],
        };
        command.Add(sources);
        command.AddOptions(input.LaunchSeverity);
        command.Add(input.Container);
        command.Add(input.Logging);
        command.SetAction(result => Run(new LaunchArguments(input.Read(result, sources), orthancArguments), host));
        return command;
    }

    /// <summary>Makes the plan and carries it out. Returns only if Orthanc was not started.</summary>
    public static int Run(LaunchArguments arguments, LauncherHost host)
    {
        host.Processes.WatchSignals();
        var request = new SourceReader(host).Read(arguments.Input, out var options, isLaunch: true) with
        {
            OrthancArguments = arguments.OrthancArguments,
        };
        var plan = LaunchPlanner.Plan(request);
        using var log = new LaunchLog(host, plan.IsVerbose ? LogEventLevel.Information : options.LogLevel, options.LogsJson);
        var executor = new LaunchExecutor(host, log);
        if (plan.IsVerbose)
        {
            executor.Describe(plan, request.Folders);
        }

        if (FindingsLog.Write(plan, log) is { } refusal)
        {
            log.Error(refusal);
            return ExitCodes.Refused;
        }

        executor.WriteHostId(plan.HostId);
        if (!executor.InstallPlugins(plan.Installation))
        {
            plan = LaunchPlanner.Plan(request.WithReadOnlyPlugins());
        }

        if (!executor.WriteConfiguration(plan))
        {
            return ExitCodes.Refused;
        }

        var scriptCode = executor.RunScript(plan.Script, plan.SearchPath);
        return scriptCode != ExitCodes.Fine ? scriptCode : executor.Exec(plan.Exec, plan.SearchPath);
    }
}

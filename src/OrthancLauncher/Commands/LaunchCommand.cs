using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Input;
using OrthancLauncher.Launching;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;
using Serilog.Events;

namespace OrthancLauncher.Commands;

/// <summary>What <c>launch</c> is asked to do.</summary>
/// <param name="Input">Where the configuration comes from.</param>
/// <param name="OrthancArguments">Arguments for Orthanc after the configuration.</param>
internal sealed record LaunchArguments(InputArguments Input, IReadOnlyList<string> OrthancArguments);

/// <summary>Starts Orthanc: the launcher becomes it.</summary>
internal static class LaunchCommand
{
    /// <summary>Makes the plan, carries it out, and returns only if Orthanc was not started.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code.</returns>
    public static int Run(LaunchArguments arguments, LauncherHost host)
    {
        var request = new SourceReader(host).Read(arguments.Input, isLaunch: true, arguments.OrthancArguments, out var options);
        var plan = LaunchPlanner.Plan(request);
        using var log = new LaunchLog(host, plan.IsVerbose ? LogEventLevel.Information : options.LogLevel, options.LogsJson);
        if (FindingsLog.Write(plan, log) is var refusal && refusal is not null)
        {
            log.Error(refusal);
            return ExitCodes.Refused;
        }

        var executor = new LaunchExecutor(host, log);
        executor.WriteHostId(plan.HostId);
        if (!executor.InstallPlugins(plan.Installation))
        {
            plan = LaunchPlanner.Plan(request.WithReadOnlyPlugins());
        }

        if (plan.IsVerbose)
        {
            executor.Describe(plan, new ConfigurationRenderer(plan.Context.Secrets));
        }

        if (!executor.WriteConfiguration(plan))
        {
            return ExitCodes.Refused;
        }

        var scriptCode = executor.RunScript(plan.Script);
        return scriptCode != ExitCodes.Fine ? scriptCode : executor.Exec(plan.Exec, plan.SearchPath);
    }
}

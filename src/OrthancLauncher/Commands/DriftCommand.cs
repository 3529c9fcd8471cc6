using OrthancLauncher.Core.Comparing;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Probing;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>The command line of <c>drift</c>, which takes the options and SOURCEs of the launch.</summary>
internal sealed record DriftArguments(InputArguments Input, IReadOnlyList<string> OrthancArguments, string Format);

/// <summary>Compares what the running Orthanc was started with and what the next start would give it.</summary>
internal static class DriftCommand
{
    public static DocumentedCommand Build(InputOptions input, IReadOnlyList<string> orthancArguments, LauncherHost host)
    {
        var sources = InputOptions.Paths("SOURCE", "further configuration file or folder, as given to the launch");
        var format = new ChoiceOption("--format", "how to write it", ReportFormats.Comparison.Names);
        var command = new DocumentedCommand(
            "drift", "Show what the next start would change for the running Orthanc; exit code 1 if there is something.")
        {
            Trailer = "[-- ORTHANC-ARGUMENT…]",
            Examples =
            [
                new("docker exec orthanc orthanc-launcher drift", "after a secret was rotated"),
                new("kubectl exec orthanc-0 -- orthanc-launcher drift --format json"),
            ],
        };
        command.Add(sources);
        command.Add(format);
        command.Add(input.Container);
        command.Add(input.Logging);
        command.SetAction(result => Run(
            new DriftArguments(input.Read(result, sources), orthancArguments, result.GetValue(format)!), host));
        return command;
    }

    /// <exception cref="UsageException">No Orthanc runs here, or what it was started with cannot be read.</exception>
    private static int Run(DriftArguments arguments, LauncherHost host)
    {
        var own = LauncherOptions.From(host.ReadEnvironment(), arguments.Input.Options);
        var running = RunningOrthanc.Find(host.ProcessesFolder, own.Orthanc)
            ?? throw new UsageException($"no process of {own.Orthanc} runs here; run drift inside the container, beside Orthanc");
        var notes = new List<string>();
        if (running.Variables is null)
        {
            notes.Add(
                $"the environment of process {running.ProcessId} cannot be read by user id {LibC.EffectiveUser()}, so the variables of "
                    + "this process stand in for it");
        }

        var next = Next(arguments, running, host);
        if (next.Script is { } script)
        {
            notes.Add($"BEFORE_ORTHANC_STARTUP_SCRIPT ({script}) may have changed the written file, and would do so again");
        }

        var path = running.ConfigurationFile ?? next.OutputPath;
        var comparison = Compare(running, path, next);
        ReportFormats.Comparison.Write(
            new ComparisonReport(comparison, $"process {running.ProcessId} with {path}", "the next start", notes), arguments.Format, host);
        return comparison.IsEqual ? ExitCodes.Fine : ExitCodes.Refused;
    }

    /// <summary>The plan of the next start: today's files and secrets, and the environment that Orthanc has.</summary>
    private static LaunchPlan Next(DriftArguments arguments, RunningOrthanc running, LauncherHost host)
    {
        var plan = LaunchPlanner.Plan(Request(running, arguments.Input, arguments.OrthancArguments, host));
        return plan.IsReadable ? plan : throw new UsageException(
            $"the next start would be refused: {plan.Findings.First(finding => finding.Severity == Severity.Error)}");
    }

    /// <summary>Reads what the next start would: with the environment that Orthanc has, where it runs and that can be read.</summary>
    public static LaunchRequest Request(
        RunningOrthanc? running, InputArguments input, IReadOnlyList<string> orthancArguments, LauncherHost host)
    {
        var reader = new SourceReader(running?.Variables is { } variables ? host.WithEnvironment(variables) : host);
        return reader.Read(input, out _, isLaunch: true) with { OrthancArguments = orthancArguments };
    }

    private static Comparison Compare(RunningOrthanc running, string path, LaunchPlan next)
    {
        var content = HostFile.Read(path, out var failure);
        if (failure is not null)
        {
            throw new UsageException($"{path}: the configuration of process {running.ProcessId} cannot be read: {failure}");
        }

        var findings = new FindingList(Severity.Error);
        var written = JsonParser.ReadConfiguration(new SourceText(new Source(SourceKind.File, path), content), findings)
            ?? throw new UsageException($"{findings.First().Place}: {findings.First().Message}");
        var before = running.Arguments.Where(argument => argument != path).ToList();
        var now = PlanComparer.Arguments(next).ToList();
        return new Comparison
        {
            Settings = PlanComparer.Settings(written.Root, next),
            Plugins = [],
            Steps =
            [
                .. running.IsReplaced ? [$"{running.Program} was replaced since it was started"] : Array.Empty<string>(),
                .. next.Installation.NewLinks.Select(link => $"{link.Path} would be linked to {link.Target}"),
                .. next.Installation.StaleLinks.Select(link => $"{link} would be removed"),
                .. next.IsRefused ? ["the next start would be refused; orthanc-launcher validate says why"] : Array.Empty<string>(),
            ],
            RemovedArguments = [.. before.Except(now)],
            AddedArguments = [.. now.Except(before)],
        };
    }
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Deployments;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;
using Serilog.Events;

namespace OrthancLauncher.Commands;

internal sealed record ValidateArguments(InputArguments Input, string Format);

/// <summary>Checks a configuration.</summary>
internal static class ValidateCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var paths = InputOptions.Paths("PATH", "compose file, manifest, env file, JSON, or a whole folder; - is standard input");
        var format = new ChoiceOption("--format", "how to write the findings", ReportFormats.Validation.Names);
        var command = new DocumentedCommand("validate", "Check the configuration; exit code 1 if there are errors.")
        {
            Examples =
            [
                new("orthanc-launcher validate --strict --format github", "annotations in a workflow"),
                new("orthanc-launcher validate compose.yml", "every Orthanc in it"),
                new("orthanc-launcher validate .", "a whole repository"),
            ],
        };
        command.Add(paths);
        command.Add(format);
        command.AddOptions(input.Severity);
        command.Add(input.Input);
        command.Add(input.Logging);
        command.SetAction(result => Run(new ValidateArguments(input.Read(result, paths), result.GetValue(format)!), host));
        return command;
    }

    /// <summary>What somebody who reads the report can do next, or null where nothing was found.</summary>
    private static string? NextStep(ValidationReport report) =>
        report.Shown.Where(finding => !finding.IsAccepted).MaxBy(finding => finding.Severity) is not { } worst
            ? null
            : $"orthanc-launcher explain {worst.Rule} tells more"
                + (worst.Severity == Severity.Error && worst.Rule.IsOfLauncher ? "" : $"; --accept {worst.Rule} accepts it");

    private static ValidationReport Report(InputArguments arguments, LauncherHost host)
    {
        var options = LauncherOptions.From(host.ReadEnvironment(), arguments.Options);
        if (arguments.IsOfPaths)
        {
            var paths = new CheckedPaths(arguments, host);
            var parts = paths.Inputs().Select(input => (input.Subject, Report(input, options, host, paths))).ToList();
            return arguments is { ComposeService: null, KubernetesWorkload: null } || paths.HasDeployments
                ? ValidationReport.Of(parts, paths.LeftOut)
                : throw new UsageException(
                    arguments.ComposeService is null ? "--workload needs Kubernetes manifests" : "--service needs a compose file");
        }

        try
        {
            var reports = new CheckedInputs(host).Of(arguments).ConvertAll(input => (input.Subject, Report(input, options, host)));
            return reports is [(null, var only)] ? only : ValidationReport.Of(reports);
        }
        catch (DeploymentException exception)
        {
            return ReportOf(exception.Finding);
        }
    }

    private static ValidationReport Report(CheckedInput input, LauncherOptions options, LauncherHost host, CheckedPaths? paths = null)
    {
        if (input.Finding is { } said)
        {
            var findings = new FindingList();
            findings.Add(said);
            findings.Accept(options.Acceptances.Where(acceptance => acceptance.Covers(said) && !said.Rule.IsOfLauncher));
            if (options.IsStrict)
            {
                findings.ApplyStrict();
            }

            return ReportOf(findings.First());
        }

        try
        {
            var reader = new SourceReader(host);
            var deployment = input.Describe?.Invoke();
            var request = reader.Read(input.Arguments, deployment, out options);
            paths?.AddRead(request.Input.Files.Select(file => file.Source.Name));
            var report = ValidationReport.Of(LaunchPlanner.Plan(request), showsInformation: options.LogLevel <= LogEventLevel.Information);
            return deployment?.Place is { } place ? report.WithPlace(place) : report;
        }
        catch (DeploymentException exception)
        {
            return ReportOf(exception.Finding);
        }
    }

    private static ValidationReport ReportOf(Finding finding) => new([finding], Settings: 0, Sources: 1, ShowsInformation: false);

    private static int Run(ValidateArguments arguments, LauncherHost host)
    {
        // The variables are asked for again for each of many files.
        host = host.WithEnvironment(host.ReadEnvironment());
        var report = Report(arguments.Input, host);
        ReportFormats.Validation.Write(report, arguments.Format, host);
        if (arguments.Format == "text" && host.OutputIsTerminal() && NextStep(report) is { } next)
        {
            host.Write($"{TextStyle.Of(host).Faint(next)}\n");
        }

        return report.Errors > 0 ? ExitCodes.Refused : ExitCodes.Fine;
    }
}

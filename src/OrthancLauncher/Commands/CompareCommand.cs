using System.CommandLine;
using OrthancLauncher.Core.Comparing;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>The command line of <c>compare</c>.</summary>
/// <param name="Input">What holds for both sides.</param>
/// <param name="Right">Null with a revision, of which <paramref name="Left"/> is compared with the working tree.</param>
internal sealed record CompareArguments(InputArguments Input, string Left, string? Right, string? Revision, string Format);

/// <summary>Compares what Orthanc would get from two inputs.</summary>
internal static class CompareCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var left = new Argument<string>("LEFT")
        {
            Description = "configuration, compose file, manifests, env file or folder; - is standard input",
        };
        var right = new Argument<string?>("RIGHT")
        {
            Description = "what to compare it with; not with --with-git",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var revision = new Option<string>("--with-git")
        {
            HelpName = "REF",
            Description = "compare LEFT as it is in this revision with the working tree; only blobs are read",
        };
        var format = new ChoiceOption("--format", "how to write it", ReportFormats.Comparison.Names);
        var command = new DocumentedCommand("compare", "Show what Orthanc would get differently; exit code 1 if there is a difference.")
        {
            Examples =
            [
                new("orthanc-launcher compare old.json new.json"),
                new("orthanc-launcher compare compose.yml compose.new.yml --service orthanc"),
                new("orthanc-launcher compare --with-git main compose.yml", "what a change of the working tree does"),
                new("orthanc-launcher compare before.json - --format markdown", "a comment for a pull request"),
            ],
        };
        command.Add(left);
        command.Add(right);
        command.AddOptions(revision, format);
        command.Add(input.Input);
        command.Add(input.Logging);
        command.SetAction(result => Run(
            new CompareArguments(
                input.Read(result), result.GetValue(left)!, result.GetValue(right), result.GetValue(revision), result.GetValue(format)!),
            host));
        return command;
    }

    /// <exception cref="UsageException">A side cannot be read.</exception>
    private static int Run(CompareArguments arguments, LauncherHost host)
    {
        var report = arguments switch
        {
            { Revision: { } revision, Right: null } => WithRevision(arguments, revision, host),
            { Revision: not null } => throw new UsageException("--with-git compares LEFT with itself; leave RIGHT out"),
            { Right: null } => throw new UsageException("compare needs RIGHT, or --with-git REF"),
            { Left: "-", Right: "-" } => throw new UsageException("standard input can be read once: name a file as LEFT or RIGHT"),
            { Right: { } right } => new ComparisonReport(
                Compare(arguments, Side(arguments, arguments.Left, host), Side(arguments, right, host)), arguments.Left, right, []),
        };
        ReportFormats.Comparison.Write(report, arguments.Format, host);
        return report.Comparison.IsEqual ? ExitCodes.Fine : ExitCodes.Refused;
    }

    private static ComparisonReport WithRevision(CompareArguments arguments, string name, LauncherHost host)
    {
        using var revision = GitRevision.Checkout(host, name, arguments.Left, out var path);
        var comparison = Compare(arguments, RevisionSide(arguments, path, revision, host), Side(arguments, arguments.Left, host));

        // The folder of the revision's files is gone when somebody reads the report.
        var settings = comparison.Settings.Select(
            difference => difference with { Left = difference.Left is { } left ? WithoutFolder(left, revision) : null });
        return new ComparisonReport(comparison with { Settings = [.. settings] }, $"{name}:{path}", arguments.Left, []);
    }

    /// <exception cref="UsageException">An option is of use for neither side.</exception>
    private static Comparison Compare(CompareArguments arguments, ComparedSide left, ComparedSide right)
    {
        if (arguments.Input.ComposeService is not null && left.Subject?.Service is null && right.Subject?.Service is null)
        {
            throw new UsageException("--service needs a compose file");
        }

        if (arguments.Input.KubernetesWorkload is not null && left.Subject?.Workload is null && right.Subject?.Workload is null)
        {
            throw new UsageException("--workload needs Kubernetes manifests");
        }

        return PlanComparer.Compare(left.Plan, right.Plan);
    }

    private static ComparedSide RevisionSide(CompareArguments arguments, string path, GitRevision revision, LauncherHost host)
    {
        try
        {
            return Side(arguments, Path.Combine(revision.Folder, path), host);
        }
        catch (UsageException exception)
        {
            throw new UsageException(WithoutFolder(exception.Message, revision));
        }
    }

    private static ExplainedValue WithoutFolder(ExplainedValue value, GitRevision revision) =>
        value with { Where = WithoutFolder(value.Where, revision) };

    private static string WithoutFolder(string text, GitRevision revision) =>
        text.Replace(revision.Folder + "/", revision.Name + ":", StringComparison.Ordinal);

    /// <summary>The one Orthanc that a side leads to.</summary>
    private static ComparedSide Side(CompareArguments arguments, string path, LauncherHost host)
    {
        var only = new SourceReader(host).ReadOnly(arguments.Input with { Sources = [path] }, out var subject, out _);
        var plan = LaunchPlanner.Plan(only);
        if (!plan.IsReadable)
        {
            var failure = plan.Findings.First(finding => finding.Severity == Severity.Error);
            throw new UsageException($"{failure.Place}: {failure.Message}");
        }

        return new ComparedSide(plan, subject);
    }

    private sealed record ComparedSide(LaunchPlan Plan, Subject? Subject);
}

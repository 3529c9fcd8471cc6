using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>What <c>validate</c> found, ready to be written in any format.</summary>
/// <param name="Findings">The findings with their excerpts, in the order of their sources and places.</param>
/// <param name="ShowsInformation">Whether people see findings that are only information, or accepted.</param>
internal sealed record ValidationReport(IReadOnlyList<Finding> Findings, int Settings, int Sources, bool ShowsInformation)
{
    private static readonly Rule[] Failures = [Rules.InvalidJson, Rules.UnreadableSource, Rules.NotUtf8];

    /// <summary>What was checked, each with its own report and name; null where it is all there is.</summary>
    public IReadOnlyList<(Subject? Subject, ValidationReport Report)> Parts { get => field is [] ? [(null, this)] : field; init; } = [];

    /// <summary>How many files were of another kind; null where no folder was searched.</summary>
    public int? LeftOut { get; private init; }

    /// <summary>Whether something was really checked, so that a plan could be made.</summary>
    private bool IsOfPlan { get; init; }

    public int Errors => Findings.Count(finding => finding.Severity == Severity.Error);

    public int Warnings => Findings.Count(finding => finding.Severity == Severity.Warning);

    public int Accepted => Findings.Count(finding => finding.IsAccepted);

    /// <summary>The findings that people look at; machines get the accepted ones too.</summary>
    public IEnumerable<Finding> Shown => Findings.Where(finding => ShowsInformation || !finding.IsAccepted);

    /// <summary>The sums in one line: <c>2 errors, 1 warning, 1 accepted in 14 settings from 5 sources</c>.</summary>
    public string Summary =>
        $"{Counted.Of(Errors, "error")}, {Counted.Of(Warnings, "warning")}{(Accepted == 0 ? "" : $", {Accepted} accepted")} in "
            + $"{Counted.Of(Settings, "setting")} from "
            + $"{Counted.Of(Sources, "source")}"
            + (LeftOut is { } others ? $"; {Counted.Of(Files.Count, "file")}, {others} left out" : "");

    /// <summary>The files that were checked, each with its sums; none where all is about one.</summary>
    public IReadOnlyList<CheckedFile> Files =>
    [
        .. Parts.Where(part => part.Subject is not null).GroupBy(part => part.Subject!.File, (file, parts) => new CheckedFile(
            file, [.. parts.Select(part => part.Subject!.Service ?? part.Subject.Workload).OfType<string>()],
            [.. parts.SelectMany(part => part.Report.Findings)])),
    ];

    /// <param name="showsInformation">Whether findings that are only information are part of it.</param>
    public static ValidationReport Of(LaunchPlan plan, bool showsInformation)
    {
        var excerpts = new SourceExcerpts(plan.Layers, plan.Context.Secrets);
        var failed = plan.Findings.Where(finding => finding.Place is not null && Array.IndexOf(Failures, finding.Rule) >= 0)
            .Select(finding => finding.Place!.Value.Source);
        var sources = plan.Layers.Select(layer => layer.Source).Concat(failed).Distinct().ToList();
        var findings = plan.Findings
            .Where(finding => finding.Severity > Severity.Information || showsInformation || finding.IsAccepted)
            .OrderBy(finding => Position(finding.Place, sources))
            .ThenBy(finding => finding.Place?.Source.Description, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place?.Line ?? 0)
            .ThenBy(finding => finding.Place?.Column ?? 0)
            .Select(finding => finding with
            {
                Excerpt = excerpts.Of(finding),
                Place = finding.Place is { } place ? plan.Written(place) : null,
            });
        return new ValidationReport([.. findings], ConfigurationCount.SettingsGiven(plan.Configuration), sources.Count, showsInformation)
        {
            IsOfPlan = true,
        };
    }

    /// <summary>
    /// Several reports as one; each finding says what it is about. What several services share is reported at its place once, for the
    /// first of them.
    /// </summary>
    /// <param name="leftOut">How many files were of another kind; null where no folder was searched.</param>
    public static ValidationReport Of(IReadOnlyList<(Subject? Subject, ValidationReport Report)> reports, int? leftOut = null)
    {
        if (reports is [(null, var only)])
        {
            return only;
        }

        var seen = new HashSet<(Rule, Place?, string)>();
        var checks = reports.Count(part => part.Report.IsOfPlan);
        var parts = leftOut is null ? reports : [.. reports.OrderBy(part => part.Subject?.File, StringComparer.Ordinal)];
        var findings = parts
            .SelectMany(part => part.Report.Findings.Select(finding => finding with { Subject = part.Subject }))
            .Where(finding => IsOfProcess(finding)
                ? seen.Add((finding.Rule, null, finding.Message))
                    && (finding.Rule != Rules.UnusedAcceptance || reports.Count(part => HasUnused(part.Report, finding)) == checks)
                : finding.Place is not { Line: > 0 } place || seen.Add((finding.Rule, place, finding.Message)));
        return new ValidationReport(
            [.. findings], parts.Sum(part => part.Report.Settings), parts.Sum(part => part.Report.Sources),
            parts.Any(part => part.Report.ShowsInformation))
        {
            Parts = parts,
            LeftOut = leftOut,
        };
    }

    /// <summary>The same report in which findings about what is not there stand where it could be.</summary>
    public ValidationReport WithPlace(Place place) => this with
    {
        Findings =
        [
            .. Findings.Select(finding =>
                finding.Place is null or { Source.IsDefault: true } && !IsOfProcess(finding) ? finding with { Place = place } : finding),
        ],
    };

    /// <summary>Whether a finding is about the variables and options of this run, whatever is checked.</summary>
    private static bool IsOfProcess(Finding finding) =>
        finding.Place is null && (finding.Rule == Rules.UnusedAcceptance || finding.Rule == Rules.NearMissName);

    /// <summary>An acceptance is without effect only if it is in all that is checked.</summary>
    private static bool HasUnused(ValidationReport report, Finding unused) =>
        report.Findings.Any(finding => finding.Rule == unused.Rule && finding.Place is null && finding.Message == unused.Message);

    /// <summary>Sources in the order of their precedence, then those that give nothing, then defaults, then what has no source.</summary>
    private static int Position(Place? place, List<Source> sources)
    {
        var index = place is { } at ? sources.IndexOf(at.Source) : -1;
        return index >= 0 ? index : place is null ? int.MaxValue : int.MaxValue - (place.Value.Source.IsDefault ? 1 : 2);
    }
}

/// <summary>What was found in one of several files.</summary>
/// <param name="Names">The services or containers in it.</param>
internal sealed record CheckedFile(string File, IReadOnlyList<string> Names, IReadOnlyList<Finding> Findings)
{
    public int Errors => Findings.Count(finding => finding.Severity == Severity.Error);

    public int Warnings => Findings.Count(finding => finding.Severity == Severity.Warning);

    public int Accepted => Findings.Count(finding => finding.IsAccepted);

    /// <summary>The sums in one line: <c>compose.yml (a, b): 1 error, 0 warnings</c>.</summary>
    public string Summary
    {
        get
        {
            var names = Names.Count == 0 ? "" : $" ({string.Join(", ", Names)})";
            var accepted = Accepted == 0 ? "" : $", {Accepted} accepted";
            return Names.Count == 0 && Findings is [{ Severity: Severity.Information, IsAccepted: false, Rule: var rule }]
                && (rule == Rules.NotKnown || rule == Rules.NothingToCheck)
                ? $"{File}: not checked"
                : $"{File}{names}: {Counted.Of(Errors, "error")}, {Counted.Of(Warnings, "warning")}{accepted}";
        }
    }
}

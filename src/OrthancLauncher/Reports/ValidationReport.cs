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

    public int Errors => Findings.Count(finding => finding.Severity == Severity.Error);

    public int Warnings => Findings.Count(finding => finding.Severity == Severity.Warning);

    public int Accepted => Findings.Count(finding => finding.IsAccepted);

    /// <summary>The findings that people look at; machines get the accepted ones too.</summary>
    public IEnumerable<Finding> Shown => Findings.Where(finding => ShowsInformation || !finding.IsAccepted);

    /// <summary>The sums in one line: <c>2 errors, 1 warning, 1 accepted in 14 settings from 5 sources</c>.</summary>
    public string Summary =>
        $"{Counted.Of(Errors, "error")}, {Counted.Of(Warnings, "warning")}{(Accepted == 0 ? "" : $", {Accepted} accepted")} in "
            + $"{Counted.Of(Settings, "setting")} from "
            + $"{Counted.Of(Sources, "source")}";

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
            .Select(finding => finding with { Excerpt = excerpts.Of(finding), Place = Written(finding.Place, plan.Origins) });
        return new ValidationReport([.. findings], ConfigurationCount.SettingsGiven(plan.Configuration), sources.Count, showsInformation);
    }

    /// <summary>Several reports as one; each finding says what it is about.</summary>
    public static ValidationReport Of(IReadOnlyList<(Subject? Subject, ValidationReport Report)> reports) => new(
        [.. reports.SelectMany(each => each.Report.Findings.Select(finding => finding with { Subject = each.Subject }))],
        reports.Sum(each => each.Report.Settings), reports.Sum(each => each.Report.Sources),
        reports.Any(each => each.Report.ShowsInformation))
    {
        Parts = reports,
    };

    /// <summary>The place where a person wrote what is at another place for the container.</summary>
    private static Place? Written(Place? place, IReadOnlyDictionary<Source, Origin> origins) =>
        place is { } at && origins.TryGetValue(at.Source, out var origin) ? origin.PlaceOf(at.Line, at.Column) : place;

    /// <summary>Sources in the order of their precedence, then those that give nothing, then defaults, then what has no source.</summary>
    private static int Position(Place? place, List<Source> sources)
    {
        var index = place is { } at ? sources.IndexOf(at.Source) : -1;
        return index >= 0 ? index : place is null ? int.MaxValue : int.MaxValue - (place.Value.Source.IsDefault ? 1 : 2);
    }
}

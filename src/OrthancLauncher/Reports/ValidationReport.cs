using System.Globalization;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Reports;

/// <summary>What <c>validate</c> found, ready to be written in any format.</summary>
internal sealed class ValidationReport
{
    private static readonly Rule[] Failures = [Rules.InvalidJson, Rules.UnreadableSource, Rules.NotUtf8];

    private ValidationReport(IReadOnlyList<Entry> entries, int settings, int sources)
    {
        Entries = entries;
        Settings = settings;
        Sources = sources;
    }

    /// <summary>A finding with the line that it is about.</summary>
    /// <param name="Finding">The finding; where warnings count as errors, with that severity.</param>
    /// <param name="Excerpt">The line with a caret below it, or null.</param>
    public sealed record Entry(Finding Finding, string? Excerpt);

    /// <summary>The findings in the order of their sources and places.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>How many settings users gave.</summary>
    public int Settings { get; }

    /// <summary>How many sources they gave them by.</summary>
    public int Sources { get; }

    /// <summary>How many findings forbid a start.</summary>
    public int Errors => Entries.Count(entry => entry.Finding.Severity == Severity.Error);

    /// <summary>The sums in one line: <c>2 errors, 1 warning in 14 settings from 5 sources</c>.</summary>
    public string Summary
    {
        get
        {
            var warnings = Entries.Count(entry => entry.Finding.Severity == Severity.Warning);
            return $"{Number(Errors, "error")}, {Number(warnings, "warning")} in {Number(Settings, "setting")} from {Number(Sources, "source")}";
        }
    }

    /// <summary>Makes the report of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="showsInformation">Whether findings that are only information are part of it.</param>
    public static ValidationReport Of(LaunchPlan plan, bool showsInformation)
    {
        var excerpts = new SourceExcerpts(plan.Layers, new SecretRules(plan.Catalogue));
        var entries = new List<Entry>();
        foreach (var finding in plan.Findings)
        {
            if (finding.Severity == Severity.Information && !showsInformation)
            {
                continue;
            }

            entries.Add(new Entry(finding, excerpts.Of(finding)));
        }

        var failed = plan.Findings.Where(finding => finding.Place is not null && Array.IndexOf(Failures, finding.Rule) >= 0).Select(finding => finding.Place!.Value.Source);
        var sources = plan.Layers.Select(layer => layer.Source).Concat(failed).Distinct().ToList();
        var ordered = entries.OrderBy(entry => Position(entry.Finding.Place, sources)).ThenBy(entry => entry.Finding.Place?.Source.Description, StringComparer.Ordinal).ThenBy(entry => entry.Finding.Place?.Line ?? 0).ThenBy(entry => entry.Finding.Place?.Column ?? 0);
        return new ValidationReport([.. ordered], ConfigurationCount.SettingsGiven(plan.Configuration), sources.Count);
    }

    /// <summary>Sources in the order of their precedence, then those that give nothing, then defaults, then what has no source.</summary>
    private static int Position(Place? place, List<Source> sources)
    {
        var index = place is { } at ? sources.IndexOf(at.Source) : -1;
        return index >= 0 ? index : place is null ? int.MaxValue : int.MaxValue - (place.Value.Source.IsDefault ? 1 : 2);
    }

    private static string Number(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}

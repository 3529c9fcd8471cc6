using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>Writes a validation for people: grouped by source, each line shown with a caret.</summary>
internal static class TextReport
{
    /// <summary>The report as text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="style">Whether and how to colour.</param>
    public static string Write(ValidationReport report, TextStyle style)
    {
        var text = new StringBuilder();
        string? source = null;
        foreach (var (finding, excerpt) in report.Entries)
        {
            var heading = finding.Place?.Source.Description ?? "the configuration as a whole";
            if (heading != source)
            {
                text.Append(source is null ? "" : "\n").Append(style.Bold(heading)).Append('\n');
                source = heading;
            }

            Append(text, finding, excerpt, style);
        }

        text.Append(source is null ? "" : "\n").Append(report.Summary).Append('\n');
        return text.ToString();
    }

    private static void Append(StringBuilder text, Finding finding, string? excerpt, TextStyle style)
    {
        var place = finding.Place is { Line: > 0 } at && (at.Source.IsFile || at.Line > 1 || at.Column > 1) ? $"{at.Line}:{at.Column}: " : "";
        text.Append("  ").Append(place).Append(style.Severity(finding.Severity)).Append(": ").Append(finding.Message)
            .Append(' ').Append(style.Faint($"[{finding.Rule}]")).Append('\n');
        if (excerpt is not null)
        {
            foreach (var line in excerpt.Split('\n'))
            {
                text.Append("    | ").Append(line).Append('\n');
            }
        }

        if (finding.Remedy is not null)
        {
            text.Append("    ").Append(finding.Remedy).Append('\n');
        }
    }
}

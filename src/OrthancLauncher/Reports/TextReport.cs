using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>Writes a validation for people: grouped by source, each line shown with a caret.</summary>
internal sealed class TextReport(TextStyle style) : IReportWriter<ValidationReport>
{
    public string Write(ValidationReport report)
    {
        var text = new StringBuilder();
        string? source = null;
        foreach (var finding in report.Shown)
        {
            var heading = Heading(finding);
            if (heading != source)
            {
                text.Append(source is null ? "" : "\n").Append(style.Bold(Printable.Of(heading))).Append('\n');
                source = heading;
            }

            text.AppendFinding(finding, Position(finding), "", style, int.MaxValue);
        }

        text.Append(source is null ? "" : "\n");
        foreach (var file in report.LeftOut is null && report.Files.Count < 2 ? [] : report.Files)
        {
            text.Append(Printable.Of(file.Summary)).Append('\n');
        }

        text.Append(report.Summary).Append('\n');
        return Printable.WithoutCommands(text.ToString());
    }

    private static string Heading(Finding finding) =>
        finding.Subject?.Title ?? finding.Place?.Source.Description ?? "the configuration as a whole";

    /// <summary>Where a finding is, as far as the heading does not tell.</summary>
    private static string Position(Finding finding)
    {
        if (finding.Place is not { } place)
        {
            return "";
        }

        if (finding.Subject is { } subject && place.Source.Description != subject.File)
        {
            return $"{place}: ";
        }

        return place.Line > 0 && (place.Source.IsFile || place.Line > 1 || place.Column > 1)
            ? string.Create(CultureInfo.InvariantCulture, $"{place.Line}:{place.Column}: ")
            : "";
    }
}

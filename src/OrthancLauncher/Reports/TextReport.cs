using System.Globalization;
using System.Text;
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
            var heading = finding.Place?.Source.Description ?? "the configuration as a whole";
            if (heading != source)
            {
                text.Append(source is null ? "" : "\n").Append(style.Bold(Printable.Of(heading))).Append('\n');
                source = heading;
            }

            var isWorthKnowing = finding.Place is { Line: > 0 } place && (place.Source.IsFile || place.Line > 1 || place.Column > 1);
            var position = isWorthKnowing
                ? string.Create(CultureInfo.InvariantCulture, $"{finding.Place!.Value.Line}:{finding.Place.Value.Column}: ")
                : "";
            text.AppendFinding(finding, position, "", style, int.MaxValue);
        }

        text.Append(source is null ? "" : "\n").Append(report.Summary).Append('\n');
        return Printable.WithoutCommands(text.ToString());
    }
}

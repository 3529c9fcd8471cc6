using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>Writes a validation as workflow commands, which GitHub shows as annotations.</summary>
internal sealed class GitHubReport : IReportWriter<ValidationReport>
{
    public string Write(ValidationReport report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Shown)
        {
            var command = finding.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "notice",
            };
            text.Append("::").Append(command).Append(' ');
            if (finding.Place is { Source.HasPath: true } place)
            {
                text.Append("file=").Append(Property(place.Source.Name)).Append(',');
                if (place.Line > 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"line={place.Line},col={place.Column},");
                }
            }

            var subject = finding.Subject?.Name is { } name ? $"{name}: " : "";
            var where = finding.Place is { Source.HasPath: false } at ? $"{at}: " : "";
            var accepted = finding.IsAccepted ? " (accepted)" : "";
            var remedy = finding.Remedy is null ? "" : $"; {finding.Remedy}";
            text.Append("title=").Append(Property(finding.Rule.Id)).Append("::")
                .Append(Data(Printable.Of(subject + where + finding.Message + accepted + remedy))).Append('\n');
        }

        return text.Append(report.Summary).Append('\n').ToString();
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>A path keeps its line ends, so that GitHub finds the file.</summary>
    private static string Property(string text) =>
        Printable.Of(Data(text)).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}

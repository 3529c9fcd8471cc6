using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;

namespace OrthancLauncher.Reports;

/// <summary>Writes a validation as workflow commands, which GitHub shows as annotations.</summary>
internal static class GitHubReport
{
    /// <summary>The report as workflow commands, and its summary.</summary>
    /// <param name="report">The report.</param>
    public static string Write(ValidationReport report)
    {
        var text = new StringBuilder();
        foreach (var (finding, _) in report.Entries)
        {
            var command = finding.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "notice",
            };
            text.Append("::").Append(command).Append(' ');
            if (finding.Place is { Source.IsFile: true } place)
            {
                text.Append("file=").Append(Property(place.Source.Name)).Append(',');
                if (place.Line > 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"line={place.Line},col={place.Column},");
                }
            }

            var where = finding.Place is { Source.IsFile: false } at ? $"{at}: " : "";
            var remedy = finding.Remedy is null ? "" : $"; {finding.Remedy}";
            text.Append("title=").Append(Property(finding.Rule.Id)).Append("::").Append(Data(where + finding.Message + remedy)).Append('\n');
        }

        return text.Append(report.Summary).Append('\n').ToString();
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}

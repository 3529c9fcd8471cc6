using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>Writes a finding for people: message, the line with a caret, remedy.</summary>
internal static class FindingText
{
    /// <param name="width">Columns in a line.</param>
    public static void AppendFinding(this StringBuilder text, Finding finding, string before, string after, TextStyle style, int width)
    {
        var word = TextStyle.Word(finding.Severity);
        var accepted = finding.IsAccepted ? ", accepted" : "";
        var lines = Printable.Lines(Printable.Of($"{before}{word}: {after}{finding.Message} [{finding.Rule}{accepted}]"), width - 4);
        text.Append("  ").Append(before).Append(style.Severity(finding.Severity))
            .Append(lines[0], before.Length + word.Length, lines[0].Length - before.Length - word.Length).Append('\n');
        foreach (var line in lines.Skip(1))
        {
            text.Append("    ").Append(line).Append('\n');
        }

        foreach (var line in finding.Excerpt is null ? [] : Printable.Excerpt(finding.Excerpt).Split('\n'))
        {
            text.Append("    ").Append(Printable.Beginning($"| {line}", width - 4)).Append('\n');
        }

        foreach (var line in finding.Remedy is null ? [] : Printable.Lines(Printable.Of(finding.Remedy), width - 4))
        {
            text.Append("    ").Append(line).Append('\n');
        }
    }
}

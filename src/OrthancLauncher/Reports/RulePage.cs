using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>What a rule finds, why it matters and what to do about it, as docs/checks.md has it.</summary>
internal static class RulePage
{
    private const string Indent = "    ";

    public static string WriteText(Rule rule, TextStyle style, int width)
    {
        var text = new StringBuilder().Append(style.Bold(rule.Id)).Append(": ");
        Append(rule.Sentence, rule.Id.Length + 2, "");
        text.Append('\n').Append("Severity: ").Append(style.Severity(rule.Severity));
        Append(rule.Otherwise is null ? "" : $"; {rule.Otherwise}", "Severity: ".Length + TextStyle.Word(rule.Severity).Length, "");
        Append(rule.IsOfLauncher ? "As an error it cannot be accepted." : $"--accept {rule} accepts it.", 0, "");
        text.Append('\n');
        Append(rule.Why, 0, "");
        text.Append('\n').Append("Example:\n");
        foreach (var line in rule.Example.Split('\n'))
        {
            Append(line, 0, Indent);
        }

        text.Append('\n');
        Append(rule.Remedy, 0, "");
        return text.ToString();

        void Append(string paragraph, int before, string indent)
        {
            // What stands in the line already takes part in the breaking of lines.
            foreach (var line in Printable.Lines(new string('x', before) + paragraph, Math.Max(width - indent.Length, 20)))
            {
                text.Append(indent).Append(line, before, line.Length - before).Append('\n');
                before = 0;
            }
        }
    }

    public static string WriteJson(Rule rule) => ReportJson.Document(json => json.Object(() =>
    {
        json.Text("rule", rule.Id);
        json.Text("severity", TextStyle.Word(rule.Severity));
        json.Text("otherwise", rule.Otherwise);
        json.Flag("acceptable", !rule.IsOfLauncher);
        json.Text("message", rule.Sentence);
        json.Text("why", rule.Why);
        json.Text("example", rule.Example);
        json.Text("remedy", rule.Remedy);
    }));
}

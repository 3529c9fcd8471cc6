using System.Text;
using OrthancLauncher.Core.Comparing;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>A comparison with what its sides are called.</summary>
/// <param name="Notes">What could not be compared, and why; empty when everything was.</param>
internal sealed record ComparisonReport(Comparison Comparison, string Left, string Right, IReadOnlyList<string> Notes)
{
    /// <summary>The sums in one line: <c>2 settings and 1 plugin differ</c>.</summary>
    public string Summary
    {
        get
        {
            (int Count, string Noun)[] counts =
            [
                (Comparison.Settings.Count, "setting"),
                (Comparison.Plugins.Count, "plugin"),
                (Comparison.AddedArguments.Count + Comparison.RemovedArguments.Count, "argument"),
                (Comparison.Steps.Count, "step"),
            ];
            var differing = counts.Where(count => count.Count > 0).Select(count => Counted.Of(count.Count, count.Noun)).ToList();
            return differing switch
            {
                [] => "no difference",
                [['1', ' ', ..] only] => $"{only} differs",
                [var only] => $"{only} differ",
                [.. var first, var last] => $"{string.Join(", ", first)} and {last} differ",
            };
        }
    }
}

/// <summary>Writes a comparison for people, each difference with both values and their sources.</summary>
internal sealed class ComparisonTextReport(TextStyle style) : IReportWriter<ComparisonReport>
{
    public string Write(ComparisonReport report)
    {
        var text = new StringBuilder();
        foreach (var difference in report.Comparison.Settings)
        {
            text.Append(Mark(difference.Change)).Append(' ').Append(style.Bold(Printable.Of(difference.Path)))
                .Append(difference.IsHidden ? " (the secret changed)" : "").Append('\n');
            Append(text, "-", difference.Left);
            Append(text, "+", difference.Right);
        }

        foreach (var plugin in report.Comparison.Plugins)
        {
            text.Append(Mark(plugin.IsEnabled ? Change.Added : Change.Removed)).Append(" plugin ").Append(style.Bold(plugin.Plugin))
                .Append($": {(plugin.IsEnabled ? "enabled" : "disabled")} because {plugin.Reason}\n");
        }

        foreach (var step in report.Comparison.Steps)
        {
            text.Append("~ ").Append(Printable.Of(step)).Append('\n');
        }

        AppendArguments(text, Change.Removed, report.Comparison.RemovedArguments);
        AppendArguments(text, Change.Added, report.Comparison.AddedArguments);
        foreach (var note in report.Notes)
        {
            text.Append("? ").Append(Printable.Of(note)).Append('\n');
        }

        return Printable.WithoutCommands(text.Append(text.Length == 0 ? "" : "\n").Append(report.Summary).Append('\n').ToString());
    }

    private void Append(StringBuilder text, string sign, ExplainedValue? value)
    {
        if (value is not null)
        {
            var where = value.Where.Length == 0 ? "" : "  " + style.Origin(value.Origin, Printable.Of(value.Where));
            text.Append("    ").Append(sign).Append(' ').Append(Printable.Of(value.Text)).Append(where).Append('\n');
        }
    }

    private static void AppendArguments(StringBuilder text, Change change, IReadOnlyList<string> arguments)
    {
        foreach (var argument in arguments)
        {
            text.Append(Mark(change)).Append(" argument of Orthanc: ").Append(Printable.Of(argument)).Append('\n');
        }
    }

    private static string Mark(Change change) => change switch { Change.Added => "+", Change.Removed => "-", _ => "~" };
}

/// <summary>Writes a comparison as a table of Markdown, for a comment on a pull request.</summary>
internal sealed class ComparisonMarkdownReport : IReportWriter<ComparisonReport>
{
    public string Write(ComparisonReport report)
    {
        var text = new StringBuilder($"**{Cell(report.Left)} → {Cell(report.Right)}**: {report.Summary}\n");
        if (report.Comparison.Settings.Count > 0)
        {
            text.Append("\n| setting | before | after |\n| --- | --- | --- |\n");
        }

        foreach (var difference in report.Comparison.Settings)
        {
            text.Append($"| {Code(difference.Path)} | {Value(difference.Left)} | {Value(difference.Right)}")
                .Append(difference.IsHidden ? "<br>the secret changed |\n" : " |\n");
        }

        string[] others =
        [
            .. report.Comparison.Plugins.Select(
                plugin => $"plugin **{plugin.Plugin}** {(plugin.IsEnabled ? "enabled" : "disabled")} because {Cell(plugin.Reason)}"),
            .. report.Comparison.Steps.Select(Cell),
            .. report.Comparison.RemovedArguments.Select(argument => $"argument of Orthanc removed: {Code(argument)}"),
            .. report.Comparison.AddedArguments.Select(argument => $"argument of Orthanc added: {Code(argument)}"),
            .. report.Notes.Select(note => $"not known: {Cell(note)}"),
        ];
        text.Append(others.Length == 0 ? "" : "\n").AppendJoin("", others.Select(other => $"- {other}\n"));
        return text.ToString();
    }

    private static string Value(ExplainedValue? value) => value is null ? "" : $"{Code(value.Text)}<br>{Cell(value.Where)}";

    /// <summary>Text that a table's cell shows as it is.</summary>
    private static string Cell(string text)
    {
        var cell = new StringBuilder();
        foreach (var character in Printable.Of(text))
        {
            cell.Append(character switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '|' or '*' or '_' or '`' or '[' or ']' or '#' or '@' or '~' => $"&#{(int)character};",
                _ => character.ToString(),
            });
        }

        return cell.ToString();
    }

    private static string Code(string text) => $"<code>{Cell(text)}</code>";
}

/// <summary>
/// Writes a comparison for programs: <c>{"equal": false, "settings": [{"setting": …, "change": "changed",
/// "left": {"value": …, "source": …}, "right": …}], "plugins": […],
/// "arguments": {"removed": […], "added": […]}, "notKnown": […]}</c>.
/// </summary>
internal sealed class ComparisonJsonReport : IReportWriter<ComparisonReport>
{
    public string Write(ComparisonReport report) => ReportJson.Document(json => json.Object(() =>
    {
        var comparison = report.Comparison;
        json.Flag("equal", comparison.IsEqual);
        json.Text("left", report.Left);
        json.Text("right", report.Right);
        json.Objects("settings", comparison.Settings, difference =>
        {
            json.Text("setting", difference.Path);
            json.Text("change", difference.Change.ToString().ToLowerInvariant());
            if (difference.IsHidden)
            {
                json.Flag("secret", true);
            }

            Side(json, "left", difference.Left);
            Side(json, "right", difference.Right);
        });
        json.Objects("plugins", comparison.Plugins, plugin =>
        {
            json.Text("plugin", plugin.Plugin);
            json.Flag("enabled", plugin.IsEnabled);
            json.Text("reason", plugin.Reason);
        });
        json.Texts("steps", comparison.Steps);
        json.Object("arguments", () =>
        {
            json.Texts("removed", comparison.RemovedArguments);
            json.Texts("added", comparison.AddedArguments);
        });
        json.Texts("notKnown", report.Notes);
        json.Text("summary", report.Summary);
    }));

    private static void Side(Core.Json.JsonWriter json, string key, ExplainedValue? value)
    {
        if (value is not null)
        {
            json.Object(key, () =>
            {
                json.Text("value", value.Text);
                json.Text("source", value.Where);
                json.Position(value.Place);
            });
        }
    }
}

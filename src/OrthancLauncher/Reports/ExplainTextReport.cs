using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>Writes an explanation for a terminal: one setting as a block, several as a table.</summary>
internal sealed class ExplainTextReport
{
    private const int Narrowest = 20;

    /// <summary>Below this width the three columns of the table would say nothing.</summary>
    private const int NarrowestTable = 60;

    private const int Gap = 2;

    private readonly StringBuilder _text = new();
    private readonly TextStyle _style;
    private readonly int _width;

    private ExplainTextReport(TextStyle style, int width)
    {
        _style = style;
        _width = Math.Max(width, Narrowest);
    }

    /// <summary>The report as text.</summary>
    /// <param name="explanation">What to write.</param>
    /// <param name="style">Whether and how to colour.</param>
    /// <param name="width">Characters in a line; less than 20 counts as 20.</param>
    public static string Write(Explanation explanation, TextStyle style, int width)
    {
        var report = new ExplainTextReport(style, width);
        var setting = explanation.Setting;
        if (!explanation.IsWhole)
        {
            report.AppendBlock(setting);
        }

        if (setting.IsGroup)
        {
            var prefix = explanation.IsWhole ? "" : setting.Path + ".";
            var below = setting.All().Where(other => other != setting && (!other.IsGroup || other.Overridden.Count > 0)).ToLookup(other => other.IsSet);
            report.AppendTable("Setting", [.. below[true]], prefix);
            report.AppendTable("Not set", [.. below[false]], prefix);
            report.AppendFindings(
                "Findings",
                [.. (explanation.IsWhole ? explanation.Findings : []).Concat(setting.All().Skip(explanation.IsWhole ? 0 : 1).SelectMany(member => member.Findings))]);
        }

        if (!explanation.IsWhole && !explanation.IsComplete)
        {
            report.AppendFindings("Some sources could not be read, so that this may not be all:", explanation.Findings);
        }

        if (explanation.IsWhole)
        {
            report.AppendSummary(explanation);
        }

        return report._text.ToString();
    }

    private static string Number(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private void AppendBlock(SettingExplanation setting)
    {
        var facts = setting.Facts;
        foreach (var line in Printable.Lines(Printable.Of(setting.Path), _width))
        {
            _text.Append(_style.Bold(line)).Append('\n');
        }

        if (setting.Value is { } value)
        {
            AppendField("value", value.Text, static text => text);
            AppendField(setting.IsSet ? "from" : "not set:", value.Where, text => _style.Origin(value.Origin, text));
        }
        else if (!setting.IsSet && !setting.Segments.Any(static segment => segment is "*" or ['[', .., ']']))
        {
            AppendField("value", "not set", _style.Faint);
        }

        AppendSays("replaces", setting.Overridden);
        AppendSays(setting.Defaults.Count == 1 ? "default" : "defaults", setting.Defaults);
        foreach (var state in setting.Plugins)
        {
            AppendField("plugin", $"{state.Plugin.Name} is {(state.IsEnabled ? "enabled" : "disabled")} because {state.ReasonText}", static text => text);
        }

        AppendField("type", facts.IsKnown ? facts.Type + (facts.Meaning is null ? "" : $" ({facts.Meaning})") : "not known to Orthanc or its plugins", static text => text);
        AppendField("range", facts.Range, static text => text);
        AppendField("length", facts.MaxLength is { } longest ? string.Create(CultureInfo.InvariantCulture, $"at most {longest} characters") : null, static text => text);
        AppendField("allowed", Join(facts.AllowedValues.Select(allowed => facts.DeprecatedValues.Contains(allowed) ? $"{allowed} (deprecated)" : allowed)), static text => text);
        var positions = (facts.Entries ?? facts).Positions;
        for (var index = 0; index < positions.Count; index++)
        {
            AppendField(string.Create(CultureInfo.InvariantCulture, $"[{index}]"), positions[index].Summary, static text => text);
        }

        AppendField("variable", setting.Variable, static text => text);
        AppendField("read by", Join(facts.Components), static text => text);
        AppendField("since", facts.Since, static text => text);
        AppendField("also", Join(facts.Aliases), static text => text);
        AppendField("deprecated", !facts.IsDeprecated ? null : facts.ReplacedBy is null ? "yes" : $"use {facts.ReplacedBy}", static text => text);
        foreach (var finding in setting.Findings)
        {
            AppendFinding(finding);
        }
    }

    private static string? Join(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } joined ? joined : null;

    private void AppendSays(string label, IReadOnlyList<ExplainedValue> values)
    {
        foreach (var value in values)
        {
            AppendField(value == values[0] ? label : "", value.Text, _style.Faint);
            AppendField("", value.Where, text => _style.Origin(value.Origin, text));
        }
    }

    /// <summary>Adds a labelled text, broken over as many lines as it takes.</summary>
    private void AppendField(string label, string? text, Func<string, string> show)
    {
        if (text is null)
        {
            return;
        }

        // Beside the labels there must remain a line worth reading.
        var isNarrow = _width < 40;
        var indent = isNarrow ? 4 : 14;
        if (isNarrow && label.Length > 0)
        {
            _text.Append("  ").Append(_style.Faint(label)).Append('\n');
        }

        var isFirst = !isNarrow;
        foreach (var line in Printable.Lines(Printable.Of(text), _width - indent))
        {
            _text.Append(isFirst ? "  " + _style.Faint(label.PadRight(indent - 2)) : new string(' ', indent)).Append(show(line)).Append('\n');
            isFirst = false;
        }
    }

    private void AppendTable(string heading, List<SettingExplanation> settings, string prefix)
    {
        var rows = new List<(string Name, string Value, string Where, SettingExplanation Setting)>();
        foreach (var setting in settings)
        {
            var replaced = setting.Overridden.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" (replaces {setting.Overridden.Count})");
            rows.Add((
                Printable.Of(setting.Path[prefix.Length..]),
                Printable.Of(setting.IsGroup ? "{…}" : setting.Value?.Text ?? ""),
                Printable.Of((setting.Value?.WhereInShort ?? (setting.IsSet ? "" : "not set")) + replaced),
                setting));
        }

        if (rows.Count == 0)
        {
            return;
        }

        _text.Append(_text.Length > 0 ? "\n" : "");
        if (_width < NarrowestTable)
        {
            _text.Append(_style.Bold(heading)).Append('\n');
            foreach (var (name, value, where, setting) in rows)
            {
                _text.Append(Printable.End(name, _width)).Append('\n');
                _text.Append("  ").Append(Shown(setting, Printable.Beginning(value, _width - 2))).Append('\n');
                _text.Append("  ").Append(Coloured(setting, Printable.End(where, _width - 2))).Append('\n');
            }

            return;
        }

        var widths = Widths(rows.ConvertAll(row => (row.Name, row.Value, row.Where)));
        _text.Append(_style.Bold($"{Printable.Padded(heading, widths[0] + Gap)}{Printable.Padded("Value", widths[1] + Gap)}Source")).Append('\n');
        foreach (var (name, value, where, setting) in rows)
        {
            var shown = Printable.Padded(Printable.Beginning(value, widths[1]), widths[1] + Gap);
            _text.Append(Printable.Padded(Printable.End(name, widths[0]), widths[0] + Gap))
                .Append(Shown(setting, shown)).Append(Coloured(setting, Printable.End(where, widths[2]))).Append('\n');
        }
    }

    private string Shown(SettingExplanation setting, string value) => setting.IsSet ? value : _style.Faint(value);

    private string Coloured(SettingExplanation setting, string where) => setting.Value is { } value ? _style.Origin(value.Origin, where) : _style.Faint(where);

    private int[] Widths(List<(string Name, string Value, string Where)> rows)
    {
        int[] widths = ["Setting".Length, "Value".Length, "Source".Length];
        foreach (var (name, value, where) in rows)
        {
            widths[0] = Math.Max(widths[0], Math.Min(_width, Printable.Width(name)));
            widths[1] = Math.Max(widths[1], Math.Min(_width, Printable.Width(value)));
            widths[2] = Math.Max(widths[2], Math.Min(_width, Printable.Width(where)));
        }

        while (ColumnWidths.Sum(widths) + (2 * Gap) > _width)
        {
            widths[ColumnWidths.Widest(widths)]--;
        }

        return widths;
    }

    private void AppendFindings(string heading, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        _text.Append('\n');
        foreach (var line in Printable.Lines(heading, _width))
        {
            _text.Append(_style.Bold(line)).Append('\n');
        }

        foreach (var finding in findings)
        {
            AppendFinding(finding);
        }
    }

    private void AppendFinding(Finding finding)
    {
        var place = finding.Place is { } at ? $"{at}: " : "";
        var word = JsonReport.Word(finding.Severity);
        var isFirst = true;
        foreach (var line in Printable.Lines(Printable.Of($"{word}: {place}{finding.Message} [{finding.Rule}]"), _width - 4))
        {
            _text.Append(isFirst ? "  " : "    ").Append(isFirst ? _style.Severity(finding.Severity) + line[word.Length..] : line).Append('\n');
            isFirst = false;
        }

        foreach (var line in finding.Excerpt?.Split('\n') ?? [])
        {
            _text.Append("    ").Append(Printable.Beginning(Printable.Of($"| {line}"), _width - 4)).Append('\n');
        }

        foreach (var line in finding.Remedy is null ? [] : Printable.Lines(Printable.Of(finding.Remedy), _width - 4))
        {
            _text.Append("    ").Append(line).Append('\n');
        }
    }

    private void AppendSummary(Explanation explanation)
    {
        var settings = explanation.Setting.All().Count(setting => setting is { IsSet: true, Value: not null });
        var summary = $"{Number(settings, "setting")} from {Number(explanation.Sources.Count, "source")}, "
            + $"{Number(explanation.Errors, "error")}, {Number(explanation.Warnings, "warning")}; all others have their built-in default";
        _text.Append('\n');
        foreach (var line in Printable.Lines(summary, _width))
        {
            _text.Append(line).Append('\n');
        }
    }
}

using System.Text;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>Writes an explanation for a terminal: one setting as a block, several as a table.</summary>
/// <param name="columns">Columns of the terminal; fewer than 20 count as 20.</param>
internal sealed class ExplainTextReport(TextStyle style, int columns) : IReportWriter<Explanation>
{
    private const int Narrowest = 20;

    /// <summary>Below this width the three columns of the table would be too narrow to read.</summary>
    private const int NarrowestTable = 60;

    private readonly StringBuilder _text = new();
    private readonly int _width = Math.Max(columns, Narrowest);

    public string Write(Explanation explanation)
    {
        var setting = explanation.Setting;
        if (!explanation.IsWhole)
        {
            AppendBlock(setting);
        }

        if (setting.IsGroup)
        {
            var prefix = explanation.IsWhole ? "" : setting.Path + ".";
            var below = setting.All().Where(other => other != setting && (!other.IsGroup || other.Overridden.Count > 0))
                .ToLookup(other => other.IsSet);
            AppendTable("Setting", [.. below[true]], prefix);
            AppendTable("Not set", [.. below[false]], prefix);
            var members = setting.All().Skip(explanation.IsWhole ? 0 : 1).SelectMany(member => member.Findings);
            AppendFindings("Findings", [.. explanation.IsWhole ? explanation.Findings : [], .. members]);
        }

        if (!explanation.IsWhole && !explanation.IsComplete)
        {
            AppendFindings("Some sources could not be read, so this may be incomplete:", explanation.Findings);
        }

        if (explanation.IsWhole)
        {
            AppendSummary(explanation);
        }

        return Printable.WithoutCommands(_text.ToString());
    }

    private void AppendBlock(SettingExplanation setting)
    {
        AppendLines(Printable.Of(setting.Path), style.Bold);
        if (setting.Value is { } value)
        {
            AppendField("value", value.Text, static text => text);
            AppendField(setting.IsSet ? "from" : "not set:", value.Where, text => style.Origin(value.Origin, text));
        }
        else if (!setting.IsSet && !setting.Segments.Any(static segment => segment is "*" or ['[', .., ']']))
        {
            AppendField("value", "not set", style.Faint);
        }

        AppendValues("replaces", setting.Overridden);
        AppendValues(setting.Defaults.Count == 1 ? "default" : "defaults", setting.Defaults);
        foreach (var state in setting.Plugins)
        {
            AppendField(
                "plugin", $"{state.Plugin.Name} is {(state.IsEnabled ? "enabled" : "disabled")} because {state.ReasonText}",
                static text => text);
        }

        foreach (var (label, text) in SettingRows.Of(setting))
        {
            AppendField(label.ToLowerInvariant(), text, static shown => shown);
        }

        foreach (var finding in setting.Findings)
        {
            AppendFinding(finding);
        }
    }

    private void AppendValues(string label, IReadOnlyList<ExplainedValue> values)
    {
        foreach (var value in values)
        {
            AppendField(value == values[0] ? label : "", value.Text, style.Faint);
            AppendField("", value.Where, text => style.Origin(value.Origin, text));
        }
    }

    /// <summary>Adds a labelled text, broken over as many lines as it takes.</summary>
    private void AppendField(string label, string text, Func<string, string> show)
    {
        // Beside the labels there must remain a line worth reading.
        var isNarrow = _width < 40;
        var indent = isNarrow ? 4 : 14;
        if (isNarrow && label.Length > 0)
        {
            _text.Append("  ").Append(style.Faint(label)).Append('\n');
        }

        var isFirst = !isNarrow;
        foreach (var line in Printable.Lines(Printable.Of(text), _width - indent))
        {
            _text.Append(isFirst ? "  " + style.Faint(label.PadRight(indent - 2)) : new string(' ', indent)).Append(show(line))
                .Append('\n');
            isFirst = false;
        }
    }

    private void AppendTable(string heading, List<SettingExplanation> settings, string prefix)
    {
        if (settings.Count == 0)
        {
            return;
        }

        var table = new TextTable(heading, "Value", "Source");
        _text.Append(_text.Length > 0 ? "\n" : "").Append(_width < NarrowestTable ? style.Bold(heading) + "\n" : "");
        foreach (var setting in settings)
        {
            var name = setting.Path[prefix.Length..];
            var value = setting.IsGroup ? "{…}" : setting.Value?.Text ?? "";
            var replaced = setting.Overridden.Count == 0 ? "" : $" (replaces {Counted.Number(setting.Overridden.Count)})";
            var where = (setting.Value?.WhereInShort ?? (setting.IsSet ? "" : "not set")) + replaced;
            Func<string, string>? showValue = setting.IsSet ? null : style.Faint;
            Func<string, string> showWhere = setting.Value is { } used ? text => style.Origin(used.Origin, text) : style.Faint;
            if (_width >= NarrowestTable)
            {
                table.Add(
                    new(name, Overflow.KeepEnd), new(value, Overflow.KeepBeginning, showValue), new(where, Overflow.KeepEnd, showWhere));
                continue;
            }

            var shown = Printable.Beginning(Printable.Of(value), _width - 2);
            _text.Append(Printable.End(Printable.Of(name), _width)).Append("\n  ").Append(showValue?.Invoke(shown) ?? shown)
                .Append("\n  ").Append(showWhere(Printable.End(Printable.Of(where), _width - 2))).Append('\n');
        }

        _text.Append(_width < NarrowestTable ? "" : table.Write(_width, style));
    }

    private void AppendFindings(string heading, IReadOnlyList<Finding> findings)
    {
        if (findings.Count > 0)
        {
            _text.Append('\n');
            AppendLines(heading, style.Bold);
        }

        foreach (var finding in findings)
        {
            AppendFinding(finding);
        }
    }

    private void AppendFinding(Finding finding) =>
        _text.AppendFinding(finding, "", finding.Place is { } place ? $"{place}: " : "", style, _width);

    private void AppendSummary(Explanation explanation)
    {
        var settings = explanation.Setting.All().Count(setting => setting is { IsSet: true, Value: not null });
        _text.Append('\n');
        AppendLines(
            $"{Counted.Of(settings, "setting")} from {Counted.Of(explanation.Sources.Count, "source")}, "
            + $"{Counted.Of(explanation.Errors, "error")}, {Counted.Of(explanation.Warnings, "warning")}; all others have their built-in "
                + "default",
            static line => line);
    }

    private void AppendLines(string text, Func<string, string> show)
    {
        foreach (var line in Printable.Lines(text, _width))
        {
            _text.Append(show(line)).Append('\n');
        }
    }
}

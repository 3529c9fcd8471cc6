using System.Net;
using System.Text;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Reports;

/// <summary>Documents the plugins of an image: enabling variable and default configuration of each.</summary>
internal static class PluginDocumentation
{
    private const string EnabledByDefault = "Note: enabled by default";

    private static readonly string[] Headings = ["Plugin", "Environment variable", "Default configuration"];

    /// <summary>A grid table of reStructuredText.</summary>
    public static string WriteRst(IReadOnlyList<PluginDefinition> plugins)
    {
        var rows = new List<string[][]>();
        foreach (var plugin in plugins)
        {
            var variable = new List<string> { plugin.EnablingVariable is null ? "" : $"``{plugin.EnablingVariable}``" };
            if (plugin.EnabledByDefault)
            {
                variable.AddRange(["", EnabledByDefault]);
            }

            string[] defaults = Defaults(plugin) is { } json
                ? [".. code-block:: json", "", .. json.Split('\n').Select(line => "  " + line)]
                : [""];
            rows.Add([[$"**{plugin.Name}**"], [.. variable], defaults]);
        }

        var widths = Enumerable.Range(0, Headings.Length)
            .Select(i => Math.Max(Headings[i].Length, rows.Max(row => row[i].Max(line => line.Length)))).ToArray();
        var text = new StringBuilder();
        AppendRule(text, widths, '-');
        AppendCells(text, widths, Headings.Select(heading => new[] { heading }).ToArray());
        AppendRule(text, widths, '=');
        foreach (var row in rows)
        {
            AppendCells(text, widths, row);
            AppendRule(text, widths, '-');
        }

        return text.ToString();
    }

    public static string WriteMarkdown(IReadOnlyList<PluginDefinition> plugins)
    {
        var text = new StringBuilder($"| {string.Join(" | ", Headings)} |\n| --- | --- | --- |\n");
        foreach (var plugin in plugins)
        {
            var variable = plugin.EnablingVariable is null ? "" : $"`{plugin.EnablingVariable}`";
            var note = plugin.EnabledByDefault ? $"<br>{EnabledByDefault}" : "";
            // A table's cell is one line, so the configuration is too.
            var defaults = Defaults(plugin, isIndented: false) is { } json ? $"`{json.Replace("|", "\\|", StringComparison.Ordinal)}`" : "";
            text.Append($"| **{plugin.Name}** | {variable}{note} | {defaults} |\n");
        }

        return text.ToString();
    }

    public static string WriteHtml(IReadOnlyList<PluginDefinition> plugins)
    {
        var text = new StringBuilder("<table>\n<thead><tr>");
        foreach (var heading in Headings)
        {
            text.Append("<th>").Append(heading).Append("</th>");
        }

        text.Append("</tr></thead>\n<tbody>\n");
        foreach (var plugin in plugins)
        {
            var note = plugin.EnabledByDefault ? $"<br>{EnabledByDefault}" : "";
            var defaults = Defaults(plugin) is { } json ? $"<pre>{WebUtility.HtmlEncode(json)}</pre>" : "";
            text.Append(
                $"<tr><td><strong>{WebUtility.HtmlEncode(plugin.Name)}</strong></"
                    + $"td><td><code>{WebUtility.HtmlEncode(plugin.EnablingVariable)}</code>{note}</td><td>{defaults}</td></tr>\n");
        }

        return text.Append("</tbody>\n</table>\n").ToString();
    }

    private static string? Defaults(PluginDefinition plugin, bool isIndented = true)
    {
        if (!plugin.Defaults.Exists || plugin.Defaults.IsEmpty)
        {
            return null;
        }

        var writing = new JsonWriter { IsForOrthanc = false, IsIndented = isIndented };
        writing.StartObject();
        writing.Key(plugin.Section);
        writing.Value(plugin.Defaults);
        writing.EndObject();
        return Encoding.UTF8.GetString(writing.Written.Span);
    }

    private static void AppendRule(StringBuilder text, int[] widths, char line)
    {
        foreach (var width in widths)
        {
            text.Append('+').Append(line, width + 2);
        }

        text.Append("+\n");
    }

    private static void AppendCells(StringBuilder text, int[] widths, string[][] cells)
    {
        var height = 0;
        foreach (var cell in cells)
        {
            height = Math.Max(height, cell.Length);
        }

        for (var line = 0; line < height; line++)
        {
            for (var i = 0; i < cells.Length; i++)
            {
                text.Append("| ").Append((line < cells[i].Length ? cells[i][line] : "").PadRight(widths[i])).Append(' ');
            }

            text.Append("|\n");
        }
    }
}

using System.Text;

namespace OrthancLauncher.Terminal;

/// <summary>A table in plain text. Where it is wider than the terminal, cells are broken over several lines.</summary>
/// <param name="headings">The columns' headings.</param>
internal sealed class TextTable(params string[] headings)
{
    private const int Gap = 2;
    private const int NarrowestColumn = 6;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One text for each column.</param>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>The table as text.</summary>
    /// <param name="width">Characters in a line; 0 for as many as are needed.</param>
    /// <param name="style">How to show the headings.</param>
    public string Write(int width, TextStyle style)
    {
        var widths = Widths(width);
        var text = new StringBuilder();
        AppendRow(text, headings, widths, style.Bold);
        foreach (var row in _rows)
        {
            AppendRow(text, row, widths, static line => line);
        }

        return text.ToString();
    }

    private int[] Widths(int width)
    {
        var widths = new int[headings.Length];
        for (var i = 0; i < widths.Length; i++)
        {
            widths[i] = headings[i].Length;
            foreach (var row in _rows)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }

        if (width <= 0)
        {
            return widths;
        }

        while (ColumnWidths.Sum(widths) + (Gap * (widths.Length - 1)) > width)
        {
            var widest = ColumnWidths.Widest(widths);
            if (widths[widest] <= NarrowestColumn)
            {
                break;
            }

            widths[widest]--;
        }

        return widths;
    }

    private static void AppendRow(StringBuilder text, string[] cells, int[] widths, Func<string, string> show)
    {
        var broken = new List<string>[cells.Length];
        var height = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            broken[i] = Broken(cells[i], widths[i]);
            height = Math.Max(height, broken[i].Count);
        }

        for (var line = 0; line < height; line++)
        {
            var whole = new StringBuilder();
            for (var i = 0; i < broken.Length; i++)
            {
                var piece = line < broken[i].Count ? broken[i][line] : "";
                whole.Append(i == broken.Length - 1 ? piece : piece.PadRight(widths[i] + Gap));
            }

            text.Append(show(whole.ToString().TrimEnd())).Append('\n');
        }
    }

    /// <summary>A text in lines of at most this width, broken at spaces where there are some.</summary>
    private static List<string> Broken(string cell, int width)
    {
        var lines = new List<string>();
        var rest = cell;
        while (rest.Length > width)
        {
            var space = rest.LastIndexOf(' ', width, Math.Min(width, rest.Length - 1));
            var cut = space > 0 ? space : width;
            lines.Add(rest[..cut]);
            rest = rest[cut..].TrimStart(' ');
        }

        lines.Add(rest);
        return lines;
    }
}

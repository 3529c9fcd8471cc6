using System.Text;

namespace OrthancLauncher.Terminal;

/// <summary>What becomes of a text that is wider than its column.</summary>
internal enum Overflow
{
    /// <summary>It is broken over several lines.</summary>
    Wrap,

    /// <summary>Its end is cut off.</summary>
    KeepBeginning,

    /// <summary>Its beginning is cut off, as paths differ at their ends.</summary>
    KeepEnd,
}

/// <param name="Text">Its text, which need not be printable.</param>
internal readonly record struct TextCell(string Text, Overflow Overflow = Overflow.Wrap, Func<string, string>? Show = null)
{
    public static implicit operator TextCell(string text) => new(text);
}

internal sealed class TextTable(params string[] headings)
{
    private const int Gap = 2;
    private const int NarrowestColumn = 6;

    private readonly List<TextCell[]> _rows = [];

    public void Add(params TextCell[] cells) =>
        _rows.Add(Array.ConvertAll(cells, static cell => cell with { Text = Printable.Of(cell.Text) }));

    /// <param name="width">Columns of the terminal; 0 for as many as are needed.</param>
    public string Write(int width, TextStyle style)
    {
        var widths = Widths(width);
        var text = new StringBuilder();
        AppendRow(text, Array.ConvertAll(headings, heading => new TextCell(heading, Overflow.KeepBeginning, style.Bold)), widths);
        foreach (var row in _rows)
        {
            AppendRow(text, row, widths);
        }

        return text.ToString();
    }

    private int[] Widths(int width)
    {
        var widths = Array.ConvertAll(headings, Printable.Width);
        foreach (var row in _rows)
        {
            for (var i = 0; i < widths.Length; i++)
            {
                widths[i] = Math.Max(widths[i], Printable.Width(row[i].Text));
            }
        }

        var excess = width <= 0 ? 0 : widths.Sum() + (Gap * (widths.Length - 1)) - width;
        for (; excess > 0 && widths.Max() > NarrowestColumn; excess--)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        return widths;
    }

    private static void AppendRow(StringBuilder text, TextCell[] cells, int[] widths)
    {
        var lines = cells.Select((cell, column) => Fit(cell, widths[column])).ToArray();
        for (var line = 0; line < lines.Max(cell => cell.Count); line++)
        {
            var last = Array.FindLastIndex(lines, cell => line < cell.Count && cell[line].Length > 0);
            for (var column = 0; column <= last; column++)
            {
                var piece = line < lines[column].Count ? lines[column][line] : "";
                var padded = column == last ? piece : Printable.Padded(piece, widths[column] + Gap);
                text.Append(cells[column].Show?.Invoke(padded) ?? padded);
            }

            text.Append('\n');
        }
    }

    private static List<string> Fit(TextCell cell, int width) => cell.Overflow switch
    {
        Overflow.KeepBeginning => [Printable.Beginning(cell.Text, width)],
        Overflow.KeepEnd => [Printable.End(cell.Text, width)],
        _ => Printable.Lines(cell.Text, width),
    };
}

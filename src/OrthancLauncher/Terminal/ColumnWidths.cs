namespace OrthancLauncher.Terminal;

/// <summary>The widths of a table's columns.</summary>
internal static class ColumnWidths
{
    /// <summary>All of them together.</summary>
    /// <param name="widths">The widths.</param>
    public static int Sum(int[] widths)
    {
        var sum = 0;
        foreach (var width in widths)
        {
            sum += width;
        }

        return sum;
    }

    /// <summary>The first of the widest columns.</summary>
    /// <param name="widths">The widths; at least one.</param>
    public static int Widest(int[] widths)
    {
        var widest = 0;
        for (var i = 1; i < widths.Length; i++)
        {
            widest = widths[i] > widths[widest] ? i : widest;
        }

        return widest;
    }
}

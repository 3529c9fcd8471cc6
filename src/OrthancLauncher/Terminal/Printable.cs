using System.Globalization;
using System.Text;

namespace OrthancLauncher.Terminal;

/// <summary>Texts from configurations as they may be shown: they must not steer a terminal, and must fit into its lines.</summary>
internal static class Printable
{
    private const string Ellipsis = "…";

    /// <summary>The text with everything that is no visible character written as an escape.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        var first = 0;
        while (first < text.Length && !IsHidden(text, first))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var visible = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
        {
            if (IsHidden(text, i))
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
            else
            {
                visible.Append(text[i]);
            }
        }

        return visible.ToString();
    }

    /// <summary>How many columns of a terminal a text takes.</summary>
    /// <param name="text">A printable text.</param>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune);
        }

        return width;
    }

    /// <summary>The text, followed by spaces up to a width.</summary>
    /// <param name="text">A printable text.</param>
    /// <param name="width">The width.</param>
    public static string Padded(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    /// <summary>As much of the beginning as fits, with an ellipsis if that is not all.</summary>
    /// <param name="text">A printable text.</param>
    /// <param name="width">The width, at least 1.</param>
    public static string Beginning(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var taken = 0;
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (used + Width(rune) > width - 1)
            {
                break;
            }

            used += Width(rune);
            taken += rune.Utf16SequenceLength;
        }

        return text[..taken] + Ellipsis;
    }

    /// <summary>As much of the end as fits, with an ellipsis before it if that is not all.</summary>
    /// <param name="text">A printable text.</param>
    /// <param name="width">The width, at least 1.</param>
    public static string End(string text, int width)
    {
        var excess = Width(text) - width;
        if (excess <= 0)
        {
            return text;
        }

        var dropped = 0;
        var freed = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (freed > excess)
            {
                break;
            }

            freed += Width(rune);
            dropped += rune.Utf16SequenceLength;
        }

        return Ellipsis + text[dropped..];
    }

    /// <summary>The text in lines, broken at spaces where there are some.</summary>
    /// <param name="text">A printable text.</param>
    /// <param name="width">The width of a line, at least 2.</param>
    public static List<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        var rest = text;
        while (Width(rest) > width)
        {
            var fits = 0;
            var used = 0;
            foreach (var rune in rest.EnumerateRunes())
            {
                if (used + Width(rune) > width)
                {
                    break;
                }

                used += Width(rune);
                fits += rune.Utf16SequenceLength;
            }

            var space = rest.LastIndexOf(' ', fits);
            var cut = space > 0 ? space : Math.Max(fits, 1);
            lines.Add(rest[..cut].TrimEnd(' '));
            rest = rest[cut..].TrimStart(' ');
        }

        lines.Add(rest);
        return lines;
    }

    private static bool IsHidden(string text, int index) => CharUnicodeInfo.GetUnicodeCategory(text, index) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,

        // The second half of a pair is judged with the first; a half without the other is nothing that can be shown.
        UnicodeCategory.Surrogate => !(char.IsLowSurrogate(text[index]) && index > 0 && char.IsHighSurrogate(text[index - 1])),
        _ => false,
    };

    private static int Width(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return 0;
        }

        return rune.Value switch
        {
            (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) => 2,
            (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) => 2,
            (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD) => 2,
            _ => 1,
        };
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrthancLauncher.Terminal;

/// <summary>
/// The one place where text from outside is made fit for a terminal, a log or a page: it cannot steer a terminal, begin a line of
/// its own, or be taken for markup. All reports, the log and error messages go through it.
/// </summary>
internal static class Printable
{
    private const string Ellipsis = "…";

    /// <summary>The text on one line, invisible characters written as <c>\u001b</c>.</summary>
    public static string Of(string text) => Escape(text, keepsLineEnds: false);

    /// <summary>A text of several lines, other invisible characters written as <c>\u001b</c>; JSON keeps its meaning.</summary>
    public static string Document(string text) => Escape(text, keepsLineEnds: true);

    /// <summary>An excerpt of two lines. Escaped and wide characters move the caret along.</summary>
    public static string Excerpt(string excerpt)
    {
        var end = excerpt.LastIndexOf('\n');
        var caret = excerpt.Length - end - 2;
        if (end < 0 || caret < 0 || caret > end)
        {
            return Document(excerpt);
        }

        return $"{Of(excerpt[..end])}\n{new string(' ', Width(Of(excerpt[..caret])))}^";
    }

    /// <summary>The text as content or quoted attribute of HTML or XML.</summary>
    public static string Html(string text)
    {
        var html = new StringBuilder(text.Length);
        foreach (var c in Of(text))
        {
            _ = c switch
            {
                '&' => html.Append("&amp;"),
                '<' => html.Append("&lt;"),
                '>' => html.Append("&gt;"),
                '"' => html.Append("&quot;"),
                '\'' => html.Append("&#39;"),
                _ => html.Append(c),
            };
        }

        return html.ToString();
    }

    /// <summary>Lines that a CI system would carry out (<c>::error::</c>, <c>##[error]</c>) lose their meaning.</summary>
    public static string WithoutCommands(string text)
    {
        if (!text.Contains("::", StringComparison.Ordinal) && !text.Contains("##", StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var begin = lines[i].TrimStart();
            if (begin.StartsWith("::", StringComparison.Ordinal) || begin.StartsWith("##", StringComparison.Ordinal))
            {
                lines[i] = string.Create(CultureInfo.InvariantCulture, $"{lines[i][..^begin.Length]}\\u{(int)begin[0]:x4}{begin[1..]}");
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>How many columns of a terminal a printable text takes.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += Width(rune);
        }

        return width;
    }

    public static string Padded(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    /// <summary>As much of the beginning as fits, with an ellipsis if that is not all.</summary>
    /// <param name="width">The width, at least 1.</param>
    public static string Beginning(string text, int width) =>
        Fitting(text, 0, width) == text.Length ? text : text[..Fitting(text, 0, width - 1)] + Ellipsis;

    /// <summary>As much of the end as fits, with an ellipsis before it if that is not all.</summary>
    /// <param name="width">The width, at least 1.</param>
    public static string End(string text, int width)
    {
        var excess = Width(text) - width;
        if (excess <= 0)
        {
            return text;
        }

        var start = 0;
        for (var freed = 0; freed <= excess;)
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(start), out var rune, out var length);
            freed += Width(rune);
            start += length;
        }

        return Ellipsis + text[start..];
    }

    /// <summary>The text in lines, broken at spaces where there are some.</summary>
    /// <param name="width">The width of a line, at least 2.</param>
    public static List<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        var start = 0;
        for (int fits; start + (fits = Fitting(text, start, width)) < text.Length;)
        {
            var space = text.LastIndexOf(' ', start + fits, fits + 1);
            var end = space > start ? space : start + Math.Max(fits, 1);
            lines.Add(text[start..end].TrimEnd(' '));
            start = end;
            while (start < text.Length && text[start] == ' ')
            {
                start++;
            }
        }

        lines.Add(text[start..]);
        return lines;
    }

    /// <summary>How many UTF-16 units fit.</summary>
    private static int Fitting(string text, int start, int width)
    {
        var taken = 0;
        var used = 0;
        foreach (var rune in text.AsSpan(start).EnumerateRunes())
        {
            used += Width(rune);
            if (used > width)
            {
                break;
            }

            taken += rune.Utf16SequenceLength;
        }

        return taken;
    }

    private static string Escape(string text, bool keepsLineEnds)
    {
        StringBuilder? visible = null;
        for (int i = 0, length; i < text.Length; i += length)
        {
            var isWhole = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out length) == OperationStatus.Done;
            if (isWhole && (!IsHidden(rune) || (keepsLineEnds && text[i] == '\n')))
            {
                visible?.Append(text, i, length);
                continue;
            }

            visible ??= new StringBuilder(text, 0, i, text.Length + 16);
            foreach (var unit in text.AsSpan(i, length))
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }
        }

        return visible?.ToString() ?? text;
    }

    /// <summary>Whether it is invisible or, like U+FFFE, forbidden in XML.</summary>
    private static bool IsHidden(Rune rune) => rune.Value is 0xFFFE or 0xFFFF || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

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

using System.Globalization;
using System.Text;

namespace OrthancLauncher.Conversion;

internal static class YamlText
{
    /// <summary>Up to this length a value is given on one line.</summary>
    private const int LongLine = 100;

    public static string Quoted(string text)
    {
        if (IsPrintable(text))
        {
            return text.AsSpan().IndexOfAny('"', '\\') < 0 ? $"\"{text}\"" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        }

        var builder = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\')
            {
                builder.Append('\\').Append(c);
            }
            else if (IsPrintable(c))
            {
                builder.Append(c);
            }
            else
            {
                builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
        }

        return builder.Append('"').ToString();
    }

    /// <summary>A value: JSON that is long over several lines, anything else in quotes.</summary>
    /// <param name="indented">The text over several lines, or null.</param>
    public static string Value(string text, string? indented, string margin)
    {
        if (indented is null || text.Length <= LongLine || !IsPrintable(text))
        {
            return Quoted(text);
        }

        return "|-" + string.Concat(indented.Split('\n').Select(line => $"\n{margin}{line}"));
    }

    private static bool IsPrintable(string text)
    {
        foreach (var c in text)
        {
            if (!IsPrintable(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether every reader of YAML takes a character for what it is, and none for the end of a line.</summary>
    private static bool IsPrintable(char c) => !char.IsControl(c) && c is not ('\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');
}

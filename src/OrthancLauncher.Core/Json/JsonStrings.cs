using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrthancLauncher.Core.Json;

/// <summary>Between text and JSON string literals.</summary>
internal static class JsonStrings
{
    /// <summary>The text as a JSON string literal with quotes, UTF-8; only what must be escaped is.</summary>
    public static byte[] Quote(string text)
    {
        var builder = new StringBuilder(text.Length + 2).Append('"');
        AppendEscaped(builder, text);
        return Encoding.UTF8.GetBytes(builder.Append('"').ToString());
    }

    /// <summary>The index of the quote that closes the string with which a text begins, or -1.</summary>
    public static int ClosingQuote(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == (byte)'"')
            {
                return i;
            }

            i += text[i] == (byte)'\\' ? 1 : 0;
        }

        return -1;
    }

    /// <summary>Whether a text stands between quotes as it is, and holds no reference that Orthanc would replace.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or '"' or '\\' or '$')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the text as it stands between the quotes of a JSON string literal.</summary>
    public static void AppendEscaped(StringBuilder builder, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '"':
                    builder.Append("\\\"");
                    break;
                case '\\':
                    builder.Append("\\\\");
                    break;
                case '\n':
                    builder.Append("\\n");
                    break;
                case '\r':
                    builder.Append("\\r");
                    break;
                case '\t':
                    builder.Append("\\t");
                    break;
                default:
                    if (c < ' ')
                    {
                        builder.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    }
                    else
                    {
                        builder.Append(c);
                    }

                    break;
            }
        }
    }

    /// <summary>The text that a valid JSON string literal stands for.</summary>
    /// <param name="literal">The literal with its quotes, UTF-8.</param>
    public static string Unquote(ReadOnlySpan<byte> literal) => Unescape(literal[1..^1]);

    /// <summary>
    /// The text that stands between the quotes of a valid JSON string literal. A half of a surrogate pair, which nothing that is
    /// written can hold, becomes U+FFFD.
    /// </summary>
    /// <param name="escaped">The literal without its quotes, UTF-8.</param>
    public static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var text = Encoding.UTF8.GetString(escaped);
        if (!escaped.Contains((byte)'\\'))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                builder.Append(text[i]);
                continue;
            }

            i++;
            builder.Append(text[i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var other => other,
            });
            if (text[i] == 'u')
            {
                i += 4;
            }
        }

        var unescaped = builder.ToString();
        return unescaped.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(unescaped))
            : unescaped;
    }

    /// <summary>
    /// Where in a valid JSON string literal a first half of a surrogate pair is escaped without another escape behind it, or -1. .NET
    /// reads over it, Orthanc refuses the whole text.
    /// </summary>
    /// <param name="escaped">The literal without its quotes, UTF-8.</param>
    public static int UnfinishedPair(ReadOnlySpan<byte> escaped)
    {
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\' || escaped[++i] != 'u')
            {
                continue;
            }

            var isFirstHalf = escaped[i + 1] is (byte)'d' or (byte)'D' && escaped[i + 2] is (byte)'8' or (byte)'9'
                or (byte)'a' or (byte)'A' or (byte)'b' or (byte)'B';
            if (isFirstHalf && !escaped[(i + 5)..].StartsWith("\\u"u8))
            {
                return i - 1;
            }

            // Whatever the second escape is, it belongs to the first.
            i += isFirstHalf ? 10 : 4;
        }

        return -1;
    }

    /// <summary>Whether what stands between the quotes of a JSON string literal says a text.</summary>
    /// <param name="escaped">The literal without its quotes, UTF-8.</param>
    public static bool Says(ReadOnlySpan<byte> escaped, string text)
    {
        // What is escaped takes more bytes than the text has characters, and so does all that is not ASCII.
        if (escaped.Length == text.Length)
        {
            return Ascii.Equals(escaped, text) && !escaped.Contains((byte)'\\');
        }

        return escaped.Length > text.Length && (escaped.Contains((byte)'\\') || !Ascii.IsValid(escaped)) && Unescape(escaped) == text;
    }

    /// <summary>Whether a text is one JSON string literal and nothing else; if so, what it stands for.</summary>
    /// <param name="text">Any text; white space around the literal is allowed.</param>
    /// <param name="value">The decoded text, or null.</param>
    public static bool TryUnquote(string text, out string? value)
    {
        value = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length < 2 || trimmed[0] != '"' || trimmed[^1] != '"')
        {
            return false;
        }

        var bytes = Encoding.UTF8.GetBytes(trimmed.ToString());
        try
        {
            var reader = new Utf8JsonReader(bytes);
            if (!reader.Read() || reader.TokenType != JsonTokenType.String || reader.BytesConsumed != bytes.Length)
            {
                return false;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        value = Unquote(bytes);
        return true;
    }
}

using System.Text;
using System.Text.Json;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Json;

/// <summary>Turns a reader's exception into a finding that shows the line without showing a secret.</summary>
internal static class JsonErrors
{
    private const int ExcerptWidth = 120;

    /// <summary>What word processors make of quotes.</summary>
    private const string TypographicQuotes = "“”„‟«»‘’‚‹›";

    /// <summary>
    /// The reader's messages quote what they complain about, sometimes the whole rest of the text, secrets included. So
    /// only their kind is taken from them.
    /// </summary>
    private static readonly (string Piece, string Own)[] Messages =
    [
        ("'}' is invalid without a matching open", "] is expected before this }"),
        ("']' is invalid without a matching open", "} is expected before this ]"),
        ("maximum configured depth", $"objects and arrays are nested deeper than {JsonParser.MaximumDepth}"),
        ("invalid start of a property name", "a key in double quotes is expected here"),
        ("invalid after a property name", "a colon is expected after the key"),
        ("invalid after a value", "a comma or a closing bracket is expected after a value"),
        ("invalid after a single JSON value", "unexpected content after the end of the document"),
        ("invalid start of a value", "this is not a valid JSON value"),
        ("invalid JSON literal", "only true, false and null are written without double quotes"),
        ("escapable character", "invalid escape sequence"),
        ("hex digit", "\\u needs four hexadecimal digits"),
        ("invalid within a JSON string", "control characters must be escaped inside a string"),
        ("leading zeros", "a number must not begin with a zero"),
        ("within a number", "this is not a valid JSON number"),
        ("invalid end of a number", "this is not a valid JSON number"),
    ];

    /// <summary>Explains why a text could not be read.</summary>
    /// <param name="secrets">What must not be shown, and what was open where reading stopped.</param>
    public static Finding Explain(SourceText text, ReadOnlySpan<byte> content, JsonException exception, SecretRanges secrets)
    {
        var offset = OffsetOf(content, exception);
        var isUnfinished = IsUnfinished(exception.Message) || (offset >= content.Length && secrets.OpenBrackets.Count > 0);
        return new Finding(Rules.InvalidJson, MessageOf(exception, text, content, offset, secrets, isUnfinished))
        {
            Place = text.PlaceOf(offset),
            Remedy = RemedyFor(content, offset, exception.Message, secrets, isUnfinished),
            Excerpt = ExcerptOf(text, offset, Math.Max(secrets.FailingToken, secrets.End), secrets),
        };
    }

    private static int OffsetOf(ReadOnlySpan<byte> content, JsonException exception)
    {
        var offset = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            offset += content[offset..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(content.Length, offset + (exception.BytePositionInLine ?? 0));
    }

    private static string MessageOf(
        JsonException exception, SourceText text, ReadOnlySpan<byte> content, int offset, SecretRanges secrets, bool isUnfinished)
    {
        if (isUnfinished)
        {
            if (secrets.OpenBrackets.Count == 0)
            {
                return "the file ends too early";
            }

            var open = secrets.OpenBrackets[^1];
            var place = text.PlaceOf(open);
            var kind = content[open] == '{' ? "object" : "array";
            return $"the {kind} that begins at line {place.Line}, column {place.Column} is not closed";
        }

        if (offset < content.Length && content[offset] is (byte)'\n' or (byte)'\r'
            && exception.Message.Contains("within a JSON string", StringComparison.Ordinal))
        {
            return "the line ends inside a string";
        }

        foreach (var (piece, own) in Messages)
        {
            if (exception.Message.Contains(piece, StringComparison.Ordinal))
            {
                return own;
            }
        }

        return "this is not JSON";
    }

    private static bool IsUnfinished(string message) =>
        message.Contains("Expected depth to be zero", StringComparison.Ordinal)
        || message.Contains("reached end of data", StringComparison.Ordinal);

    private static string? RemedyFor(ReadOnlySpan<byte> content, int offset, string message, SecretRanges secrets, bool isUnfinished)
    {
        if (isUnfinished && secrets.OpenBrackets.Count > 0)
        {
            return content[secrets.OpenBrackets[^1]] == '{' ? "add the missing }" : "add the missing ]";
        }

        if (offset >= content.Length)
        {
            return null;
        }

        if (message.Contains("escapable", StringComparison.Ordinal) || message.Contains("hex digit", StringComparison.Ordinal))
        {
            return "write \\\\ for a backslash";
        }

        if (TypographicQuotes.Contains(CharacterAt(content, offset)))
        {
            return "write straight double quotes: \"";
        }

        return (char)content[offset] switch
        {
            '\'' => "write strings with double quotes",
            '"' when message.Contains("after a value", StringComparison.Ordinal) => "put a comma before it",
            '\n' or '\r' => "end the string with a double quote, or write \\n for a new line inside it",
            '#' => "begin a comment with //",
            '=' => "write a colon between key and value",
            (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or '/' =>
                "write strings in double quotes, and booleans and null in lower case",
            '+' or '.' => "begin numbers with a digit",
            _ => null,
        };
    }

    /// <summary>The character that begins at a byte; a replacement character if none does.</summary>
    private static char CharacterAt(ReadOnlySpan<byte> content, int offset)
    {
        Rune.DecodeFromUtf8(content[offset..], out var rune, out _);
        return rune.IsBmp ? (char)rune.Value : (char)Rune.ReplacementChar.Value;
    }

    private static string ExcerptOf(SourceText text, int offset, int failing, SecretRanges walk)
    {
        var original = text.Original.Span;
        var at = Math.Min(text.OriginalOffset(offset), original.Length);
        var (lineStart, lineEnd) = LineAround(original, at);
        var failingAt = Math.Clamp(text.OriginalOffset(failing), lineStart, at);
        var line = new StringBuilder();
        AppendMasked(line, text, lineStart, failingAt, lineEnd, walk);

        var rest = original[failingAt..lineEnd];
        int caret;
        if (walk.CurrentIsSecret)
        {
            caret = line.Length;
            line.Append(rest.Trim((byte)'\r').IsEmpty ? "" : SecretText.Mask);
        }
        else
        {
            // What follows the failing token was never understood, so nobody knows what of it is secret.
            var upToCaret = at - failingAt;
            var isPlain = IsSurelyPlain(rest);
            var shown = Math.Min(upToCaret + TokenLength(rest[upToCaret..], walk.IsAtValue && isPlain), rest.Length);
            if (isPlain)
            {
                AppendMasked(line, text, failingAt, at, lineEnd, walk);
            }
            else if (upToCaret > 0)
            {
                line.Append(SecretText.Mask);
            }

            caret = line.Length;
            Append(line, rest[upToCaret..shown]);
            if (!rest[shown..].Trim(" \t\r"u8).IsEmpty)
            {
                line.Append('…');
            }
        }

        return Framed(line.ToString().Replace('\t', ' '), caret);
    }

    /// <summary>Whether nothing in the rest of a line can be the secret part of a string that was not closed or not understood.</summary>
    private static bool IsSurelyPlain(ReadOnlySpan<byte> rest)
    {
        if (!rest.IsEmpty && rest[0] == (byte)'"')
        {
            var end = JsonStrings.ClosingQuote(rest);
            return end > 0 && IsPlainText(rest[1..end]);
        }

        return IsPlainText(rest);
    }

    private static bool IsPlainText(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return ReferenceEquals(SecretText.MaskWithin(text), text);
    }

    /// <summary>A line of a text that was understood, secrets masked, with a caret.</summary>
    /// <param name="lineNumber">The line, from 1.</param>
    /// <param name="column">The column in characters, from 1.</param>
    /// <param name="secrets">What must not be shown.</param>
    /// <returns>Two lines, or null if the text has no such line.</returns>
    public static string? Excerpt(SourceText text, int lineNumber, int column, SecretRanges secrets)
    {
        if (text.OffsetOf(lineNumber, column) is not { } at)
        {
            return null;
        }

        var (lineStart, lineEnd) = LineAround(text.Original.Span, at);
        for (var i = FirstRange(text, secrets, lineStart); i < secrets.Ranges.Count; i++)
        {
            var (from, to) = secrets.Ranges[i];
            if (text.OriginalOffset(from) >= at)
            {
                break;
            }

            if (at < text.OriginalOffset(to))
            {
                at = Math.Max(lineStart, text.OriginalOffset(from));
            }
        }

        var line = new StringBuilder();
        AppendMasked(line, text, lineStart, at, lineEnd, secrets);
        var caret = line.Length;
        AppendMasked(line, text, at, lineEnd, lineEnd, secrets);
        return Framed(line.ToString().Replace('\t', ' '), caret);
    }

    /// <summary>The line around a byte, or as much of it as can be shown.</summary>
    private static (int Start, int End) LineAround(ReadOnlySpan<byte> original, int at)
    {
        const int most = 8 * ExcerptWidth;
        var start = original[..at].LastIndexOf((byte)'\n') + 1;
        for (start = Math.Max(start, at - most); start < at && (original[start] & 0xC0) == 0x80; start++)
        {
        }

        var rest = original[start..];
        var length = rest.IndexOf((byte)'\n');
        var end = Math.Min(length < 0 ? original.Length : start + length, at + most);
        for (; end > at && end < original.Length && (original[end] & 0xC0) == 0x80; end--)
        {
        }

        return (start, end);
    }

    /// <summary>The index of the first secret range that ends behind an offset of the original.</summary>
    private static int FirstRange(SourceText text, SecretRanges secrets, int start)
    {
        int low = 0, high = secrets.Ranges.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = text.OriginalOffset(secrets.Ranges[middle].End) <= start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static void AppendMasked(StringBuilder line, SourceText text, int start, int end, int lineEnd, SecretRanges secrets)
    {
        var original = text.Original.Span;
        var position = start;
        for (var i = FirstRange(text, secrets, start); i < secrets.Ranges.Count; i++)
        {
            var (from, to) = secrets.Ranges[i];
            var rangeStart = text.OriginalOffset(from);
            var rangeEnd = text.OriginalOffset(to);
            if (rangeStart >= end)
            {
                break;
            }

            Append(line, original[position..Math.Max(position, rangeStart)]);
            line.Append(SecretText.Mask);
            position = Math.Max(position, Math.Min(rangeEnd, lineEnd));
        }

        if (position < end)
        {
            Append(line, original[position..end]);
        }
    }

    private static string Framed(string line, int caret)
    {
        if (line.Length > ExcerptWidth)
        {
            var from = Math.Max(0, Math.Min(caret - (ExcerptWidth / 2), line.Length - ExcerptWidth));
            var cut = line.Substring(from, Math.Min(ExcerptWidth, line.Length - from));
            line = (from > 0 ? "…" : "") + cut + (from + cut.Length < line.Length ? "…" : "");
            caret = caret - from + (from > 0 ? 1 : 0);
        }

        return $"{line}\n{new string(' ', caret)}^";
    }

    private static int TokenLength(ReadOnlySpan<byte> rest, bool isAtValue)
    {
        if (rest.IsEmpty)
        {
            return 0;
        }

        if (rest[0] is (byte)'"' or (byte)'\'')
        {
            var close = rest[1..].IndexOf(rest[0]);
            var after = close < 0 ? default : rest[(close + 2)..].TrimStart((byte)' ');
            // A string that is a key may be shown, one that is a value may not; in quotes of a shell there may be a whole configuration.
            return !after.IsEmpty && after[0] == (byte)':' && rest[1..(close + 1)].IndexOfAny("{[\"'"u8) < 0 ? close + 2 : 1;
        }

        if (isAtValue)
        {
            // The value of a key that is known to be no secret.
            var end = rest.IndexOfAny(" \t\r,"u8);
            return Math.Min(end < 0 ? rest.Length : Math.Max(end, 1), 24);
        }

        // No more than one character of a word, which may be a password whose quotes are missing or in the wrong place.
        Rune.DecodeFromUtf8(rest, out _, out var length);
        return length;
    }

    private static void Append(StringBuilder line, ReadOnlySpan<byte> bytes) => line.Append(Encoding.UTF8.GetString(bytes).TrimEnd('\r'));
}

using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OrthancLauncher.Core.Json;

/// <summary>
/// Reads the texts in which nothing is wrong, at a fraction of what <see cref="System.Text.Json.Utf8JsonReader"/> takes: at a
/// start every byte of the configuration goes through here. It gives up at the first thing that it does not expect; what
/// that was, and whether it is an error, the other reader says.
/// </summary>
internal ref struct JsonScanner
{
    /// <summary>A good part of an indented text.</summary>
    private const ulong EightSpaces = 0x2020202020202020;

    private readonly ReadOnlySpan<byte> _content;
    private readonly JsonRows _rows;
    private int _position;

    private JsonScanner(ReadOnlySpan<byte> content, JsonRows rows)
    {
        _content = content;
        _rows = rows;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="content">The text, valid UTF-8.</param>
    /// <param name="rows">Takes the values; of no use after a failure.</param>
    /// <returns>Whether all of it was understood.</returns>
    public static bool TryScan(ReadOnlySpan<byte> content, JsonRows rows)
    {
        var scanner = new JsonScanner(content, rows);
        return scanner.TryNext(out var first) && scanner.TryValue(first, 0) && scanner.TrySkipBlanks() && scanner._position == content.Length;
    }

    private bool TryValue(byte first, int depth) => first switch
    {
        (byte)'"' => TryString(JsonText.RowFlags.None),
        (byte)'{' => depth < JsonParser.MaximumDepth && TryObject(depth + 1),
        (byte)'[' => depth < JsonParser.MaximumDepth && TryArray(depth + 1),
        (byte)'t' => TryWord("true"u8, JsonKind.Boolean),
        (byte)'f' => TryWord("false"u8, JsonKind.Boolean),
        (byte)'n' => TryWord("null"u8, JsonKind.Null),
        _ => TryNumber(),
    };

    private bool TryObject(int depth)
    {
        _rows.Open(_position++, JsonKind.Object);
        if (!TryNext(out var next))
        {
            return false;
        }

        while (next != '}')
        {
            if (next != '"' || !TryString(JsonText.RowFlags.Key) || !TryNext(out next) || next != ':')
            {
                return false;
            }

            _position++;
            if (!TryNext(out next) || !TryValue(next, depth) || !TryNext(out next))
            {
                return false;
            }

            if (next == ',')
            {
                _position++;
                if (!TryNext(out next))
                {
                    return false;
                }
            }
            else if (next != '}')
            {
                return false;
            }
        }

        _rows.Close(_position++, _content);
        return true;
    }

    private bool TryArray(int depth)
    {
        _rows.Open(_position++, JsonKind.Array);
        if (!TryNext(out var next))
        {
            return false;
        }

        while (next != ']')
        {
            if (!TryValue(next, depth) || !TryNext(out next))
            {
                return false;
            }

            if (next == ',')
            {
                _position++;
                if (!TryNext(out next))
                {
                    return false;
                }
            }
            else if (next != ']')
            {
                return false;
            }
        }

        _rows.Close(_position++, _content);
        return true;
    }

    /// <summary>Goes to the next byte that is neither blank nor in a comment.</summary>
    /// <returns>False at the end, or for a comment that the other reader has to look at.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryNext(out byte next)
    {
        if ((uint)_position < (uint)_content.Length && (next = _content[_position]) is > (byte)' ' and not (byte)'/')
        {
            return true;
        }

        return TryNextAfterBlanks(out next);
    }

    private bool TryNextAfterBlanks(out byte next)
    {
        if (!TrySkipBlanks() || _position == _content.Length)
        {
            next = 0;
            return false;
        }

        next = _content[_position];
        return true;
    }

    private bool TrySkipBlanks()
    {
        while (true)
        {
            var i = _position;
            if ((uint)i < (uint)_content.Length && _content[i] == '\n')
            {
                i++;
            }

            while (_content.Length - i >= sizeof(ulong))
            {
                var others = BinaryPrimitives.ReadUInt64LittleEndian(_content[i..]) ^ EightSpaces;
                i += BitOperations.TrailingZeroCount(others) / 8;
                if (others != 0)
                {
                    break;
                }
            }

            while ((uint)i < (uint)_content.Length && _content[i] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                i++;
            }

            _position = i;
            if (i == _content.Length || _content[i] != '/')
            {
                return true;
            }

            if (!TrySkipComment())
            {
                return false;
            }
        }
    }

    private bool TrySkipComment()
    {
        var rest = _content[(_position + 1)..];
        if (rest.IsEmpty)
        {
            return false;
        }

        int length;
        switch (rest[0])
        {
            case (byte)'/':
                length = rest.IndexOfAny((byte)'\n', (byte)'\r');
                length = length < 0 ? rest.Length : length;
                _position += 1 + length;
                // A comment that is not ASCII may hold one of Unicode's own line ends, and a carriage return alone is doubtful.
                return rest[..length].IndexOf((byte)0xE2) < 0 && (length == rest.Length || rest[length] == '\n' || rest[length..].StartsWith("\r\n"u8));
            case (byte)'*':
                length = rest[1..].IndexOf("*/"u8);
                _position += 1 + 1 + length + 2;
                return length >= 0;
            default:
                return false;
        }
    }

    private bool TryString(JsonText.RowFlags flags)
    {
        var content = _content;
        var i = _position + 1;
        while (true)
        {
            i = EndOfPlainText(content, i);
            if (i == content.Length)
            {
                return false;
            }

            switch (content[i])
            {
                case (byte)'"':
                    _rows.Append(_position, i + 1 - _position, JsonKind.String, flags);
                    _position = i + 1;
                    return true;
                case (byte)'\\' when EscapeLength(content[(i + 1)..]) is > 0 and var length:
                    flags |= JsonText.RowFlags.Escaped;
                    i += 1 + length;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>The offset of the next quote, backslash or control character.</summary>
    private static int EndOfPlainText(ReadOnlySpan<byte> content, int from)
    {
        var i = from;
        for (; content.Length - i >= Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(content.Slice(i, Vector128<byte>.Count));
            var ends = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            if (ends != Vector128<byte>.Zero)
            {
                return i + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
            }
        }

        while (i < content.Length && content[i] is not ((byte)'"' or (byte)'\\') and >= (byte)' ')
        {
            i++;
        }

        return i;
    }

    /// <summary>The length of what follows a backslash; zero for no escape.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return 0;
        }

        switch (rest[0])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return 1;
            case (byte)'u' when rest.Length > 4:
                foreach (var digit in rest[1..5])
                {
                    if (!char.IsAsciiHexDigit((char)digit))
                    {
                        return 0;
                    }
                }

                return 5;
            default:
                return 0;
        }
    }

    private bool TryWord(ReadOnlySpan<byte> word, JsonKind kind)
    {
        if (!_content[_position..].StartsWith(word))
        {
            return false;
        }

        _rows.Append(_position, word.Length, kind, JsonText.RowFlags.None);
        _position += word.Length;
        return true;
    }

    private bool TryNumber()
    {
        var content = _content;
        var i = _position;
        if (content[i] == '-')
        {
            i++;
        }

        var isZero = (uint)i < (uint)content.Length && content[i] == '0';
        var digits = SkipDigits(content, ref i);
        if (digits == 0 || (isZero && digits > 1))
        {
            return false;
        }

        if ((uint)i < (uint)content.Length && content[i] == '.')
        {
            i++;
            if (SkipDigits(content, ref i) == 0)
            {
                return false;
            }
        }

        if ((uint)i < (uint)content.Length && content[i] is (byte)'e' or (byte)'E')
        {
            i++;
            if ((uint)i < (uint)content.Length && content[i] is (byte)'+' or (byte)'-')
            {
                i++;
            }

            if (SkipDigits(content, ref i) == 0)
            {
                return false;
            }
        }

        _rows.Append(_position, i - _position, JsonKind.Number, JsonText.RowFlags.None);
        _position = i;
        return true;
    }

    private static int SkipDigits(ReadOnlySpan<byte> content, ref int i)
    {
        var start = i;
        while ((uint)i < (uint)content.Length && char.IsAsciiDigit((char)content[i]))
        {
            i++;
        }

        return i - start;
    }
}

using System.Text;

namespace OrthancLauncher.Core.Json;

/// <summary>Takes a piece of a text that is being written.</summary>
/// <param name="piece">UTF-8; it is not valid any longer afterwards.</param>
internal delegate void TextSink(ReadOnlySpan<byte> piece);

/// <summary>
/// Writes JSON for Orthanc, indented by two spaces. Orthanc replaces <c>${…}</c> in the text that it is given before it
/// reads it as JSON, so a dollar before a brace is written as <c>\u0024</c>.
/// </summary>
internal sealed class JsonWriter
{
    /// <summary>Up to this length an array stays on one line if that is how it was written.</summary>
    private const int LongestLine = 100;

    private readonly TextSink? _sink;
    private byte[] _bytes;
    private int _length;
    private int _depth;
    private bool _needsComma;
    private bool _afterKey;
    private string? _comment;
    private bool _isEmpty;

    /// <summary>Starts an empty text.</summary>
    /// <param name="capacity">Bytes expected.</param>
    /// <param name="sink">Takes the text piece by piece; without it the whole text is kept.</param>
    public JsonWriter(int capacity = 4096, TextSink? sink = null)
    {
        _sink = sink;
        _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(capacity, 256));
    }

    /// <summary>Whether each member stands on a line of its own.</summary>
    public bool IsIndented { get; init; } = true;

    /// <summary>Whether the text is for Orthanc, which replaces <c>${…}</c> in it.</summary>
    public bool IsForOrthanc { get; init; } = true;

    /// <summary>What was written so far, UTF-8, and no sink has taken.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void StartObject() => Open((byte)'{');

    public void EndObject() => Close((byte)'}');

    public void StartArray() => Open((byte)'[');

    public void EndArray() => Close((byte)']');

    public void Key(string name)
    {
        Separate();
        Quoted(name);
        Append(": "u8);
        _needsComma = false;
        _afterKey = true;
    }

    public void String(string text)
    {
        Separate();
        Quoted(text);
        _needsComma = true;
    }

    public void Number(string text) => Scalar(System.Text.Encoding.ASCII.GetBytes(text));

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void Boolean(bool value) => Scalar(value ? "true"u8 : "false"u8);

    /// <summary>Writes a member that is a string.</summary>
    /// <param name="text">The string; null to write nothing.</param>
    public void Text(string key, string? text)
    {
        if (text is not null)
        {
            Key(key);
            String(text);
        }
    }

    /// <summary>Writes a comment at the end of the present line.</summary>
    /// <param name="text">The comment, without line ends.</param>
    public void Comment(string text) => _comment = text;

    /// <summary>Writes a value that stands in another text, with all that it holds.</summary>
    public void Value(JsonValue value)
    {
        Separate();
        var text = value.Document;
        var content = text.Content;
        // Looked for once in all that the value holds; hardly any text has one.
        var hasReferences = IsForOrthanc && value.Raw.IndexOf("${"u8) >= 0;
        Copy(text, content, value.Row, hasReferences);
        _needsComma = true;
        _isEmpty = false;
    }

    public void EndOfText()
    {
        Append("\n"u8);
        if (_sink is not null)
        {
            _sink(_bytes.AsSpan(0, _length));
            _length = 0;
        }
    }

    private void Scalar(ReadOnlySpan<byte> literal)
    {
        Separate();
        Literal(literal);
        _needsComma = true;
    }

    private void Open(byte bracket)
    {
        Separate();
        Append([bracket]);
        _depth++;
        _needsComma = false;
        _isEmpty = true;
    }

    private void Close(byte bracket)
    {
        _depth--;
        if (!_isEmpty)
        {
            NewLine(isAfterComma: false);
        }

        Append([bracket]);
        _needsComma = true;
        _isEmpty = false;
    }

    private void Separate()
    {
        if (_afterKey)
        {
            _afterKey = false;
            _isEmpty = false;
            return;
        }

        if (_depth > 0)
        {
            NewLine(isAfterComma: _needsComma);
        }

        _isEmpty = false;
    }

    /// <summary>Goes to where the next element or bracket stands: a line of its own, where the text is indented.</summary>
    private void NewLine(bool isAfterComma)
    {
        if (!IsIndented)
        {
            Append(isAfterComma ? ", "u8 : []);
            return;
        }

        if (_comment is not null)
        {
            Append(isAfterComma ? ", // "u8 : " // "u8);
            Append(Encoding.UTF8.GetBytes(_comment));
            _comment = null;
            isAfterComma = false;
        }

        var room = Reserve((isAfterComma ? 2 : 1) + (_depth * 2));
        if (isAfterComma)
        {
            room[0] = (byte)',';
            room = room[1..];
        }

        room[0] = (byte)'\n';
        // A loop, as most margins are shorter than what a call to fill them costs.
        for (var i = 1; i < room.Length; i++)
        {
            room[i] = (byte)' ';
        }
    }

    /// <summary>Copies a value row by row.</summary>
    private void Copy(JsonText text, ReadOnlySpan<byte> content, int index, bool hasReferences)
    {
        ref readonly var row = ref text[index];
        if (StaysAsItIs(row, content))
        {
            Copy(content.Slice(row.Start, row.Length), hasReferences);
            return;
        }

        var isObject = row.Kind == JsonKind.Object;
        Append(isObject ? "{"u8 : "["u8);
        _depth++;
        if (row.Flags.HasFlag(JsonText.RowFlags.HasDuplicates))
        {
            var isFirst = true;
            foreach (var member in new JsonValue(text, index).Members)
            {
                CopyElement(text, content, member.Key.Row, isFirst, isMember: true, hasReferences);
                isFirst = false;
            }
        }
        else
        {
            for (var i = index + 1; i < row.Next; i = text[isObject ? i + 1 : i].Next)
            {
                CopyElement(text, content, i, isFirst: i == index + 1, isObject, hasReferences);
            }
        }

        _depth--;
        if (row.Next > index + 1)
        {
            NewLine(isAfterComma: false);
        }

        Append(isObject ? "}"u8 : "]"u8);
    }

    /// <summary>
    /// Whether a value is copied byte by byte: a string, number or literal, or a short array on one line without what JSON does not
    /// have, comments and a comma at its end. Objects may have duplicate keys.
    /// </summary>
    private static bool StaysAsItIs(in JsonText.Row row, ReadOnlySpan<byte> content)
    {
        if (row.Kind != JsonKind.Array)
        {
            return row.Kind != JsonKind.Object;
        }

        var array = content.Slice(row.Start, row.Length);
        return array.Length <= LongestLine && array.IndexOfAny("\r\n/{"u8) < 0 && array[..^1].TrimEnd(" \t"u8)[^1] != (byte)',';
    }

    private void CopyElement(JsonText text, ReadOnlySpan<byte> content, int index, bool isFirst, bool isMember, bool hasReferences)
    {
        NewLine(isAfterComma: !isFirst);
        if (isMember)
        {
            ref readonly var key = ref text[index];
            index++;
            ref readonly var value = ref text[index];
            if (!hasReferences && value.Start == key.Start + key.Length + 2 && content.Slice(value.Start - 2, 2).SequenceEqual(": "u8)
                && StaysAsItIs(value, content))
            {
                // Key and value stand in the source as they have to stand here.
                Append(content[key.Start..(value.Start + value.Length)]);
                return;
            }

            Copy(content.Slice(key.Start, key.Length), hasReferences);
            Append(": "u8);
        }

        Copy(text, content, index, hasReferences);
    }

    private void Copy(ReadOnlySpan<byte> literal, bool hasReferences)
    {
        if (hasReferences)
        {
            Literal(literal);
        }
        else
        {
            Append(literal);
        }
    }

    private void Quoted(string text)
    {
        if (JsonStrings.IsPlain(text))
        {
            var literal = Reserve(Encoding.UTF8.GetMaxByteCount(text.Length) + 2);
            literal[0] = (byte)'"';
            var length = Encoding.UTF8.GetBytes(text, literal[1..]);
            literal[length + 1] = (byte)'"';
            _length -= literal.Length - length - 2;
        }
        else
        {
            Literal(JsonStrings.Quote(text));
        }
    }

    private void Literal(ReadOnlySpan<byte> literal)
    {
        int dollar;
        while (IsForOrthanc && (dollar = literal.IndexOf("${"u8)) >= 0)
        {
            Append(literal[..dollar]);
            Append("\\u0024"u8);
            literal = literal[(dollar + 1)..];
        }

        Append(literal);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Takes room for this many bytes, which the caller fills.</summary>
    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(count);
        }

        var room = _bytes.AsSpan(_length, count);
        _length += count;
        return room;
    }

    private void Grow(int count)
    {
        if (_sink is not null)
        {
            _sink(_bytes.AsSpan(0, _length));
            _length = 0;
            if (count <= _bytes.Length)
            {
                return;
            }
        }

        var larger = GC.AllocateUninitializedArray<byte>(checked(Math.Max(_bytes.Length * 2, _length + count)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        _bytes = larger;
    }
}

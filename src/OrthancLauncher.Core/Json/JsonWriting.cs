using System.Buffers;

namespace OrthancLauncher.Json;

/// <summary>
/// Writes JSON for Orthanc, indented by two spaces. Orthanc replaces <c>${…}</c> in the text that it is given before it
/// reads it as JSON, so a dollar before a brace is written as <c>\u0024</c>.
/// </summary>
public sealed class JsonWriting
{
    private readonly ArrayBufferWriter<byte> _buffer;
    private int _depth;
    private bool _needsComma;
    private bool _afterKey;
    private string? _comment;
    private bool _isEmpty;

    /// <summary>Starts an empty text.</summary>
    /// <param name="capacity">Bytes expected.</param>
    public JsonWriting(int capacity = 4096) => _buffer = new ArrayBufferWriter<byte>(Math.Max(capacity, 256));

    /// <summary>Whether each member stands on a line of its own.</summary>
    public bool IsIndented { get; init; } = true;

    /// <summary>Whether the text is for Orthanc, which replaces <c>${…}</c> in it.</summary>
    public bool IsForOrthanc { get; init; } = true;

    /// <summary>What was written so far, UTF-8.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    /// <summary>Begins an object.</summary>
    public void StartObject() => Open((byte)'{');

    /// <summary>Ends an object.</summary>
    public void EndObject() => Close((byte)'}');

    /// <summary>Begins an array.</summary>
    public void StartArray() => Open((byte)'[');

    /// <summary>Ends an array.</summary>
    public void EndArray() => Close((byte)']');

    /// <summary>Writes a key.</summary>
    /// <param name="name">The key.</param>
    public void Key(string name) => KeyLiteral(JsonStrings.Quote(name));

    /// <summary>Writes a key.</summary>
    /// <param name="literal">The key as a JSON string literal.</param>
    public void KeyLiteral(ReadOnlySpan<byte> literal)
    {
        Separate();
        Literal(literal);
        _buffer.Write(": "u8);
        _needsComma = false;
        _afterKey = true;
    }

    /// <summary>Writes a string.</summary>
    /// <param name="text">The string.</param>
    public void String(string text) => Scalar(JsonStrings.Quote(text));

    /// <summary>Writes a number.</summary>
    /// <param name="text">The number as JSON writes it.</param>
    public void Number(string text) => Scalar(System.Text.Encoding.ASCII.GetBytes(text));

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    /// <param name="value">The value.</param>
    public void Boolean(bool value) => Scalar(value ? "true"u8 : "false"u8);

    /// <summary>Writes a member that is a string.</summary>
    /// <param name="key">The key.</param>
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
    /// <param name="value">The value.</param>
    public void Value(JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Object:
                StartObject();
                foreach (var member in value.Members)
                {
                    KeyLiteral(member.Key.Raw);
                    Value(member.Value);
                }

                EndObject();
                break;
            case JsonKind.Array:
                StartArray();
                foreach (var element in value.Elements)
                {
                    Value(element);
                }

                EndArray();
                break;
            default:
                Scalar(value.Raw);
                break;
        }
    }

    /// <summary>Ends the text with a line end.</summary>
    public void EndOfText() => _buffer.Write("\n"u8);



    private void Scalar(ReadOnlySpan<byte> literal)
    {
        Separate();
        Literal(literal);
        _needsComma = true;
    }

    private void Open(byte bracket)
    {
        Separate();
        _buffer.Write([bracket]);
        _depth++;
        _needsComma = false;
        _isEmpty = true;
    }

    private void Close(byte bracket)
    {
        _depth--;
        if (!_isEmpty)
        {
            NewLine();
        }

        _buffer.Write([bracket]);
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

        if (_needsComma)
        {
            _buffer.Write(IsIndented ? ","u8 : ", "u8);
        }

        if (_depth > 0)
        {
            NewLine();
        }

        _isEmpty = false;
    }

    private void NewLine()
    {
        if (!IsIndented)
        {
            return;
        }

        if (_comment is not null)
        {
            _buffer.Write(" // "u8);
            _buffer.Write(System.Text.Encoding.UTF8.GetBytes(_comment));
            _comment = null;
        }

        var span = _buffer.GetSpan(1 + (_depth * 2));
        span[0] = (byte)'\n';
        span.Slice(1, _depth * 2).Fill((byte)' ');
        _buffer.Advance(1 + (_depth * 2));
    }

    private void Literal(ReadOnlySpan<byte> literal)
    {
        int dollar;
        while (IsForOrthanc && (dollar = literal.IndexOf("${"u8)) >= 0)
        {
            _buffer.Write(literal[..dollar]);
            _buffer.Write("\\u0024"u8);
            literal = literal[(dollar + 1)..];
        }

        _buffer.Write(literal);
    }
}

using System.Text.Json;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Json;

/// <summary>Reads a text, up to its first error if it has one, for the ranges that must not be shown.</summary>
internal sealed class SecretRanges
{
    /// <summary>Stands in place of an array's position where an object is read.</summary>
    private const int InObject = -1;

    private readonly List<string> _path = [];
    private readonly List<int> _positions = [];
    private bool _lastIsSecret;

    /// <summary>Looks through a text that was understood.</summary>
    /// <param name="isSecret">Tells which values must not be shown; without it, none is shown.</param>
    public SecretRanges(SourceText text, JsonParser.IsSecretPath? isSecret)
    {
        var comments = JsonComments.Find(text.Content.Span);
        Read(text.Content.Span, JsonComments.Blank(text.Content.Span, comments), comments, isSecret);
    }

    /// <summary>Looks through a text with an error.</summary>
    /// <param name="content">Its content without comments.</param>
    /// <param name="comments">Where its comments stand.</param>
    /// <param name="isSecret">Tells which values must not be shown; without it, none is shown.</param>
    public SecretRanges(
        SourceText text, ReadOnlySpan<byte> content, List<(int Start, int End)> comments, JsonParser.IsSecretPath? isSecret) =>
        Read(text.Content.Span, content, comments, isSecret);

    /// <summary>Ranges of the content that must not be shown, in order.</summary>
    public List<(int Start, int End)> Ranges { get; } = [];

    /// <summary>Where the last token that was understood ends.</summary>
    public int End { get; private set; }

    /// <summary>Where the token begins that could not be understood.</summary>
    public int FailingToken { get; private set; }

    /// <summary>Where the objects and arrays begin that were not closed, the outermost first.</summary>
    public List<int> OpenBrackets { get; } = [];

    /// <summary>Whether reading stopped where the value of a key should begin.</summary>
    public bool IsAtValue { get; private set; }

    /// <summary>Whether what stands where reading stopped must not be shown.</summary>
    public bool CurrentIsSecret { get; private set; }

    /// <summary>Whether a byte must not be shown. Ranges do not overlap and are in order.</summary>
    /// <param name="offset">The byte's offset in the content.</param>
    public bool Covers(int offset)
    {
        var index = Ranges.BinarySearch((offset, int.MaxValue));
        return index < 0 && ~index > 0 && offset < Ranges[~index - 1].End;
    }

    private void Read(
        ReadOnlySpan<byte> original, ReadOnlySpan<byte> content, List<(int Start, int End)> comments, JsonParser.IsSecretPath? isSecret)
    {
        var reader = new Utf8JsonReader(content, JsonParser.Options);
        try
        {
            while (reader.Read())
            {
                Take(ref reader, original, isSecret);
                End = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            // Expected: it is the error that is being explained.
            FailingToken = (int)reader.TokenStartIndex;
        }

        // What follows a secret without a comma may be the rest of it, behind a quote that was not escaped.
        CurrentIsSecret = isSecret is null || _lastIsSecret || isSecret(_path);
        foreach (var comment in comments)
        {
            // Somebody's old password may be commented out.
            Ranges.Add(comment);
        }

        Ranges.Sort();
    }

    private void Take(ref Utf8JsonReader reader, ReadOnlySpan<byte> original, JsonParser.IsSecretPath? isSecret)
    {
        var start = (int)reader.TokenStartIndex;
        IsAtValue = reader.TokenType == JsonTokenType.PropertyName;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _path.Add(JsonStrings.Unquote(original.Slice(start, reader.ValueSpan.Length + 2)));
                _lastIsSecret = false;
                return;
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                EnterElement();
                OpenBrackets.Add(start);
                _positions.Add(reader.TokenType == JsonTokenType.StartArray ? 0 : InObject);
                _lastIsSecret = false;
                return;
            case JsonTokenType.EndObject:
            case JsonTokenType.EndArray:
                OpenBrackets.RemoveAt(OpenBrackets.Count - 1);
                _positions.RemoveAt(_positions.Count - 1);
                _lastIsSecret = false;
                break;
            default:
                EnterElement();
                _lastIsSecret = isSecret is null || isSecret(_path);
                if (_lastIsSecret || HoldsSecret(ref reader, original.Slice(start, (int)reader.BytesConsumed - start)))
                {
                    Ranges.Add((start, (int)reader.BytesConsumed));
                }

                break;
        }

        if (_positions.Count > 0)
        {
            _path.RemoveAt(_path.Count - 1);
        }
    }

    /// <summary>Adds the position of an array's element to the path, where the value that begins is one.</summary>
    private void EnterElement()
    {
        if (_positions.Count > 0 && _positions[^1] != InObject)
        {
            _path.Add(SettingPath.Element(_positions[^1]));
            _positions[^1]++;
        }
    }

    private static bool HoldsSecret(ref Utf8JsonReader reader, ReadOnlySpan<byte> token)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        var text = JsonStrings.Unquote(token);
        return !ReferenceEquals(SecretText.MaskWithin(text), text);
    }
}

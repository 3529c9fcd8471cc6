using System.Text.Json;
using OrthancLauncher.Sources;

namespace OrthancLauncher.Json;

/// <summary>Reads a text, up to its first error if it has one, for the ranges that must not be shown.</summary>
internal sealed class SecretRanges
{
    private readonly List<string> _path = [];
    private readonly List<bool> _isObject = [];

    public SecretRanges(SourceText text, JsonReading.IsSecretPath? isSecret)
    {
        var content = text.Content.Span;
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = JsonReading.MaximumDepth });
        try
        {
            while (reader.Read())
            {
                Take(ref reader, isSecret);
                End = (int)reader.BytesConsumed;
            }
        }
        catch (JsonException)
        {
            // Expected: it is the error that is being explained.
        }

        CurrentIsSecret = isSecret is null || isSecret(_path);
    }

    /// <summary>Ranges of the content that must not be shown, in order.</summary>
    public List<(int Start, int End)> Ranges { get; } = [];

    /// <summary>Where the last token that was understood ends.</summary>
    public int End { get; private set; }

    /// <summary>Whether the value in which reading stopped must not be shown.</summary>
    public bool CurrentIsSecret { get; }

    private void Take(ref Utf8JsonReader reader, JsonReading.IsSecretPath? isSecret)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _path.Add(reader.GetString()!);
                return;
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                _isObject.Add(reader.TokenType == JsonTokenType.StartObject);
                return;
            case JsonTokenType.EndObject:
            case JsonTokenType.EndArray:
                _isObject.RemoveAt(_isObject.Count - 1);
                break;
            default:
                if (isSecret is null || isSecret(_path))
                {
                    Ranges.Add(((int)reader.TokenStartIndex, (int)reader.BytesConsumed));
                }

                break;
        }

        if (_isObject.Count > 0 && _isObject[^1] && _path.Count > 0)
        {
            _path.RemoveAt(_path.Count - 1);
        }
    }
}

using System.Text.Json;
using System.Text.Unicode;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Json;

/// <summary>
/// Reads JSON as Orthanc does: UTF-8, comments and trailing commas allowed. What is wrong becomes a finding with its
/// place, never an exception.
/// </summary>
internal static class JsonParser
{
    /// <summary>Objects and arrays may lie this deep in each other.</summary>
    public const int MaximumDepth = 200;

    /// <summary>A source may be this large, in bytes.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = MaximumDepth,
    };

    /// <summary>Whether the value at a path must not be shown.</summary>
    /// <param name="path">Keys from the root of the text; an element of an array is called <c>[2]</c>.</param>
    public delegate bool IsSecretPath(IReadOnlyList<string> path);

    /// <summary>Reads a configuration, whose root must be an object.</summary>
    /// <param name="text">The text, variables already inserted.</param>
    /// <param name="findings">Takes <c>invalid-json</c> and <c>duplicate-key</c>.</param>
    /// <param name="isSecret">Tells which values an excerpt must not show; without it, none is shown.</param>
    /// <returns>The text understood, or null if it could not be.</returns>
    public static JsonText? ReadConfiguration(SourceText text, FindingList findings, IsSecretPath? isSecret = null)
    {
        if (text.Content.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            findings.Add(new Finding(Rules.InvalidJson, "the text is empty, but a configuration is a JSON object")
            {
                Place = text.PlaceOf(0),
                Remedy = "write {} for an empty configuration",
            });
            return null;
        }

        var json = Read(text, findings, isSecret);
        if (json is null || json.Root.Kind == JsonKind.Object)
        {
            return json;
        }

        findings.Add(new Finding(Rules.InvalidJson, $"the root is {Article(json.Root.Kind)}, but a configuration is a JSON object")
        {
            Place = text.PlaceOf(json[0].Start),
            Remedy = "write {\"Setting\": value, …}",
        });
        return null;
    }

    /// <summary>Reads one JSON value of any kind.</summary>
    /// <param name="text">The text.</param>
    /// <param name="findings">Takes <c>invalid-json</c> and <c>duplicate-key</c>.</param>
    /// <param name="isSecret">Tells which values an excerpt must not show; without it, none is shown.</param>
    /// <returns>The text understood, or null if it could not be.</returns>
    public static JsonText? Read(SourceText text, FindingList findings, IsSecretPath? isSecret = null)
    {
        var content = text.Content.Span;
        if (content.Length > MaximumLength || text.Original.Length > MaximumLength)
        {
            findings.Add(new Finding(Rules.InvalidJson, $"the text is larger than {MaximumLength / 1024 / 1024} MiB")
            {
                Place = new Place(text.Source),
                Remedy = "split it into several files",
            });
            return null;
        }

        if (!Utf8.IsValid(content))
        {
            findings.Add(new Finding(Rules.NotUtf8, "the text is not UTF-8")
            {
                Place = text.PlaceOf(FirstInvalidByte(content)),
                Remedy = "save it with the encoding UTF-8",
            });
            return null;
        }

        List<(int Start, int End)> comments = [];
        if (!TryReadRows(content, out var builder, out var exception, out var lastToken))
        {
            // The reader takes comments only between values. Where that was all that it minded, blanks do as well.
            comments = JsonComments.Find(content);
            if (comments.Count > 0)
            {
                content = JsonComments.Blank(content, comments);
                TryReadRows(content, out builder, out exception, out lastToken);
            }
        }

        if (exception is not null)
        {
            findings.Add(JsonErrors.Explain(text, content, exception, lastToken, builder, new SecretRanges(text, content, comments, isSecret)));
            return null;
        }

        var json = new JsonText(text, builder.ToRows());
        ReportDuplicates(json, builder, findings);
        return json;
    }

    private static bool TryReadRows(ReadOnlySpan<byte> content, out JsonRows rows, out JsonException? exception, out int lastToken)
    {
        rows = new JsonRows(content.Length);
        exception = null;
        lastToken = 0;
        if (JsonScanner.TryScan(content, rows))
        {
            return true;
        }

        rows = new JsonRows(content.Length);
        var reader = new Utf8JsonReader(content, Options);
        try
        {
            while (reader.Read())
            {
                rows.Add(ref reader, content);
            }

            return true;
        }
        catch (JsonException caught)
        {
            exception = caught;
            lastToken = (int)reader.TokenStartIndex;
            return false;
        }
    }

    /// <summary>Whether a text is JSON, and what it says; nothing is reported.</summary>
    /// <param name="source">Where the text comes from.</param>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="value">The value, if it is JSON.</param>
    public static bool TryRead(Source source, byte[] text, out JsonValue value)
    {
        var json = Read(new SourceText(source, text), new FindingList());
        value = json?.Root ?? default;
        return json is not null;
    }

    /// <summary>Reads JSON that is part of the program, and so correct.</summary>
    /// <param name="source">What the values are said to come from.</param>
    /// <param name="json">The text.</param>
    internal static JsonValue ReadBuiltIn(Source source, string json) =>
        Read(new SourceText(source, System.Text.Encoding.UTF8.GetBytes(json)), new FindingList())?.Root ?? throw new InvalidOperationException("a built-in definition is not JSON");

    /// <summary>The name of a kind with its article, for messages.</summary>
    /// <param name="kind">The kind.</param>
    internal static string Article(JsonKind kind) => kind switch
    {
        JsonKind.Null => "null",
        JsonKind.Boolean => "a boolean",
        JsonKind.Number => "a number",
        JsonKind.String => "a string",
        JsonKind.Array => "an array",
        _ => "an object",
    };

    private static int FirstInvalidByte(ReadOnlySpan<byte> content)
    {
        var offset = 0;
        while (System.Text.Rune.DecodeFromUtf8(content[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    private static string PathOf(JsonText json, int offset)
    {
        json.ValueAt(offset, out var path);
        return SettingPath.Join(path);
    }

    private static void ReportDuplicates(JsonText json, JsonRows builder, FindingList findings)
    {
        foreach (var key in builder.Duplicates)
        {
            var name = new JsonValue(json, key).GetString();
            findings.Add(new Finding(Rules.DuplicateKey, $"the key \"{name}\" stands twice in one object; the last value is used")
            {
                Setting = PathOf(json, json[key].Start),
                Place = json.Text.PlaceOf(json[key].Start),
                Remedy = "remove one of them",
            });
        }
    }
}

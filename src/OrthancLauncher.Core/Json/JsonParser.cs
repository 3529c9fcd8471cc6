using System.Text;
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
    public const int MaximumDepth = 200;

    /// <summary>Maximum size of a source, in bytes.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>Duplicate keys of one source that are reported one by one.</summary>
    private const int DuplicatesReported = 100;

    internal static readonly JsonReaderOptions Options = new()
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
            findings.Add(new Finding(Rules.InvalidJson, "the file is empty; expected a JSON object")
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

        findings.Add(new Finding(Rules.InvalidJson, $"expected a JSON object at the top level, found {Article(json.Root.Kind)}")
        {
            Place = text.PlaceOf(json.Root.Start),
            Remedy = "write {\"Setting\": value, …}",
        });
        return null;
    }

    /// <summary>Reads one JSON value of any kind.</summary>
    /// <param name="findings">Takes <c>invalid-json</c> and <c>duplicate-key</c>.</param>
    /// <param name="isSecret">Tells which values an excerpt must not show; without it, none is shown.</param>
    /// <returns>The text understood, or null if it could not be.</returns>
    public static JsonText? Read(SourceText text, FindingList findings, IsSecretPath? isSecret = null)
    {
        var content = text.Content.Span;
        if (content.Length > MaximumLength || text.Original.Length > MaximumLength)
        {
            findings.Add(new Finding(Rules.InvalidJson, $"the file is larger than {MaximumLength / 1024 / 1024} MiB")
            {
                Place = new Place(text.Source),
                Remedy = "split it into several files",
            });
            return null;
        }

        if (!Utf8.IsValid(content))
        {
            findings.Add(new Finding(Rules.NotUtf8, "the file is not UTF-8")
            {
                Place = text.PlaceOf(FirstInvalidByte(content)),
                Remedy = "save it with the encoding UTF-8",
            });
            return null;
        }

        List<(int Start, int End)> comments = [];
        if (!TryReadRows(content, out var rows, out var exception) && JsonComments.Find(content) is { Count: > 0 } found)
        {
            // The reader takes comments only between values. Where that was all that it minded, blanks do as well.
            comments = found;
            content = JsonComments.Blank(content, comments);
            TryReadRows(content, out rows, out exception);
        }

        if (exception is not null)
        {
            findings.Add(JsonErrors.Explain(text, content, exception, new SecretRanges(text, content, comments, isSecret)));
            return null;
        }

        if (rows.UnfinishedPair is { } half)
        {
            findings.Add(new Finding(Rules.InvalidJson, "the first half of a surrogate pair is escaped here without the second")
            {
                Place = text.PlaceOf(half),
                Remedy = "write the character itself, or both of its escapes",
            });
            return null;
        }

        var json = new JsonText(text, rows.Rows);
        if (rows.HasDuplicates)
        {
            var count = 0;
            ReportDuplicates(json.Root, [], findings, ref count);
            if (count > DuplicatesReported)
            {
                var message = $"{count - DuplicatesReported} more duplicate keys; the last value of each is used";
                findings.Add(new Finding(Rules.DuplicateKey, message)
                {
                    Place = new Place(text.Source),
                    Remedy = "correct those that are listed first",
                });
            }
        }

        return json;
    }

    private static bool TryReadRows(ReadOnlySpan<byte> content, out JsonRows rows, out JsonException? exception)
    {
        rows = new JsonRows(content.Length);
        exception = null;
        // Without a slash there is no comment, and not to look for one after each token saves a sixth of the reader's instructions.
        var options = content.Contains((byte)'/') ? Options : Options with { CommentHandling = JsonCommentHandling.Disallow };
        var reader = new Utf8JsonReader(content, options);
        try
        {
            while (reader.Read())
            {
                rows.Add(ref reader, content);
            }
        }
        catch (JsonException caught)
        {
            exception = caught;
        }

        return exception is null;
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
    internal static JsonValue ReadBuiltIn(Source source, string json) =>
        Read(new SourceText(source, Encoding.UTF8.GetBytes(json)), new FindingList())?.Root
        ?? throw new InvalidOperationException("a built-in definition is not JSON");

    /// <summary>The name of a kind with its article, for messages.</summary>
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
        while (Rune.DecodeFromUtf8(content[offset..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }

    private static void ReportDuplicates(JsonValue value, List<string> path, FindingList findings, ref int count)
    {
        var names = value.HasDuplicates ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (var member in value.Kind == JsonKind.Object ? value.AllMembers() : [])
        {
            path.Add(member.Name);
            ReportDuplicates(member.Value, path, findings, ref count);
            if (names?.Add(member.Name) == false && ++count <= DuplicatesReported)
            {
                findings.Add(new Finding(Rules.DuplicateKey, $"duplicate key \"{member.Name}\"; the last value is used")
                {
                    Setting = SettingPath.Join(path),
                    Place = member.Value.Place,
                    Remedy = "remove one of them",
                });
            }

            path.RemoveAt(path.Count - 1);
        }

        var position = 0;
        foreach (var element in value.Elements)
        {
            path.Add(SettingPath.Element(position++));
            ReportDuplicates(element, path, findings, ref count);
            path.RemoveAt(path.Count - 1);
        }
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>Reads and merges the texts of JSON Schemas.</summary>
internal static class SchemaText
{
    private static readonly JsonDocumentOptions ReadOptions = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    private static readonly JsonWriterOptions WriteOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
    };

    /// <summary>Parses a schema (UTF-8, with or without byte order mark).</summary>
    /// <exception cref="FormatException">It is not JSON, no object, or says something twice.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        if (text.Span.StartsWith(byteOrderMark))
        {
            text = text[byteOrderMark.Length..];
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, ReadOptions);
        }
        catch (JsonException exception)
        {
            var line = (exception.LineNumber ?? 0) + 1;
            var column = (exception.BytePositionInLine ?? 0) + 1;
            throw new FormatException($"The schema is not valid JSON (line {line}, column {column}): {exception.Message}", exception);
        }

        try
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("The schema must be a JSON object.");
            }

            RefuseDuplicatesAndBrokenText(document.RootElement, "#");
            return document;
        }
        catch (FormatException)
        {
            document.Dispose();
            throw;
        }
        catch (InvalidOperationException exception)
        {
            // The reader leaves escapes alone until they are asked for, and only then finds half of a surrogate pair.
            document.Dispose();
            throw new FormatException("The schema holds an escape sequence that is no character.", exception);
        }
    }

    /// <summary>Lays one schema over another: the result says what the second says, and otherwise what the first says.</summary>
    /// <exception cref="FormatException">One of them cannot be read.</exception>
    public static byte[] Merge(ReadOnlyMemory<byte> schema, ReadOnlyMemory<byte> overlay)
    {
        using var lower = Parse(schema);
        using var upper = Parse(overlay);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriteOptions))
        {
            MergeSchemas(writer, lower.RootElement, upper.RootElement, isRoot: true);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void MergeSchemas(Utf8JsonWriter writer, JsonElement lower, JsonElement upper, bool isRoot)
    {
        if (lower.ValueKind != JsonValueKind.Object || upper.ValueKind != JsonValueKind.Object)
        {
            upper.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var keyword in lower.EnumerateObject())
        {
            writer.WritePropertyName(keyword.Name);
            if ((isRoot && IsAboutTheFile(keyword.Name)) || !upper.TryGetProperty(keyword.Name, out var replacement))
            {
                keyword.Value.WriteTo(writer);
                continue;
            }

            switch (keyword.Name)
            {
                case "properties":
                case "patternProperties":
                    MergeNamedSchemas(writer, keyword.Value, replacement);
                    break;
                case "additionalProperties":
                case "items":
                    MergeSchemas(writer, keyword.Value, replacement, isRoot: false);
                    break;
                default:
                    replacement.WriteTo(writer);
                    break;
            }
        }

        WriteAdditions(writer, lower, upper);
        writer.WriteEndObject();
    }

    private static void MergeNamedSchemas(Utf8JsonWriter writer, JsonElement lower, JsonElement upper)
    {
        if (lower.ValueKind != JsonValueKind.Object || upper.ValueKind != JsonValueKind.Object)
        {
            upper.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var named in lower.EnumerateObject())
        {
            writer.WritePropertyName(named.Name);
            if (upper.TryGetProperty(named.Name, out var replacement))
            {
                MergeSchemas(writer, named.Value, replacement, isRoot: false);
            }
            else
            {
                named.Value.WriteTo(writer);
            }
        }

        WriteAdditions(writer, lower, upper);
        writer.WriteEndObject();
    }

    private static void WriteAdditions(Utf8JsonWriter writer, JsonElement lower, JsonElement upper)
    {
        foreach (var addition in upper.EnumerateObject())
        {
            if (!lower.TryGetProperty(addition.Name, out _))
            {
                addition.WriteTo(writer);
            }
        }
    }

    // Identity and title of an overlay describe the overlay, not the result.
    private static bool IsAboutTheFile(string keyword) => keyword is "$schema" or "$id" or "title";

    private static void RefuseDuplicatesAndBrokenText(JsonElement element, string pointer)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                RefuseDuplicatesAndBrokenText(item, $"{pointer}/{index++}");
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in element.EnumerateObject())
            {
                if (!names.Add(property.Name))
                {
                    throw new FormatException($"The schema holds '{property.Name}' twice at {pointer}.");
                }

                RefuseDuplicatesAndBrokenText(property.Value, $"{pointer}/{property.Name}");
            }
        }
        else if (element.ValueKind == JsonValueKind.String)
        {
            element.GetString();
        }
    }
}

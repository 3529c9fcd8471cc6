using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OrthancLauncher.Tests.Support;

/// <summary>JSON in one spelling, so that equal documents are equal texts and a failed comparison shows where they differ.</summary>
internal static class CanonicalJson
{
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Write(document.RootElement, text, indent: 0);
        return text.ToString();
    }

    private static void Write(JsonElement element, StringBuilder text, int indent)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    NewLine(text, indent + 2).Append(JsonSerializer.Serialize(property.Name)).Append(": ");
                    Write(property.Value, text, indent + 2);
                }

                NewLine(text, indent).Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in element.EnumerateArray())
                {
                    NewLine(text, indent + 2);
                    Write(item, text, indent + 2);
                }

                NewLine(text, indent).Append(']');
                break;
            case JsonValueKind.String:
                text.Append(JsonSerializer.Serialize(element.GetString()));
                break;
            case JsonValueKind.Number:
                // Decimal keeps every digit of what people write; only what is beyond it is compared as a double.
                text.Append(element.TryGetDecimal(out var number)
                    ? (number / 1.000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
                    : element.GetDouble().ToString("R", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static StringBuilder NewLine(StringBuilder text, int indent) => text.Append('\n').Append(' ', indent);
}

using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>
/// Turns numbers and booleans into strings where a variable's JSON holds a map of strings, such as
/// <c>{"alice": 12345}</c> for the users: Orthanc would refuse to start.
/// </summary>
internal static class MapOfStrings
{
    /// <summary>Quotes what must be a string.</summary>
    /// <param name="setting">Its dotted path; empty for a whole configuration.</param>
    /// <param name="findings">Takes a <c>wrong-type</c> warning for each.</param>
    /// <returns>The value, or the corrected one with positions of the original text.</returns>
    public static JsonValue Correct(JsonValue value, SettingDefinition definition, string setting, FindingList findings)
    {
        var wrong = new List<JsonValue>();
        Collect(value, definition, setting, wrong, findings);
        if (wrong.Count == 0)
        {
            return value;
        }

        // Of equal keys the last value stands at the place of the first.
        wrong.Sort((left, right) => left.Start.CompareTo(right.Start));
        var text = value.Document.Text;
        var content = text.Content.Span;
        var corrected = new List<byte>(content.Length + (2 * wrong.Count));
        var shifts = new List<SourceText.Shift> { new(0, text.OriginalOffset(0), false) };
        var position = 0;
        foreach (var scalar in wrong)
        {
            corrected.AddRange(content[position..scalar.Start]);
            corrected.Add((byte)'"');
            shifts.Add(new(corrected.Count, text.OriginalOffset(scalar.Start), false));
            corrected.AddRange(scalar.Raw);
            corrected.Add((byte)'"');
            position = scalar.Start + scalar.Raw.Length;
            shifts.Add(new(corrected.Count, text.OriginalOffset(position), false));
        }

        corrected.AddRange(content[position..]);
        return JsonParser.Read(text.With(corrected.ToArray(), [.. shifts]), new FindingList())?.Root ?? value;
    }

    private static void Collect(JsonValue value, SettingDefinition definition, string setting, List<JsonValue> wrong, FindingList findings)
    {
        if (!definition.Exists)
        {
            return;
        }

        foreach (var member in value.Members)
        {
            var child = definition.Child(member.Name);
            var path = setting.Length == 0 ? member.Name : $"{setting}.{member.Name}";
            var ofStrings = definition.IsMap && definition.Wildcard.Types == SettingTypes.String && child == definition.Wildcard;
            if (ofStrings && member.Value.Kind is JsonKind.Number or JsonKind.Boolean)
            {
                wrong.Add(member.Value);
                findings.Add(new Finding(Rules.WrongType, Severity.Warning, $"{path} must be a string and is converted to one")
                {
                    Setting = path,
                    Place = member.Value.Place,
                    Remedy = "put it in double quotes",
                });
            }
            else
            {
                Collect(member.Value, child, path, wrong, findings);
            }
        }
    }
}

using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>Understands the text of a variable or secret as the value of a setting, by the type that the setting has.</summary>
internal static class ValueReader
{
    /// <param name="text">The text, as the variable or secret holds it.</param>
    /// <param name="definition">What the catalogue says of the setting; not existing for an unknown one.</param>
    /// <param name="source">The variable or secret.</param>
    /// <param name="setting">The setting's dotted path, for messages.</param>
    /// <param name="findings">Takes <c>wrong-type</c> and <c>duplicate-key</c>.</param>
    /// <returns>The value; the text as a string where no type accepts it.</returns>
    public static JsonValue Read(string text, SettingDefinition definition, Source source, string setting, FindingList findings)
    {
        if (!definition.Exists || definition.Types == SettingTypes.Any)
        {
            return ReadUnknown(text, source);
        }

        var types = definition.Types;
        if (types == SettingTypes.String)
        {
            return JsonText.String(source, Unquoted(text));
        }

        if (types.HasFlag(SettingTypes.String) && definition.AllowedValues.Count > 0 && definition.Allows(Unquoted(text)))
        {
            return JsonText.String(source, Unquoted(text));
        }

        if (types.HasFlag(SettingTypes.Boolean) && BooleanSpelling.TryParse(text, out var boolean))
        {
            return JsonText.Boolean(source, boolean);
        }

        var plain = Unquoted(text).Trim();
        if ((types & (SettingTypes.Integer | SettingTypes.Number)) != 0 && IsNumber(plain, wholeOnly: !types.HasFlag(SettingTypes.Number)))
        {
            return JsonText.Number(source, plain);
        }

        if ((types & (SettingTypes.Array | SettingTypes.Object)) != 0 && LooksStructured(text, types))
        {
            return ReadStructured(text, definition, source, setting, findings);
        }

        if (types.HasFlag(SettingTypes.Null) && text.Trim() == "null")
        {
            return JsonText.Null(source);
        }

        if (!types.HasFlag(SettingTypes.String))
        {
            ReportWrongType(definition, source, setting, findings);
        }

        return JsonText.String(source, types.HasFlag(SettingTypes.String) ? Unquoted(text) : text);
    }

    /// <summary>The types of a setting in words, such as <c>a boolean or a string</c>.</summary>
    public static string Describe(SettingTypes types)
    {
        var words = new List<string>();
        Add(SettingTypes.Boolean, "true or false");
        Add(SettingTypes.Integer, "a whole number");
        Add(SettingTypes.Number, "a number");
        Add(SettingTypes.String, "a string");
        Add(SettingTypes.Array, "a JSON array");
        Add(SettingTypes.Object, "a JSON object");
        Add(SettingTypes.Null, "null");
        return string.Join(" or ", words);

        void Add(SettingTypes type, string word)
        {
            if (types.HasFlag(type))
            {
                words.Add(word);
            }
        }
    }

    private static JsonValue ReadUnknown(string text, Source source) =>
        JsonParser.TryRead(source, Encoding.UTF8.GetBytes(text), out var value) ? value : Text(source, text);

    /// <summary>The text as it is; one that begins like an object or array is broken, and may hold anything.</summary>
    private static JsonValue Text(Source source, string text)
    {
        var start = text.AsSpan().TrimStart();
        return JsonText.String(start.StartsWith("{") || start.StartsWith("[") ? source with { IsOpaque = true } : source, text);
    }

    private static string Unquoted(string text) => JsonStrings.TryUnquote(text, out var unquoted) ? unquoted! : text;

    private static bool LooksStructured(string text, SettingTypes types)
    {
        var trimmed = text.AsSpan().TrimStart();
        if (trimmed.IsEmpty)
        {
            return false;
        }

        // Where text is accepted too, only what begins like an array or object is taken for one.
        return !types.HasFlag(SettingTypes.String)
            || (trimmed[0] == '[' && types.HasFlag(SettingTypes.Array))
            || (trimmed[0] == '{' && types.HasFlag(SettingTypes.Object));
    }

    private static JsonValue ReadStructured(string text, SettingDefinition definition, Source source, string setting, FindingList findings)
    {
        var errors = new FindingList();
        var json = JsonParser.Read(
            new SourceText(source, Encoding.UTF8.GetBytes(text)), errors, _ => source.IsSecret || SecretRules.HoldsSecrets(definition));
        if (json is not null && IsOneOf(json.Root.Kind, definition.Types))
        {
            foreach (var finding in errors)
            {
                findings.Add(finding with { Setting = finding.Setting is null ? setting : $"{setting}.{finding.Setting}" });
            }

            return MapOfStrings.Correct(json.Root, definition, setting, findings);
        }

        if (definition.Types.HasFlag(SettingTypes.String))
        {
            return Text(source, text);
        }

        source = source with { IsOpaque = source.IsOpaque || SecretRules.HoldsSecrets(definition) };
        var start = text.AsSpan().TrimStart();
        if (json is null && (start.StartsWith("[") || start.StartsWith("{")))
        {
            foreach (var error in errors)
            {
                findings.Add(error with
                {
                    Rule = Rules.WrongType,
                    Severity = TypeSeverity.OfWrongType(definition, JsonKind.String),
                    Setting = setting,
                    Place = error.Place is { } place ? place with { Source = source } : null,
                    Message = $"{setting} must be {Describe(definition.Types)}, but the value is not JSON: {error.Message}",
                });
            }
        }
        else
        {
            ReportWrongType(definition, source, setting, findings);
        }

        return JsonText.String(source, text);
    }

    private static void ReportWrongType(SettingDefinition definition, Source source, string setting, FindingList findings)
    {
        var severity = TypeSeverity.OfWrongType(definition, JsonKind.String);
        findings.Add(new Finding(Rules.WrongType, severity, $"{setting} must be {Describe(definition.Types)}, but the value is not")
        {
            Setting = setting,
            Place = new Place(source),
            Remedy = Example(definition),
        });
    }

    private static string? Example(SettingDefinition definition) => definition switch
    {
        { IsSecret: true } => null,
        { DefaultJson: { Length: < 80 } example and not ("[]" or "{}" or "null") } => $"for example: {example}",
        _ when definition.Types.HasFlag(SettingTypes.Array) => "write a JSON array, for example: [\"one\", \"two\"]",
        _ when definition.Types.HasFlag(SettingTypes.Object) => "write a JSON object, for example: {\"key\": \"value\"}",
        _ => null,
    };

    private static bool IsOneOf(JsonKind kind, SettingTypes types) => kind switch
    {
        JsonKind.Array => types.HasFlag(SettingTypes.Array),
        JsonKind.Object => types.HasFlag(SettingTypes.Object),
        JsonKind.Null => types.HasFlag(SettingTypes.Null),
        _ => false,
    };

    /// <summary>Whether a text is a number as JSON writes it.</summary>
    private static bool IsNumber(string text, bool wholeOnly)
    {
        var i = text.StartsWith('-') ? 1 : 0;
        var digits = CountDigits(text, i);
        if (digits == 0 || (digits > 1 && text[i] == '0'))
        {
            return false;
        }

        i += digits;
        if (i == text.Length)
        {
            return true;
        }

        if (wholeOnly)
        {
            return false;
        }

        if (text[i] == '.')
        {
            digits = CountDigits(text, i + 1);
            i += 1 + digits;
            if (digits == 0 || i == text.Length)
            {
                return digits > 0;
            }
        }

        if (text[i] is not ('e' or 'E'))
        {
            return false;
        }

        i += i + 1 < text.Length && text[i + 1] is '+' or '-' ? 2 : 1;
        digits = CountDigits(text, i);
        return digits > 0 && i + digits == text.Length;
    }

    private static int CountDigits(string text, int from)
    {
        var count = 0;
        while (from + count < text.Length && char.IsAsciiDigit(text[from + count]))
        {
            count++;
        }

        return count;
    }
}

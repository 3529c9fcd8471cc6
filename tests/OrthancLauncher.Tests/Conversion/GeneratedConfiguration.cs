using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Tests.Conversion;

/// <summary>Makes configurations out of the catalogue, with values and users' keys that are hard to quote.</summary>
internal sealed class GeneratedConfiguration
{
    private static readonly string[] Texts =
    [
        "", "plain", "My Orthanc", " leading", "trailing ", "\ttab", "a\nb", "a\r\nb", "ends\n", "\r", "12345", "1e5", "true", "false",
        "null", "yes", "off", "~", "{}", "[1]",
        "{PatientID}", "[a", "\"quoted\"", "'single'", "it's", "say \"hi\"", "back\\slash", "\\n", "\\", "#comment", "a #b", "# c", "a: b",
        "- dash", "*star", "&amp", "!tag", "|", ">", "%x", "@at", "`tick`",
        "$", "$$", "$X", "${X}", "${X:-y}", "$(X)", "$$(X)", "$$$(X)$", "$((1))", "\\$X", "a=b", "=", "=x", "café", "日本語", "😀", "\u0001",
        "\u007f", "\u0085", "\u00a0", "\u2028", "\uFEFFx", "x\uFEFF", "a\u0000b",
        "http://h/p?q=$1&r", "http://user:pa$s@h/", "pwd=1;x", "Password = y", "<<", "--- x", "...", "0x1F", "1_000", "010", ",",
        "{\"a\": 1}", "[\"a\"]", "\"", "\"\"", "2001-12-14",
    ];

    private static readonly string[] Keys =
    [
        "pacs", "PACS", "Pacs", "orthancA", "with-hyphen", "with space", "with.dot", "with_underscore", "1", "", "$X", "${X}", "a=b", "日本",
        "quo\"te", "Abc", "X", "*", "[0]", "Token", "secretKey", "a__b", "_a", "A_", "#", ": ", "'",
    ];

    private readonly Random _random;
    private readonly double _share;

    private GeneratedConfiguration(int seed)
    {
        _random = new Random(seed);
        _share = seed == 0 ? 1 : 0.02 + (0.3 * _random.NextDouble());
    }

    /// <summary>The JSON of a configuration; of seed 0 with every setting that there is.</summary>
    public static string Json(int seed)
    {
        var generated = new GeneratedConfiguration(seed);
        var root = generated.Members(SettingsCatalogue.BuiltIn.Root, 0);
        root.Remove("$schema");
        if (seed % 3 == 1)
        {
            root["my-script"] = generated.Anything(0);
            root["MyScript"] = new JsonObject
            {
                ["Plain"] = generated.Anything(1),
                ["odd key"] = generated.Anything(1),
                ["apiToken"] = generated.Text(),
                ["Deep"] = new JsonObject { ["Deeper"] = generated.Anything(2) },
            };
            root["Loose"] = generated.Anything(0);
        }

        var json = root.ToJsonString(
            new JsonSerializerOptions
            {
                Encoder = seed % 2 == 0 ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default,
                WriteIndented = true,
            });

        // A dollar in the file would begin a variable.
        return "// made up\n" + json.Replace("$", "\\u0024", StringComparison.Ordinal);
    }

    private JsonObject Members(SettingDefinition definition, int depth)
    {
        var members = new JsonObject();
        foreach (var child in definition.Children)
        {
            if (_random.NextDouble() < _share)
            {
                members[child.Name] = Value(child, depth + 1);
            }
        }

        // Keys that differ only in case are one key to some sections.
        for (var i = _random.Next(4); definition.IsMap && i > 0; i--)
        {
            var key = Keys[_random.Next(Keys.Length)];
            if (!definition.FixedChild(key).Exists)
            {
                members[key] = Value(definition.Wildcard, depth + 1);
            }
        }

        return members;
    }

    private JsonNode? Value(SettingDefinition definition, int depth)
    {
        if (definition.Types == SettingTypes.Any || !definition.Exists)
        {
            return Anything(depth);
        }

        var types = Enum.GetValues<SettingTypes>()
            .Where(type => type is not (SettingTypes.None or SettingTypes.Any) && definition.Types.HasFlag(type)).ToArray();
        return types[_random.Next(types.Length)] switch
        {
            SettingTypes.Null => null,
            SettingTypes.Boolean => _random.Next(2) == 0,
            SettingTypes.Integer => _random.Next(-3, 70000),
            SettingTypes.Number => _random.Next(100) / 8.0,
            SettingTypes.Array => Elements(definition, depth),
            SettingTypes.Object => Members(definition, depth),
            _ => Text(),
        };
    }

    private JsonArray Elements(SettingDefinition definition, int depth)
    {
        var elements = new JsonArray();
        for (var i = 0; i < Math.Max(definition.PositionCount, _random.Next(4)) && depth < 8; i++)
        {
            elements.Add(definition.Position(i) is { Exists: true } element ? Value(element, depth + 1) : Anything(depth + 1));
        }

        return elements;
    }

    private JsonNode? Anything(int depth) => _random.Next(depth > 3 ? 4 : 6) switch
    {
        0 => null,
        1 => _random.Next(2) == 0,
        2 => _random.Next(1000) / 4.0,
        3 => Text(),
        4 => new JsonArray(Anything(depth + 1), Text()),
        _ => new JsonObject { [Keys[_random.Next(Keys.Length)]] = Anything(depth + 1), ["Key"] = Anything(depth + 1) },
    };

    private string Text() => Texts[_random.Next(Texts.Length)] + (_random.Next(4) == 0 ? Texts[_random.Next(Texts.Length)] : "");
}

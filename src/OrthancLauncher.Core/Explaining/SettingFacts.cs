using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Core.Explaining;

/// <summary>What the catalogue knows of a setting, whatever its value.</summary>
internal sealed record SettingFacts
{
    /// <summary>The facts of a setting that the catalogue does not know.</summary>
    public static SettingFacts Unknown { get; } = new();

    /// <summary>Whether the catalogue knows the setting.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The types that it takes, in words; empty when it is not known.</summary>
    public string Type { get; init; } = "";

    /// <summary>The texts that it takes; empty when it takes any. For an array, those of its elements.</summary>
    public IReadOnlyList<string> AllowedValues { get; init; } = [];

    /// <summary>Those allowed texts that should no longer be used.</summary>
    public IReadOnlyList<string> DeprecatedValues { get; init; } = [];

    /// <summary>The least number, or null.</summary>
    public long? Minimum { get; init; }

    /// <summary>The greatest number, or null.</summary>
    public long? Maximum { get; init; }

    /// <summary>The unit of the number, or null.</summary>
    public string? Unit { get; init; }

    /// <summary>The greatest number of characters, or null.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What the text or number means, in words (<c>port</c>, <c>path of a file</c>), or null.</summary>
    public string? Meaning { get; init; }

    /// <summary>The version that introduced the setting, or null.</summary>
    public string? Since { get; init; }

    /// <summary>Who reads it: Orthanc or plugins.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Other names of the setting.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether it should no longer be used.</summary>
    public bool IsDeprecated { get; init; }

    /// <summary>The setting to use instead of a deprecated one, or null.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Whether its value is a secret wherever it comes from.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The positions of an array that have a meaning of their own.</summary>
    public IReadOnlyList<SettingFacts> Positions { get; init; } = [];

    /// <summary>What the entries of a map hold, or null for anything else.</summary>
    public SettingFacts? Entries { get; init; }

    /// <summary>The range in words with its unit, or null where every number is taken.</summary>
    public string? Range
    {
        get
        {
            var range = (Minimum, Maximum) switch
            {
                (null, null) => null,
                ({ } least, null) => string.Create(CultureInfo.InvariantCulture, $"{least} or more"),
                (null, { } greatest) => string.Create(CultureInfo.InvariantCulture, $"{greatest} or less"),
                ({ } least, { } greatest) => string.Create(CultureInfo.InvariantCulture, $"{least} to {greatest}"),
            };
            return Unit is null ? range : range is null ? Unit : $"{range} {Unit}";
        }
    }

    /// <summary>What is taken, in one line: type, meaning, limits and values.</summary>
    public string Summary
    {
        get
        {
            var text = new StringBuilder(Type);
            text.Append(Meaning is null ? "" : $" ({Meaning})");
            text.Append(Range is null ? "" : $", {Range}");
            text.Append(MaxLength is null ? "" : string.Create(CultureInfo.InvariantCulture, $", at most {MaxLength} characters"));
            text.Append(AllowedValues.Count == 0 ? "" : $", one of {string.Join(", ", AllowedValues)}");
            return text.ToString();
        }
    }

    /// <param name="definition">The setting; it need not exist.</param>
    public static SettingFacts Of(SettingDefinition definition)
    {
        if (!definition.Exists)
        {
            return Unknown;
        }

        var valued = definition.AllowedValues.Count == 0 && definition.Types == SettingTypes.Array ? definition.Element : definition;
        return new SettingFacts
        {
            IsKnown = true,
            Type = TypeOf(definition),
            AllowedValues = valued.AllowedValues,
            DeprecatedValues = valued.DeprecatedValues,
            Minimum = definition.Minimum,
            Maximum = definition.Maximum,
            Unit = definition.Unit,
            MaxLength = definition.MaxLength,
            Meaning = MeaningOf(definition.Kind),
            Since = definition.Since,
            Components = definition.Component?.Split('|') ?? [],
            Aliases = definition.Aliases,
            IsDeprecated = definition.IsDeprecated,
            ReplacedBy = definition.ReplacedBy,
            IsSecret = definition.IsSecret,
            Positions = PositionsOf(definition),
            Entries = definition.IsMap ? Of(definition.Wildcard) : null,
        };
    }

    private static SettingFacts[] PositionsOf(SettingDefinition definition)
    {
        var positions = new SettingFacts[definition.PositionCount];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = Of(definition.Position(i));
        }

        return positions;
    }

    private static string TypeOf(SettingDefinition definition)
    {
        if (definition.Types == SettingTypes.Any)
        {
            return "any";
        }

        var names = new List<string>();
        foreach (var type in Enum.GetValues<SettingTypes>())
        {
            if (type is not (SettingTypes.None or SettingTypes.Any) && definition.Types.HasFlag(type))
            {
                names.Add(NameOf(type, definition));
            }
        }

        return string.Join(" or ", names);
    }

    private static string NameOf(SettingTypes type, SettingDefinition definition) => type switch
    {
        SettingTypes.Boolean => "boolean",
        SettingTypes.Integer => "integer",
        SettingTypes.Number => "number",
        SettingTypes.String => "string",
        SettingTypes.Null => "null",
        SettingTypes.Array =>
            definition is { PositionCount: 0, Element: { Exists: true, Types: not SettingTypes.Any } }
                ? $"array of {TypeOf(definition.Element)}"
                : "array",
        _ => definition is { IsMap: true, ChildCount: 0 } ? $"map of {TypeOf(definition.Wildcard)}" : "object",
    };

    private static string? MeaningOf(string? kind) => kind switch
    {
        "path-file" => "path of a file",
        "path-dir" => "path of a folder",
        "aet" => "AET",
        "url" => "URL",
        "uid" => "UID",
        _ => kind,
    };
}

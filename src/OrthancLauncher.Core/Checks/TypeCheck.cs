using System.Globalization;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Checks;

/// <summary>Compares the type of a value with those that its setting accepts.</summary>
internal static class TypeCheck
{
    /// <summary>Checks the type of one value.</summary>
    /// <returns>Whether it is one that the setting accepts.</returns>
    public static bool Run(CheckContext context, in ConfigurationNode node, SettingDefinition definition)
    {
        if (Accepts(node, definition.Types))
        {
            return true;
        }

        var place = CheckContext.PlaceOf(node);
        if (place is not { } given || !context.HasWrongType(given.Source))
        {
            var kind = node.Kind == JsonKind.Number && definition.Types.HasFlag(SettingTypes.Integer)
                ? "a number with a fraction"
                : JsonParser.Article(node.Kind);
            context.Report(
                Rules.WrongType,
                TypeSeverity.OfWrongType(definition, node.Kind),
                place,
                $"{context.Path} must be {ValueReader.Describe(definition.Types)}, but it is {kind}",
                RemedyFor(context, node, definition));
        }

        return false;
    }

    private static bool Accepts(in ConfigurationNode node, SettingTypes types) => node.Kind switch
    {
        JsonKind.Null => types.HasFlag(SettingTypes.Null),
        JsonKind.Boolean => types.HasFlag(SettingTypes.Boolean),
        JsonKind.String => types.HasFlag(SettingTypes.String),
        JsonKind.Array => types.HasFlag(SettingTypes.Array),
        JsonKind.Object => types.HasFlag(SettingTypes.Object),
        // Orthanc tells 5 from 5.0: only the first is an integer.
        _ => types.HasFlag(SettingTypes.Number) || (types.HasFlag(SettingTypes.Integer) && IsWhole(node.Value.Raw)),
    };

    private static bool IsWhole(ReadOnlySpan<byte> number)
    {
        foreach (var b in number)
        {
            if (b is (byte)'.' or (byte)'e' or (byte)'E')
            {
                return false;
            }
        }

        return true;
    }

    private static string? RemedyFor(CheckContext context, ConfigurationNode node, SettingDefinition definition)
    {
        var types = definition.Types;
        if (node.Kind != JsonKind.Null && types.HasFlag(SettingTypes.Array) && FormCheck.ExampleOf(context.Segments) is { } entry)
        {
            return $"for example: {entry}";
        }

        return node.Kind switch
        {
            JsonKind.String when types.HasFlag(SettingTypes.Boolean) && BooleanSpelling.TryParse(node.Value.GetString(), out var flag) =>
                $"write {(flag ? "true" : "false")} without quotes",
            JsonKind.String when (types & (SettingTypes.Integer | SettingTypes.Number)) != 0
                && decimal.TryParse(node.Value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                "write the number without quotes",
            JsonKind.String or JsonKind.Number or JsonKind.Boolean when types.HasFlag(SettingTypes.Array) => "put it in brackets: [ … ]",
            JsonKind.Number or JsonKind.Boolean when types.HasFlag(SettingTypes.String) =>
                definition.HasListedValues ? LimitCheck.ListOf(definition) : "put it in double quotes",
            JsonKind.Number when types.HasFlag(SettingTypes.Boolean) => "write true or false",
            JsonKind.Number when types.HasFlag(SettingTypes.Integer) => "write a whole number without fraction and exponent",
            JsonKind.Null => "remove it to use the default",
            _ => definition.DefaultJson is { } example && !definition.IsSecret ? $"for example: {example}" : null,
        };
    }
}

using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Layers;

/// <summary>How much it matters that a value is not what a setting takes: an error where Orthanc is known not to start with it.</summary>
internal static class TypeSeverity
{
    /// <summary>The severity of a value that differs from what the setting takes.</summary>
    public static Severity Of(SettingDefinition definition, Deviations deviation) => definition.Refuses(deviation) ? Severity.Error
        : Severity.Warning;

    /// <summary>The severity of a value of a wrong type.</summary>
    public static Severity OfWrongType(SettingDefinition definition, JsonKind given) => Of(definition, given switch
    {
        JsonKind.Null => Deviations.Null,
        JsonKind.Number or JsonKind.Boolean when definition.Types.HasFlag(SettingTypes.String) => Deviations.Scalar,
        _ => Deviations.Type,
    });
}

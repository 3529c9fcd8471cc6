using OrthancLauncher.Catalogue;
using OrthancLauncher.Findings;
using OrthancLauncher.Json;

namespace OrthancLauncher.Checks;

/// <summary>How much it matters that a value is not what a setting takes.</summary>
internal static class Severities
{
    /// <summary>Plugins that replace a value of a wrong type by their default, or hand it to the browser unchecked.</summary>
    private static readonly string[] LenientComponents = ["OrthancExplorer2", "StoneWebViewer", "OrthancWebViewer", "OsimisWebViewer"];

    /// <summary>The severity of a value of a wrong type: an error where Orthanc is known not to start with it.</summary>
    /// <param name="definition">The setting.</param>
    /// <param name="given">The kind of the value.</param>
    public static Severity OfWrongType(SettingDefinition definition, JsonKind given)
    {
        // Former start-up scripts passed null on, and the core itself turns numbers into text in several places, so
        // deployments that work hold both.
        var isTolerated = given == JsonKind.Null
            || (definition.Component == "Orthanc" && definition.Types.HasFlag(SettingTypes.String) && given is JsonKind.Number or JsonKind.Boolean);
        return isTolerated || IsLenient(definition.Component) ? Severity.Warning : Severity.Error;
    }

    private static bool IsLenient(string? component)
    {
        foreach (var lenient in LenientComponents)
        {
            if (component?.Contains(lenient, StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }
}

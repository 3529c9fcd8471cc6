using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Layers;

/// <summary>How much it matters that a value is not what a setting takes.</summary>
internal static class TypeSeverity
{
    /// <summary>Plugins that replace a value of a wrong type by their default, or hand it to the browser unchecked.</summary>
    private static readonly string[] LenientComponents = ["OrthancExplorer2", "StoneWebViewer", "OrthancWebViewer", "OsimisWebViewer"];

    /// <summary>Root settings of Orthanc that take a number or boolean for a string, as tried with version 1.10.1.</summary>
    private static readonly string[] LenientTexts =
    [
        "Name", "SslCertificate", "SslTrustedClientCertificates", "DefaultPrivateCreator", "TemporaryDirectory", "SslCiphersAccepted",
        "HttpBindAddresses", "RegisteredUsers",
    ];

    /// <summary>The severity of a value of a wrong type: an error where Orthanc is known not to start with it.</summary>
    /// <param name="root">The root setting or section.</param>
    public static Severity OfWrongType(SettingDefinition definition, JsonKind given, string root)
    {
        // Former start-up scripts passed null on, so deployments that work may hold it.
        var isTolerated = given == JsonKind.Null
            || (given is JsonKind.Number or JsonKind.Boolean && definition.Types.HasFlag(SettingTypes.String)
                && Array.IndexOf(LenientTexts, root) >= 0);
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

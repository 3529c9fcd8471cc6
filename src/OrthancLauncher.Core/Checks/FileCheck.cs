using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Checks;

/// <summary>Looks for the files that settings name.</summary>
internal static class FileCheck
{
    /// <summary>Files that the plugin makes itself, so that they need not exist.</summary>
    private static readonly string[] MadeByPlugins = ["DelayedDeletion.Path", "Indexer.Database", "MySQL.UnixSocket"];

    /// <summary>Whether a setting names a file.</summary>
    public static bool Names(SettingDefinition definition) => definition.Kind == "path-file";

    public static void Run(CheckContext context, JsonValue value, SettingDefinition definition)
    {
        if (context.IsUnread || context.FileExists is not { } exists)
        {
            return;
        }

        var file = value.GetString();
        if (file.StartsWith('/') && !MadeByPlugins.Contains(context.Path) && !exists(file))
        {
            var message = $"{context.Path} names the file {SecretText.MaskWithin(file)}, which does not exist";
            var severity = IsNeeded(context) ? Severity.Error : TypeSeverity.Of(definition, Deviations.File);
            context.Report(Rules.FileNotFound, severity, value.Place, message, "mount the file, or correct the path");
        }
    }

    /// <summary>Whether Orthanc needs a file because of another setting, without which it does not open it.</summary>
    private static bool IsNeeded(CheckContext context) => context.Path switch
    {
        "SslCertificate" => context.IsTrue("SslEnabled", whenAbsent: false) && context.IsTrue("HttpServerEnabled", whenAbsent: true),
        "DicomTlsCertificate" or "DicomTlsPrivateKey" => context.IsTrue("DicomTlsEnabled", whenAbsent: false),
        _ => false,
    };
}

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

    /// <summary>Lists of files that Orthanc opens, also those with an empty name; elsewhere it means that there is no file.</summary>
    private static readonly string[] Listing = ["LuaScripts", "ExternalDictionaries"];

    /// <summary>
    /// Settings whose relative paths begin at the folder of the configuration file. Those of the other settings of Orthanc itself begin
    /// at its working directory; what plugins do was not measured.
    /// </summary>
    private static readonly string[] FromConfiguration =
        ["LuaScripts", "SslCertificate", "SslTrustedClientCertificates", "HttpsCACertificates"];

    /// <summary>Whether a setting names a file.</summary>
    public static bool Names(SettingDefinition definition) => definition.Kind == "path-file";

    public static void Run(CheckContext context, JsonValue value, SettingDefinition definition)
    {
        if (context.IsUnread || context.FileExists is not { } exists)
        {
            return;
        }

        var file = value.GetString();
        if (file.Length == 0 && Listing.Contains(context.Segments[0]))
        {
            context.Report(
                Rules.FileNotFound, TypeSeverity.Of(definition, Deviations.File), value.Place, $"{context.Path} is empty and names no file",
                "write the path of a file, or remove it");
        }

        if (file.Length == 0 || MadeByPlugins.Contains(context.Path) || PathOf(context, file) is not { } path)
        {
            return;
        }

        var failure = context.FileFailure?.Invoke(path);
        var isThere = exists(path);
        if (isThere && failure is null)
        {
            return;
        }

        var message = $"{context.Path} names the file {SecretText.MaskWithin(file)}, which "
            + (failure is null ? "does not exist" : $"cannot be read: {failure}");
        var remedy = isThere ? "let Orthanc's user read a plain file there" : "mount the file, or correct the path";
        if (failure is null && !file.StartsWith('/'))
        {
            message += path == file ? " in the working directory of Orthanc" : $" in {context.OutputFolder}, where Orthanc looks for it";
            remedy = "write its whole path, which begins with /";
        }

        // What Orthanc does with a file that it may not read was not measured.
        var severity = isThere ? Severity.Warning : IsNeeded(context) ? Severity.Error : TypeSeverity.Of(definition, Deviations.File);
        context.Report(Rules.FileNotFound, severity, value.Place, message, remedy);
    }

    /// <summary>The path that Orthanc opens, or null where it depends on a folder that is not known here.</summary>
    private static string? PathOf(CheckContext context, string file) =>
        file.StartsWith('/') ? file
            : FromConfiguration.Contains(context.Segments[0]) ? (IsOfSwitchedOff(context) ? null : context.OutputFolder + file)
            : context is { IsInPlace: true, Segments: ["DicomTlsCertificate" or "DicomTlsPrivateKey" or "ExternalDictionaries", ..] } ? file
            : null;

    /// <summary>Whether nobody reads the file: Orthanc's example configuration names certificates, and has TLS off.</summary>
    private static bool IsOfSwitchedOff(CheckContext context) => context.Path.StartsWith("Ssl", StringComparison.Ordinal)
        && !(context.IsTrue("SslEnabled", whenAbsent: false)
            && (context.Path == "SslCertificate" || context.IsTrue("SslVerifyPeers", whenAbsent: false)));

    /// <summary>Whether Orthanc needs a file because of another setting, without which it does not open it.</summary>
    private static bool IsNeeded(CheckContext context) => context.Path switch
    {
        "SslCertificate" => context.IsTrue("SslEnabled", whenAbsent: false) && context.IsTrue("HttpServerEnabled", whenAbsent: true),
        "DicomTlsCertificate" or "DicomTlsPrivateKey" => context.IsTrue("DicomTlsEnabled", whenAbsent: false),
        _ => false,
    };
}

using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Planning;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>A certificate that the configuration names.</summary>
/// <param name="KeyFile">The file of its key; null where no key belongs to it, as it is an authority's.</param>
internal sealed record NamedCertificate(string Setting, string File, string? KeyFile, string? KeyPassword = null)
{
    /// <summary>Whether Orthanc cannot start without it.</summary>
    public bool IsNeeded { get; init; } = true;

    /// <summary>The record without its password.</summary>
    public override string ToString() => Setting;

    /// <summary>The certificates that are in use.</summary>
    public static IReadOnlyList<NamedCertificate> Of(LaunchPlan plan)
    {
        var settings = new EffectiveSettings(plan);
        var found = new List<NamedCertificate>();
        if (settings.Flag("HttpServerEnabled") && settings.Flag("SslEnabled"))
        {
            Add(settings, "SslCertificate", "SslCertificate", found);
            Add(settings, settings.Flag("SslVerifyPeers") ? "SslTrustedClientCertificates" : null, null, found);
        }

        if (settings.Flag("DicomTlsEnabled"))
        {
            Add(settings, "DicomTlsCertificate", "DicomTlsPrivateKey", found);
            Add(settings, "DicomTlsTrustedCertificates", null, found);
        }

        Add(settings, settings.Flag("HttpsVerifyPeers") ? "HttpsCACertificates" : null, null, found, isNeeded: false);
        AddServers(plan, found, "OrthancPeers");
        if (settings.Has("DicomWeb"))
        {
            AddServers(plan, found, "DicomWeb", "Servers");
        }

        return found;
    }

    private static void Add(
        EffectiveSettings settings, string? setting, string? key, List<NamedCertificate> found, bool isNeeded = true)
    {
        if (setting is not null && settings.Text(setting) is { Length: > 0 } file)
        {
            found.Add(new NamedCertificate(setting, file, key is null ? null : settings.Text(key)) { IsNeeded = isNeeded });
        }
    }

    /// <summary>Adds the certificates that Orthanc shows to servers.</summary>
    private static void AddServers(LaunchPlan plan, List<NamedCertificate> found, params string[] setting)
    {
        foreach (var (name, server) in plan.Configuration.Find(setting).Members)
        {
            string? Text(string key) =>
                server.Member(key) is { Exists: true, Merged: null, Kind: JsonKind.String } value ? value.Value.GetString() : null;
            if (server.Kind == JsonKind.Object && Text("CertificateFile") is { Length: > 0 } file)
            {
                found.Add(new NamedCertificate(
                    SettingPath.Join([.. setting, name, "CertificateFile"]), file, Text("CertificateKeyFile") ?? file,
                    Text("CertificateKeyPassword"))
                { IsNeeded = false });
            }
        }
    }
}

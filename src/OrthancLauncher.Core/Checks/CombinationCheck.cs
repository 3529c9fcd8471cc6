using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Plugins;

namespace OrthancLauncher.Core.Checks;

/// <summary>Looks at settings that exclude each other. Each pair was tried on real Orthanc, which did not start.</summary>
internal static class CombinationCheck
{
    /// <summary>From this version on Orthanc can do without the level of patients.</summary>
    private static readonly OrthancVersion WithoutPatients = new(1, 12, 11);

    /// <summary>Checks the combinations.</summary>
    /// <param name="context">What to look at.</param>
    public static void Run(CheckContext context)
    {
        CheckPorts(context);
        CheckCertificates(context);
        CheckPatients(context);
        CheckWorklists(context);
        CheckPeers(context, "OrthancPeers", Severity.Error);
        // The DICOMweb plugin logs the mistake and has no servers then.
        CheckPeers(context, "DicomWeb.Servers", Severity.Warning);
        CheckNumbers(context, "UserMetadata");
        CheckNumbers(context, "UserContentType");
        CheckMultiplicities(context);
        if (Text(context, "OverwriteInstances") == "IfChanged" && context.Configuration.Root["StoreMD5ForAttachments"].Exists
            && !context.IsTrue("StoreMD5ForAttachments", whenAbsent: true)
                && context.Definitions.Catalogue.Find("OverwriteInstances").MissingSince("IfChanged") is null)
        {
            Report(context, "OverwriteInstances",
                "OverwriteInstances is IfChanged, which compares "
                    + "the checksums that StoreMD5ForAttachments switches off", "set StoreMD5ForAttachments to true");
        }

        if (context.IsTrue("AdvancedStorage.Enable", whenAbsent: false) && Text(context, "OverwriteInstances") is not null)
        {
            Report(context, "OverwriteInstances", "OverwriteInstances is a string, but the plugin AdvancedStorage reads a boolean",
                "write true for Always, false for Never", Severity.Warning);
        }
    }

    private static void CheckPorts(CheckContext context)
    {
        if (!context.IsTrue("HttpServerEnabled", whenAbsent: true) || !context.IsTrue("DicomServerEnabled", whenAbsent: true))
        {
            return;
        }

        if (PortCheck.PortOf(context, "HttpPort") is > 0 and var http && http == PortCheck.PortOf(context, "DicomPort"))
        {
            var setting = context.Configuration.Root["DicomPort"].Exists ? "DicomPort" : "HttpPort";
            Report(context, setting, $"HttpPort and DicomPort are both {http}", "give each a port of its own");
        }
    }

    private static void CheckCertificates(CheckContext context)
    {
        if (context.IsTrue("SslEnabled", whenAbsent: false) && context.IsTrue("HttpServerEnabled", whenAbsent: true)
            && !context.Configuration.Root["SslCertificate"].Exists)
        {
            Report(context, "SslEnabled", "SslEnabled is on, but there is no certificate",
                "set SslCertificate to a file with the certificate and its key");
        }

        if (!context.IsTrue("DicomTlsEnabled", whenAbsent: false) || !context.IsTrue("DicomServerEnabled", whenAbsent: true))
        {
            return;
        }

        foreach (var setting in (string[])["DicomTlsCertificate", "DicomTlsPrivateKey"])
        {
            if (!context.Configuration.Root[setting].Exists)
            {
                Report(context, "DicomTlsEnabled", $"DicomTlsEnabled is on, but {setting} is not set", $"set {setting} to a file");
            }
        }
    }

    private static void CheckPatients(CheckContext context)
    {
        var version = context.Definitions.Catalogue.Version;
        if (context.IsTrue("PatientLevelEnabled", whenAbsent: true) || version < WithoutPatients)
        {
            return;
        }

        foreach (var setting in (string[])["MaximumPatientCount", "MaximumStorageSize"])
        {
            if (Number(context, setting) is > 0)
            {
                // Older versions read one of the two only, so that they start.
                Report(context, setting, $"{setting} cannot be limited when PatientLevelEnabled is off", $"remove {setting}",
                    version is null ? Severity.Warning : Severity.Error);
            }
        }
    }

    /// <summary>The plugin reads worklists from one place, as its source says.</summary>
    private static void CheckWorklists(CheckContext context)
    {
        var section = context.Configuration.Root["Worklists"];
        if (!section.Exists || section.Kind != JsonKind.Object || !context.IsTrue("Worklists.Enable", whenAbsent: false)
            || !WorklistsFolder.IsReadBy(context.Installation, context.Plugins))
        {
            return;
        }

        var (former, folder) = (section.Member("Database"), section.Member("Directory"));
        if (former.Exists && folder.Exists)
        {
            Report(context, "Worklists.Directory", "Worklists.Directory is not read, because Worklists.Database is set",
                "remove Worklists.Database", Severity.Warning);
        }

        if ((former.Exists || folder.Exists) && context.IsTrue("Worklists.SaveInOrthancDatabase", whenAbsent: false))
        {
            var other = folder.Exists ? "Worklists.Directory" : "Worklists.Database";
            Report(context, "Worklists.SaveInOrthancDatabase",
                $"Worklists.SaveInOrthancDatabase is on, but {other} is set, so the plugin does not start",
                $"remove {other}, or set Worklists.SaveInOrthancDatabase to false", Severity.Warning);
        }
    }

    private static void CheckPeers(CheckContext context, string setting, Severity severity)
    {
        var peers = context.Configuration.Find(SettingPath.Split(setting));
        if (!peers.Exists || peers.Kind != JsonKind.Object)
        {
            return;
        }

        foreach (var (name, peer) in peers.Members)
        {
            var (problem, remedy) = peer.Kind switch
            {
                JsonKind.Array when Count(peer) == 2 => ("has two elements", "write the URL alone, or with a user name and a password"),
                JsonKind.Object when !peer.Member("Url").Exists && !peer.Member("URL").Exists => ("has no Url", "add \"Url\""),
                JsonKind.Object when CheckContext.TextOf(peer.Member("Password")) is { Length: > 0 }
                    && CheckContext.TextOf(peer.Member("Username")) is not { Length: > 0 } =>
                    ("has a Password without a Username", "add \"Username\""),
                _ => ("", ""),
            };
            if (problem.Length > 0)
            {
                var message = $"{SettingPath.Show([.. SettingPath.Split(setting), name])} {problem}";
                context.Findings.Add(new Finding(Rules.MalformedValue, severity, message)
                {
                    Setting = $"{setting}.{name}",
                    Place = CheckContext.PlaceOf(peer),
                    Remedy = remedy,
                });
            }
        }
    }

    /// <summary>Numbers of users' own metadata and attachments have to differ.</summary>
    private static void CheckNumbers(CheckContext context, string setting)
    {
        var entries = context.Configuration.Root[setting];
        if (!entries.Exists || entries.Kind != JsonKind.Object)
        {
            return;
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, entry) in entries.Members)
        {
            var number = entry.Kind == JsonKind.Array ? FirstOf(entry) : entry;
            if (number is { Exists: true, Kind: JsonKind.Number, Merged: null }
                && !names.TryAdd(Encoding.UTF8.GetString(number.Value.Raw), name))
            {
                var raw = Encoding.UTF8.GetString(number.Value.Raw);
                context.Findings.Add(new Finding(
                    Rules.ConflictingSettings, Severity.Warning, $"{setting} has the number {raw} twice, for {names[raw]} and {name}")
                {
                    Setting = $"{setting}.{name}",
                    Place = CheckContext.PlaceOf(entry),
                    Remedy = "give each a number of its own",
                });
            }
        }
    }

    /// <summary>Tags of users have at least and at most so many values; with 0 at most there is no limit.</summary>
    private static void CheckMultiplicities(CheckContext context)
    {
        var tags = context.Configuration.Root["Dictionary"];
        if (!tags.Exists || tags.Kind != JsonKind.Object)
        {
            return;
        }

        foreach (var (name, tag) in tags.Members)
        {
            var numbers = new List<int>();
            foreach (var element in tag.Kind == JsonKind.Array ? tag.Value.Elements : default)
            {
                numbers.Add(element.Kind == JsonKind.Number && int.TryParse(element.Raw, out var number) ? number : -1);
            }

            if (numbers is [_, _, var least, > 0 and var most, ..] && most < least)
            {
                context.Findings.Add(new Finding(
                    Rules.MalformedValue, $"{SettingPath.Show(["Dictionary", name])} has at least {least} values, but at most {most}")
                {
                    Setting = $"Dictionary.{name}",
                    Place = CheckContext.PlaceOf(tag),
                    Remedy = "write the smaller number first; 0 as the second is no limit",
                });
            }
        }
    }

    private static ConfigurationNode FirstOf(ConfigurationNode array)
    {
        foreach (var element in array.Value.Elements)
        {
            return new ConfigurationNode(element);
        }

        return default;
    }

    private static int Count(ConfigurationNode array)
    {
        var count = 0;
        foreach (var _ in array.Value.Elements)
        {
            count++;
        }

        return count;
    }

    private static string? Text(CheckContext context, string setting) => CheckContext.TextOf(context.Configuration.Root[setting]);

    private static decimal? Number(CheckContext context, string setting)
    {
        var node = context.Configuration.Root[setting];
        return node is { Exists: true, Merged: null, Kind: JsonKind.Number } && decimal.TryParse(node.Value.Raw, out var number) ? number
            : null;
    }

    private static void Report(CheckContext context, string setting, string message, string remedy, Severity severity = Severity.Error)
    {
        var node = context.Configuration.Find(SettingPath.Split(setting));
        context.Findings.Add(new Finding(Rules.ConflictingSettings, severity, message)
        {
            Setting = setting,
            Place = node.Exists ? CheckContext.PlaceOf(node) : null,
            Remedy = remedy,
        });
    }
}

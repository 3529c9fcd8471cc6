using System.Globalization;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Planning;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>A host that Orthanc connects to.</summary>
/// <param name="Name">The setting, without the host.</param>
/// <param name="Host">A name or an address, IPv6 without brackets.</param>
/// <param name="IsNeeded">Whether Orthanc cannot work without it.</param>
/// <param name="IsSecret">Whether it came from a secret, so that nobody may see it.</param>
internal sealed record Destination(string Name, string Host, int Port, bool IsNeeded, bool IsSecret)
{
    /// <summary>Host and port as they may be shown.</summary>
    public string Authority =>
        IsSecret ? SecretText.Mask : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary>Finds what the configuration makes Orthanc connect to: database, object store, peers, modalities.</summary>
internal sealed class Destinations
{
    private const int Https = 443;

    private readonly LaunchPlan _plan;
    private readonly EffectiveSettings _settings;
    private readonly List<Destination> _found = [];

    private Destinations(LaunchPlan plan)
    {
        _plan = plan;
        _settings = new EffectiveSettings(plan);
    }

    public static IReadOnlyList<Destination> Of(LaunchPlan plan)
    {
        var destinations = new Destinations(plan);
        destinations.AddDatabase("PostgreSQL", 5432);
        destinations.AddDatabase("MySQL", 3306);
        destinations.AddObjectStores();
        destinations.AddServers("OrthancPeers");
        if (destinations._settings.Has("DicomWeb"))
        {
            destinations.AddServers("DicomWeb", "Servers");
        }

        destinations.AddModalities();
        return destinations._found;
    }

    private void AddDatabase(string plugin, int defaultPort)
    {
        var uri = _settings.Value($"{plugin}.ConnectionUri");
        if (!_settings.Has(plugin) || _settings.Text($"{plugin}.UnixSocket") is { Length: > 0 })
        {
            return;
        }

        if (uri.Exists && !uri.IsEmptyString)
        {
            Add([plugin, "ConnectionUri"], uri, uri.GetString(), defaultPort, isNeeded: true);
        }
        else if (_settings.Value($"{plugin}.Host") is { Exists: true } host)
        {
            Add([plugin, "Host"], host, host.GetString(), (int)(_settings.Number($"{plugin}.Port") ?? defaultPort), isNeeded: true);
        }
    }

    private void AddObjectStores()
    {
        if (_settings.Has("AwsS3Storage"))
        {
            var (endpoint, region) = (_settings.Value("AwsS3Storage.Endpoint"), _settings.Value("AwsS3Storage.Region"));
            if (endpoint.Exists && !endpoint.IsEmptyString)
            {
                Add(["AwsS3Storage", "Endpoint"], endpoint, endpoint.GetString(), Https, isNeeded: true);
            }
            else if (region.Exists)
            {
                Add(["AwsS3Storage", "Region"], region, $"s3.{region.GetString()}.amazonaws.com", Https, isNeeded: true);
            }
        }

        if (_settings.Has("AzureBlobStorage") && _settings.Value("AzureBlobStorage.ConnectionString") is { Exists: true } azure)
        {
            var parts = azure.GetString().Split(';');
            var address = PartOf(parts, "BlobEndpoint=")
                ?? $"{PartOf(parts, "AccountName=")}.blob.{PartOf(parts, "EndpointSuffix=") ?? "core.windows.net"}";
            Add(["AzureBlobStorage", "ConnectionString"], azure, address, Https, isNeeded: true);
        }

        if (_settings.Has("GoogleCloudStorage"))
        {
            _found.Add(new Destination("GoogleCloudStorage", "storage.googleapis.com", Https, IsNeeded: true, IsSecret: false));
        }
    }

    private static string? PartOf(string[] parts, string name) =>
        Array.Find(parts, part => part.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..];

    /// <summary>Adds servers with a URL: <c>{"Url": …}</c> or <c>["…", …]</c>.</summary>
    private void AddServers(params string[] setting)
    {
        foreach (var (name, server) in Members(setting))
        {
            var key = server.Kind == JsonKind.Array ? SettingPath.Element(0) : server.Member("Url").Exists ? "Url" : "URL";
            var url = server.Kind == JsonKind.Array ? Element(server, 0) : server.Member(key);
            if (url.Exists && url.Merged is null)
            {
                Add([.. setting, name, key], url.Value, url.Value.GetString(), Https, isNeeded: false);
            }
        }
    }

    /// <summary>Adds modalities: <c>{"Host": …, "Port": …}</c> or <c>["AET", "host", port]</c>.</summary>
    private void AddModalities()
    {
        foreach (var (name, modality) in Members("DicomModalities"))
        {
            var (host, port) = modality.Kind == JsonKind.Array
                ? (Element(modality, 1), Element(modality, 2))
                : (modality.Member("Host"), modality.Member("Port"));
            if (host is { Exists: true, Merged: null } && port is { Exists: true, Merged: null }
                && int.TryParse(port.Value.GetString(), CultureInfo.InvariantCulture, out var number))
            {
                Add(["DicomModalities", name], host.Value, host.Value.GetString(), number, isNeeded: false);
            }
        }
    }

    private IEnumerable<KeyValuePair<string, ConfigurationNode>> Members(params string[] setting) =>
        _plan.Configuration.Find(setting).Members;

    private static ConfigurationNode Element(ConfigurationNode array, int position)
    {
        foreach (var element in array.Value.Elements)
        {
            if (position-- == 0)
            {
                return new ConfigurationNode(element);
            }
        }

        return default;
    }

    /// <param name="text">A URL, or a host with or without a port.</param>
    private void Add(string[] setting, JsonValue value, string text, int port, bool isNeeded)
    {
        // A path is a socket of this machine.
        if (text.StartsWith('/'))
        {
            return;
        }

        var isUrl = text.Contains("://", StringComparison.Ordinal);
        if (Uri.TryCreate(isUrl ? text : $"none://{text}", UriKind.Absolute, out var url) && url.Host.Length > 0)
        {
            var isSecret = value.IsFromSecret || (setting is [_, "ConnectionString"] && _plan.Context.Secrets.IsSecret(setting));
            _found.Add(new Destination(
                SettingPath.Join(setting), url.DnsSafeHost, url.Port > 0 ? url.Port : port, isNeeded, isSecret));
        }
    }
}

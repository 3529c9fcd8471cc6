using System.Globalization;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Probing;

/// <summary>What the configuration that Orthanc was started with says about reaching it.</summary>
internal sealed class RunningConfiguration
{
    private const int DefaultHttpPort = 8042;
    private const int DefaultDicomPort = 4242;
    private const string LocalHost = "127.0.0.1";

    private readonly string _path;
    private readonly JsonValue _root;

    private RunningConfiguration(string path, JsonValue root)
    {
        _path = path;
        _root = root;
    }

    /// <summary>Why the file could not be read, so that Orthanc's own defaults stand in for it; otherwise null.</summary>
    public string? Failure { get; private init; }

    /// <summary>Whether Orthanc answers HTTP at all.</summary>
    public bool HasHttp => Flag("HttpServerEnabled", true);

    /// <summary>Whether Orthanc answers DICOM.</summary>
    public bool HasDicom => Flag("DicomServerEnabled", true);

    public int HttpPort => Port("HttpPort", DefaultHttpPort);

    public int DicomPort => Port("DicomPort", DefaultDicomPort);

    /// <summary>Whether HTTP is spoken over TLS.</summary>
    public bool IsSecure => Flag("SslEnabled", false);

    /// <summary>Whether clients must show a certificate.</summary>
    public bool AsksForCertificate => Flag("SslVerifyPeers", false);

    /// <summary>An address of this machine on which HTTP is answered.</summary>
    public string HttpAddress
    {
        get
        {
            string? first = null;
            if (_root.Exists && _root.Member("HttpBindAddresses") is { Exists: true, Kind: JsonKind.Array } addresses)
            {
                foreach (var element in addresses.Elements)
                {
                    var address = element.GetString();
                    first ??= address;
                    if (address is LocalHost or "0.0.0.0" or "::")
                    {
                        return LocalHost;
                    }
                }
            }

            return first ?? LocalHost;
        }
    }

    public static RunningConfiguration Read(string path)
    {
        var content = HostFile.Read(path, out var failure);
        if (failure is not null)
        {
            return new RunningConfiguration(path, default) { Failure = $"{path}: {failure}" };
        }

        var findings = new FindingList(Severity.Error);
        var json = JsonParser.ReadConfiguration(new SourceText(new Source(SourceKind.File, path), content), findings);
        return json is not null
            ? new RunningConfiguration(path, json.Root)
            : new RunningConfiguration(path,
                default)
            { Failure = $"{findings.First().Place?.ToString() ?? path}: not a JSON configuration" };
    }

    /// <summary>The user to ask as: the one of that name, or the first.</summary>
    /// <param name="name">The name, or null.</param>
    /// <returns>The user and the password as far as they are known; nobody where no authentication is asked for.</returns>
    public (string? Name, string? Password) User(string? name)
    {
        if (Flag("AuthenticationEnabled", true) && _root.Exists && _root.Member("RegisteredUsers") is { Exists: true } users)
        {
            foreach (var user in users.Members)
            {
                if (name is null || user.Name == name)
                {
                    return (user.Name, user.Value.GetString());
                }
            }
        }

        return (name, null);
    }

    private bool Flag(string name, bool defaultValue)
    {
        var value = _root.Exists ? _root.Member(name) : default;
        return value.Exists && value.Kind == JsonKind.Boolean ? value.IsTrue : defaultValue;
    }

    private int Port(string name, int defaultValue)
    {
        var value = _root.Exists ? _root.Member(name) : default;
        if (!value.Exists)
        {
            return defaultValue;
        }

        return ushort.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new ProbeException($"{name} in {_path} is not a valid port");
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>
/// What <c>validate</c> calls an error of type is one to the real Orthanc too, and what it accepts Orthanc starts with. Settings that
/// Orthanc only reads when they are needed, such as <c>StrictAetComparison</c>, cannot be seen at its start and are left out.
/// </summary>
public sealed class RealTypesTests
{
    private static readonly Dictionary<string, string> Libraries = new()
    {
        ["DicomWeb"] = "libOrthancDicomWeb.so",
        ["Gdcm"] = "libOrthancGdcm.so",
        ["PostgreSQL"] = "libOrthancPostgreSQLIndex.so",
        ["Worklists"] = "libModalityWorklists.so",
        ["ServeFolders"] = "libServeFolders.so",
    };

    /// <summary>Settings with a wrong and a right value; PORT stands for a free port, FOLDER for the test's own folder.</summary>
    public static TheoryData<string, string, string> Settings => new()
    {
        { "StorageDirectory", """["FOLDER"]""", "\"FOLDER/db\"" },
        { "StorageCompression", "\"true\"", "true" },
        { "MaximumStorageSize", "\"1024\"", "1024" },
        { "MaximumPatientCount", "1.5", "15" },
        { "MaximumStorageCacheSize", "{}", "64" },
        { "LuaScripts", "\"FOLDER/a.lua\"", """["FOLDER/a.lua"]""" },
        { "ConcurrentJobs", "\"2\"", "2" },
        { "HttpServerEnabled", "1", "true" },
        { "OrthancExplorerEnabled", "\"yes\"", "false" },
        { "HttpPort", "\"PORT\"", "PORT" },
        { "HttpThreadsCount", "\"10\"", "10" },
        { "WebDavEnabled", "0", "false" },
        { "DicomServerEnabled", "\"on\"", "true" },
        { "DicomAet", """["ORTHANC"]""", "\"ORTHANC\"" },
        { "DicomCheckCalledAet", "\"false\"", "false" },
        { "DicomPort", "\"PORT\"", "PORT" },
        { "DefaultEncoding", "[]", "\"Utf8\"" },
        { "UnknownSopClassAccepted", "1", "true" },
        { "RemoteAccessAllowed", "\"false\"", "false" },
        { "SslEnabled", "\"false\"", "false" },
        { "AuthenticationEnabled", "\"false\"", "false" },
        { "RegisteredUsers", """["alice"]""", """{"alice": "secret"}""" },
        { "RegisteredUsers.alice", """["12345"]""", "\"12345\"" },
        { "DicomTlsEnabled", "\"no\"", "false" },
        { "DicomAlwaysAllowEcho", "1", "true" },
        { "DicomModalities", "\"none\"", """{"a": ["A", "127.0.0.1", 104]}""" },
        { "DicomModalities.a", "\"A\"", """{"AET": "A", "Host": "127.0.0.1", "Port": 104}""" },
        { "DicomModalitiesInDatabase", "\"true\"", "true" },
        { "OrthancPeers", "[]", """{"p": ["http://127.0.0.1:1/"]}""" },
        { "OrthancPeers.p", "\"http://127.0.0.1:1/\"", """{"Url": "http://127.0.0.1:1/", "Timeout": 3}""" },
        { "HttpTimeout", "\"60\"", "60" },
        { "HttpsVerifyPeers", "\"true\"", "true" },
        { "StableAge", "60.0", "60" },
        { "LimitFindResults", "1e2", "100" },
        { "StoreDicom", "\"true\"", "true" },
        { "QueryRetrieveSize", "\"100\"", "100" },
        { "LoadPrivateDictionary", "1", "true" },
        { "JobsHistorySize", "\"10\"", "10" },
        { "SaveJobs", "\"false\"", "false" },
        { "OverwriteInstances", "{}", "true" },
        { "MediaArchiveSize", "true", "1" },
        { "MetricsEnabled", "\"false\"", "false" },
        { "DicomLossyTranscodingQuality", "\"90\"", "90" },
        { "UserMetadata.own", "\"1024\"", "1024" },
        { "HttpCompressionEnabled", "\"true\"", "true" },
        { "KeepAlive", "1", "true" },
        { "TcpNoDelay", "\"true\"", "true" },
        { "HttpRequestTimeout", "\"30\"", "30" },
        { "DicomScpTimeout", "\"30\"", "30" },
        { "DicomWeb.Enable", "\"true\"", "true" },
        { "DicomWeb.Root", "1", "\"/dicom-web/\"" },
        { "DicomWeb.EnableWado", "\"true\"", "true" },
        { "DicomWeb.StudiesMetadata", "true", "\"Full\"" },
        { "DicomWeb.StudiesMetadataExtrapolatedTags", "\"PatientID\"", """["PatientID"]""" },
        { "DicomWeb.ServersInDatabase", "\"false\"", "false" },
        { "Gdcm.Enable", "\"true\"", "true" },
        { "Gdcm.Throttling", "\"4\"", "4" },
        { "Gdcm.RestrictTransferSyntaxes", "\"1.2.840.10008.1.2.4.90\"", """["1.2.840.10008.1.2.4.90"]""" },
        { "PostgreSQL.EnableIndex", "\"false\"", "false" },
        { "Worklists.Enable", "\"true\"", "true" },
        { "Worklists.Database", "{}", "\"FOLDER\"" },
        { "Worklists.FilterIssuerAet", "\"false\"", "false" },
        { "Worklists.LimitAnswers", "\"0\"", "0" },
        { "ServeFolders.own", "1", "\"FOLDER\"" },
    };

    [RequiresTheory(Part.Launcher | Part.Orthanc)]
    [MemberData(nameof(Settings))]
    public async Task Orthanc_and_validate_agree(string setting, string wrong, string right)
    {
        using var folder = new TempFolder();
        folder.Write("a.lua", "");

        var mistaken = Configuration(setting, wrong, folder);
        var failed = await StartAsync(mistaken, folder);
        (failed.ExitCode is not (null or 0) || failed.Errors.Any(line => line.Contains(setting.Split('.')[^1], StringComparison.Ordinal)))
            .Should().BeTrue(
            "Orthanc should refuse {0} or complain about it: {1}", mistaken, failed.Log);
        var isRefused = failed.ExitCode is not (null or 0);
        (await WrongTypesAsync(mistaken)).Should().Contain(
            finding => finding == $"error {setting}" || (!isRefused && finding == $"warning {setting}"), mistaken);

        var accepted = Configuration(setting, right, folder);
        (await WrongTypesAsync(accepted)).Should().BeEmpty(accepted);
        var started = await StartAsync(accepted, folder);
        started.HasStarted.Should().BeTrue("Orthanc should start with {0}: {1}", accepted, started.Log);
        started.Errors.Should().BeEmpty();
    }

    private static string Configuration(string setting, string value, TempFolder folder)
    {
        var segments = setting.Split('.');
        var configuration = new JsonObject
        {
            ["HttpPort"] = OrthancContainer.FreePort(),
            ["DicomPort"] = OrthancContainer.FreePort(),
            ["StorageDirectory"] = folder["db"],
            ["IndexDirectory"] = folder["db"],
            ["RemoteAccessAllowed"] = false,
        };
        if (Libraries.TryGetValue(segments[0], out var library))
        {
            configuration["Plugins"] = new JsonArray(Path.Combine(Machine.OrthancPlugins, library));
            configuration[segments[0]] = segments[0] switch
            {
                // What the plugins need besides, to start without a database and without waiting for one.
                "PostgreSQL" => new JsonObject { ["EnableIndex"] = false, ["EnableStorage"] = false },
                "Worklists" => new JsonObject { ["Enable"] = true, ["Database"] = folder.Root },
                _ => new JsonObject(),
            };
        }

        var target = configuration;
        foreach (var segment in segments[..^1])
        {
            target[segment] ??= new JsonObject();
            target = target[segment]!.AsObject();
        }

        var port = $"{OrthancContainer.FreePort()}";
        target[segments[^1]] = JsonNode.Parse(
            value.Replace("PORT", port, StringComparison.Ordinal).Replace("FOLDER", folder.Root, StringComparison.Ordinal));
        return configuration.ToJsonString();
    }

    private static async Task<IEnumerable<string>> WrongTypesAsync(string configuration)
    {
        using var run = new LauncherRun();
        run.WithoutUsers().Config("a.json", configuration);
        var finished = await run.RunAsync("validate", "--format", "json", "--orthanc-version", Machine.OrthancVersion);
        return JsonNode.Parse(finished.Output)!["findings"]!.AsArray()
            .Where(finding => finding!["rule"]!.GetValue<string>() == "wrong-type")
            .Select(finding => $"{finding!["severity"]} {finding["setting"]}");
    }

    /// <summary>Starts Orthanc, and ends it as soon as it has started.</summary>
    private static async Task<(bool HasStarted, int? ExitCode, string Log, IEnumerable<string> Errors)> StartAsync(
        string configuration, TempFolder folder)
    {
        var file = folder.Write("orthanc.json", configuration);
        using var process = Process.Start(
            new ProcessStartInfo(Machine.Orthanc, [file])
            {
                WorkingDirectory = folder.Root,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
        using var patience = new CancellationTokenSource(RunningProcess.Patience);
        var log = new List<string>();
        var hasStarted = false;
        try
        {
            while (!hasStarted && await process.StandardError.ReadLineAsync(patience.Token) is { } line)
            {
                log.Add(line);
                hasStarted = line.Contains("Orthanc has started", StringComparison.Ordinal);
            }

            if (!hasStarted)
            {
                await process.WaitForExitAsync(patience.Token);
            }
        }
        finally
        {
            // Its own end takes seconds, and there is nothing worth keeping.
            process.Kill();
        }

        await process.WaitForExitAsync();
        return (hasStarted, hasStarted ? null : process.ExitCode, string.Join('\n', log), log.Where(line => line.StartsWith('E')));
    }
}

using OrthancLauncher.Core.Diagnosing;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Diagnosing;

public sealed class DoctorTests
{
    private const long Gigabyte = 1024 * 1024 * 1024;

    private static readonly FolderFacts Fine = new("/tmp", "/tmp", IsFolder: true, IsWritable: true, "1777", 0)
    {
        Volume = new VolumeFacts(10 * Gigabyte, 5 * Gigabyte, 1000, 500, IsReadOnly: false),
    };

    [Fact]
    public void A_start_that_has_all_it_needs_is_ok_in_every_line()
    {
        var lines = Doctor.Examine(Seen(Startable()) with
        {
            SourceFolders = [new SourceFolderFacts("/etc/orthanc", 1, IsMissing: false), new SourceFolderFacts("/run/secrets", null, true)],
            Running = new RunningFacts(1, "/usr/sbin/Orthanc", IsReplaced: false),
        });

        lines.Where(line => line.State != DoctorState.Ok).Should().BeEmpty();
        Texts(lines).Should().ContainInOrder(
            "ok sources: /etc/orthanc: 1 file",
            "ok sources: /run/secrets: does not exist",
            "ok sources: settings come from 1 file, 0 environment variables and 0 secrets",
            "ok findings: 0 errors, 0 warnings",
            "ok program: Orthanc can be started",
            "ok host id: a start leaves it as it is",
            "ok output: /tmp: writable, mode 1777, owner user id 0, 5 GB of 10 GB free, 500 of 1000 inodes free",
            "ok storage: /tmp: writable, mode 1777, owner user id 0, 5 GB of 10 GB free, 500 of 1000 inodes free",
            "ok network: not tried; --network connects to what the configuration names");
    }

    [Fact]
    public void Every_error_is_a_failure_with_its_remedy_and_warnings_are_counted()
    {
        var lines = Doctor.Examine(
            Seen(new Scenario().File("""{"RemoteAccessAllowed": true, "AuthenticationEnabled": true, "Nmae": "x"}""")));

        Texts(lines).Should().ContainMatch("failure findings: *[no-users] → *")
            .And.Contain("failure findings: 1 error, 1 warning; Orthanc is not started like this → orthanc-launcher validate lists them");
    }

    [Theory]
    [InlineData(false, true, false, 5.0, 500, "failure", "/tmp is not a folder that can be searched → correct StorageDirectory")]
    [InlineData(true, false, false, 5.0, 500, "failure",
        "/tmp: user id 7 cannot write /tmp (mode 1777, owner user id 0) → give the folder to user id 7, or run as user id 0")]
    [InlineData(true, false, true, 5.0, 500, "failure",
        "/tmp: /tmp is on a read-only file system → mount a writable volume there, or set StorageDirectory")]
    [InlineData(true, true, false, 0.0, 500, "failure", "*no space is left → remove files, or use a larger volume")]
    [InlineData(true, true, false, 0.3, 500, "warning", "*nearly full → plan for a larger volume")]
    [InlineData(true, true, false, 5.0, 0, "failure", "*no inode is left → *")]
    [InlineData(true, true, false, 5.0, 40, "warning", "*nearly out of inodes → *")]
    [InlineData(true, true, false, 5.0, 500, "ok", "/tmp: writable, *")]
    public void A_folder_needs_rights_space_and_inodes(
        bool isFolder, bool isWritable, bool isReadOnly, double free, long inodes, string state, string what)
    {
        var storage = Fine with
        {
            IsFolder = isFolder,
            IsWritable = isWritable,
            Volume = new VolumeFacts(10 * Gigabyte, (long)(free * Gigabyte), 1000, inodes, isReadOnly),
        };

        Of("storage", Seen(Startable()) with { Storage = storage, User = 7 })
            .Should().ContainSingle().Which.Should().Match($"{state} storage: {what}");
    }

    [Fact]
    public void A_missing_folder_is_made_by_Orthanc_where_that_is_allowed() =>
        Of("storage", Seen(Startable()) with { Storage = Fine with { Path = "/tmp/a/b", Volume = null } })
            .Should().Equal("ok storage: /tmp/a/b: made by Orthanc in /tmp, which is writable");

    [Fact]
    public void Where_plugins_have_index_and_files_no_folder_is_needed()
    {
        var scenario = Startable().AllLibraries().Variable("ORTHANC__POSTGRESQL__HOST", "db")
            .Variable("ORTHANC__AWS_S3_STORAGE__BUCKET_NAME", "b").Variable("ORTHANC__AWS_S3_STORAGE__REGION", "eu-central-1");
        var seen = Seen(scenario) with { Storage = null };

        Of("storage", seen).Should().Equal("ok storage: plugin AwsS3Storage stores the files");
        Of("index", seen).Should().Equal("ok index: plugin PostgreSQL has the index");
        Destinations.Of(seen.Plan).Select(destination => destination.Authority).Should()
            .Equal("db:5432", "s3.eu-central-1.amazonaws.com:443");
    }

    [Theory]
    [InlineData(null, -400.0, -2.0, "failure certificates: SslCertificate: /c.pem expired 2 days ago → renew it and restart Orthanc")]
    [InlineData(null, 3.5, 100.0, "failure certificates: SslCertificate: /c.pem is valid only in 3 days → *")]
    [InlineData(null, -1.0, 20.5, "warning certificates: SslCertificate: /c.pem expires in 20 days → renew it and restart Orthanc")]
    [InlineData(null, -1.0, 0.5, "warning certificates: SslCertificate: /c.pem expires in less than a day → *")]
    [InlineData(null, -1.0, 100.0, "ok certificates: SslCertificate: /c.pem is valid for 100 days")]
    [InlineData("it does not exist", 0.0, 0.0, "failure certificates: SslCertificate: /c.pem: it does not exist → *")]
    public void Certificates_are_readable_and_valid(string? failure, double begins, double ends, string line) =>
        Of("certificates", Seen(Startable()) with
        {
            Certificates =
            [
                new CertificateFacts(new NamedCertificate("SslCertificate", "/c.pem", "/c.pem"), failure)
                {
                    Begins = TimeSpan.FromDays(begins),
                    Ends = TimeSpan.FromDays(ends),
                },
            ],
        }).Should().ContainSingle().Which.Should().Match(line);

    [Theory]
    [InlineData(false, false, "ok ports: HttpPort 8042: free")]
    [InlineData(false, true, "failure ports: HttpPort 8042: in use by another program → stop that program, or set HttpPort")]
    [InlineData(true, true, "ok ports: HttpPort 8042: listening")]
    [InlineData(true, false, "failure ports: HttpPort 8042: Orthanc runs, but nothing listens → *")]
    public void A_port_belongs_to_Orthanc(bool runs, bool isListening, string line) =>
        Of("ports", Seen(Startable()) with
        {
            Ports = [new PortFacts("HttpPort", 8042, isListening)],
            Running = runs ? new RunningFacts(1, "Orthanc", IsReplaced: false) : null,
        }).Should().ContainSingle().Which.Should().Match(line);

    [Fact]
    public void What_Orthanc_needs_is_a_failure_and_another_machine_a_warning()
    {
        var database = new Destination("PostgreSQL.Host", "db", 5432, IsNeeded: true, IsSecret: false);
        Of("network", Seen(Startable()) with
        {
            Destinations =
            [
                new DestinationFacts(database, null),
                new DestinationFacts(database, "connection refused"),
                new DestinationFacts(
                    database with { Name = "DicomModalities.ct", IsNeeded = false, IsSecret = true }, "connection refused"),
            ],
        }).Should().Equal(
            "ok network: PostgreSQL.Host at db:5432: reachable",
            "failure network: PostgreSQL.Host at db:5432: connection refused → "
                + "start it, correct the setting, or let the network reach it",
            "warning network: DicomModalities.ct at ********: connection refused → "
                + "start it, correct the setting, or let the network reach it");
    }

    [Fact]
    public void Of_the_running_Orthanc_it_tells_version_plugins_statistics_and_failed_jobs()
    {
        var running = new RunningFacts(1, "/usr/sbin/Orthanc", IsReplaced: true)
        {
            User = 100,
            Libraries = new HashSet<string> { "libOrthancGdcm.so" },
            System = Json("""{"Version": "1.12.1", "ApiVersion": 22, "DatabaseVersion": 6, "Name": "marker-name"}"""),
            Plugins = Json("""["gdcm", "explorer.js"]"""),
            Statistics = Json("""{"CountInstances": 12, "CountStudies": 3, "TotalDiskSizeMB": 95}"""),
            Jobs = Json(
                """
                [{"Type": "DicomModalityStore", "State": "Failure", "ErrorCode": 9, "ErrorDescription": "marker-text", "ID": "marker-id",
                  "Content": {"Description": "marker-patient", "RemoteAet": "marker-aet", "ParentResources": ["marker-study"]}},
                 {"Type": "DicomModalityStore", "State": "Failure", "ErrorCode": 9}, {"Type": "Archive", "State": "Success"}]
                """),
        };
        var scenario = Startable("\"MaximumStorageSize\": 100").AllLibraries().Variable("DICOM_WEB_PLUGIN_ENABLED", "true");

        var lines = Of("Orthanc", Seen(scenario) with { Running = running });

        lines.Should().Equal(
            "warning Orthanc: process 1, /usr/sbin/Orthanc, was replaced since it was started → restart Orthanc",
            "warning Orthanc: it runs as user id 100, but this page tells what user id 0 may read and write → run doctor as user id 100",
            "failure Orthanc: plugin DicomWeb is enabled, but not loaded → "
                + "restart Orthanc if it was enabled since; otherwise its log says why",
            "failure Orthanc: plugin OrthancExplorer2 is enabled, but not loaded → "
                + "restart Orthanc if it was enabled since; otherwise its log says why",
            "ok Orthanc: version 1.12.1, API 22, database 6",
            "ok Orthanc: plugins: gdcm, explorer.js",
            "warning Orthanc: 12 instances in 3 studies, 95 MB of at most 100 MB (MaximumStorageSize) → "
                + "raise MaximumStorageSize, before Orthanc removes or refuses patients",
            "warning Orthanc: 2 jobs of type DicomModalityStore failed with error code 9 → "
                + "Orthanc's log says why; /jobs/ID/resubmit tries again",
            "ok Orthanc: 3 jobs, 2 failed");
    }

    [Theory]
    [InlineData(64, 1, null, "failure limits: memory limit 64 MB, 1 MB used; the storage cache may take 128 MB → *")]
    [InlineData(
        200, 1, null, "warning limits: memory limit 200 MB, 1 MB used; the storage cache may take 128 MB, more than half of it → *")]
    [InlineData(
        1000, 950, null, "warning limits: memory limit 1000 MB, 950 MB used; the storage cache may take 128 MB: nearly used up → *")]
    [InlineData(1000, 1, null, "ok limits: memory limit 1000 MB, 1 MB used; the storage cache may take 128 MB")]
    [InlineData(null, null, null, "ok limits: no memory limit; the storage cache may take 128 MB")]
    [InlineData(null, null, 3L, "warning limits: the kernel ended a process of this container for lack of memory, 3 times → *")]
    public void The_memory_is_enough_for_the_cache(int? megabytes, int? used, long? kills, string line) =>
        Of("limits", Seen(Startable()) with
        {
            Limits = new LimitFacts(Memory: megabytes * 1024L * 1024, MemoryUsed: used * 1024L * 1024, MemoryKills: kills),
        }).Should().ContainMatch(line);

    [Theory]
    [InlineData(256L, null, "warning limits: at most 256 open files → raise it (ulimits: nofile)")]
    [InlineData(1024L, null, "ok limits: at most 1024 open files")]
    [InlineData(null, 100L, "ok limits: 50 threads for HTTP, 4 for DICOM, at most 100")]
    [InlineData(null, 20L, "failure limits: 50 threads for HTTP, 4 for DICOM, but at most 20 are allowed → *")]
    public void Files_and_threads_are_enough(long? files, long? threads, string line) =>
        Of("limits", Seen(Startable()) with { Limits = new LimitFacts(OpenFiles: files, Threads: threads) }).Should().ContainMatch(line);

    [Fact]
    public void Without_a_running_Orthanc_it_says_where_to_look() =>
        Of("Orthanc", Seen(Startable())).Should().Equal(
            "warning Orthanc: no process of Orthanc runs here → to see a running one, run doctor inside its container");

    [Fact]
    public void Another_version_than_the_one_that_was_checked_for_is_a_warning()
    {
        var definitions = Scenario.Overlay(new Core.Findings.FindingList());
        definitions.ChooseVersion(Core.Catalogue.OrthancVersion.Parse("1.12.4"), ofImage: null);
        var running = new RunningFacts(1, "Orthanc", IsReplaced: false) { System = Json("""{"Version": "1.12.1"}""") };

        Of("Orthanc", Seen(Startable().With(definitions)) with { Running = running }).Should().ContainMatch(
            "warning Orthanc: version 1.12.1, * the configuration was checked for 1.12.4 → set ORTHANC_LAUNCHER_ORTHANC_VERSION=1.12.1");
    }

    private static Scenario Startable(string more = "\"Name\": \"x\"") =>
        new Scenario().File($$"""{"RegisteredUsers": {"demo": "other-password"}, {{more}}}""");

    private static Observations Seen(Scenario scenario) => new()
    {
        Plan = scenario.Plan(),
        Output = Fine,
        OutputMode = "0600",
        Temporary = Fine,
        Storage = Fine,
    };

    private static JsonValue Json(string text)
    {
        JsonParser.TryRead(new Source(SourceKind.File, "answer"), Scenario.Utf8(text), out var value).Should().BeTrue();
        return value;
    }

    private static IEnumerable<string> Of(string topic, Observations seen) =>
        Texts(Doctor.Examine(seen).Where(line => line.Topic == topic));

    private static IEnumerable<string> Texts(IEnumerable<DoctorLine> lines) => lines.Select(line =>
        $"{line.State.ToString().ToLowerInvariant()} {line.Topic}: {line.What}{(line.Remedy is null ? "" : $" → {line.Remedy}")}");
}

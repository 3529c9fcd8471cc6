using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Diagnosing;

public sealed class DoctorCommandTests : IDisposable
{
    private const string Secret = "marker-secret-7";
    private const string Patient = "marker-patient";
    private const string Host = "marker-host.example.org";

    private readonly TestHost _host = new TestHost().Startable();

    public DoctorCommandTests() => _host.Set("TMPDIR", _host.Folder).Set("ORTHANC__STORAGE_DIRECTORY", _host.Folder)
        .Set("ORTHANC__HTTPS_VERIFY_PEERS", "false").Set("ORTHANC__HTTP_PORT", "1").Set("ORTHANC__DICOM_SERVER_ENABLED", "false");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_a_start_needs_is_a_line_each_and_only_a_failure_is_exit_code_1()
    {
        _host.Run("doctor").Should().Be(0, _host.Output + _host.Error);
        Lines().Should().Contain($"ok sources {_host.Folder}/etc: 0 files").And.Contain("ok program /bin/true can be started")
            .And.Contain("ok ports HttpPort 1: free").And.Contain("warning Orthanc no process of /bin/true runs here")
            .And.ContainMatch($"ok storage {_host.Folder}: writable, mode 0700, owner user id *free*");

        _host.Set("ORTHANC_LAUNCHER_ORTHANC", "/nowhere/Orthanc");
        _host.Run("doctor").Should().Be(1);
        Lines().Should().Contain("failure program /nowhere/Orthanc: it was not found")
            .And.Contain("→ set ORTHANC_LAUNCHER_ORTHANC to Orthanc's program");
    }

    [Fact]
    public void A_source_that_cannot_be_understood_is_a_failure_and_not_the_end()
    {
        _host.WithFile("etc/a.json", "{").Run("doctor").Should().Be(1, _host.Error);
        Lines().Should().ContainMatch($"failure findings {_host.Folder}/etc/a.json:1:*[invalid-json]")
            .And.ContainMatch("ok storage *");
    }

    [Fact]
    public void A_port_in_use_is_a_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _host.WithFile("proc/net/tcp", File.ReadAllText("/proc/net/tcp")).Set("ORTHANC__HTTP_PORT", $"{port}");

        _host.Run("doctor").Should().Be(1);
        Lines().Should().Contain($"failure ports HttpPort {port}: in use by another program");
    }

    [Theory]
    [InlineData(-10, 100.5, true, "ok", "is valid for 100 days")]
    [InlineData(-10, 12.5, true, "warning", "expires in 12 days")]
    [InlineData(-10, -1.5, true, "failure", "expired 1 day ago")]
    [InlineData(5.5, 100, true, "failure", "is valid only in 5 days")]
    [InlineData(-10, 100, false, "failure", ": it does not go with the key in *: key values mismatch")]
    public void A_certificate_is_valid_and_goes_with_its_key(double begins, double ends, bool isPair, string state, string what)
    {
        using var key = RSA.Create(2048);
        using var otherKey = RSA.Create(2048);
        var request = new CertificateRequest("CN=orthanc", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(begins), DateTimeOffset.UtcNow.AddDays(ends));
        var pem = $"{certificate.ExportCertificatePem()}\n{(isPair ? key : otherKey).ExportPkcs8PrivateKeyPem()}\n";
        _host.WithFile("orthanc.pem", pem).Set("ORTHANC__SSL_ENABLED", "true")
            .Set("ORTHANC__SSL_CERTIFICATE", $"{_host.Folder}/orthanc.pem");

        _host.Run("doctor");
        Lines().Should().ContainMatch($"{state} certificates SslCertificate: {_host.Folder}/orthanc.pem*{what}");
    }

    [Fact]
    public void The_network_is_left_alone_unless_it_is_asked_for()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _host.WithFile("etc/a.json", $$"""
            {"DicomModalities": {
              "near": ["A", "127.0.0.1", {{port}}], "far": ["B", "127.0.0.1", 1], "lost": ["C", "no.such.host.invalid", 104]} }
            """);

        _host.Run("doctor").Should().Be(0, _host.Output);
        listener.Pending().Should().BeFalse();
        _host.Run("doctor", "--network").Should().Be(0, "other machines may be off");
        Lines().Should().Contain($"ok network DicomModalities.near at 127.0.0.1:{port}: reachable")
            .And.Contain("warning network DicomModalities.far at 127.0.0.1:1: connection refused: nothing listens on the port")
            .And.ContainMatch("warning network DicomModalities.lost at host-?:104: *host-?*");
        _host.Run("doctor", "--network", "--with-hosts");
        _host.Output.Should().Contain("DicomModalities.lost at no.such.host.invalid:104: ");
    }

    [Fact]
    public void A_running_Orthanc_is_asked_with_the_user_of_its_configuration()
    {
        using var server = new FakeOrthanc();
        Start(server.Port);

        _host.Run("doctor").Should().Be(0, _host.Output);
        Lines().Should().Contain("ok Orthanc process 1, /usr/sbin/Orthanc")
            .And.Contain("ok Orthanc version 1.12.1, API 22, database 6")
            .And.Contain("ok Orthanc plugins: dicom-web")
            .And.Contain("ok Orthanc 3 instances in 2 studies, 17 MB")
            .And.Contain("warning Orthanc 1 job of type DicomModalityStore failed with error code 9")
            .And.Contain("warning limits at most 512 open files");
        server.Requests.Should().OnlyContain(request => request.Contains("Authorization: Basic b3J0aGFuYzp0ZXN0"));
    }

    [Fact]
    public void An_Orthanc_that_does_not_answer_is_a_failure()
    {
        Start(port: 1);
        _host.Run("doctor").Should().Be(1);
        Lines().Should().Contain("failure Orthanc /system: connection refused: nothing listens on the port")
            .And.Contain("failure ports HttpPort 1: Orthanc runs, but nothing listens");
    }

    [Fact]
    public void No_page_and_no_bundle_shows_secrets_patients_or_hosts()
    {
        using var server = new FakeOrthanc();
        Start(server.Port);
        Mark();
        foreach (var format in (string[])["text", "json", "html"])
        {
            _host.Run("doctor", "--format", format, "--network", "--bundle", $"{_host.Folder}/b.tar.gz").Should().BeOneOf(0, 1);
            _host.Error.Should().BeEmpty();
            _host.Output.Should().Contain("DicomModalityStore").And.NotContainAny(Secret, Patient, Host, "marker-short", "192.168.99.7");
        }

        var files = Unpacked(File.ReadAllBytes($"{_host.Folder}/b.tar.gz"));
        files.Should().ContainKeys(
            "orthanc-doctor/doctor.txt", "orthanc-doctor/doctor.json", "orthanc-doctor/doctor.html", "orthanc-doctor/configuration.json",
            "orthanc-doctor/plan.txt", "orthanc-doctor/findings.json", "orthanc-doctor/versions.txt");
        foreach (var (name, text) in files)
        {
            text.Should().NotBeEmpty(name).And.NotContainAny([Secret, Patient, Host, "marker-short", "192.168.99.7"], name);
        }

        JsonNode.Parse(files["orthanc-doctor/configuration.json"])!["PostgreSQL"]!["Host"]!.GetValue<string>().Should().StartWith("host-");
        JsonNode.Parse(files["orthanc-doctor/findings.json"])!["findings"]!.AsArray().Should().NotBeEmpty();
        File.GetUnixFileMode($"{_host.Folder}/b.tar.gz").Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void With_hosts_hosts_are_shown_and_secrets_are_not()
    {
        using var server = new FakeOrthanc();
        Start(server.Port);
        Mark();

        _host.Run("doctor", "--with-hosts", "--network", "--bundle", $"{_host.Folder}/b.tar.gz");

        var files = Unpacked(File.ReadAllBytes($"{_host.Folder}/b.tar.gz"));
        files["orthanc-doctor/configuration.json"].Should().Contain($"\"{Host}\"").And.Contain("marker-short");
        (_host.Output + string.Concat(files.Values)).Should().NotContainAny(Secret, Patient);
    }

    [Fact]
    public void A_bundle_for_standard_output_is_all_that_is_written_there()
    {
        _host.IsTerminal = true;
        _host.Run("doctor", "--bundle", "-").Should().Be(2);
        _host.Error.Should().Contain("redirect it to a file");
        _host.IsTerminal = false;

        _host.Run("doctor", "--bundle", "-").Should().Be(0, _host.Error);
        Unpacked(_host.OutputBytes).Should().HaveCount(7);
    }

    [Fact]
    public void A_bundle_that_cannot_be_written_is_said_after_the_page()
    {
        _host.Run("doctor", "--bundle", $"{_host.Folder}/none/b.tar.gz").Should().Be(1);
        _host.Output.Should().Contain(" ok\n");
        _host.Error.Should().Contain("b.tar.gz: it cannot be written: the folder ");
    }

    [Fact]
    public void The_page_in_HTML_runs_nothing_and_shows_markup_as_it_is()
    {
        _host.WithFile("etc/a.json", """{"<script>alert(1)</script>": {"a": "b"}, "Nmae": "</style>"}""").Run("doctor", "--format", "html");
        _host.Output.Should().Contain("default-src 'none'").And.Contain("<span class=\"state good\">0 failures, ")
            .And.NotContain("<script").And.EndWith("</html>\n");
    }

    /// <summary>The lines of the page with one space between columns.</summary>
    private IEnumerable<string> Lines() => _host.Output.Split('\n').Select(
        line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>Puts markers wherever a configuration can hold them.</summary>
    private void Mark()
    {
        _host.WithFile("etc/a.json", $$"""
            {
              "RegisteredUsers": {"demo": "{{Secret}}"},
              "DicomModalities": {"ct": ["CT", "{{Host}}", 104], "mr": {"AET": "MR", "Host": "marker-short", "Port": 104} },
              "OrthancPeers": {"peer": ["https://user:{{Secret}}@{{Host}}:8443/", "user", "{{Secret}}"]},
              "HttpProxy": "http://user:{{Secret}}@{{Host}}:3128",
              "MyScript": {"Server": "{{Host}}", "ApiKey": "{{Secret}}", "Urls": ["https://{{Host}}/x?token={{Secret}}"]},
              "Odbc": {"IndexConnectionString": "Driver=x;Server={{Host}};Pwd={{Secret}}" },
              "Nmae": 5,
              "DicomAet": "THIS-IS-LONGER-THAN-16"
            }
            """)
        .WithFile("etc/b.json", $$"""{"PostgreSQL": {"Host": "192.168.99.7", "Password": "{{Secret}}" } }""")
        .WithFile("secrets/ORTHANC__POSTGRESQL__PASSWORD", Secret)
        .WithFile("secrets/c.json", $$"""{"Name": "{{Secret}}", "OrthancPeers": {"hidden": ["http://{{Secret}}.example.org"] } }""")
        .WithFile("available/libOrthancPostgreSQLIndex.so", "").WithFile("available/libOrthancPostgreSQLStorage.so", "")
        .Set("ORTHANC__POSTGRESQL__HOST", Host)
        .Set("ORTHANC_JSON", $$"""{"DicomWeb": {"Servers": {"s": ["http://{{Host}}/", "u", "{{Secret}}"] } } }""")
        .Set("BEFORE_ORTHANC_STARTUP_SCRIPT", $"/startup/wait-for.sh {Host} --password={Secret}")
        .Set("DICOM_PORT", "tcp://192.168.99.7:4242").WithFile("available/libOrthancDicomWeb.so", "");
        ShowEnvironment();
    }

    private void ShowEnvironment() =>
        _host.WithFile("proc/1/environ", string.Concat(_host.Environment.Select(variable => $"{variable.Name}={variable.Value}\0")));

    /// <summary>Launches, and shows the result as process 1.</summary>
    private void Start(int port)
    {
        _host.Set("ORTHANC__HTTP_PORT", $"{port}").Set("ORTHANC_LAUNCHER_ORTHANC", $"{_host.Folder}/Orthanc")
            .WithFile("Orthanc", "#!/bin/sh\n");
        File.SetUnixFileMode($"{_host.Folder}/Orthanc", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _host.Run();
        _host.Written.Should().NotBeNull(_host.Error);
        _host.WithFile("proc/1/cmdline", $"/usr/sbin/Orthanc\0{_host.Folder}/orthanc.json\0")
            .WithFile("proc/1/limits", "Max open files            512                  4096                 files\n")
            .WithFile("proc/net/tcp", port > 1 ? $"  0: 0100007F:{port:X4} 00000000:0000 0A\n" : "");
        ShowEnvironment();
        File.CreateSymbolicLink($"{_host.Folder}/proc/1/exe", "/usr/sbin/Orthanc");
    }

    private static Dictionary<string, string> Unpacked(byte[] bundle)
    {
        using var archive = new TarReader(new GZipStream(new MemoryStream(bundle), CompressionMode.Decompress));
        var files = new Dictionary<string, string>();
        while (archive.GetNextEntry() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream!, Encoding.UTF8);
            files.Add(entry.Name, reader.ReadToEnd());
            entry.Mode.Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return files;
    }

    /// <summary>Answers as Orthanc does, with markers where it shows patients.</summary>
    private sealed class FakeOrthanc : IDisposable
    {
        private static readonly Dictionary<string, string> Answers = new()
        {
            ["/system"] = $$"""{"Version": "1.12.1", "ApiVersion": 22, "DatabaseVersion": 6, "Name": "{{Patient}}"}""",
            ["/plugins"] = """["dicom-web"]""",
            ["/statistics"] = """{"CountInstances": 3, "CountStudies": 2, "TotalDiskSizeMB": 17}""",
            ["/jobs?expand"] = $$"""
                [{"ID": "{{Patient}}", "Type": "DicomModalityStore", "State": "Failure", "ErrorCode": 9, "ErrorDescription": "{{Patient}}",
                  "ErrorDetails": "{{Patient}} at {{Host}}", "Content": {"Description": "{{Patient}}", "RemoteAet": "{{Patient}}",
                  "ParentResources": ["{{Patient}}"], "Query": {"PatientName": "{{Patient}}" } } }]
                """,
        };

        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<string> _requests = [];

        public FakeOrthanc()
        {
            _listener.Start();
            _ = Task.Run(AnswerAsync);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public IReadOnlyList<string> Requests => _requests;

        public void Dispose() => _listener.Dispose();

        private async Task AnswerAsync()
        {
            var buffer = new byte[4096];
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync();
                var request = Encoding.ASCII.GetString(buffer, 0, await connection.GetStream().ReadAsync(buffer));
                _requests.Add(request);
                var answer = Answers[request.Split(' ')[1]];
                await connection.GetStream().WriteAsync(
                    Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {answer.Length}\r\n\r\n{answer}"));
            }
        }
    }
}

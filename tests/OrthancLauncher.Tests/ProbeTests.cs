using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class ProbeTests : IDisposable
{
    private const string Fine = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}";

    private readonly TestHost _host = new();
    private readonly Socket _bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public void Dispose()
    {
        _host.Dispose();
        _bound.Dispose();
    }

    [Fact]
    public void A_healthy_Orthanc_is_met_with_silence()
    {
        using var server = new FakeServer(Fine);
        Configure(server.Port);
        Probe().Should().Be(0, _host.Error);
        (_host.Output + _host.Error).Should().BeEmpty();
        server.Request.Should().StartWith("GET /changes?last HTTP/1.1\r\n")
            .And.Contain($"\r\nHost: 127.0.0.1:{server.Port}\r\n").And.Contain("\r\nConnection: close\r\n").And.EndWith("\r\n\r\n");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200\r\n")]
    [InlineData("HTTP/1.0 200 OK\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    public void A_status_line_of_success_is_enough(string answer)
    {
        using var server = new FakeServer(answer);
        Configure(server.Port);
        Probe().Should().Be(0, _host.Error);
    }

    [Theory]
    [InlineData(301, "301: redirects are not followed")]
    [InlineData(302, "302: redirects are not followed")]
    [InlineData(307, "307: redirects are not followed")]
    [InlineData(400, "400 Bad Request")]
    [InlineData(401, "401 Unauthorized: credentials required (--user, ORTHANC_LAUNCHER_PROBE_USER)")]
    [InlineData(403, "403 Forbidden: the user is not allowed to request this")]
    [InlineData(404, "404 Not Found: no such path")]
    [InlineData(418, "the status is 418")]
    [InlineData(500, "500 Internal Server Error")]
    [InlineData(502, "502 Bad Gateway")]
    [InlineData(503, "503 Service Unavailable")]
    [InlineData(504, "504 Gateway Timeout")]
    [InlineData(100, "the status is 100")]
    public void Any_other_status_is_a_failure(int status, string message)
    {
        using var server = new FakeServer($"HTTP/1.1 {status} Whatever\r\nLocation: /elsewhere\r\n\r\n");
        Configure(server.Port);
        Fails($"GET http://127.0.0.1:{server.Port}/changes?last: {message}");
        server.Connections.Should().Be(1);
    }

    [Theory]
    [InlineData("", "the connection was closed without an answer")]
    [InlineData("HT", "connection closed before the status line")]
    [InlineData("HTTP/1.1 200 OK", "connection closed before the status line")]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0016", "the server expects HTTPS (SslEnabled, --http_scheme)")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "the answer is not HTTP")]
    [InlineData("HTTP/1.1 abc OK\r\n", "the answer is not HTTP")]
    [InlineData("HTTP/1.1 2000 OK\r\n", "the answer is not HTTP")]
    [InlineData("HTTP/1.1 +20 OK\r\n", "the answer is not HTTP")]
    [InlineData("HTTP/2.0 200 OK\r\n", "the answer is not HTTP")]
    [InlineData("\r\n", "the answer is not HTTP")]
    public void A_broken_answer_is_a_failure(string answer, string message)
    {
        using var server = new FakeServer(answer);
        Configure(server.Port);
        Fails($"GET http://127.0.0.1:{server.Port}/changes?last: {message}");
    }

    [Fact]
    public void An_endless_line_is_not_read_to_its_end()
    {
        using var server = new FakeServer("HTTP/1.1 " + new string('x', 1000000));
        Configure(server.Port);
        Fails($"GET http://127.0.0.1:{server.Port}/changes?last: the answer is not HTTP");
    }

    [Fact]
    public void An_answer_in_pieces_is_put_together()
    {
        using var server = new FakeServer(Fine) { PieceLength = 1, Pause = TimeSpan.FromMilliseconds(2) };
        Configure(server.Port);
        Probe().Should().Be(0, _host.Error);
    }

    [Fact]
    public void A_silent_server_is_given_up_in_time()
    {
        using var server = new FakeServer(answer: null);
        Configure(server.Port);
        Fails($"GET http://127.0.0.1:{server.Port}/changes?last: no answer within 1.5 s", "--timeout", "1.5");
    }

    [Fact]
    public void A_server_that_drips_cannot_stretch_the_time()
    {
        using var server = new FakeServer(new string('x', 2000)) { PieceLength = 1, Pause = TimeSpan.FromMilliseconds(50) };
        Configure(server.Port);
        Fails($"GET http://127.0.0.1:{server.Port}/changes?last: no answer within 1.5 s", "--timeout", "1.5");
    }

    [Fact]
    public void A_server_that_takes_no_more_connections_is_given_up_in_time()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        var port = ((IPEndPoint)full.LocalEndPoint!).Port;
        var waiting = new List<Socket>();
        try
        {
            for (var i = 0; i < 4; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                waiting.Add(socket);
                _ = socket.ConnectAsync(IPAddress.Loopback, port);
            }

            Configure(port);
            Fails($"GET http://127.0.0.1:{port}/changes?last: no connection within 0.2 s", "--timeout", "0.2");
        }
        finally
        {
            waiting.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public void Nobody_listening_is_a_failure()
    {
        var port = ClosedPort();
        Configure(port);
        Fails($"GET http://127.0.0.1:{port}/changes?last: connection refused: nothing listens on the port");
    }

    [Fact]
    public void A_connection_that_is_cut_off_is_a_failure()
    {
        using var server = new FakeServer("") { Resets = true };
        Configure(server.Port);
        Fails($"GET http://127.0.0.1:{server.Port}/changes?last: the connection was closed by the other side");
    }

    [Theory]
    [InlineData("first:pässword:1")]
    [InlineData("second:two", "--user", "second")]
    [InlineData("second:other", "--user", "second:other")]
    [InlineData("second:other", "--user", "second", "--pwd", "other")]
    [InlineData("first:other", "--pwd", "other")]
    [InlineData("stranger:1:2", "--user", "stranger:1:2")]
    [InlineData(null, "--user", "stranger")]
    public void The_user_is_the_first_or_the_one_that_is_named(string? expected, params string[] arguments)
    {
        using var server = new FakeServer(Fine);
        Configure(server.Port, """ "AuthenticationEnabled": true, "RegisteredUsers": {"first": "pässword:1", "second": "two"} """);
        Probe(arguments).Should().Be(0, _host.Error);
        server.Credentials.Should().Be(expected);
    }

    [Theory]
    [InlineData("second:two", "second", null)]
    [InlineData("second:other", "second", "other")]
    [InlineData("second:other", "second:other", null)]
    [InlineData("first:other", "", "other")]
    [InlineData("first:one", "", "")]
    public void Variables_name_the_user_too(string expected, string? user, string? password)
    {
        using var server = new FakeServer(Fine);
        Configure(server.Port, """ "RegisteredUsers": {"first": "one", "second": "two"} """);
        _host.Set("ORTHANC_LAUNCHER_PROBE_USER", user ?? "").Set("ORTHANC_LAUNCHER_PROBE_PASSWORD", password ?? "");
        Probe().Should().Be(0, _host.Error);
        server.Credentials.Should().Be(expected);
    }

    [Fact]
    public void The_command_line_comes_before_the_variables()
    {
        using var server = new FakeServer(Fine);
        Configure(server.Port);
        _host.Set("ORTHANC_LAUNCHER_PROBE_USER", "a").Set("ORTHANC_LAUNCHER_PROBE_PASSWORD", "b");
        Probe("--user", "c", "--pwd", "d").Should().Be(0);
        server.Credentials.Should().Be("c:d");
    }

    [Theory]
    [InlineData(""" "AuthenticationEnabled": false, "RegisteredUsers": {"first": "one"} """)]
    [InlineData(""" "AuthenticationEnabled": true, "RegisteredUsers": {} """)]
    [InlineData(""" "AuthenticationEnabled": true """)]
    public void Without_authentication_or_users_nobody_is_named(string settings)
    {
        using var server = new FakeServer(Fine);
        Configure(server.Port, settings);
        Probe().Should().Be(0, _host.Error);
        server.Credentials.Should().BeNull();
    }

    [Fact]
    public void A_refused_user_is_named_without_the_password()
    {
        using var server = new FakeServer("HTTP/1.1 401 Unauthorized\r\n\r\n");
        Configure(server.Port, """ "RegisteredUsers": {"first": "marker-1"} """);
        Fails($"GET http://127.0.0.1:{server.Port}/changes?last: 401 Unauthorized: user first with this password is not accepted");
        using var again = new FakeServer("HTTP/1.1 401 Unauthorized\r\n\r\n");
        Fails(
            $"GET http://127.0.0.1:{again.Port}/changes?last: 401 Unauthorized: no password for user x (--pwd, "
                + "ORTHANC_LAUNCHER_PROBE_PASSWORD)",
            "--user", "x", "--http_port", $"{again.Port}");
    }

    [Theory]
    [InlineData("/system", "/system")]
    [InlineData("/instances?limit=1", "/instances?limit=1")]
    public void Another_path_can_be_asked_for(string path, string asked)
    {
        using var server = new FakeServer(Fine);
        Configure(server.Port);
        Probe("--path", path).Should().Be(0, _host.Error);
        server.Request.Should().StartWith($"GET {asked} HTTP/1.1\r\n");
    }

    [Fact]
    public void The_port_of_the_command_line_comes_before_that_of_the_configuration()
    {
        using var server = new FakeServer(Fine);
        Configure(ClosedPort(), """ "HttpServerEnabled": false """);
        Probe($"--http_port={server.Port}", "--http_scheme=http").Should().Be(0, _host.Error);
    }

    [Fact]
    public void A_configuration_can_be_named()
    {
        using var server = new FakeServer(Fine);
        Configure(ClosedPort());
        _host.WithFile("other.json", $$"""
            // a comment
            {"HttpPort": {{server.Port}}, "RegisteredUsers": {"a": "\u0024{b}"},}
            """);
        Probe("--config", $"{_host.Folder}/other.json").Should().Be(0, _host.Error);
        server.Credentials.Should().Be("a:${b}");
    }

    [Fact]
    public void A_named_configuration_must_be_there_and_be_one()
    {
        Fails($"{_host.Folder}/none.json: it does not exist", "--config", $"{_host.Folder}/none.json");
        _host.WithFile("broken.json", "{\n  \"HttpPort\": marker-1\n}");
        Fails($"{_host.Folder}/broken.json:2:15: not a JSON configuration", "--config", $"{_host.Folder}/broken.json");
    }

    [Fact]
    public void Without_a_configuration_the_command_line_and_defaults_are_enough()
    {
        using var server = new FakeServer(Fine);
        Probe("--http_port", $"{server.Port}", "--user=a:b").Should().Be(0, _host.Error);
        server.Credentials.Should().Be("a:b");
        var port = ClosedPort();
        Fails(
            $"GET http://127.0.0.1:{port}/changes?last: connection refused: nothing listens on the port ({_host.Folder}/orthanc.json: it "
                + "does not exist, so defaults stand in for it; --config names another file)",
            "--http_port", $"{port}");
    }

    [Theory]
    [InlineData("\"x\"")]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("null")]
    public void A_port_that_is_none_is_named(string port)
    {
        _host.WithFile("orthanc.json", $$"""{"HttpPort": {{port}}}""");
        Fails($"HttpPort in {_host.Folder}/orthanc.json is not a valid port");
    }

    [Fact]
    public void Without_HTTP_the_DICOM_port_is_enough()
    {
        using var server = new FakeServer("");
        _host.WithFile("orthanc.json", $$"""{"HttpServerEnabled": false, "DicomPort": {{server.Port}}}""");
        Probe().Should().Be(0, _host.Error);
        _host.Error.Should().BeEmpty();
        var port = ClosedPort();
        _host.WithFile("orthanc.json", $$"""{"HttpServerEnabled": false, "DicomPort": {{port}}}""");
        Fails($"DICOM port {port}: connection refused: nothing listens on the port");
        _host.WithFile("orthanc.json", """{"HttpServerEnabled": false, "DicomServerEnabled": false}""");
        Fails("HttpServerEnabled and DicomServerEnabled are both false, so there is no port to ask");
    }

    [Theory]
    [InlineData("""["127.0.0.1"]""")]
    [InlineData("""["192.0.2.1", "0.0.0.0"]""")]
    [InlineData("[]")]
    [InlineData("""["127.0.0.2"]""", "127.0.0.2")]
    public void Addresses_that_HTTP_is_bound_to_are_heeded(string addresses, string asked = "127.0.0.1")
    {
        using var server = new FakeServer(Fine, IPAddress.Any);
        Configure(server.Port, $"\"HttpBindAddresses\": {addresses}");
        Probe().Should().Be(0, _host.Error);
        server.Request.Should().Contain($"\r\nHost: {asked}:{server.Port}\r\n");
    }

    [Theory]
    [InlineData("127.0.0.1", "", "/changes?last", "first:one")]
    [InlineData("localhost", "/", "/changes?last", "first:one")]
    [InlineData("127.0.0.1", "/orthanc/", "/orthanc/changes?last", "first:one")]
    // To Linux this address is the machine itself, but it is not the one that says so.
    [InlineData("0.0.0.0", "", "/changes?last", null)]
    public void A_URL_takes_the_place_of_the_configuration_and_users_stay_on_this_machine(
        string host, string path, string asked, string? credentials)
    {
        using var server = new FakeServer(Fine);
        Configure(ClosedPort(), """ "RegisteredUsers": {"first": "one"} """);
        Probe("--url", $"http://{host}:{server.Port}{path}").Should().Be(0, _host.Error);
        server.Request.Should().StartWith($"GET {asked} HTTP/1.1\r\n");
        server.Credentials.Should().Be(credentials);
    }

    [Fact]
    public void A_user_who_is_named_is_sent_to_any_host()
    {
        using var server = new FakeServer(Fine);
        Probe("--url", $"http://0.0.0.0:{server.Port}", "--user", "a", "--pwd", "b").Should().Be(0, _host.Error);
        server.Credentials.Should().Be("a:b");
    }

    [Fact]
    public void A_host_that_does_not_exist_is_named() =>
        Fails("GET http://none.invalid:80/changes?last: host none.invalid not found", "--url", "http://none.invalid");

    [Theory]
    [InlineData("--timeout must be a number of seconds up to 600, such as 2 or 0.5", "--timeout", "0")]
    [InlineData("--timeout must be a number of seconds up to 600, such as 2 or 0.5", "--timeout", "1,5")]
    [InlineData("--timeout must be a number of seconds up to 600, such as 2 or 0.5", "--timeout", "601")]
    [InlineData("--timeout must be a number of seconds up to 600, such as 2 or 0.5", "--timeout", "soon")]
    [InlineData("--http_port must be a number between 1 and 65535", "--http_port", "http")]
    [InlineData("--http_port must be a number between 1 and 65535", "--http_port", "0")]
    [InlineData("--http_scheme must be http or https", "--http_scheme", "ftp")]
    [InlineData("--path must begin with / and be written as in a URL, such as /system", "--path", "system")]
    [InlineData("--path must begin with / and be written as in a URL, such as /system", "--path", "/a\r\nX: y")]
    [InlineData("--keyfile needs --certfile", "--keyfile", "k.pem")]
    [InlineData("--certfile needs an https URL", "--url", "http://127.0.0.1", "--certfile", "c.pem")]
    [InlineData(
        "--url must be a base URL such as http://127.0.0.1:8042, without user (--user) and query (--path)", "--url", "127.0.0.1:8042")]
    [InlineData(
        "--url must be a base URL such as http://127.0.0.1:8042, without user (--user) and query (--path)", "--url", "ftp://127.0.0.1")]
    [InlineData(
        "--url must be a base URL such as http://127.0.0.1:8042, without user (--user) and query (--path)", "--url",
        "http://a:marker-1@127.0.0.1")]
    [InlineData(
        "--url must be a base URL such as http://127.0.0.1:8042, without user (--user) and query (--path)", "--url", "http://127.0.0.1/?x")]
    [InlineData("--url already says what --http_port and --http_scheme would", "--url", "http://127.0.0.1", "--http_port", "1")]
    public void Wrong_usage_ends_with_exit_code_2(string message, params string[] arguments)
    {
        _host.Run(["probe", .. arguments]).Should().Be(2);
        _host.Error.Should().Be($"orthanc-launcher: {message}\n");
    }

    [Fact]
    public void An_option_misspelt_is_wrong_usage()
    {
        _host.Run("probe", "--usr", "a").Should().Be(2);
        _host.Error.Should().Contain("--usr");
    }

    [Theory]
    [InlineData(true, "https")]
    [InlineData(false, "https")]
    [InlineData(true, null)]
    public void A_self_signed_certificate_of_this_machine_is_accepted(bool isConfigured, string? scheme)
    {
        using var certificate = SelfSigned("server");
        using var server = new FakeServer(Fine) { Certificate = certificate };
        Configure(
            server.Port,
            isConfigured ? """ "SslEnabled": true, "RegisteredUsers": {"first": "one"} """ : """ "RegisteredUsers": {"first": "one"} """);
        Probe(scheme is null ? [] : ["--http_scheme", scheme]).Should().Be(0, _host.Error);
        (_host.Output + _host.Error).Should().BeEmpty();
        server.Credentials.Should().Be("first:one");
    }

    [Fact]
    public void A_self_signed_certificate_of_another_machine_is_not_accepted()
    {
        using var certificate = SelfSigned("server");
        using var server = new FakeServer(Fine) { Certificate = certificate };
        Probe("--url", $"https://0.0.0.0:{server.Port}", "--user", "a:marker-1").Should().Be(1);
        _host.Error.Should().StartWith(
            $"orthanc-launcher: GET https://0.0.0.0:{server.Port}/changes?last: TLS failed: the server's certificate is not trusted: "
                + "self-signed certificate")
            .And.NotContain("marker");
        server.Request.Should().BeNull();
    }

    /// <summary>Whatever a certificate cannot be compared with must not be asked at all.</summary>
    [Theory]
    [InlineData("192.0.2.1", true, true)]
    [InlineData("fe80::1", true, true)]
    [InlineData("fe80::1%eth0", true, true)]
    [InlineData("1.2", true, false)]
    [InlineData("host.example", true, false)]
    [InlineData("host.example", false, true)]
    public void The_host_that_a_certificate_must_name_is_taken_or_refused(string host, bool isAddress, bool isTaken)
    {
        using var tls = OrthancLauncher.Platform.OpenSsl.Load(out var failure);
        failure.Should().BeNull();
        tls!.Open(0, host, isAddress).Should().Be(isTaken);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("together")]
    [InlineData("encrypted")]
    [InlineData("encrypted, by variable")]
    [InlineData("needless password")]
    public void A_client_certificate_is_shown(string kind)
    {
        using var certificate = SelfSigned("server");
        using var client = SelfSigned("client");
        using var server = new FakeServer(Fine) { Certificate = certificate, AsksForCertificate = true };
        Configure(server.Port, """ "SslEnabled": true, "SslVerifyPeers": true """);
        var files = WriteCertificate(client);
        _host.Set("ORTHANC_LAUNCHER_PROBE_KEY_PASSWORD", kind == "encrypted, by variable" ? "key-password" : "");
        string[] arguments = kind switch
        {
            "together" => ["--certfile", files.Both],
            "encrypted" => ["--certfile", files.Certificate, "--keyfile", files.Encrypted, "--keypwd", "key-password"],
            "encrypted, by variable" => ["--certfile", files.Certificate, "--keyfile", files.Encrypted],
            "needless password" => ["--certfile", files.Certificate, "--keyfile", files.Key, "--keypwd", "x"],
            _ => ["--certfile", files.Certificate, "--keyfile", files.Key],
        };
        Probe(arguments).Should().Be(0, _host.Error);
        server.ClientName.Should().Be("CN=client");
    }

    [Fact]
    public void A_client_certificate_that_cannot_be_used_is_explained_without_its_password()
    {
        using var client = SelfSigned("client");
        using var other = SelfSigned("other");
        var files = WriteCertificate(client);
        using var server = new FakeServer(Fine);
        var port = server.Port;
        var question = $"GET https://127.0.0.1:{port}/changes?last";
        _host.WithFile("key.other", other.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem())
            .WithFile("old.pem", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n");
        Fails($"{question}: {_host.Folder}/none.pem: it does not exist", [.. Asked("none.pem", "key.pem")]);
        Fails($"{question}: {_host.Folder}/none.pem: it does not exist", [.. Asked("client.pem", "none.pem")]);
        Fails(
            $"{question}: the key {files.Encrypted} is encrypted, but there is no password for it (--keypwd, "
                + "ORTHANC_LAUNCHER_PROBE_KEY_PASSWORD)",
            [.. Asked("client.pem", "encrypted.pem")]);
        Fails(
            $"{question}: the client certificate {files.Certificate} cannot be used with the key {files.Encrypted} and its password",
            [.. Asked("client.pem", "encrypted.pem"), "--keypwd", "marker-1"]);
        Fails(
            $"{question}: the key {_host.Folder}/old.pem is encrypted, but there is no password for it (--keypwd, "
                + "ORTHANC_LAUNCHER_PROBE_KEY_PASSWORD)",
            [.. Asked("client.pem", "old.pem")]);
        Fails(
            $"{question}: the client certificate {files.Certificate} cannot be used with the key {_host.Folder}/old.pem and its password",
            [.. Asked("client.pem", "old.pem"), "--keypwd", "marker-1"]);
        Probe([.. Asked("client.pem", "key.other")]).Should().Be(1);
        _host.Error.Should().StartWith(
            $"orthanc-launcher: {question}: the client certificate {files.Certificate} cannot be used with the key "
                + $"{_host.Folder}/key.other: ");

        IEnumerable<string> Asked(string certificate, string key) =>
            [
                "--http_port", $"{port}", "--config", WithConfiguration(), "--certfile", $"{_host.Folder}/{certificate}", "--keyfile",
                $"{_host.Folder}/{key}",
            ];
    }

    [Fact]
    public void A_missing_client_certificate_is_hinted_at()
    {
        using var certificate = SelfSigned("server");
        using var server = new FakeServer(Fine) { Certificate = certificate, AsksForCertificate = true };
        Configure(server.Port, """ "SslEnabled": true, "SslVerifyPeers": true """);
        Probe().Should().Be(1);
        _host.Error.Should().Contain("--certfile").And.EndWith("\n").And.Subject.Count(c => c == '\n').Should().Be(1);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", 20)]
    [InlineData("", 20)]
    [InlineData(null, 0.3)]
    public void A_server_without_TLS_is_a_failure_in_one_line_and_in_time(string? answer, double timeout)
    {
        using var server = new FakeServer(answer) { AnswersAtOnce = true };
        Configure(server.Port, """ "SslEnabled": true """);
        Probe("--timeout", timeout.ToString(System.Globalization.CultureInfo.InvariantCulture)).Should().Be(1);
        _host.Error.Should().StartWith($"orthanc-launcher: GET https://127.0.0.1:{server.Port}/changes?last: ")
            .And.Subject.Count(c => c == '\n').Should().Be(1);
    }

    [Fact]
    public void An_alert_that_TLS_does_not_define_is_told_by_its_number()
    {
        using var server = new FakeServer("\u0015\u0003\u0003\0\u0002\u0002\u0003") { AnswersAtOnce = true };
        Configure(server.Port, """ "SslEnabled": true """);
        Fails($"GET https://127.0.0.1:{server.Port}/changes?last: TLS failed: the server sent alert 3");
    }

    [Theory]
    [InlineData("HTTP/1.1 401 marker-1\r\nX: marker-1\r\n\r\n")]
    [InlineData("HTTP/1.1 500 marker-1\r\n\r\nmarker-1")]
    [InlineData("marker-1\r\n")]
    [InlineData("")]
    public void No_secret_is_printed(string answer)
    {
        using var server = new FakeServer(answer);
        Configure(server.Port, """ "RegisteredUsers": {"first": "marker-1"} """);
        _host.Set("ORTHANC_LAUNCHER_PROBE_PASSWORD", "marker-2").Set("ORTHANC_LAUNCHER_PROBE_KEY_PASSWORD", "marker-3");
        Probe("--user", "first:marker-4").Should().Be(1);
        (_host.Output + _host.Error).Should().NotContain("marker").And.NotContain(Convert.ToBase64String("first:marker"u8)[..12]);
    }

    /// <summary>Probes with a patience that a busy machine does not exhaust, if the arguments do not set another.</summary>
    private int Probe(params string[] arguments) =>
        _host.Run(["probe", .. arguments.Contains("--timeout") ? [] : new[] { "--timeout", "120" }, .. arguments]);

    private void Fails(string message, params string[] arguments)
    {
        Probe(arguments).Should().Be(1);
        _host.Error.Should().Be($"orthanc-launcher: {message}\n");
        _host.Output.Should().BeEmpty();
    }

    private void Configure(int port, string settings = "\"Name\": \"probed\"") =>
        _host.WithFile("orthanc.json", $$"""{"HttpPort": {{port}}, {{settings}}}""");

    private string WithConfiguration()
    {
        _host.WithFile("empty.json", "{}");
        return $"{_host.Folder}/empty.json";
    }

    private (string Certificate, string Key, string Encrypted, string Both) WriteCertificate(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        _host.WithFile("client.pem", certificate.ExportCertificatePem())
            .WithFile("key.pem", key.ExportPkcs8PrivateKeyPem())
            .WithFile("encrypted.pem", key.ExportEncryptedPkcs8PrivateKeyPem("key-password", parameters))
            .WithFile("both.pem", key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem());
        return ($"{_host.Folder}/client.pem", $"{_host.Folder}/key.pem", $"{_host.Folder}/encrypted.pem", $"{_host.Folder}/both.pem");
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>A port at which nobody listens; this test has it, so that nobody else can begin to.</summary>
    private int ClosedPort()
    {
        if (!_bound.IsBound)
        {
            _bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        }

        return ((IPEndPoint)_bound.LocalEndPoint!).Port;
    }

    /// <summary>Answers every connection the same way, after it has read the question.</summary>
    private sealed class FakeServer : IDisposable
    {
        private readonly TcpListener _listener;
        private readonly Thread _thread;
        private readonly string? _answer;
        private readonly ManualResetEventSlim _over = new();
        private volatile string? _request;

        /// <param name="answer">What to answer, one byte a character; null for nothing at all.</param>
        /// <param name="address">Where to listen.</param>
        public FakeServer(string? answer, IPAddress? address = null)
        {
            _answer = answer;
            _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _thread = new Thread(Serve) { IsBackground = true };
            _thread.Start();
        }

        public int Port { get; }

        public int PieceLength { get; init; } = int.MaxValue;

        public TimeSpan Pause { get; init; }

        public bool Resets { get; init; }

        public bool AnswersAtOnce { get; init; }

        public X509Certificate2? Certificate { get; init; }

        public bool AsksForCertificate { get; init; }

        public int Connections { get; private set; }

        public string? ClientName { get; private set; }

        public string? Request => _request;

        /// <summary>The credentials that were sent, decoded, or null.</summary>
        public string? Credentials
        {
            get
            {
                var line = _request!.Split("\r\n")
                    .SingleOrDefault(each => each.StartsWith("Authorization: Basic ", StringComparison.Ordinal));
                return line is null ? null : Encoding.UTF8.GetString(Convert.FromBase64String(line["Authorization: Basic ".Length..]));
            }
        }

        public void Dispose()
        {
            _over.Set();
            _listener.Stop();
            _thread.Join();
            _over.Dispose();
        }

        private void Serve()
        {
            while (true)
            {
                try
                {
                    using var client = _listener.AcceptTcpClient();
                    Connections++;
                    Answer(client);
                }
                catch (Exception exception) when (exception is IOException or AuthenticationException)
                {
                    // The probe has gone.
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
                {
                    return;
                }
            }
        }

        private void Answer(TcpClient client)
        {
            Stream stream = client.GetStream();
            if (Certificate is not null)
            {
                var secure = new SslStream(stream);
                secure.AuthenticateAsServer(new SslServerAuthenticationOptions
                {
                    ServerCertificate = Certificate,
                    ClientCertificateRequired = AsksForCertificate,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    {
                        ClientName = certificate?.Subject;
                        return !AsksForCertificate || certificate is not null;
                    },
                });
                stream = secure;
            }

            using (stream)
            {
                _request = AnswersAtOnce ? "" : ReadRequest(stream);
                if (_answer is null)
                {
                    _over.Wait();
                }
                else if (Resets)
                {
                    client.LingerState = new LingerOption(true, 0);
                    client.Client.Dispose();
                }
                else
                {
                    foreach (var piece in Encoding.Latin1.GetBytes(_answer).Chunk(PieceLength))
                    {
                        stream.Write(piece);
                        if (Pause > TimeSpan.Zero && _over.Wait(Pause))
                        {
                            return;
                        }
                    }
                }
            }
        }

        private static string ReadRequest(Stream stream)
        {
            var text = new StringBuilder();
            for (
                int next;
                !text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && text.Length < 2000 && (next = stream.ReadByte()) >= 0;)
            {
                text.Append((char)next);
            }

            return text.ToString();
        }
    }
}

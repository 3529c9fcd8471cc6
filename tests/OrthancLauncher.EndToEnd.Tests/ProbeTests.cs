using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The health check, inside the container of the real Orthanc and against servers that are not well.</summary>
public sealed class ProbeTests
{
    /// <summary>Time enough for an answer on a machine that has other things to do.</summary>
    private static readonly string[] Patient = ["--timeout", "300"];

    private static readonly string[] Probe = [Launcher, "probe", .. Patient];

    private const string Launcher = "/usr/share/orthanc/orthanc-launcher";

    private static readonly string Script = Path.Combine(Repository.Root, "docker", "probes", "test-aliveness.py");

    [RequiresFact(Part.Container)]
    public async Task A_healthy_Orthanc_is_met_with_silence_and_a_stopped_one_is_not()
    {
        using var container = new OrthancContainer();
        using var orthanc = await container.StartAsync();

        Silent(await InsideAsync(orthanc, Probe));
        Silent(await InsideAsync(orthanc, [.. Probe, "--path", "/system"]));
        Silent(
            await InsideAsync(
                orthanc,
                [
                    "env", "PATH=/usr/share/orthanc:/usr/bin:/bin", "sh", Prepared(container), "--http_port", $"{container.HttpPort}",
                    .. Patient]));
        Failed(
            await InsideAsync(orthanc, [.. Probe, "--user", $"{OrthancContainer.User}:marker-1"]),
            $"GET http://127.0.0.1:{container.HttpPort}/changes?last: 401 Unauthorized: user demo with this password is not accepted");
        Failed(
            await InsideAsync(orthanc, [.. Probe, "--path", "/none"]),
            $"GET http://127.0.0.1:{container.HttpPort}/none: 404 Not Found: no such path");

        RunningProcess.Send(orthanc.ProcessId, Stop);
        Failed(
            await InsideAsync(orthanc, Launcher, "probe", "--timeout", "1.5"),
            $"GET http://127.0.0.1:{container.HttpPort}/changes?last: no answer within 1.5 s");
        RunningProcess.Send(orthanc.ProcessId, Continue);

        await orthanc.StopAsync();
        Failed(
            await RunAsync(Machine.Binary, ["probe", .. Patient, "--config", Path.Combine(container.Tmp, "orthanc.json")]),
            $"GET http://127.0.0.1:{container.HttpPort}/changes?last: connection refused: nothing listens on the port");
    }

    [RequiresFact(Part.Container)]
    public async Task Without_authentication_nobody_is_named()
    {
        using var container = new OrthancContainer();
        using var orthanc = await container.Set("ORTHANC__AUTHENTICATION_ENABLED", "false").StartAsync();
        Silent(await InsideAsync(orthanc, Probe));
    }

    [RequiresTheory(Part.Launcher | Part.Orthanc)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TLS_is_spoken_and_client_certificates_are_shown(bool asksForCertificate)
    {
        using var folder = new TempFolder();
        WriteCertificates(folder.Root);
        var port = OrthancContainer.FreePort();
        var configuration = folder.Write("orthanc.json", $$"""
            {
              "HttpPort": {{port}}, "DicomPort": {{OrthancContainer.FreePort()}}, "StorageDirectory": "{{folder["db"]}}", "Plugins": [],
              "RegisteredUsers": {"demo": "demo-password"}, "RemoteAccessAllowed": true, "AuthenticationEnabled": true,
              "SslEnabled": true, "SslCertificate": "{{folder["server.pem"]}}",
              "SslVerifyPeers": {{(asksForCertificate ? "true" : "false")}}, "SslTrustedClientCertificates": "{{folder["client.pem"]}}"
            }
            """);
        using var orthanc = new RunningProcess(
            "env", [$"LD_LIBRARY_PATH={CompatibleOpenSsl(folder.Root)}", Machine.Orthanc, configuration], folder.Root);
        string[] question = ["probe", .. Patient, "--config", configuration];
        string[] certificate = ["--certfile", folder["client.pem"], "--keyfile", folder["client.key"]];
        string[] encrypted = ["--certfile", folder["client.pem"], "--keyfile", folder["encrypted.key"]];
        await orthanc.UntilAsync(
            async () => (await RunAsync(Machine.Binary, [.. question, .. certificate])).ExitCode == 0, "Orthanc answers");

        Silent(await RunAsync(Machine.Binary, [.. question, .. certificate]));
        Silent(await RunAsync(Machine.Binary, [.. question, .. encrypted, "--keypwd", "key-password"]));
        Silent(await RunAsync("env", ["ORTHANC_LAUNCHER_PROBE_KEY_PASSWORD=key-password", Machine.Binary, .. question, .. encrypted]));
        (
            await RunAsync(
                "openssl",
                [
                    "rsa", "-aes128", "-traditional", "-in", folder["client.key"], "-out", folder["old.key"], "-passout",
                    "pass:key-password",
                ]))
            .ExitCode.Should().Be(0);
        File.ReadAllText(folder["old.key"]).Should().Contain("Proc-Type: 4,ENCRYPTED");
        Silent(
            await RunAsync(
                Machine.Binary,
                [.. question, "--certfile", folder["client.pem"], "--keyfile", folder["old.key"], "--keypwd", "key-password"]));
        var prefix = $"GET https://127.0.0.1:{port}/changes?last: ";
        Failed(
            await RunAsync(Machine.Binary, [.. question, .. encrypted, "--keypwd", "marker-1"]),
            $"{prefix}the client certificate {folder["client.pem"]} cannot be used with the key {folder["encrypted.key"]} "
                + "and its password");
        Failed(
            await RunAsync(Machine.Binary, [.. question, .. certificate, "--user", "demo:marker-1"]),
            $"{prefix}401 Unauthorized: user demo with this password is not accepted");
        var without = await RunAsync(Machine.Binary, question);
        if (asksForCertificate)
        {
            without.ExitCode.Should().Be(1);
            without.Error.Should().StartWith($"orthanc-launcher: {prefix}")
                .And.EndWith("; it asks for a client certificate (--certfile, --keyfile)\n");
        }
        else
        {
            Silent(without);
        }

        await orthanc.TerminateAsync();
        (await orthanc.WaitAsync()).ExitCode.Should().Be(0);
        Failed(await RunAsync(Machine.Binary, [.. question, .. certificate]), $"{prefix}connection refused: nothing listens on the port");
    }

    [RequiresFact(Part.Binary | Part.Root | Part.Mounts)]
    public async Task A_machine_without_OpenSSL_is_told_so()
    {
        using var folder = new TempFolder();
        var configuration = folder.Write("orthanc.json", "{}");
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        Failed(
            await RunAsync(
                "unshare",
                [
                    "--mount", "sh", "-c",
                    "for library in $(find /lib/ /usr/lib/ -name 'libssl.so.*'); do mount --bind /dev/null $library; done; "
                        + $"{Machine.Binary} probe {string.Join(' ', Patient)} --http_port {port} --http_scheme https "
                        + $"--config {configuration}",
                ]),
            $"GET https://127.0.0.1:{port}/changes?last: for https, OpenSSL is needed, but libssl.so.3 is not installed");
    }

    [RequiresFact(Part.Binary)]
    public async Task An_OpenSSL_that_allows_nothing_is_no_crash()
    {
        using var folder = new TempFolder();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var only = folder.Write(
            "openssl.cnf", "openssl_conf = first\n[first]\nproviders = list\n[list]\nbase = base\n[base]\nactivate = 1\n");
        var finished = await RunAsync(
            "env",
            [
                $"OPENSSL_CONF={only}", Machine.Binary, "probe", .. Patient, "--http_port", $"{port}", "--http_scheme", "https", "--config",
                folder.Write("orthanc.json", "{}")]);
        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().StartWith(
            $"orthanc-launcher: GET https://127.0.0.1:{port}/changes?last: for https, OpenSSL cannot be used: ")
            .And.EndWith("\n");
        finished.Error.Should().NotEndWith(": \n");
    }

    [RequiresFact(Part.Binary)]
    public async Task The_script_of_earlier_images_works_for_the_shell_and_for_Python()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["orthanc-launcher"], Machine.Binary);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        foreach (var interpreter in new[] { "", "sh", "python3" }.Where(each => each.Length == 0 || IsThere(each)))
        {
            var answer = Task.Run(() => Answer(server));
            string[] started =
            [
                $"PATH={folder.Root}:{Environment.GetEnvironmentVariable("PATH")}", .. interpreter.Length == 0 ? [] : new[] { interpreter },
                Script,
            ];
            Silent(await RunAsync("env", [.. started, .. Patient, $"--http_port={port}", "--user", "a b", "--pwd", "c\"d"]));
            (await answer).Should().Contain("Authorization: Basic " + Convert.ToBase64String("a b:c\"d"u8) + "\r\n");
            (await RunAsync("env", [.. started, "--timeout", "x"])).ExitCode.Should().Be(2);
        }
    }

    private const int Stop = 19;
    private const int Continue = 18;

    private static void Silent(Finished finished)
    {
        finished.ExitCode.Should().Be(0, finished.Everything);
        finished.Everything.Should().BeEmpty();
    }

    private static void Failed(Finished finished, string message)
    {
        finished.ExitCode.Should().Be(1, finished.Everything);
        finished.Error.Should().Be($"orthanc-launcher: {message}\n");
        finished.Output.Should().BeEmpty();
    }

    private static Task<Finished> InsideAsync(RunningOrthanc orthanc, params string[] program) =>
        RunAsync("nsenter", ["--mount", "--target", $"{orthanc.ProcessId}", .. program]);

    private static async Task<Finished> RunAsync(string program, string[] arguments, string? input = null)
    {
        using var process = new RunningProcess(program, arguments, "/", input);
        return await process.WaitAsync();
    }

    private static string Prepared(OrthancContainer container)
    {
        File.Copy(Script, Path.Combine(container.Tmp, "test-aliveness.py"));
        return "/tmp/test-aliveness.py";
    }

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Answers one question well.</summary>
    private static string Answer(TcpListener server)
    {
        using var client = server.AcceptTcpClient();
        using var stream = client.GetStream();
        var buffer = new byte[4096];
        var length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            length += stream.Read(buffer, length, buffer.Length - length);
        }

        stream.Write("HTTP/1.1 200 OK\r\n\r\n"u8);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static void WriteCertificates(string folder)
    {
        using var serverKey = RSA.Create(2048);
        File.WriteAllText(
            Path.Combine(folder, "server.pem"), serverKey.ExportPkcs8PrivateKeyPem() + "\n" + SelfSigned("server", serverKey));
        using var clientKey = RSA.Create(2048);
        File.WriteAllText(Path.Combine(folder, "client.pem"), SelfSigned("client", clientKey));
        File.WriteAllText(Path.Combine(folder, "client.key"), clientKey.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(
            Path.Combine(folder, "encrypted.key"),
            clientKey.ExportEncryptedPkcs8PrivateKeyPem(
                "key-password", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10000)));
    }

    private static string SelfSigned(string name, RSA key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    /// <summary>
    /// The web server in Debian 12's Orthanc looks up a function that OpenSSL 3 has under another name only, and crashes at the
    /// first connection with TLS. A library in front of OpenSSL's own gives it the name.
    /// </summary>
    private static string CompatibleOpenSsl(string folder)
    {
        var source = Path.Combine(folder, "libssl.c");
        File.WriteAllText(source, """
            extern void *SSL_get1_peer_certificate(const void *ssl);
            void *SSL_get_peer_certificate(const void *ssl) { return SSL_get1_peer_certificate(ssl); }
            """);
        using var compiler = Process.Start(
            "cc", ["-shared", "-fPIC", "-o", Path.Combine(folder, "libssl.so"), source, "-Wl,--no-as-needed", "-l:libssl.so.3"]);
        compiler.WaitForExit();
        compiler.ExitCode.Should().Be(0);
        return folder;
    }
}

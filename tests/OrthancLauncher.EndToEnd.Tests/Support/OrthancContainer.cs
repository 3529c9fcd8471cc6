using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>
/// A container of sorts: the real Orthanc, started by the launcher in a mount namespace of its own, where the standard places
/// (/etc/orthanc, /etc/hostid, /run/secrets, /usr/share/orthanc, /var/lib/orthanc, /tmp) are folders of the test. The launcher
/// is told nothing about them. The folders outlive the process, as a container does that is stopped and started again.
/// </summary>
internal sealed class OrthancContainer : IDisposable
{
    private const int FirstPort = 20_000;
    private const int PortCount = 10_000;

    private static readonly ConcurrentBag<Socket> Claims = [];

    private static int lastPort = Environment.ProcessId * 97;

    public const string User = "demo";
    public const string Password = "demo-password";

    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> environment = new()
    {
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        // Debian 12 has no library of this plugin, which is on by default.
        ["ORTHANC_EXPLORER_2_ENABLED"] = "false",
    };

    private string runFolders = "/run/secrets";

    public OrthancContainer()
    {
        foreach (var name in new[] { "config", "secrets", "share/plugins", "lib/db", "lib/worklists", "tmp" })
        {
            Directory.CreateDirectory(folder[name]);
        }

        var available = folder.Folder("share/plugins-available");
        foreach (var library in Directory.GetFiles(Machine.OrthancPlugins, "*.so"))
        {
            // Debian's links are relative to the folder that is about to be hidden.
            var target = File.ResolveLinkTarget(library, returnFinalTarget: true)?.FullName ?? library;
            File.CreateSymbolicLink(Path.Combine(available, Path.GetFileName(library)), target);
        }

        HttpPort = FreePort();
        Set("ORTHANC__HTTP_PORT", $"{HttpPort}");
        Set("ORTHANC__DICOM_PORT", $"{FreePort()}");
        Set("ORTHANC__REGISTERED_USERS", $$"""{"{{User}}": "{{Password}}"}""");
    }

    public int HttpPort { get; }

    /// <summary>The test's own names of the container's /tmp, /etc/hostid and /usr/share/orthanc/plugins.</summary>
    public string Tmp => folder["tmp"];

    public string HostIdFile => folder["etc/hostid"];

    public string Plugins => folder["share/plugins"];

    public OrthancContainer Set(string name, string value)
    {
        environment[name] = value;
        return this;
    }

    public OrthancContainer Config(string name, string text)
    {
        folder.Write("config/" + name, text);
        return this;
    }

    public OrthancContainer Secret(string name, string text)
    {
        folder.Write("secrets/" + name, text);
        return this;
    }

    /// <summary>Gives the container a folder for links to plugins of its own, which read-only images have.</summary>
    public OrthancContainer WithRunFolder()
    {
        runFolders = "/run/secrets /run/orthanc/plugins";
        return this;
    }

    /// <summary>Starts it and waits until it answers.</summary>
    public async Task<RunningOrthanc> StartAsync(params string[] arguments)
    {
        var variables = folder["environment"];
        File.WriteAllBytes(
            variables, Encoding.UTF8.GetBytes(string.Concat(environment.Select(variable => $"{variable.Key}={variable.Value}\0"))));
        var commands = $$"""
            cd {{folder.Root}}
            if [ ! -d etc ]; then
                mkdir etc
                cp -a /etc/. etc/
                rm -rf etc/orthanc etc/hostid
                mkdir etc/orthanc
            fi
            touch share/orthanc-launcher
            mount --bind {{Machine.Binary}} share/orthanc-launcher
            mount --bind etc /etc
            mount --bind config /etc/orthanc
            mount -t tmpfs tmpfs /run
            mkdir -p {{runFolders}}
            mount --bind secrets /run/secrets
            mount --rbind share /usr/share/orthanc
            mount --bind lib /var/lib/orthanc
            mount --bind tmp /tmp
            cd /
            exec /usr/share/orthanc/orthanc-launcher "$@"
            """;
        var orthanc = new RunningOrthanc(
            new RunningProcess(
                StandIn.Path,
                ["exec-with", variables, "/usr/bin/unshare", "--mount", "/bin/sh", "-ec", commands, "sh", .. arguments],
                folder.Root),
            HttpPort);
        try
        {
            await orthanc.UntilItAnswersAsync();
            return orthanc;
        }
        catch
        {
            orthanc.Dispose();
            throw;
        }
    }

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// A port on which nothing listens, another one each time. It lies below those that the system gives to connections, one
    /// of which could otherwise take it before the server does. Other runs of the tests leave it alone as long as this one
    /// lasts, because a socket of its name is kept.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref lastPort) % PortCount);
            var claim = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                claim.Bind(new UnixDomainSocketEndPoint($"\0orthanc-launcher-tests-{port}"));
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                Claims.Add(claim);
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
                claim.Dispose();
            }
        }
    }
}

/// <summary>An Orthanc that answers over HTTP.</summary>
internal sealed class RunningOrthanc(RunningProcess process, int port) : IDisposable
{
    private readonly HttpClient anonymous = Client(port, credentials: null);
    private readonly HttpClient client = Client(port, $"{OrthancContainer.User}:{OrthancContainer.Password}");

    public int ProcessId => process.Id;

    public Task UntilItAnswersAsync() => process.UntilAsync(
        async () =>
        {
            try
            {
                using var response = await client.GetAsync("/system");
                return response.IsSuccessStatusCode;
            }
            catch (Exception exception) when (exception is HttpRequestException or SocketException)
            {
                // While it starts, a connection can be refused, or be gone before the client looks at it.
                return false;
            }
        },
        "Orthanc answers");

    public async Task<HttpStatusCode> StatusAsync(string path, string? credentials = null)
    {
        using var other = Client(port, credentials);
        using var response = await (credentials is null ? anonymous : other).GetAsync(path);
        return response.StatusCode;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await client.GetStringAsync(path))!;

    public async Task<byte[]> GetBytesAsync(string path) => await client.GetByteArrayAsync(path);

    public async Task<JsonNode> PostAsync(string path, HttpContent content)
    {
        using var response = await client.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue(text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>What a program prints that runs in the same container.</summary>
    public async Task<string> PrintedByAsync(string program) => (await RunAsync(program)).Output.Trim();

    /// <summary>Runs a program in the same container, with the environment of this process.</summary>
    public async Task<Finished> RunAsync(string program, params string[] arguments)
    {
        using var inside = new RunningProcess("nsenter", ["--mount", "--target", $"{ProcessId}", program, .. arguments], "/");
        return await inside.WaitAsync();
    }

    /// <summary>As <c>docker stop</c> does it, only without its patience of ten seconds before it kills.</summary>
    public async Task<Finished> StopAsync()
    {
        await process.TerminateAsync();
        return await process.WaitAsync();
    }

    public void Dispose()
    {
        process.Dispose();
        client.Dispose();
        anonymous.Dispose();
    }

    private static HttpClient Client(int port, string? credentials)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = RunningProcess.Patience,
        };
        if (credentials is not null)
        {
            client.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        }

        return client;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>
/// Every path that an option, a variable, a setting or a deployment can name, with everything that can be wrong with it: the message
/// names the path and the reason, nothing is started, and nothing is written.
/// </summary>
public sealed partial class PathFaultTests
{
    private const int Nobody = 65534;
    private const string Denied = "permission denied for user id 65534";

    /// <summary>What is wrong, and how it is said.</summary>
    private static readonly Dictionary<string, string> Faults = new()
    {
        ["missing"] = "not exist|no such file|not found",
        ["below a file"] = "not exist|no such file|not found",
        ["folder"] = "a folder",
        ["file"] = "a file",
        ["pipe"] = "named pipe",
        ["socket"] = "a socket",
        ["device"] = "a device|symbolic link",
        ["dangling link"] = "not exist|symbolic link|not found",
        ["loop"] = "symbolic link",
        ["long name"] = "name too long",
        ["unreadable"] = Denied,
        ["in a closed folder"] = Denied,
    };

    /// <summary>What the system may answer where all is right with the path: to which calls, the error, and how it is said.</summary>
    private static readonly (string Calls, string Error, string Reason)[] Errors =
    [
        ("%file", "ESTALE", "stale file handle"),
        ("?open,openat", "EMFILE", "too many open files"),
        ("read,pread64,getdents64,write,pwrite64", "EIO", "input/output error"),
    ];

    /// <summary>Faults of a path whose name is given, so that nobody can look for another one.</summary>
    private static readonly string[] OfOtherPaths = ["missing", "below a file", "long name", "in a closed folder"];

    /// <summary>Takes connections, and says nothing.</summary>
    private static readonly TcpListener Silent = new(IPAddress.Loopback, 0);

    private static readonly List<Socket> Sockets = [];

    private static readonly Dictionary<string, NamedPath> Places = AllPlaces().ToDictionary(place => place.Name);

    static PathFaultTests() => Silent.Start(100);

    public static TheoryData<string> Names => [.. Places.Keys];

    [RequiresTheory(Part.Launcher | Part.Users)]
    [MemberData(nameof(Names))]
    public async Task Whatever_is_wrong_with_a_path_is_said(string name)
    {
        var place = Places[name];
        var wrong = new List<string>();
        foreach (var fault in Faults.Keys.Except(place.Exceptions).Where(fault => fault != (place.IsFolder ? "folder" : "file")))
        {
            using var run = Prepare(name);
            if (fault is "unreadable" or "in a closed folder")
            {
                run.AsUser(Nobody);
            }

            var path = Make(run, place, fault, out var arguments);
            var finished = await run.RunAsync(arguments);

            var isRight = IsRight(run, place, finished, path, place.Reason ?? Faults[fault]);
            if (!isRight)
            {
                wrong.Add($"{fault}: exit code {finished.ExitCode}\n{finished.Everything}");
            }
        }

        string.Join('\n', wrong).Should().BeEmpty();
    }

    [RequiresTheory(Part.Launcher | Part.Mounts | Part.Tracing)]
    [MemberData(nameof(Names))]
    public async Task Whatever_error_the_system_gives_for_a_path_is_said(string name)
    {
        var place = Places[name];
        var wrong = new List<string>();
        foreach (var (calls, error, reason) in Errors.Where(each => !place.IsStaged || each.Error == "ESTALE"))
        {
            using var run = Prepare(name);
            var path = Make(run, place, place.IsFolder ? "folder" : "file", out var arguments);
            var trace = run.Folder["trace"];
            run.Through("/usr/bin/strace", "-f", "-qq", "-o", trace, "-P", path, "-e", $"inject={calls}:error={error}");
            var finished = await run.RunAsync(arguments);
            // What is only looked at is not opened, and what is written is not read.
            if (File.ReadAllText(trace).Contains("(INJECTED)") && !IsRight(run, place, finished, path, reason))
            {
                wrong.Add($"{error}: exit code {finished.ExitCode}\n{finished.Everything}");
            }
        }

        string.Join('\n', wrong).Should().BeEmpty();
    }

    private static LauncherRun Prepare(string name)
    {
        var run = new LauncherRun();
        if (name.StartsWith("doctor", StringComparison.Ordinal))
        {
            // The stand-in of another test must not be taken for the running Orthanc.
            run.Set("ORTHANC_LAUNCHER_ORTHANC", "/bin/true");
        }
        else if (name.StartsWith("drift", StringComparison.Ordinal))
        {
            run.AsProcess1();
        }

        return run;
    }

    private static bool IsRight(LauncherRun run, NamedPath place, Finished finished, string path, string reason) =>
        place.ExitCodes.Contains(finished.ExitCode)
        && finished.Everything.Contains(path)
        && Regex.IsMatch(finished.Everything, reason, RegexOptions.IgnoreCase)
        && !StackTrace().IsMatch(finished.Everything)
        && (finished.ExitCode == 0 || !(run.Record.Exists || (File.Exists(run.OutputFile) && !place.MayWrite)));

    /// <returns>The path that a message must name.</returns>
    private static string Make(LauncherRun run, NamedPath place, string fault, out string[] arguments)
    {
        var path = run.Folder[fault == "in a closed folder" ? $"closed/{Path.GetFileName(place.File)}" : place.File];
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
        switch (fault)
        {
            case "missing":
                break;
            case "below a file":
                File.WriteAllText(path, "{}");
                path += "/" + Path.GetFileName(place.File);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "pipe":
                MakePipe(path);
                break;
            case "socket":
                // Its end would take it away.
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(path));
                Sockets.Add(socket);
                break;
            case "device":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "dangling link":
                File.CreateSymbolicLink(path, "/nowhere/at-all");
                break;
            case "loop":
                File.CreateSymbolicLink(path, path);
                break;
            case "long name":
                path = Path.Combine(folder, new string('n', 300) + Path.GetExtension(path));
                break;
            case "file" or "unreadable" or "in a closed folder" when !place.IsFolder || fault == "file":
                File.WriteAllText(path, "{}");
                break;
            default:
                Directory.CreateDirectory(path);
                break;
        }

        arguments = place.Arguments(run, path);
        if (fault is "unreadable" or "in a closed folder")
        {
            File.SetUnixFileMode(fault == "unreadable" ? path : folder, UnixFileMode.None);
        }

        return path;
    }

    private static void MakePipe(string path)
    {
        using var process = new RunningProcess("mkfifo", [path], "/");
        process.WaitAsync().GetAwaiter().GetResult().ExitCode.Should().Be(0);
    }

    private static IEnumerable<NamedPath> AllPlaces() =>
        [.. Launches(), .. Inputs(), .. Deployments(), .. OtherCommands(), .. Outputs()];

    /// <summary>Paths of the container, which a launch reads, and those who look at the container alike.</summary>
    private static IEnumerable<NamedPath> Launches()
    {
        foreach (var command in (string[])["launch", "render", "validate", "plugins", "doctor", "drift"])
        {
            string[] arguments = command is "validate" or "doctor" ? [command, "--format", "json"] : [command];
            NamedPath Named(string name, string file, string? variable = null) => new($"{command}: {name}", file, (run, path) =>
            {
                if (variable is not null)
                {
                    run.Set(variable, path);
                }

                return Beside(run, arguments);
            }, 1, 2)
            { MayWrite = command == "drift" };
            yield return Named("folder of configurations", "x/etc", "ORTHANC_LAUNCHER_CONFIG_DIR").ForFolder();
            yield return Named("configuration", "etc/a.json").Without(OfOtherPaths);
            yield return Named("pointer to a secret", "x/password", "ORTHANC__POSTGRESQL__PASSWORD_SECRET");
            if (command is not ("launch" or "validate"))
            {
                // They read by the same code.
                continue;
            }

            yield return Named("folder of secrets", "x/secrets", "ORTHANC_LAUNCHER_SECRETS_DIR").ForFolder();
            yield return Named("folder of definitions", "x/definitions", "ORTHANC_LAUNCHER_DEFINITIONS").ForFolder();
            yield return Named("available plugins", "x/available", "ORTHANC_LAUNCHER_PLUGINS_AVAILABLE").ForFolder();
            yield return Named("folder of plugins", "x/plugins", "ORTHANC_LAUNCHER_PLUGINS_DIR").ForFolder();
            yield return Named("definitions", "definitions/orthanc-defaults.json").Without(OfOtherPaths);
            yield return Named("secret", "secrets/ORTHANC__NAME").Without([.. OfOtherPaths, "folder"]);
            yield return Named("pointer to a file", "x/password", "ORTHANC__POSTGRESQL__PASSWORD_FILE");
            yield return Named("pointer to the password", "x/password", "ORTHANC_PASSWORD_SECRET");
            // What Orthanc does with a file that it may not read was not measured, so only a missing one ends a start.
            yield return new NamedPath($"{command}: certificate", "x/c.pem", (run, path) =>
            {
                run.Set("ORTHANC__SSL_ENABLED", "true").Set("ORTHANC__SSL_CERTIFICATE", path);
                return arguments;
            }, 0, 1);
            yield return new NamedPath($"{command}: script of Orthanc", "x/s.lua", (run, path) =>
            {
                run.Set("ORTHANC__LUA_SCRIPTS", $"""["{path}"]""");
                return arguments;
            }, 0, 1);
        }

        yield return new NamedPath("drift: written configuration", "x/o.json", (run, path) =>
        {
            run.Set("ORTHANC_LAUNCHER_OUTPUT", path);
            return Beside(run, ["drift"]);
        }, 2)
        { MayWrite = true };
        yield return new NamedPath("launch: Orthanc", "x/Orthanc", (run, path) =>
        {
            run.Set("ORTHANC_LAUNCHER_ORTHANC", path);
            return [];
        }, 126, 127)
        { Reason = string.Join('|', Faults.Values) + "|was not found|permission denied", MayWrite = true };
        yield return new NamedPath("launch: script", "x/script.sh", (run, path) =>
        {
            run.Set("BEFORE_ORTHANC_STARTUP_SCRIPT", path);
            return [];
        }, 126, 127)
        { Reason = "not found|permission denied|symbolic links|name too long", MayWrite = true };
        yield return new NamedPath("launch: host id", "x/hostid", (run, path) =>
        {
            run.Set("ORTHANC_LAUNCHER_HOST_ID_FILE", path);
            return [];
        }, 0)
        { Exceptions = ["missing"] };
    }

    /// <summary>Paths of the command line.</summary>
    private static IEnumerable<NamedPath> Inputs()
    {
        foreach (var command in (string[])["launch", "render", "validate", "explain", "plugins", "doctor", "drift"])
        {
            string[] format = command is "validate" or "explain" or "doctor" ? ["--format", "json"] : [];
            int[] codes = command == "explain" ? [0, 1, 2] : [1, 2];
            NamedPath Option(string option, string file) => new(
                $"{command} {option}", file,
                (run, path) => Beside(run, option == "SOURCE" ? [command, .. format, path] : [command, .. format, option, path]), codes)
            { MayWrite = command == "drift" };
            yield return Option("SOURCE", "x/a.json").Without("folder");
            if (command is "explain" or "plugins" or "doctor")
            {
                continue;
            }

            yield return Option("--config-dir", "x/etc").ForFolder();
            yield return Option("--secrets-dir", "x/secrets").ForFolder();
            if (command is "launch" or "drift")
            {
                continue;
            }

            yield return Option("--env-file", "x/a.env");
            yield return Option("--root", "x/root").ForFolder();
            yield return Option("--compose", "x/compose.yml");
            yield return Option("--kubernetes", "x/manifest.yaml").Without("folder");
            yield return new NamedPath(
                $"{command} --interpolation-env", "x/i.env",
                (run, path) => [command, .. format, "--compose", Compose(run, ""), "--interpolation-env", path], codes);
        }
    }

    /// <summary>Paths in a compose file. What is only missing may be elsewhere.</summary>
    private static IEnumerable<NamedPath> Deployments()
    {
        foreach (var command in (string[])["render", "validate", "explain"])
        {
            string[] format = command is "render" ? [] : ["--format", "json"];
            int[] codes = command == "explain" ? [0, 1] : [1];
            NamedPath Named(string name, string file, Func<string, string> service, Func<string, string>? root = null) => new(
                $"{command}: {name} of compose", file,
                (run, path) => [command, .. format, Compose(run, service(path), root?.Invoke(path) ?? "")], codes);
            static string Nothing(string path) => "";
            string[] elsewhere = ["missing", "below a file"];
            yield return Named("mounted file", "x/a.json", path => $"    volumes: ['{path}:/etc/orthanc/a.json:ro']\n")
                .Without(elsewhere);
            if (command is not "validate")
            {
                continue;
            }

            yield return Named("include", "x/other.yml", Nothing, path => $"include: ['{path}']\n");
            yield return Named("extends", "x/other.yml", path => $"    extends: {{file: '{path}', service: base}}\n");
            yield return Named("env_file", "x/a.env", path => $"    env_file: ['{path}']\n")
                .Without([.. elsewhere, "dangling link"]);
            yield return Named(
                "secret", "x/secret", _ => "    secrets: [ORTHANC__NAME]\n", path => $"secrets: {{ORTHANC__NAME: {{file: '{path}'}}}}\n")
                .Without(elsewhere);
            yield return Named(
                "config", "x/config", _ => "    configs: [{source: c, target: /etc/orthanc/c.json}]\n",
                path => $"configs: {{c: {{file: '{path}'}}}}\n")
                .Without(elsewhere);
            yield return Named("mounted folder", "x/etc", path => $"    volumes: ['{path}:/etc/orthanc:ro']\n")
                .ForFolder().Without([.. elsewhere, "dangling link"]);
            // What is built from files that cannot be read is not known, which is a warning.
            codes = [0, 1];
            yield return Named("build", "x/image", path => $"    build: '{path}'\n").ForFolder();
            yield return Named("dockerfile", "x/Dockerfile", path => $"    build: {{context: '/', dockerfile: '{path}'}}\n");
            yield return Named("copied file", "x/a.json", path =>
                $"    build: {{context: '/', dockerfile_inline: \"FROM orthancteam/orthanc\\nCOPY {path} /etc/orthanc/a.json\"}}\n")
                .Without("folder");
        }
    }

    private static IEnumerable<NamedPath> OtherCommands()
    {
        yield return new NamedPath("compare LEFT", "x/a.json", (run, path) => ["compare", path, run.Folder.Write("b.json", "{}")], 2)
            .Without("folder");
        yield return new NamedPath("compare RIGHT", "x/a.json", (run, path) => ["compare", run.Folder.Write("b.json", "{}"), path], 2)
            .Without("folder");
        yield return new NamedPath("convert FILE", "x/a.json", (_, path) => ["convert", path, "--to", "env"], 2);
        yield return new NamedPath("variables check", "x/a.env", (_, path) => ["variables", "check", path], 2);
        yield return new NamedPath("probe --config", "x/a.json", (_, path) => ["probe", "--config", path], 1);
        yield return new NamedPath("probe --certfile", "x/c.pem", (run, path) => Probe(run, certificate: path), 1);
        yield return new NamedPath("probe --keyfile", "x/c.key", (run, path) => Probe(run, key: path), 1);
    }

    private static IEnumerable<NamedPath> Outputs()
    {
        yield return new NamedPath("launch --output", "x/o.json", (_, path) => ["--output", path], 1) { IsStaged = true }
            .Without("missing");
        // A device or a pipe is written into; a pipe that nobody reads is named.
        yield return new NamedPath("render --output", "x/o.json", (_, path) => ["render", "--output", path], 1)
            .Without("missing", "device", "dangling link");
        yield return new NamedPath("doctor --bundle", "x/b.tar", (_, path) => ["doctor", "--bundle", path], 1)
            .Without("missing", "device", "dangling link");
        yield return new NamedPath(
            "convert --secrets-out", "x/secrets",
            (run, path) =>
            [
                "convert", run.Folder.Write("a.json", """{"RegisteredUsers": {"a": "b"}}"""), "--to", "compose", "--secrets-out", path,
            ],
            2)
        { IsStaged = true }
            .ForFolder().Without("missing");
    }

    /// <summary>Lets an Orthanc run where one is needed.</summary>
    private static string[] Beside(LauncherRun run, string[] arguments)
    {
        if (arguments[0] == "drift")
        {
            run.BesideOrthanc();
        }

        return arguments;
    }

    private static string Compose(LauncherRun run, string service, string root = "") => run.Folder.Write(
        "project/compose.yml",
        $"{root}services:\n  orthanc:\n    image: orthancteam/orthanc:24.1.1\n    environment: {{ORTHANC_PASSWORD: x}}\n{service}");

    private static string[] Probe(LauncherRun run, string? certificate = null, string? key = null)
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var own = new CertificateRequest("CN=client", pair, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return
        [
            "probe", "--url", $"https://127.0.0.1:{((IPEndPoint)Silent.LocalEndpoint).Port}",
            "--certfile", certificate ?? run.Folder.Write("own.pem", own.ExportCertificatePem()),
            "--keyfile", key ?? run.Folder.Write("own.key", pair.ExportPkcs8PrivateKeyPem()),
        ];
    }

    [GeneratedRegex(@"^   at \S+\(|Unhandled exception|internal error", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    /// <summary>A place where a path is named.</summary>
    /// <param name="File">Where the path leads to in the run's folder.</param>
    /// <param name="Arguments">Names the path, and tells what to start.</param>
    /// <param name="ExitCodes">Those that are right.</param>
    private sealed record NamedPath(string Name, string File, Func<LauncherRun, string, string[]> Arguments, params int[] ExitCodes)
    {
        public bool IsFolder { get; init; }

        /// <summary>Faults that are none there.</summary>
        public string[] Exceptions { get; init; } = [];

        /// <summary>Instead of the faults' own reasons.</summary>
        public string? Reason { get; init; }

        /// <summary>Whether the configuration is written before the path is used.</summary>
        public bool MayWrite { get; init; }

        /// <summary>Whether it is written under another name first, so that a launch does not open it; others may.</summary>
        public bool IsStaged { get; init; }

        public NamedPath ForFolder() => this with { IsFolder = true };

        public NamedPath Without(params string[] faults) => this with { Exceptions = faults };
    }
}

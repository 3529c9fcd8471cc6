using System.Text;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;
using Serilog.Core;
using Serilog.Events;

namespace OrthancLauncher.Fuzzing;

/// <summary>Runs the whole program in an empty folder, without its starting or reaching anything.</summary>
internal static class FuzzHost
{
    /// <summary>Words of command lines.</summary>
    public static readonly string[] Words =
    [
        "\n", "launch\n", "render\n", "validate\n", "explain\n", "convert\n", "compare\n", "drift\n", "plugins\n", "variables\n",
        "schema\n", "completion\n", "--help\n", "--version\n", "--format\n", "json\n", "text\n", "html\n", "sarif\n", "github\n",
        "--root\n", "--env\n", "A=b\n", "--env-file\n", "--compose\n", "--service\n", "--kubernetes\n", "--strict\n",
        "--accept\n", "no-users\n", "compose.yml\n", "a.json\n", "-\n", "--\n", "--=\n", "[suggest]\n", "[\n", "@a.json\n",
        "Name\n", "DicomWeb.Root\n", "--orthanc-version\n", "1.12.1\n", "--to\n", "compose\n", "--config-dir\n",
        "--show-secrets\n", "é\n", "\u001b[0m\n",
    ];

    private static readonly string Folder = MakeFolder();

    /// <summary>Leaves in the working folder what command lines name, and nothing that another target wrote.</summary>
    public static void Reset()
    {
        foreach (var file in Directory.EnumerateFiles("."))
        {
            File.Delete(file);
        }

        File.WriteAllText("a.json", """{"Name": "x", "RegisteredUsers": {"a": "b"}}""");
        File.WriteAllText("compose.yml", "services:\n  orthanc:\n    image: orthancteam/orthanc:24.1.1\n");
    }

    public static void Write(string name, byte[] content) => File.WriteAllBytes(name, content);

    /// <summary>The lines of an input that an argument can be; none leads out of the folder or names a place to write to.</summary>
    public static string[] Arguments(byte[] input) =>
    [
        .. Encoding.UTF8.GetString(input).Split('\n')
            .Where(static line => !line.Contains('/', StringComparison.Ordinal) && !line.Contains("..", StringComparison.Ordinal))
            .Where(static line => !line.StartsWith("probe", StringComparison.Ordinal) && !line.Contains('\0', StringComparison.Ordinal)),
    ];

    public static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var exitCode = LauncherProgram.Run(arguments, new LauncherHost
        {
            OpenOutput = () => output,
            OpenError = () => error,
            OpenInput = static () => new MemoryStream("{}"u8.ToArray()),
            ReadEnvironment = static () =>
            [
                new EnvironmentVariable("ORTHANC_LAUNCHER_CONFIG_DIR", $"{Folder}/etc"),
                new EnvironmentVariable("ORTHANC_LAUNCHER_OUTPUT", $"{Folder}/orthanc.json"),
                new EnvironmentVariable("ORTHANC_LAUNCHER_PLUGINS_DIR", $"{Folder}/plugins"),
                new EnvironmentVariable("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", $"{Folder}/available"),
                new EnvironmentVariable("ORTHANC_LAUNCHER_SECRETS_DIR", $"{Folder}/secrets"),
                new EnvironmentVariable("ORTHANC_LAUNCHER_HOST_ID_FILE", $"{Folder}/hostid"),
                new EnvironmentVariable("ORTHANC_PASSWORD", "a"),
            ],
            ProcessesFolder = $"{Folder}/proc",
            Processes = new NoProcesses(),
            Random = static () => 1,
            LogSink = new WriterSink(error),
        });
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("orthanc-launcher-fuzzing-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var name in (string[])["etc", "secrets", "plugins", "available", "work"])
        {
            Directory.CreateDirectory($"{folder}/{name}");
        }

        Directory.SetCurrentDirectory($"{folder}/work");
        return folder;
    }

    private sealed class WriterSink(TextWriter writer) : ILogEventSink
    {
        private readonly OrthancLogFormatter _formatter = new();

        public void Emit(LogEvent logEvent) => _formatter.Format(logEvent, writer);
    }

    /// <summary>Starts nothing.</summary>
    private sealed class NoProcesses : IProcessControl
    {
        public int StopSignal => 0;

        public void WatchSignals()
        {
        }

        public int RunScript(string commandLine) => 0;

        public int RunProgram(IReadOnlyList<string> arguments) => 1;

        public int Exec(string path, IReadOnlyList<string> arguments, string? preload) => 0;
    }
}

using System.Diagnostics;
using System.Text;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;
using Serilog.Core;
using Serilog.Events;

namespace OrthancLauncher.Tests.Support;

/// <summary>An outside world for the program: real files in a temporary folder, made-up variables and processes.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new();
    private readonly List<EnvironmentVariable> _environment = [];

    public TestHost()
    {
        Folder = Directory.CreateTempSubdirectory("launcher-").FullName;
        foreach (var folder in (string[])["etc", "secrets", "available", "plugins", "definitions"])
        {
            Directory.CreateDirectory($"{Folder}/{folder}");
        }

        Set("ORTHANC_LAUNCHER_CONFIG_DIR", $"{Folder}/etc");
        Set("ORTHANC_LAUNCHER_SECRETS_DIR", $"{Folder}/secrets");
        Set("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", $"{Folder}/available");
        Set("ORTHANC_LAUNCHER_PLUGINS_DIR", $"{Folder}/plugins");
        Set("ORTHANC_LAUNCHER_OUTPUT", $"{Folder}/orthanc.json");
        Set("ORTHANC_LAUNCHER_HOST_ID_FILE", $"{Folder}/hostid");
        Set("ORTHANC_LAUNCHER_DEFINITIONS", $"{Folder}/definitions");
        Set("ORTHANC_LAUNCHER_ORTHANC", "/bin/true");
    }

    public string Folder { get; }

    public IReadOnlyList<EnvironmentVariable> Environment => _environment;

    public string Output => Encoding.UTF8.GetString(_output.ToArray());

    public byte[] OutputBytes => _output.ToArray();

    public string Error => _error.ToString();

    public FakeProcesses Processes { get; } = new();

    public string Input { get; set; } = "";

    /// <summary>What reading the variables throws the next time.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; set; } = 80;

    /// <summary>Whether standard output is a terminal that shows colours.</summary>
    public bool HasColours { get; set; }

    public bool IsTerminal { get; set; }

    /// <summary>The file that a launch wrote, or null.</summary>
    public string? Written => File.Exists($"{Folder}/orthanc.json") ? File.ReadAllText($"{Folder}/orthanc.json") : null;

    public LauncherHost Host => new()
    {
        OpenOutput = () => _output,
        OpenError = () => _error,
        OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
        ReadEnvironment = ReadEnvironment,
        Processes = Processes,
        ProcessesFolder = $"{Folder}/proc",
        Random = () => 0x01020304,
        OutputHasColours = () => HasColours,
        OutputIsTerminal = () => IsTerminal,
        OutputWidth = () => Width,
        LogSink = new WriterSink(_error),
    };

    public TestHost Set(string name, string value)
    {
        _environment.RemoveAll(variable => variable.Name == name);
        _environment.Add(new EnvironmentVariable(name, value));
        return this;
    }

    /// <summary>Sets a variable whose value is not UTF-8.</summary>
    public TestHost SetUnreadable(string name)
    {
        _environment.Add(new EnvironmentVariable(name, "\uFFFD", IsUtf8: false));
        return this;
    }

    public TestHost WithFile(string path, string content)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return this;
    }

    /// <summary>Enables a start: a user, and no plugin whose library would be missing.</summary>
    public TestHost Startable() =>
        Set("ORTHANC_PASSWORD", "test").Set("GDCM_PLUGIN_ENABLED", "false").Set("ORTHANC_EXPLORER_2_ENABLED", "false");

    public int Run(params string[] arguments)
    {
        _output.SetLength(0);
        _error.GetStringBuilder().Clear();
        return LauncherProgram.Run(arguments, Host);
    }

    private List<EnvironmentVariable> ReadEnvironment()
    {
        var failure = Failure;
        Failure = null;
        return failure is null ? _environment : throw failure;
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    private sealed class WriterSink(TextWriter writer) : ILogEventSink
    {
        private readonly OrthancLogFormatter _formatter = new();

        public void Emit(LogEvent logEvent) => _formatter.Format(logEvent, writer);
    }
}

/// <summary>Remembers what would have been started.</summary>
internal sealed class FakeProcesses : IProcessControl
{
    public string? Script { get; private set; }

    public int ScriptCode { get; set; }

    /// <summary>A signal that arrives while the script runs.</summary>
    public int ScriptSignal { get; set; }

    public int StopSignal { get; set; }

    public string? Path { get; private set; }

    public IReadOnlyList<string> Arguments { get; private set; } = [];

    public string? Preload { get; private set; }

    public int ErrorNumber { get; set; }

    public void WatchSignals()
    {
    }

    public int RunScript(string commandLine)
    {
        Script = commandLine;
        StopSignal = ScriptSignal;
        return ScriptCode;
    }

    public int RunProgram(IReadOnlyList<string> arguments)
    {
        using var program = Process.Start(arguments[0], arguments.Skip(1));
        program.WaitForExit();
        return program.ExitCode;
    }

    public int Exec(string path, IReadOnlyList<string> arguments, string? preload)
    {
        (Path, Arguments, Preload) = (path, arguments, preload);
        return ErrorNumber;
    }
}

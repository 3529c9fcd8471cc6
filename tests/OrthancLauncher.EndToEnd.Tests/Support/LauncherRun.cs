using System.Text;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>
/// One container's worth of folders and variables, and the launcher started among them.
/// Everything lies under a fresh temporary folder and the environment holds nothing else, so that nothing of the machine is
/// read or changed. As created, it is a start that succeeds: one user, and the libraries of the plugins that are on by default.
/// </summary>
internal sealed class LauncherRun : IDisposable
{
    public const string UsersVariable = "ORTHANC__REGISTERED_USERS";

    private readonly TempFolder folder = new();
    private readonly List<byte[]> environment = [];
    private readonly List<string> wrapper = [];
    private int started;

    public LauncherRun()
    {
        Set("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        Set("ORTHANC_LAUNCHER_CONFIG_DIR", ConfigDirectory);
        Set("ORTHANC_LAUNCHER_SECRETS_DIR", SecretsDirectory);
        Set("ORTHANC_LAUNCHER_OUTPUT", OutputFile);
        Set("ORTHANC_LAUNCHER_ORTHANC", StandIn.Path);
        Set("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", PluginsAvailable);
        Set("ORTHANC_LAUNCHER_PLUGINS_DIR", PluginsDirectory);
        Set("ORTHANC_LAUNCHER_HOST_ID_FILE", HostIdFile);
        Set("ORTHANC_LAUNCHER_DEFINITIONS", folder.Folder("definitions"));
        Set("STAND_IN_RECORD", folder.Folder("record"));
        Set(UsersVariable, """{"demo": "demo"}""");
        File.SetUnixFileMode(folder["record"], (UnixFileMode)0b111_111_111);
        Library("libOrthancGdcm.so");
        Library("libOrthancExplorer2.so");
        Record = new StandInRecord(folder["record"]);
    }

    public TempFolder Folder => folder;

    public string ConfigDirectory => folder.Folder("etc");

    public string SecretsDirectory => folder.Folder("secrets");

    public string PluginsAvailable => folder.Folder("plugins-available");

    public string PluginsDirectory => folder.Folder("plugins");

    public string OutputFile => Path.Combine(folder.Folder("tmp"), "orthanc.json");

    public string HostIdFile => folder["hostid"];

    public string WorkingDirectory { get; set; } = "/";

    /// <summary>What the launcher finds on its standard input.</summary>
    public string? Input { get; set; }

    public StandInRecord Record { get; }

    /// <summary>The variables as they are handed over, one character a byte.</summary>
    public IEnumerable<string> Variables => environment.Select(Encoding.Latin1.GetString);

    /// <summary>Sets a variable, in the place where it stood if it was set before.</summary>
    public LauncherRun Set(string name, string value)
    {
        var variable = Encoding.UTF8.GetBytes($"{name}={value}");
        var index = IndexOf(name);
        if (index < 0)
        {
            environment.Add(variable);
        }
        else
        {
            environment[index] = variable;
        }

        return this;
    }

    /// <summary>Appends an entry to the environment as it is, well-formed or not.</summary>
    public LauncherRun SetRaw(byte[] entry)
    {
        environment.Add(entry);
        return this;
    }

    public LauncherRun Unset(string name)
    {
        environment.RemoveAt(IndexOf(name));
        return this;
    }

    /// <summary>Takes the folders and variables of a case.</summary>
    public LauncherRun With(Case input)
    {
        Set("ORTHANC_LAUNCHER_CONFIG_DIR", input.ConfigDirectory).Set("ORTHANC_LAUNCHER_SECRETS_DIR", input.SecretsDirectory);
        foreach (var (name, value) in input.Variables)
        {
            Set(name, value);
        }

        return this;
    }

    /// <summary>Takes away the user that every run begins with.</summary>
    public LauncherRun WithoutUsers() => Unset(UsersVariable);

    public LauncherRun Config(string name, string text)
    {
        File.WriteAllText(Path.Combine(ConfigDirectory, name), text);
        return this;
    }

    public LauncherRun Secret(string name, string text)
    {
        File.WriteAllText(Path.Combine(SecretsDirectory, name), text);
        return this;
    }

    /// <summary>Puts an empty file in the place of a plugin's library.</summary>
    public LauncherRun Library(string name)
    {
        File.WriteAllText(Path.Combine(PluginsAvailable, name), "");
        return this;
    }

    /// <summary>Starts the launcher through another program that executes its remaining arguments.</summary>
    public LauncherRun Through(params string[] program)
    {
        wrapper.AddRange(program);
        return this;
    }

    /// <summary>Starts the launcher in a mount namespace of its own, after these shell commands.</summary>
    public LauncherRun After(string commands) =>
        Through("/usr/bin/unshare", "--mount", "/bin/sh", "-ec", commands + "\nexec \"$@\"", "sh");

    /// <summary>Starts the launcher as process 1, as a container does.</summary>
    public LauncherRun AsProcess1() =>
        Through("/usr/bin/unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");

    /// <summary>Starts the launcher below process 1 while the stand-in runs, which was started with the output.</summary>
    public LauncherRun BesideOrthanc()
    {
        File.WriteAllText(OutputFile, "{}");
        File.SetUnixFileMode(folder.Folder("running"), (UnixFileMode)0b111_111_111);
        return Through("/bin/sh", "-c", $"""
            STAND_IN_SLEEP=300 STAND_IN_RECORD={folder["running"]} "$ORTHANC_LAUNCHER_ORTHANC" "$ORTHANC_LAUNCHER_OUTPUT" <&- >&- 2>&- &
            until [ -e {folder["running/pid"]} ]; do sleep 0.02; done
            "$@"
            exit $?
            """, "sh");
    }

    /// <summary>Starts the launcher as another user, who may write nothing here but the output and the record.</summary>
    public LauncherRun AsUser(int id)
    {
        File.SetUnixFileMode(Path.GetDirectoryName(OutputFile)!, (UnixFileMode)0b111_111_111);
        return Through("/usr/bin/setpriv", $"--reuid={id}", $"--regid={id}", "--clear-groups");
    }

    public RunningProcess Start(params string[] arguments) => StartProgram(Machine.Binary, arguments);

    public async Task<Finished> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await process.WaitAsync();
    }

    /// <summary>Starts the stand-in itself the same way: what the launcher's result is compared with.</summary>
    public async Task<Finished> RunStandInAsync(params string[] arguments)
    {
        using var process = StartProgram(StandIn.Path, arguments);
        return await process.WaitAsync();
    }

    public void Dispose() => folder.Dispose();

    private RunningProcess StartProgram(string program, string[] arguments)
    {
        // A file for each process, since several may start beside each other.
        var variables = folder[$"environment-{++started}"];
        File.WriteAllBytes(variables, [.. environment.SelectMany(variable => variable.Append((byte)0))]);
        return new RunningProcess(StandIn.Path, ["exec-with", variables, .. wrapper, program, .. arguments], WorkingDirectory, Input);
    }

    private int IndexOf(string name)
    {
        var prefix = Encoding.UTF8.GetBytes(name + "=");
        return environment.FindIndex(variable => variable.AsSpan().StartsWith(prefix));
    }
}

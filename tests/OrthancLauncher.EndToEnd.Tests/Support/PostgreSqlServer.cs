namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>A PostgreSQL of the test's own, which asks for a password and goes when the test is over.</summary>
internal sealed class PostgreSqlServer : IDisposable
{
    public const string User = "postgres";

    private const int FastShutdown = RunningProcess.Interrupt;

    private readonly TempFolder folder;
    private readonly RunningProcess process;

    private PostgreSqlServer(TempFolder folder, int port)
    {
        this.folder = folder;
        Port = port;
        process = Start(
            folder, "postgres", "-D", folder["data"], "-p", $"{port}", "-k", folder["socket"], "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off");
    }

    public int Port { get; }

    public static async Task<PostgreSqlServer> StartAsync(string password)
    {
        var folder = new TempFolder();
        folder.Folder("data");
        folder.Folder("socket");
        folder.Write("password", password);
        foreach (var name in new[] { "data", "socket" })
        {
            File.SetUnixFileMode(folder[name], (UnixFileMode)0b111_111_111);
        }

        if (Environment.IsPrivilegedProcess)
        {
            using var owner = new RunningProcess("chown", ["-R", User, folder.Root], "/");
            (await owner.WaitAsync()).ExitCode.Should().Be(0);
        }

        using (var initialization = Start(
            folder, "initdb", "-D", folder["data"], "-U", User, "-A", "scram-sha-256", $"--pwfile={folder["password"]}", "--no-sync",
            "-E", "UTF8", "--locale=C"))
        {
            var finished = await initialization.WaitAsync();
            finished.ExitCode.Should().Be(0, finished.Everything);
        }

        var server = new PostgreSqlServer(folder, OrthancContainer.FreePort());
        var state = Path.Combine(folder["data"], "postmaster.pid");
        await server.process.UntilAsync(
            () => Task.FromResult(File.Exists(state) && File.ReadAllText(state).TrimEnd().EndsWith("ready", StringComparison.Ordinal)),
            "PostgreSQL is ready");
        return server;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Send(FastShutdown);
            process.WaitAsync().GetAwaiter().GetResult();
        }

        process.Dispose();
        folder.Dispose();
    }

    /// <summary>PostgreSQL refuses to be run by root.</summary>
    private static RunningProcess Start(TempFolder folder, string program, params string[] arguments)
    {
        var path = Path.Combine(Machine.PostgreSqlPrograms!, program);
        return Environment.IsPrivilegedProcess
            ? new RunningProcess("setpriv", [$"--reuid={User}", $"--regid={User}", "--clear-groups", path, .. arguments], folder.Root)
            : new RunningProcess(path, arguments, folder.Root);
    }
}

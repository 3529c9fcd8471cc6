using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary><c>BEFORE_ORTHANC_STARTUP_SCRIPT</c>.</summary>
public sealed class ScriptTests
{
    private const string Variable = "BEFORE_ORTHANC_STARTUP_SCRIPT";

    [RequiresFact(Part.Launcher)]
    public async Task Its_words_are_split_as_a_shell_does()
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", """
            for word in "$@"; do echo "[$word]"; done
            """);

        var finished = await run.Set(Variable, $"""{script} a 'b  c' "d 'e" f\ g  ''""").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        finished.Output.Should().Be("[a]\n[b  c]\n[d 'e]\n[f g]\n[]\n");
        run.Record.Exists.Should().BeTrue();
    }

    [RequiresFact(Part.Launcher)]
    public async Task It_has_the_standard_streams()
    {
        using var run = new LauncherRun { Input = "from outside\n" };
        var script = run.Folder.Script("script.sh", "read -r line; echo \"read: $line\"; echo complaint >&2");

        var finished = await run.Set(Variable, script).RunAsync();

        finished.Output.Should().Be("read: from outside\n");
        finished.Error.Should().Contain("complaint");
    }

    [RequiresFact(Part.Launcher)]
    public async Task It_has_the_variables_byte_for_byte()
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", $"printf %s \"$ODD\" > {run.Folder["odd"]}");

        await run.Set(Variable, script).SetRaw([.. "ODD="u8, 0xFF, 0x80]).RunAsync();

        File.ReadAllBytes(run.Folder["odd"]).Should().Equal(0xFF, 0x80);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("exit 7", 7)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -KILL $$", 137)]
    public async Task Script_failure_ends_the_container_with_its_exit_code(string body, int code)
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", body);

        var finished = await run.Set(Variable, script).RunAsync();

        finished.ExitCode.Should().Be(code, finished.Error);
        finished.Error.Should().Contain(Variable);
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("/nowhere/script.sh", 127)]
    [InlineData("/etc/passwd", 126)]
    [InlineData("/bin/echo 'no end", null)]
    public async Task A_script_that_cannot_be_started_ends_the_container(string script, int? code)
    {
        using var run = new LauncherRun();

        var finished = await run.Set(Variable, script).RunAsync();

        finished.ExitCode.Should().NotBe(0);
        finished.ExitCode.Should().Be(code ?? finished.ExitCode, finished.Error);
        finished.Error.Should().Contain(Variable).And.NotContain("   at ");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task It_may_change_the_written_file()
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", "sed -i s/BEFORE/AFTER/ \"$1\"");

        var finished = await run.Set("ORTHANC__NAME", "BEFORE").Set(Variable, $"{script} {run.OutputFile}").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Configuration.Should().Contain("AFTER").And.NotContain("BEFORE");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("TERM", RunningProcess.Terminate)]
    [InlineData("INT", RunningProcess.Interrupt)]
    [InlineData("HUP", 1)]
    [InlineData("USR1", 10)]
    public async Task Signals_that_arrive_meanwhile_reach_it(string name, int signal)
    {
        using var run = new LauncherRun();
        using var process = run.Set(Variable, TrappingScript(run, name)).Start();
        await process.UntilExistsAsync(run.Folder["ready"]);

        process.Send(signal);
        var finished = await process.WaitAsync();

        finished.ExitCode.Should().Be(42, finished.Error);
        File.Exists(run.Folder["trapped"]).Should().BeTrue();
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_script_that_a_signal_ends_ends_the_container()
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", $"touch {run.Folder["ready"]}; exec sleep 60");
        using var process = run.Set(Variable, script).Start();
        await process.UntilExistsAsync(run.Folder["ready"]);

        process.Send(RunningProcess.Terminate);

        (await process.WaitAsync()).ExitCode.Should().Be(128 + RunningProcess.Terminate);
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task Orthanc_is_not_started_after_a_termination_that_the_script_took_for_success()
    {
        using var run = new LauncherRun();
        using var process = run.Set(Variable, TrappingScript(run, "TERM", exitCode: 0)).Start();
        await process.UntilExistsAsync(run.Folder["ready"]);

        process.Send(RunningProcess.Terminate);

        (await process.WaitAsync()).ExitCode.Should().Be(128 + RunningProcess.Terminate);
        File.Exists(run.Folder["trapped"]).Should().BeTrue();
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task As_process_1_of_a_container_too()
    {
        using var run = new LauncherRun();
        run.Through("/usr/bin/unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");
        using var unshare = run.Set(Variable, TrappingScript(run, "TERM")).Start();
        await unshare.UntilExistsAsync(run.Folder["ready"]);

        RunningProcess.Send(ChildOf(unshare.Id), RunningProcess.Terminate);
        var finished = await unshare.WaitAsync();

        finished.ExitCode.Should().Be(42, finished.Error);
        File.Exists(run.Folder["trapped"]).Should().BeTrue();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task Process_1_stays_process_1_after_it()
    {
        using var run = new LauncherRun();
        run.Through("/usr/bin/unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");

        var finished = await run.Set(Variable, "/bin/true").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.ProcessId.Should().Be(1);
    }

    private static string TrappingScript(LauncherRun run, string signal, int exitCode = 42) => run.Folder.Script("script.sh", $"""
        trap 'touch {run.Folder["trapped"]}; exit {exitCode}' {signal}
        touch {run.Folder["ready"]}
        while :; do sleep 0.05; done
        """);

    private static int ChildOf(int process) => int.Parse(
        File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ')[0],
        System.Globalization.CultureInfo.InvariantCulture);
}

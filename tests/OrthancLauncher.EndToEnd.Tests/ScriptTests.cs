using System.Globalization;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary><c>BEFORE_ORTHANC_STARTUP_SCRIPT</c>.</summary>
public sealed class ScriptTests
{
    private const string Variable = "BEFORE_ORTHANC_STARTUP_SCRIPT";

    [RequiresFact(Part.Launcher)]
    public async Task Its_words_and_patterns_are_expanded_as_those_of_an_unquoted_variable()
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", """
            for word in "$@"; do echo "[$word]"; done
            """);
        run.Folder.Write("found/one.lua", "");
        run.Folder.Write("found/two.lua", "");

        var finished = await run.Set(Variable, $"""{script} a 'b  c' $HOME; x=1 && {run.Folder["found"]}/*.lua""").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        finished.Output.Should().Be(
            $"[a]\n['b]\n[c']\n[$HOME;]\n[x=1]\n[&&]\n[{run.Folder["found/one.lua"]}]\n[{run.Folder["found/two.lua"]}]\n");
        run.Record.Exists.Should().BeTrue();
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("sh {0}")]
    [InlineData(" . {0} ")]
    [InlineData("env X=1 {0}")]
    public async Task It_may_be_a_program_with_arguments_or_a_command_of_the_shell(string commandLine)
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", $"touch {run.Folder["ran"]}");

        var finished = await run.Set(Variable, string.Format(CultureInfo.InvariantCulture, commandLine, script))
            .RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        File.Exists(run.Folder["ran"]).Should().BeTrue();
        run.Record.Exists.Should().BeTrue();
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("{0}", "#!/bin/sh\r\ntouch ran\r\n", 127)]
    [InlineData("{0} argument", "#!/usr/bin/python3\r\n", 127)]
    [InlineData("{0}", "#!/bin/sh -e\r\nset -u\r\nexit 0\r\n", 2)]
    [InlineData("sh {0}", "cd /nowhere-else\r\n", 2)]
    public async Task One_with_Windows_line_ends_is_told_so(string commandLine, string text, int code)
    {
        using var run = new LauncherRun();
        var script = run.Folder.Write("script.sh", text);
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);

        var finished = await run.Set(Variable, string.Format(CultureInfo.InvariantCulture, commandLine, script))
            .RunAsync();

        finished.ExitCode.Should().Be(code, finished.Error);
        finished.Error.Should().Contain(Variable).And.NotContain("not found")
            .And.Contain($"{script} has Windows line ends (CRLF); remove them: sed -i 's/\\r$//' {script}");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task One_without_its_interpreter_is_told_so()
    {
        using var run = new LauncherRun();
        var script = run.Folder.Write("script.py", "#!/nowhere/python3 -u\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);

        var finished = await run.Set(Variable, script).RunAsync();

        finished.ExitCode.Should().Be(127, finished.Error);
        finished.Error.Should().Contain($"{script} needs /nowhere/python3, which does not exist");
    }

    [RequiresFact(Part.Launcher)]
    public async Task It_may_end_well_where_the_parent_ignores_the_end_of_children()
    {
        using var run = new LauncherRun();
        run.Through("/bin/sh", "-c", "trap '' CHLD; exec \"$@\"", "sh");

        var finished = await run.Set(Variable, "/bin/true").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Exists.Should().BeTrue();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task Its_orphans_do_not_stay_as_zombies_of_process_1()
    {
        using var run = new LauncherRun();
        run.AsProcess1();
        var script = run.Folder.Script("script.sh", """
            for i in 1 2 3; do (: &); done
            sleep 0.5
            """);
        var finished = await run.Set(Variable, script).RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Children.Should().BeEmpty();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task What_it_leaves_running_does_not_become_a_zombie_of_process_1_later()
    {
        using var run = new LauncherRun();
        run.AsProcess1().Set("STAND_IN_SLEEP", "300");
        var script = run.Folder.Script("script.sh", $"""
            for i in $(seq 50); do (until [ -e {run.Folder["go"]} ]; do sleep 0.2; done) & done
            """);
        using var unshare = run.Set(Variable, script).Start();
        await unshare.UntilExistsAsync(run.Folder["record/pid"]);
        run.Record.ProcessId.Should().Be(1);
        var orthanc = ChildOf(unshare.Id);
        var keeper = ChildOf(orthanc);
        ChildrenOf(keeper).Should().HaveCount(50);

        run.Folder.Write("go", "");
        await unshare.UntilAsync(() => Task.FromResult(ChildrenOf(keeper).Length == 0), "what the script left running ended");

        ChildrenOf(orthanc).Should().Equal(keeper);
        File.ReadLines($"/proc/{keeper}/status").Should().Contain("State:\tS (sleeping)");
        RunningProcess.Send(orthanc, RunningProcess.Kill);
        // It waits for the end of the streams, too, which nobody may hold open.
        await unshare.WaitAsync();
    }

    [RequiresTheory(Part.Launcher | Part.Mounts)]
    [InlineData("exit 7", 7)]
    [InlineData("sleep 1000 & exit 7", 7)]
    [InlineData("sleep 1000 & kill -KILL $$", 137)]
    [InlineData("kill -STOP $PPID; kill -CONT $PPID; exit 7", 7)]
    [InlineData("exec /etc/passwd", 126)]
    public async Task Its_exit_code_is_that_of_process_1_whatever_it_left_running(string body, int code)
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", body);

        var finished = await run.AsProcess1().Set(Variable, script).RunAsync();

        finished.ExitCode.Should().Be(code, finished.Error);
        finished.Error.Should().Contain($"ended with exit code {code}");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task A_termination_ends_process_1_also_if_processes_are_left_running()
    {
        using var run = new LauncherRun();
        var script = run.Folder.Script("script.sh", """
            trap 'exit 0' TERM
            sleep 1000 &
            kill -TERM 1
            wait
            """);

        var finished = await run.AsProcess1().Set(Variable, script).RunAsync();

        finished.ExitCode.Should().Be(128 + RunningProcess.Terminate, finished.Error);
        run.Record.Exists.Should().BeFalse();
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
    public async Task A_script_that_cannot_be_started_ends_the_container(string script, int code)
    {
        using var run = new LauncherRun();

        var finished = await run.Set(Variable, script).RunAsync();

        finished.ExitCode.Should().Be(code, finished.Error);
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
        run.AsProcess1();
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
        run.AsProcess1();

        var finished = await run.Set(Variable, "/bin/true").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.ProcessId.Should().Be(1);
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task A_termination_before_it_is_not_lost_for_process_1()
    {
        using var run = new LauncherRun();
        var input = run.Folder["input"];
        using (var pipe = new RunningProcess("mkfifo", [input], "/"))
        {
            (await pipe.WaitAsync()).ExitCode.Should().Be(0);
        }

        run.AsProcess1();
        run.Through("/bin/sh", "-c", $"exec \"$@\" <{input}", "sh");
        using var unshare = run.Set(Variable, "sleep 60").Start("launch", "-");
        await using (var standardInput = new FileStream(input, FileMode.Open, FileAccess.Write))
        {
            var launcher = ChildOf(unshare.Id);
            while ((CaughtSignals(launcher) & (1UL << (RunningProcess.Terminate - 1))) == 0)
            {
                await Task.Delay(20);
            }

            RunningProcess.Send(launcher, RunningProcess.Terminate);
            standardInput.Write("{}"u8);
        }

        var finished = await unshare.WaitAsync();
        finished.ExitCode.Should().Be(128 + RunningProcess.Terminate, finished.Error);
        finished.Error.Should().Contain("so Orthanc is not started");
        run.Record.Exists.Should().BeFalse();
    }

    private static ulong CaughtSignals(int process) => Convert.ToUInt64(
        File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("SigCgt:", StringComparison.Ordinal))[7..].Trim(), 16);

    private static string TrappingScript(LauncherRun run, string signal, int exitCode = 42) => run.Folder.Script("script.sh", $"""
        trap 'touch {run.Folder["trapped"]}; exit {exitCode}' {signal}
        touch {run.Folder["ready"]}
        while :; do sleep 0.05; done
        """);

    private static int ChildOf(int process) => ChildrenOf(process)[0];

    private static int[] ChildrenOf(int process) =>
    [
        .. Directory.EnumerateDirectories($"/proc/{process}/task")
            .SelectMany(thread => File.ReadAllText($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
    ];
}

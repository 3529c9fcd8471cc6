using System.Text;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>What Orthanc finds when the launcher has become it: nothing of the launcher's own.</summary>
public sealed class HandOverTests : IDisposable
{
    private readonly Lazy<LauncherRun> lazyRun = new(() => new LauncherRun());

    private LauncherRun Run => lazyRun.Value;

    public void Dispose()
    {
        if (lazyRun.IsValueCreated)
        {
            Run.Dispose();
        }
    }

    [RequiresFact(Part.Launcher)]
    public async Task The_process_stays_the_same()
    {
        using var process = Run.Start();

        (await process.WaitAsync()).ExitCode.Should().Be(0);
        Run.Record.ProcessId.Should().Be(process.Id);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("launch")]
    [InlineData(null)]
    public async Task Launch_is_the_default_command(string? command)
    {
        var finished = await Run.RunAsync(command is null ? [] : [command]);

        finished.ExitCode.Should().Be(0, finished.Error);
        Run.Record.Arguments.Should().Equal(Run.OutputFile);
        Path.GetFileName(Run.Record.CommandLine[0]).Should().Be("Orthanc");
    }

    [RequiresFact(Part.Launcher)]
    public async Task Orthanc_is_found_on_the_path()
    {
        Run.Unset("ORTHANC_LAUNCHER_ORTHANC").Set("PATH", $"/nowhere:{StandIn.Folder}:/usr/bin:/bin");

        var finished = await Run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Run.Record.Exists.Should().BeTrue();
    }

    [RequiresFact(Part.Launcher)]
    public async Task Variables_arrive_byte_for_byte_and_in_their_order()
    {
        Run.SetRaw([.. "NOT_UTF8="u8, 0xFF, 0xFE, 0xC3, (byte)'(', 0x80])
            .SetRaw("TWICE=first"u8.ToArray())
            .SetRaw("ACCENT=é\n\t\"$ "u8.ToArray())
            .SetRaw("TWICE=second"u8.ToArray())
            .SetRaw("EMPTY="u8.ToArray())
            .SetRaw("WITHOUT_AN_EQUALS_SIGN"u8.ToArray())
            .SetRaw("=begins_with_one"u8.ToArray())
            .SetRaw([.. "NAME_NOT_UTF8_"u8, 0xE9, .. "=1"u8])
            .SetRaw(Encoding.UTF8.GetBytes("LONG=" + new string('x', 1_000)))
            .SetRaw("AAA=last"u8.ToArray());

        var finished = await Run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Run.Record.Variables.Should().Equal(Run.Variables);
    }

    [RequiresFact(Part.Launcher)]
    public async Task Variables_that_the_launcher_acted_on_arrive_too()
    {
        Run.Set("MALLOC_ARENA_MAX", "5").Set("VERBOSE_ENABLED", "true").Set("ORTHANC__NAME", "kept").Set("ORTHANC_JSON", "{}")
            .Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/bin/true").Set("FORCE_HOST_ID", "1");

        var finished = await Run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Run.Record.Variables.Should().Equal(Run.Variables);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("SigIgn")]
    [InlineData("SigBlk")]
    public async Task No_signal_is_ignored_or_blocked(string row)
    {
        Run.Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/bin/true");

        await Run.RunAsync();

        Run.Record.Status(row).Should().Be("0000000000000000");
    }

    [RequiresFact(Part.Launcher)]
    public async Task No_descriptor_is_left_open()
    {
        Run.Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/bin/true").Config("a.json", "{}").Secret("ORTHANC__NAME", "x");

        await Run.RunAsync();

        Run.Record.Descriptors.Should().BeEquivalentTo([0, 1, 2]);
    }

    [RequiresFact(Part.Launcher)]
    public async Task Resource_limits_stay_as_they_were()
    {
        using var direct = new LauncherRun();
        foreach (var run in new[] { Run, direct })
        {
            run.Through("/bin/sh", "-c", "ulimit -S -n 200 && ulimit -S -c 0 && ulimit -S -s 4096 && exec \"$@\"", "sh");
        }

        await Run.RunAsync();
        await direct.RunStandInAsync();

        Run.Record.Limits.Should().Be(direct.Record.Limits);
        Run.Record.Limits.Should().MatchRegex(@"Max open files +200 ", "the comparison must not be one of equal soft and hard limits");
    }

    [RequiresFact(Part.Launcher)]
    public async Task Working_directory_and_file_mode_mask_stay_as_they_were()
    {
        Run.WorkingDirectory = Run.Folder.Folder("here");
        Run.Through("/bin/sh", "-c", "umask 027 && exec \"$@\"", "sh");

        await Run.RunAsync();

        Run.Record.Directory.Should().Be(Run.WorkingDirectory);
        Run.Record.Status("Umask").Should().Be("0027");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    public async Task The_exit_code_is_Orthancs_own(int code)
    {
        Run.Set("STAND_IN_EXIT", $"{code}");

        (await Run.RunAsync()).ExitCode.Should().Be(code);
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_signal_ends_Orthanc_itself()
    {
        Run.Set("STAND_IN_SLEEP", "60");
        using var process = Run.Start();
        await process.UntilAsync(() => Task.FromResult(Run.Record.Exists), "the stand-in runs");

        process.Send(RunningProcess.Terminate);

        (await process.WaitAsync()).ExitCode.Should().Be(128 + RunningProcess.Terminate);
    }

    [RequiresFact(Part.Launcher)]
    public async Task Standard_output_belongs_to_Orthanc()
    {
        Run.Set("VERBOSE_STARTUP", "true");

        var finished = await Run.RunAsync();

        finished.Output.Should().BeEmpty();
        finished.Error.Should().NotBeEmpty();
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("/nowhere/Orthanc")]
    [InlineData("no-such-orthanc")]
    [InlineData("")]
    public async Task Orthanc_not_found_is_127(string orthanc)
    {
        Run.Set("ORTHANC_LAUNCHER_ORTHANC", orthanc).Set("PATH", "/nowhere");

        var finished = await Run.RunAsync();

        finished.ExitCode.Should().Be(127, finished.Error);
        finished.Error.Should().Contain(orthanc.Length > 0 ? orthanc : "Orthanc")
            .And.NotContain("   at ", "nobody is helped by a stack trace");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("a file without the right to execute it")]
    [InlineData("a folder")]
    [InlineData("a file that is no program")]
    public async Task Orthanc_not_executable_is_126(string kind)
    {
        var orthanc = Run.Folder["bin/Orthanc"];
        if (kind == "a folder")
        {
            Directory.CreateDirectory(orthanc);
        }
        else
        {
            Run.Folder.Write("bin/Orthanc", "\u0001\u0002\u0003");
        }

        if (kind == "a file that is no program")
        {
            File.SetUnixFileMode(orthanc, (UnixFileMode)0b111_101_101);
        }

        var finished = await Run.Set("ORTHANC_LAUNCHER_ORTHANC", orthanc).RunAsync();

        finished.ExitCode.Should().Be(126, finished.Error);
        finished.Error.Should().Contain(orthanc).And.NotContain("   at ");
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task The_Java_plugin_gets_its_virtual_machine_preloaded()
    {
        const string Machine = "/usr/lib/jvm/java-17-openjdk-amd64/lib/server/libjvm.so";
        Run.Library("libOrthancJava.so").Set("JAVA_PLUGIN_ENABLED", "true").Set("ORTHANC__JAVA__CLASSPATH", "/x.jar")
            .Set("ORTHANC__JAVA__INITIALIZATION_CLASS", "X")
            .After($"""
                mkdir -p /usr/lib/jvm || :
                mount -t tmpfs tmpfs /usr/lib/jvm
                mkdir -p {Path.GetDirectoryName(Machine)}
                echo 'int orthanc_launcher_test;' > /usr/lib/jvm/empty.c
                cc -shared -o {Machine} /usr/lib/jvm/empty.c
                """);

        await Run.RunStandInAsync();
        var before = Run.Record.Variables;

        var finished = await Run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Run.Record.Variables.Except(before).Should().ContainSingle().Which.Should().Be("LD_PRELOAD=" + Machine);
        before.Except(Run.Record.Variables).Should().BeEmpty();
    }
}

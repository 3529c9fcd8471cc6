using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>What somebody else may have put where the configuration, with its passwords, is to be written.</summary>
public sealed class OutputTargetTests
{
    private const string Marker = "a-password-nobody-sees";
    private const int Stranger = 65534;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [RequiresTheory(Part.Launcher)]
    [InlineData("ln -s \"$0.else\" \"$0\"", "a symbolic link")]
    [InlineData("ln -s /nowhere \"$0\"", "a symbolic link")]
    [InlineData("mkfifo \"$0\"", "a named pipe")]
    [InlineData("mkdir \"$0\"", "a folder")]
    public async Task Anything_but_a_plain_file_is_refused_and_left_alone(string preparation, string kind)
    {
        using var run = WithPassword();
        File.WriteAllText(run.OutputFile + ".else", "old");
        await ShellAsync(preparation, run.OutputFile);

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain($"{run.OutputFile}: the configuration cannot be written: it is {kind}").And.NotContain("   at ");
        File.ReadAllText(run.OutputFile + ".else").Should().Be("old");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_device_is_refused()
    {
        using var run = WithPassword();

        var finished = await run.RunAsync("--output", "/dev/null");

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain("/dev/null: the configuration cannot be written: it is a device");
    }

    [RequiresFact(Part.Launcher | Part.Users)]
    public async Task Another_users_file_is_replaced_and_never_written()
    {
        using var run = WithPassword();
        await ForEverybodyAsync(run, "0777");
        await ShellAsync("echo old >\"$0\"; chmod 666 \"$0\"; ln \"$0\" \"$0.kept\"", run.OutputFile, Stranger);

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        File.ReadAllText(run.OutputFile + ".kept").Should().Be("old\n");
        File.GetUnixFileMode(run.OutputFile).Should().Be(OwnerOnly);
        run.Record.Configuration.Should().Contain(Marker);
    }

    [RequiresFact(Part.Launcher | Part.Users)]
    public async Task A_folder_of_another_user_is_refused_even_where_the_file_itself_could_be_written()
    {
        using var run = WithPassword();
        await ShellAsync("echo old >\"$0\"; chmod 666 \"$0\"", run.OutputFile);
        run.Through("/usr/bin/setpriv", $"--reuid={Stranger}", $"--regid={Stranger}", "--clear-groups");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain($"{run.OutputFile}: the configuration cannot be written: permission denied for user id {Stranger}")
            .And.Contain("0755");
        File.ReadAllText(run.OutputFile).Should().Be("old\n");
    }

    [RequiresFact(Part.Launcher | Part.Users)]
    public async Task Another_users_file_in_a_sticky_folder_is_refused_with_the_owner()
    {
        using var run = WithPassword();
        run.AsUser(Stranger);
        await ForEverybodyAsync(run, "1777");
        await ShellAsync("echo old >\"$0\"; chmod 666 \"$0\"", run.OutputFile);

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain("it belongs to user id 0, and only that user can replace it in this folder");
        File.ReadAllText(run.OutputFile).Should().Be("old\n");
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(run.OutputFile)!).Should().Equal(run.OutputFile);
    }

    /// <summary>
    /// A stranger exchanges the target without end; whatever the launcher does, nothing of the stranger's holds the password.
    /// </summary>
    [RequiresTheory(Part.Launcher | Part.Users)]
    [InlineData("0777")]
    [InlineData("1777")]
    public async Task A_stranger_who_exchanges_the_target_never_sees_the_password(string mode)
    {
        using var run = WithPassword();
        // What follows must not read the file, which may be a pipe by then.
        run.Set("ORTHANC_LAUNCHER_ORTHANC", "/bin/true");
        await ForEverybodyAsync(run, mode);
        var loot = Path.Combine(run.Folder.Folder("loot"), "file");
        await ShellAsync("echo >\"$0\"; chmod 666 \"$0\"", loot);
        using var stranger = new RunningProcess("setpriv",
            [
                $"--reuid={Stranger}", $"--regid={Stranger}", "--clear-groups", "/bin/sh", "-c",
                $"while :; do for f in \"$0\" $(dirname \"$0\")/.orthanc*; do rm -f $f; ln -s {loot} $f; rm -f $f; ln {loot} $f; rm -f $f; "
                + "mkfifo -m 666 $f; rm -f $f; echo old >$f; chmod 666 $f; done; done 2>/dev/null", run.OutputFile,
            ],
            "/");

        for (var i = 0; i < 20; i++)
        {
            var finished = await run.RunAsync();

            finished.ExitCode.Should().BeOneOf([0, 1], finished.Error);
            finished.Error.Should().NotContain(Marker).And.NotContain("   at ");
            File.ReadAllText(loot).Should().NotContain(Marker);
        }
    }

    [RequiresFact(Part.Launcher)]
    public async Task What_killed_starts_left_behind_is_removed_but_not_what_is_still_locked()
    {
        using var run = WithPassword();
        var folder = Path.GetDirectoryName(run.OutputFile)!;
        File.WriteAllText($"{folder}/.orthanc-launcher-0123.tmp", "left over");
        File.WriteAllText($"{folder}/.orthanc-launcher-4567.tmp", "being written");
        run.Through("/usr/bin/flock", $"{folder}/.orthanc-launcher-4567.tmp");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName)
            .Should().BeEquivalentTo(".orthanc-launcher-4567.tmp", Path.GetFileName(run.OutputFile));
    }

    [RequiresTheory(Part.Launcher | Part.Mounts | Part.Users)]
    [InlineData("chown 65534 \"$0\"", 1)]
    [InlineData("chmod 644 \"$0\"", 0)]
    public async Task A_mounted_file_is_written_in_place_with_a_warning_if_somebody_else_owns_it(string preparation, int warnings)
    {
        using var run = WithPassword();
        var mounted = run.Folder.Write("mounted.json", "old");
        File.WriteAllText(run.OutputFile, "");
        await ShellAsync(preparation, mounted);
        run.After($"mount --bind {mounted} {run.OutputFile}");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        File.ReadAllText(mounted).Should().Contain(Marker);
        File.GetUnixFileMode(mounted).Should().Be(OwnerOnly);
        finished.Warnings.Where(line => line.Contains("the mounted file belongs to user id 65534")).Should().HaveCount(warnings);
    }

    [RequiresFact(Part.Launcher | Part.Mounts | Part.Users)]
    public async Task A_mounted_file_whose_mode_cannot_be_set_is_written_with_a_warning()
    {
        using var run = WithPassword();
        var mounted = run.Folder.Write("mounted.json", "old");
        await ShellAsync("chmod 666 \"$0\"", mounted);
        File.WriteAllText(run.OutputFile, "");
        run.After($"mount --bind {mounted} {run.OutputFile}").AsUser(Stranger);

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        File.ReadAllText(mounted).Should().Contain(Marker);
        finished.Warnings.Should().Contain(line => line.Contains("cannot be set to 0600; it is 0666"))
            .And.Contain(line => line.Contains("user id 0"));
    }

    [RequiresFact(Part.Launcher | Part.Root | Part.Mounts)]
    public async Task A_mounted_file_on_a_full_disk_keeps_its_old_content()
    {
        using var run = WithPassword();
        var disk = run.Folder.Folder("disk");
        File.WriteAllText(run.OutputFile, "");
        run.Set("ORTHANC__DESCRIPTION", new string('x', 100_000));
        run.After($"mount -t tmpfs -o size=16k none {disk}; echo old >{disk}/file; mount --bind {disk}/file {run.OutputFile}");
        run.Through("/bin/sh", "-c", $"\"$@\"; code=$?; cat {run.OutputFile}; exit $code", "sh");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain("no space left on device");
        finished.Output.Should().Be("old\n");
    }

    [RequiresFact(Part.Launcher)]
    public async Task Render_writes_into_a_pipe_a_device_and_the_target_of_a_link_and_replaces_none_of_them()
    {
        using var run = WithPassword();
        var target = run.Folder.Write("target", "old");
        var link = run.Folder["link"];
        File.CreateSymbolicLink(link, target);
        var pipe = run.Folder["pipe"];
        await ShellAsync("mkfifo \"$0\"", pipe);
        using var reader = new RunningProcess("cat", [pipe], "/");

        (await run.RunAsync("render", "--output", link)).ExitCode.Should().Be(0);
        (await run.RunAsync("render", "--output", "/dev/null")).ExitCode.Should().Be(0);
        var printed = await run.RunAsync("render", "--output", "/dev/stdout");
        (await run.RunAsync("render", "--output", pipe)).ExitCode.Should().Be(0);

        new FileInfo(link).LinkTarget.Should().Be(target);
        File.ReadAllText(target).Should().StartWith("{").And.Be(printed.Output).And.Be((await reader.WaitAsync()).Output);
        await ShellAsync("test -p \"$0\" && test -c /dev/null && test -L /dev/stdout", pipe);
    }

    private static LauncherRun WithPassword() =>
        new LauncherRun().Set("ORTHANC__POSTGRESQL__PASSWORD", Marker).Set("POSTGRESQL_PLUGIN_ENABLED", "false");

    private static Task ForEverybodyAsync(LauncherRun run, string mode) =>
        ShellAsync($"chmod {mode} \"$0\"", Path.GetDirectoryName(run.OutputFile)!);

    private static async Task ShellAsync(string commands, string path, int user = 0)
    {
        string[] shell = ["/bin/sh", "-ec", commands, path];
        string[] asUser = user == 0 ? shell : ["/usr/bin/setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", .. shell];
        using var process = new RunningProcess(asUser[0], asUser[1..], "/");
        var finished = await process.WaitAsync();
        finished.ExitCode.Should().Be(0, finished.Everything);
    }
}

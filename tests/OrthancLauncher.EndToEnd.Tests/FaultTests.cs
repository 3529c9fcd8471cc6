using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>Containers with read-only parts, other users, full disks and few addresses.</summary>
public sealed class FaultTests
{
    /// <summary>The runtime reserves less for its heap then; a setting that fixes how much would keep it from starting.</summary>
    [RequiresFact(Part.Launcher)]
    public async Task A_limit_of_addresses_does_not_stop_the_start()
    {
        using var run = new LauncherRun();
        run.Through("/bin/sh", "-c", "ulimit -v 1000000 && exec \"$@\"", "sh");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Exists.Should().BeTrue();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task A_read_only_target_folder_ends_the_start_with_the_path()
    {
        using var run = new LauncherRun();
        run.After(ReadOnly(Path.GetDirectoryName(run.OutputFile)!));

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain(run.OutputFile).And.NotContain("   at ");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task A_full_disk_ends_the_start_and_leaves_no_half_file()
    {
        using var run = new LauncherRun();
        var folder = Path.GetDirectoryName(run.OutputFile)!;
        run.After($"mount -t tmpfs -o size=16k tmpfs {folder}").Set("ORTHANC__DESCRIPTION", new string('x', 100_000));
        run.Through("/bin/sh", "-c", $"\"$@\"; code=$?; ls -A {folder} >&2; exit $code", "sh");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain(run.OutputFile).And.NotContain("   at ");
        finished.Error.Split('\n').Should().NotContain("orthanc.json");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task A_target_that_is_a_mount_of_its_own_is_written_in_place()
    {
        using var run = new LauncherRun();
        var mounted = run.Folder.Write("mounted.json", """{"Name": "old, and longer than what comes"}""" + new string(' ', 10_000));
        File.WriteAllText(run.OutputFile, "");
        run.After($"mount --bind {mounted} {run.OutputFile}").Set("ORTHANC__NAME", "new");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        JsonNode.Parse(File.ReadAllText(mounted))!["Name"]!.GetValue<string>().Should().Be("new");
        run.Record.Configuration.Should().Be(File.ReadAllText(mounted));
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(run.OutputFile)!).Should().Equal(run.OutputFile);
    }

    [RequiresTheory(Part.Launcher | Part.Mounts)]
    [InlineData("missing in a read-only folder")]
    [InlineData("a read-only file")]
    public async Task A_read_only_host_id_is_a_warning(string kind)
    {
        using var run = new LauncherRun();
        var file = Path.Combine(run.Folder.Folder("host"), "hostid");
        if (kind == "a read-only file")
        {
            File.WriteAllText(file, "not-generated");
        }

        run.Set("ORTHANC_LAUNCHER_HOST_ID_FILE", file).After(ReadOnly(kind == "a read-only file" ? file : Path.GetDirectoryName(file)!));

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        finished.Warnings.Should().Contain(warning => warning.Contains(file));
        run.Record.Exists.Should().BeTrue();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task With_everything_read_only_but_the_target_Orthanc_starts()
    {
        using var run = new LauncherRun();
        var etc = run.Folder.Folder("host");
        run.Set("ORTHANC_LAUNCHER_HOST_ID_FILE", Path.Combine(etc, "hostid")).After(string.Join('\n', new[]
        {
            etc, run.PluginsDirectory, run.PluginsAvailable, run.ConfigDirectory, run.SecretsDirectory,
        }.Select(ReadOnly)));

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        PluginsSetting(run).Should().Contain(Path.Combine(run.PluginsAvailable, "libOrthancGdcm.so"));
    }

    [RequiresTheory(Part.Launcher | Part.Users)]
    [InlineData("indirect")]
    [InlineData("direct")]
    public async Task A_secret_that_the_user_cannot_read_is_named_with_its_path_user_and_mode(string kind)
    {
        using var run = new LauncherRun();
        var name = kind == "direct" ? "ORTHANC__POSTGRESQL__PASSWORD" : "password";
        run.Secret(name, "hidden");
        File.SetUnixFileMode(Path.Combine(run.SecretsDirectory, name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (kind == "indirect")
        {
            run.Set("ORTHANC__POSTGRESQL__PASSWORD_SECRET", name);
        }

        var finished = await run.AsUser(999).RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain(kind == "direct" ? name : "ORTHANC__POSTGRESQL__PASSWORD_SECRET")
            .And.Contain(Path.Combine(run.SecretsDirectory, name)).And.Contain("999").And.Contain("600").And.NotContain("   at ");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher | Part.Users)]
    public async Task A_configuration_file_that_the_user_cannot_read_is_named()
    {
        using var run = new LauncherRun();
        run.Config("closed.json", "{}");
        File.SetUnixFileMode(Path.Combine(run.ConfigDirectory, "closed.json"), UnixFileMode.UserRead);

        var finished = await run.AsUser(999).RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain("closed.json").And.NotContain("   at ");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresTheory(Part.Launcher | Part.Users)]
    [InlineData(999)]
    [InlineData(1234567)]
    public async Task Another_user_starts_Orthanc_though_only_the_target_is_writable(int user)
    {
        using var run = new LauncherRun();

        var finished = await run.AsUser(user).RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Status("Uid").Split('\t').Should().Equal($"{user}", $"{user}", $"{user}", $"{user}");
        finished.Warnings.Should().Contain(warning => warning.Contains(run.HostIdFile));
        File.Exists(run.HostIdFile).Should().BeFalse();
        Directory.EnumerateFileSystemEntries(run.PluginsDirectory).Should().BeEmpty();
        PluginsSetting(run).Should().Contain(
            [Path.Combine(run.PluginsAvailable, "libOrthancGdcm.so"), Path.Combine(run.PluginsAvailable, "libOrthancExplorer2.so")]);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public async Task Log_lines_that_nobody_takes_are_no_reason_to_end(string redirection)
    {
        using var run = new LauncherRun();
        run.Set("VERBOSE_STARTUP", "true").Through("/bin/sh", "-c", $"exec \"$@\" {redirection}", "sh");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0);
        run.Record.Exists.Should().BeTrue();
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task Default_folders_may_be_missing_but_not_those_that_are_named()
    {
        using var run = new LauncherRun();
        run.After($"mount --bind {run.Folder.Folder("empty")} /etc; mount --bind {run.Folder["empty"]} /run");
        run.Unset("ORTHANC_LAUNCHER_CONFIG_DIR").Unset("ORTHANC_LAUNCHER_SECRETS_DIR").Unset("ORTHANC_LAUNCHER_DEFINITIONS");
        var byDefault = await run.RunAsync();

        run.Set("ORTHANC_LAUNCHER_CONFIG_DIR", "/nowhere/etc").Set("ORTHANC_LAUNCHER_SECRETS_DIR", "/nowhere/secrets");
        var named = await run.RunAsync();

        byDefault.ExitCode.Should().Be(0, byDefault.Error);
        named.ExitCode.Should().Be(1, named.Error);
        named.Error.Should().Contain("/nowhere/etc: the folder does not exist").And.Contain("/nowhere/secrets: the folder does not exist")
            .And.Contain("ORTHANC_LAUNCHER_SECRETS_DIR");
    }

    [RequiresTheory(Part.Launcher | Part.Users)]
    [InlineData("etc")]
    [InlineData("secrets")]
    [InlineData("plugins")]
    [InlineData("plugins-available")]
    public async Task A_folder_that_the_user_cannot_list_is_an_error_with_path_user_and_mode(string name)
    {
        using var run = new LauncherRun();
        run.Config("a.json", "{}");
        var folder = run.Folder[name];
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var finished = await run.AsUser(999).RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain($"{folder}: the folder cannot be read: permission denied for user id 999; the folder has mode 0700")
            .And.NotContain("standard output").And.NotContain("   at ");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher | Part.Users | Part.Mounts)]
    public async Task The_default_secrets_folder_names_the_way_to_start_without_it()
    {
        using var run = new LauncherRun();
        var closed = run.Folder.Folder("closed");
        File.SetUnixFileMode(Directory.CreateDirectory($"{closed}/secrets").FullName, UnixFileMode.UserExecute);
        run.Unset("ORTHANC_LAUNCHER_SECRETS_DIR").After($"mount --bind {closed} /run").AsUser(999);

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain(
            "/run/secrets: the folder cannot be read: permission denied for user id 999; the folder has mode 0100")
            .And.Contain("set ORTHANC_LAUNCHER_SECRETS_DIR to another folder to start without it");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("config")]
    [InlineData("secrets")]
    public async Task Entries_of_a_folder_that_would_be_read_must_be_plain_files(string kind)
    {
        using var run = new LauncherRun();
        var folder = kind == "config" ? run.ConfigDirectory : run.SecretsDirectory;
        Directory.CreateDirectory(Path.Combine(folder, "folder.json"));
        Directory.CreateDirectory(Path.Combine(folder, "folder"));
        File.WriteAllText(Path.Combine(folder, ".hidden.json"), "{ broken");
        File.WriteAllText(Path.Combine(folder, "..2026_json"), "{ broken");
        using (var pipes = new RunningProcess("mkfifo", ["pipe.json", "ORTHANC__NAME"], folder))
        {
            (await pipes.WaitAsync()).ExitCode.Should().Be(0);
        }

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain($"{folder}/folder.json: the file cannot be read: it is a folder")
            .And.Contain($"{folder}/pipe.json: the file cannot be read: it is a named pipe").And.NotContain("hidden");
        finished.Error.Contains($"{folder}/ORTHANC__NAME cannot be read: it is a named pipe").Should().Be(kind == "secrets");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task Links_as_Kubernetes_mounts_them_are_followed()
    {
        using var run = new LauncherRun();
        run.Folder.Write("secrets/..2026_11_21/ORTHANC__NAME", "linked secret\n");
        run.Folder.Write("etc/..2026_11_21/site.json", """{"DicomAet": "LINKED"}""");
        foreach (var (folder, file) in new[] { ("secrets", "ORTHANC__NAME"), ("etc", "site.json") })
        {
            Directory.CreateSymbolicLink(run.Folder[$"{folder}/..data"], "..2026_11_21");
            File.CreateSymbolicLink(run.Folder[$"{folder}/{file}"], $"..data/{file}");
        }

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        var configuration = JsonNode.Parse(run.Record.Configuration)!;
        configuration["Name"]!.GetValue<string>().Should().Be("linked secret");
        configuration["DicomAet"]!.GetValue<string>().Should().Be("LINKED");
    }

    private static string ReadOnly(string path) => $"mount --bind {path} {path}; mount -o remount,bind,ro {path}";

    private static IEnumerable<string> PluginsSetting(LauncherRun run) =>
        JsonNode.Parse(run.Record.Configuration)!["Plugins"]!.AsArray().Select(plugin => plugin!.GetValue<string>());
}

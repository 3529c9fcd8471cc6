using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The configuration file that is handed to Orthanc.</summary>
public sealed class OutputFileTests
{
    [RequiresFact(Part.Launcher)]
    public async Task Only_its_owner_can_read_it()
    {
        using var run = new LauncherRun();
        run.Through("/bin/sh", "-c", "umask 0 && exec \"$@\"", "sh");

        await run.RunAsync();

        File.GetUnixFileMode(run.OutputFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_second_start_overwrites_it_and_tightens_its_mode()
    {
        using var run = new LauncherRun();
        await run.Set("ORTHANC__NAME", "first").RunAsync();
        File.SetUnixFileMode(run.OutputFile, (UnixFileMode)0b110_110_110);

        var finished = await run.Set("ORTHANC__NAME", "2nd").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        NameIn(run.Record.Configuration).Should().Be("2nd");
        File.GetUnixFileMode(run.OutputFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [RequiresFact(Part.Launcher)]
    public async Task Nothing_else_is_left_beside_it()
    {
        using var run = new LauncherRun();

        await run.RunAsync();
        await run.RunAsync();

        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(run.OutputFile)!).Should().Equal(run.OutputFile);
    }

    [RequiresFact(Part.Launcher | Part.Root | Part.Mounts)]
    public async Task A_full_disk_leaves_the_old_file_as_it_was()
    {
        using var run = new LauncherRun();
        var folder = run.Folder.Folder("small");
        run.Config("a.json", $"{{\"Name\": \"{new string('x', 200_000)}\"}}");

        run.Through(
            "/usr/bin/unshare", "--mount", "/bin/sh", "-c",
            $"mount -t tmpfs -o size=64k none {folder}; cd {folder}; echo old >orthanc.json; \"$@\"; code=$?; cat orthanc.json; ls; "
                + "exit $code",
            "sh");

        var finished = await run.RunAsync("--output", $"{folder}/orthanc.json");

        finished.ExitCode.Should().Be(1, finished.Output);
        finished.Error.Should().Contain($"{folder}/orthanc.json: the configuration cannot be written");
        finished.Output.Should().Be("old\northanc.json\n");
    }

    [RequiresFact(Part.Launcher)]
    public async Task The_option_names_it_and_wins_over_the_variable()
    {
        using var run = new LauncherRun();

        var finished = await run.RunAsync("--output", run.Folder["other.json"]);

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Arguments.Should().Equal(run.Folder["other.json"]);
        File.Exists(run.OutputFile).Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_source_equal_to_it_is_not_read()
    {
        using var run = new LauncherRun();
        File.WriteAllText(run.OutputFile, """{"Name": "of an earlier start", "DicomAet": "EARLIER"}""");

        var finished = await run.Set("ORTHANC__NAME", "now").RunAsync(run.OutputFile);

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Arguments.Should().Equal(run.OutputFile);
        NameIn(run.Record.Configuration).Should().Be("now");
        run.Record.Configuration.Should().NotContain("EARLIER");
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_source_that_does_not_exist_is_refused()
    {
        using var run = new LauncherRun();
        var named = run.Folder["new.json"];

        var finished = await run.RunAsync(named);

        finished.ExitCode.Should().Be(2, finished.Error);
        finished.Error.Should().Contain($"{named}: ");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task Sources_on_the_command_line_are_merged_over_the_folders()
    {
        using var run = new LauncherRun();
        run.Config("a.json", """{"Name": "folder", "DicomAet": "FOLDER"}""").Secret("b.json", """{"Locale": "C", "DicomAet": "SECRET"}""");
        var file = run.Folder.Write("more/file.json", """{"DicomAet": "FILE", "HttpPort": 1}""");
        run.Folder.Write("folder/x.json", """{"HttpPort": 2}""");

        var finished = await run.RunAsync(file, run.Folder["folder"]);

        finished.ExitCode.Should().Be(0, finished.Error);
        var configuration = JsonNode.Parse(run.Record.Configuration)!;
        configuration["Name"]!.GetValue<string>().Should().Be("folder");
        configuration["Locale"]!.GetValue<string>().Should().Be("C");
        configuration["DicomAet"]!.GetValue<string>().Should().Be("FILE");
        configuration["HttpPort"]!.GetValue<int>().Should().Be(2);
    }

    [RequiresFact(Part.Launcher)]
    public async Task Orthancs_own_substitution_finds_nothing_to_replace()
    {
        using var run = new LauncherRun();

        var finished = await run.Set("ORTHANC__NAME", "a${PATH}b$c").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Configuration.Should().NotContain("${");
        NameIn(run.Record.Configuration).Should().Be("a${PATH}b$c");
    }

    private static string NameIn(string configuration) => JsonNode.Parse(configuration)!["Name"]!.GetValue<string>();
}

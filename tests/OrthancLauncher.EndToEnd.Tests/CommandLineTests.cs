using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>Programs in the place of a command, and command lines that are wrong.</summary>
public sealed class CommandLineTests
{
    [RequiresTheory(Part.Launcher)]
    [InlineData("bash", "-c", "exit 5")]
    [InlineData("/bin/sh", "-c", "exit 5")]
    [InlineData("sh", "-c", "exit 5")]
    [InlineData("/usr/bin/env", "sh", "-c", "exit 5")]
    public async Task A_program_is_executed_as_it_is(params string[] program)
    {
        using var run = new LauncherRun();

        var finished = await run.RunAsync(program);

        finished.ExitCode.Should().Be(5, finished.Error);
        finished.Everything.Should().BeEmpty();
        File.Exists(run.OutputFile).Should().BeFalse();
        File.Exists(run.HostIdFile).Should().BeFalse();
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_program_keeps_the_process_the_streams_and_the_variables()
    {
        using var run = new LauncherRun { Input = "typed" };
        using var process = run.Set("MARK", "é").Start("sh", "-c", "echo $$ $MARK; cat; pwd >&2");

        var finished = await process.WaitAsync();

        finished.Output.Should().Be($"{process.Id} é\ntyped");
        finished.Error.Should().Be("/\n");
    }

    [RequiresFact(Part.Launcher)]
    public async Task Orthanc_itself_may_be_that_program()
    {
        using var run = new LauncherRun();
        run.Set("PATH", $"{StandIn.Folder}:/usr/bin:/bin").WithoutUsers();

        var finished = await run.RunAsync("Orthanc", "--verbose", "--help", "/x.json", "--", "@x");

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.CommandLine.Should().Equal("Orthanc", "--verbose", "--help", "/x.json", "--", "@x");
        run.Record.Variables.Should().Equal(run.Variables);
        run.Record.Status("SigIgn").Should().Be("0000000000000000");
        run.Record.Descriptors.Should().BeEquivalentTo([0, 1, 2]);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("--confg", "x")]
    [InlineData("launch", "--confg", "x")]
    [InlineData("--confg=x")]
    [InlineData("-x")]
    [InlineData("--output")]
    [InlineData("render", "--no-such-option")]
    [InlineData("explain", "--format")]
    [InlineData("validate", "--format", "no-such-format")]
    public async Task A_wrong_command_line_is_2_with_one_message(params string[] arguments)
    {
        using var run = new LauncherRun();

        var finished = await run.RunAsync(arguments);

        finished.ExitCode.Should().Be(2, finished.Everything);
        finished.Output.Should().BeEmpty();
        finished.Error.Should().Contain(arguments.Last(argument => argument.StartsWith('-')).Split('=')[0]);
        finished.Error.TrimEnd('\n').Split('\n').Length.Should().BeLessOrEqualTo(2, finished.Error);
        File.Exists(run.OutputFile).Should().BeFalse();
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_word_that_begins_with_an_at_sign_is_not_expanded()
    {
        using var run = new LauncherRun();
        run.WorkingDirectory = run.Folder.Folder("here");
        run.Folder.Write("here/words.json", "--output\nelsewhere.json\n");
        run.Folder.Write("here/@words.json", """{"Name": "a file named @words.json"}""");

        var finished = await run.RunAsync("@words.json");

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Arguments.Should().Equal(run.OutputFile);
        JsonNode.Parse(run.Record.Configuration)!["Name"]!.GetValue<string>().Should().Be("a file named @words.json");
        File.Exists(run.Folder["here/elsewhere.json"]).Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_program_that_does_not_exist_is_not_taken_for_a_source()
    {
        using var run = new LauncherRun();

        var finished = await run.RunAsync("bsah");

        finished.ExitCode.Should().Be(2, finished.Error);
        finished.Error.Should().Contain("bsah");
        File.Exists(run.OutputFile).Should().BeFalse();
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresFact(Part.Launcher)]
    public async Task Options_win_over_variables_and_may_be_repeated()
    {
        using var run = new LauncherRun();
        run.Config("ignored.json", """{"Name": "ignored"}""");
        run.Folder.Write("one/a.json", """{"Name": "one", "DicomAet": "ONE"}""");
        run.Folder.Write("two/a.json", """{"Name": "two"}""");
        run.Folder.Write("private/ORTHANC__LOCALE", "C");

        var finished = await run.RunAsync(
            "--config-dir", run.Folder["one"], "--config-dir", run.Folder["two"], "--secrets-dir", run.Folder["private"]);

        finished.ExitCode.Should().Be(0, finished.Error);
        var configuration = JsonNode.Parse(run.Record.Configuration)!;
        configuration["Name"]!.GetValue<string>().Should().Be("two");
        configuration["DicomAet"]!.GetValue<string>().Should().Be("ONE");
        configuration["Locale"]!.GetValue<string>().Should().Be("C");
    }

    [RequiresFact(Part.Launcher)]
    public async Task Help_and_version_go_to_standard_output()
    {
        using var run = new LauncherRun();

        var help = await run.RunAsync("--help");
        var version = await run.RunAsync("--version");

        help.ExitCode.Should().Be(0);
        help.Output.Should().Contain("render").And.Contain("validate").And.Contain("explain");
        version.ExitCode.Should().Be(0);
        version.Output.Should().MatchRegex(@"^\S*\d+\.\d+\.\d+");
        run.Record.Exists.Should().BeFalse();
    }
}

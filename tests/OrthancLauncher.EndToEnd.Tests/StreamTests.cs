using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>
/// Standard streams that are closed, full or without a reader: never an unhandled exception, which would be exit code 134.
/// </summary>
public sealed class StreamTests
{
    private static readonly string[] Commands =
    [
        "render", "validate", "explain", "variables list", "variables name Name", "variables setting ORTHANC__NAME",
        "variables check variables.env",
        "convert orthanc.json", "plugins", "schema", "completion bash", "--help", "--version", "render --help",
        "[suggest:17] 'orthanc-launcher '", "compare orthanc.json other.json", "doctor", "drift",
    ];

    private static readonly string[] Mistakes =
    [
        "--no-such-option", "rendr", "render --env-file /none", "explain NoSuchSetting", "variables name x.y.z", "probe --path x",
        "compare orthanc.json /none", "drift --config-dir /none", "doctor --env-file /none",
    ];

    public static TheoryData<string> Outputs => [.. Commands];

    public static TheoryData<string> Errors => [.. Mistakes];

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Outputs))]
    public async Task Output_that_cannot_be_written_is_one_sentence(string command)
    {
        foreach (var redirection in (string[])[">/dev/full", ">/dev/full 2>/dev/full", ">/dev/full 2>&-"])
        {
            var finished = await RunAsync(command, redirection);
            finished.ExitCode.Should().Be(1, $"{command} {redirection}: {finished.Everything}");
            finished.Error.Should().Be(
                redirection == ">/dev/full" ? "orthanc-launcher: standard output cannot be written: no space left on device\n" : "");
        }
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Outputs))]
    public async Task Output_that_nobody_reads_is_not_worth_a_message(string command)
    {
        var finished = await RunAsync(command, "| true");
        finished.ExitCode.Should().Be(0);
        finished.Error.Should().BeEmpty();
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Outputs))]
    public async Task An_error_stream_that_takes_nothing_does_not_change_the_output(string command)
    {
        var expected = await RunAsync(command, "");
        foreach (var redirection in (string[])["2>/dev/full", "2>&-", "2>&- <&-"])
        {
            var finished = await RunAsync(command, redirection);
            finished.ExitCode.Should().Be(expected.ExitCode, $"{command} {redirection}");
            finished.Output.Length.Should().Be(expected.Output.Length, "only the names of temporary folders may differ");
        }
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Errors))]
    public async Task A_message_that_cannot_be_written_does_not_change_the_exit_code(string command)
    {
        var expected = await RunAsync(command, "");
        expected.ExitCode.Should().BeOneOf(1, 2);
        expected.Error.Split('\n').Should().HaveCount(2, "there should be one message");
        foreach (var redirection in (string[])["2>/dev/full", "2>&-", ">&- 2>&- <&-"])
        {
            (await RunAsync(command, redirection)).ExitCode.Should().Be(expected.ExitCode, $"{command} {redirection}");
        }
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("")]
    [InlineData("render ''")]
    [InlineData("convert ''")]
    [InlineData("explain ''")]
    [InlineData("variables check ''")]
    [InlineData("validate --env-file ''")]
    [InlineData("validate --compose ''")]
    [InlineData("validate --kubernetes ''")]
    [InlineData("validate --root ''")]
    [InlineData("plugins --config-dir ''")]
    [InlineData("probe --config ''")]
    [InlineData("probe --url ''")]
    public async Task An_empty_argument_is_a_wrong_command_line(string command)
    {
        using var run = new LauncherRun();
        var arguments = command.Split(' ').Select(argument => argument is "''" ? "" : argument);
        var finished = await run.RunAsync([.. arguments]);
        finished.ExitCode.Should().Be(2, finished.Everything);
        finished.Error.Should().MatchRegex("^orthanc-launcher: [^\n]+ is empty\n$");
        run.Record.Exists.Should().BeFalse();
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Outputs))]
    public async Task A_terminal_is_sent_nothing_but_the_text(string command)
    {
        var finished = await RunInShellAsync(command, "TERM=xterm script --quiet --return --command \"$*\" /dev/null; exit $?");
        finished.Everything.Should().NotBeEmpty().And.NotContain("\u001b[?").And.NotContain("\u001b=");
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Outputs))]
    [MemberData(nameof(Errors))]
    public async Task Few_descriptors_are_no_unhandled_exception(string command)
    {
        for (var most = 5; most < 10; most++)
        {
            var finished = await RunInShellAsync(command, $"ulimit -n {most}; exec \"$@\"");
            finished.ExitCode.Should().BeOneOf([0, 1, 2], $"{command} with {most}: {finished.Everything}");
        }
    }

    private static Task<Finished> RunAsync(string command, string redirection) =>
        RunInShellAsync(command, $"{(redirection.StartsWith('|') ? "" : "exec ")}\"$@\" {redirection}");

    private static async Task<Finished> RunInShellAsync(string command, string shell)
    {
        using var run = new LauncherRun();
        run.WorkingDirectory = run.Folder.Folder("here");
        run.Folder.Write("here/orthanc.json", """{"Name": "x"}""");
        run.Folder.Write("here/other.json", """{"Name": "y"}""");
        run.Folder.Write("here/variables.env", "ORTHANC__NAME=x\nORTHANC__STABLE_AGE=soon\n");
        if (command.StartsWith("drift", StringComparison.Ordinal))
        {
            run.AsProcess1().BesideOrthanc();
        }

        run.Through("/bin/sh", "-c", shell, "sh");
        return await run.RunAsync(command.Split(' '));
    }
}

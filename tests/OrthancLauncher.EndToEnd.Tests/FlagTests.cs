using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The variables that become Orthanc's options, and the order of its arguments.</summary>
public sealed class FlagTests
{
    /// <summary>Variables, the launcher's arguments and Orthanc's, each separated by blanks; <c>{logs}</c> is a folder.</summary>
    [RequiresTheory(Part.Launcher)]
    [InlineData("", "", "{file}")]
    [InlineData("VERBOSE_ENABLED=true", "", "--verbose {file}")]
    [InlineData("TRACE_ENABLED=true", "", "--trace {file}")]
    [InlineData("VERBOSE_ENABLED=true TRACE_ENABLED=true", "", "--trace {file}")]
    [InlineData("TRACE_ENABLED=false VERBOSE_ENABLED=true", "", "--verbose {file}")]
    [InlineData("LOGDIR=/logs", "", "--logdir=/logs {file}")]
    [InlineData("LOGFILE={logs}/o.log", "", "--logfile={logs}/o.log {file}")]
    [InlineData("LOGFILE={logs}", "", "--logfile={logs}/orthanc.log {file}")]
    [InlineData("LOGFILE={logs}/", "", "--logfile={logs}/orthanc.log {file}")]
    [InlineData("LOGFILE=/not/there/o.log", "", "--logfile=/not/there/o.log {file}")]
    [InlineData("LOGFILE={logs}/o.log LOGDIR=/logs", "", "--logdir=/logs {file}")]
    [InlineData("LOGFILE= LOGDIR=", "", "{file}")]
    [InlineData("NO_JOBS=true", "", "--no-jobs {file}")]
    [InlineData("LOGS_THREADNAMES_IN_CONTEXT=true", "", "--logs-thread-names-in-context {file}")]
    [InlineData("", "-- --upgrade --trace-dicom", "{file} --upgrade --trace-dicom")]
    [InlineData("", "launch -- --upgrade", "{file} --upgrade")]
    [InlineData("", "-- -- @x render --help", "{file} -- @x render --help")]
    [InlineData("", "--", "{file}")]
    [InlineData(
        "LOGS_THREADNAMES_IN_CONTEXT=1 NO_JOBS=yes LOGFILE={logs}/o.log VERBOSE_ENABLED=on",
        "-- --upgrade",
        "--verbose --logfile={logs}/o.log --no-jobs --logs-thread-names-in-context {file} --upgrade")]
    [InlineData(
        "NO_JOBS=true LOGDIR=/logs LOGS_THREADNAMES_IN_CONTEXT=true TRACE_ENABLED=true",
        "",
        "--trace --logdir=/logs --no-jobs --logs-thread-names-in-context {file}")]
    public async Task Variables_become_options_in_a_fixed_order(string variables, string arguments, string expected)
    {
        using var run = new LauncherRun();
        var logs = run.Folder.Folder("logs");
        foreach (var variable in Words(variables.Replace("{logs}", logs)))
        {
            run.Set(variable[..variable.IndexOf('=')], variable[(variable.IndexOf('=') + 1)..]);
        }

        var finished = await run.RunAsync(Words(arguments));

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Arguments.Should().Equal(Words(expected.Replace("{logs}", logs).Replace("{file}", run.OutputFile)));
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("VERBOSE_ENABLED", "--verbose")]
    [InlineData("TRACE_ENABLED", "--trace")]
    [InlineData("NO_JOBS", "--no-jobs")]
    [InlineData("LOGS_THREADNAMES_IN_CONTEXT", "--logs-thread-names-in-context")]
    public async Task Every_flag_takes_the_usual_spellings(string variable, string option)
    {
        var results = new List<string>();
        foreach (var value in new[] { "true", "True", "TRUE", "1", "yes", "on", "false", "0", "No", "OFF" })
        {
            using var run = new LauncherRun();
            var finished = await run.Set(variable, value).RunAsync();
            finished.Warnings.Should().NotContain(warning => warning.Contains(variable));
            results.Add($"{value}: {run.Record.Arguments.Contains(option)}");
        }

        results.Should().Equal(
            "true: True", "True: True", "TRUE: True", "1: True", "yes: True", "on: True",
            "false: False", "0: False", "No: False", "OFF: False");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("VERBOSE_ENABLED")]
    [InlineData("TRACE_ENABLED")]
    [InlineData("NO_JOBS")]
    [InlineData("LOGS_THREADNAMES_IN_CONTEXT")]
    [InlineData("VERBOSE_STARTUP")]
    public async Task Another_spelling_is_a_warning_and_counts_as_not_set(string variable)
    {
        using var run = new LauncherRun();

        var finished = await run.Set(variable, "perhaps").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        finished.Warnings.Should().ContainSingle(warning => warning.Contains(variable));
        run.Record.Arguments.Should().Equal(run.OutputFile);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("VERBOSE_STARTUP", "true")]
    [InlineData("VERBOSE_STARTUP", "")]
    [InlineData("BUNDLE_DEBUG", "true")]
    public async Task Verbose_startup_shows_the_sources_and_the_resulting_configuration(string variable, string value)
    {
        using var run = new LauncherRun();
        run.Config("site.json", """{"Name": "shown at start"}""").Secret("ORTHANC__DICOM_AET", "SECRETAET");

        var quiet = await run.RunAsync();
        var verbose = await run.Set(variable, value).RunAsync();

        quiet.Error.Should().NotContain("shown at start");
        verbose.Error.Should().Contain("shown at start").And.Contain("site.json").And.Contain("ORTHANC__DICOM_AET")
            .And.Contain(run.OutputFile);
        verbose.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0]
            .Should().MatchRegex(@"^[TIWE]\d{4} \d{2}:\d{2}:\d{2}\.\d{6} +launcher\] ");
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

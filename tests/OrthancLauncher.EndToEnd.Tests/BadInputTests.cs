using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>Input that stops a start: exit 1, a message that names the source, nothing written and nothing started.</summary>
public sealed class BadInputTests
{
    [RequiresFact(Part.Launcher)]
    public async Task All_broken_sources_are_reported_at_once_with_their_places()
    {
        using var run = new LauncherRun();
        run.Config("a.json", "{\n  \"Name\": oops\n}").Config("b.json", """{"DicomPort": 1 "X": 2}""").Set("ORTHANC_JSON", """{"A": }""");

        var finished = await RunRefusedAsync(run);

        finished.Error.Should().Contain("a.json:2:11").And.Contain("\"Name\": oops")
            .And.Contain("b.json:1:17").And.Contain("{\"DicomPort\": 1 ")
            .And.Contain("ORTHANC_JSON, line 1, column 7").And.Contain("^");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("[1, 2]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("// nothing but a comment")]
    public async Task The_root_must_be_an_object(string json)
    {
        using var run = new LauncherRun();

        var finished = await RunRefusedAsync(run.Config("root.json", json));

        finished.Error.Should().Contain("root.json");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("ORTHANC__A___B")]
    [InlineData("ORTHANC__NAME__")]
    [InlineData("ORTHANC__DICOM_WEB__")]
    [InlineData("ORTHANC__")]
    [InlineData("ORTHANC____NAME")]
    [InlineData("ORTHANC__NAME_")]
    public async Task Malformed_names_are_refused(string name)
    {
        using var run = new LauncherRun();

        var finished = await RunRefusedAsync(run.Set(name, "x"));

        finished.Error.Should().Contain(name);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("a-secret-that-is-missing", "{secrets}/a-secret-that-is-missing")]
    [InlineData("/nowhere/password", "/nowhere/password")]
    public async Task A_secret_that_is_missing_is_named_with_its_variable(string value, string path)
    {
        using var run = new LauncherRun();

        var finished = await RunRefusedAsync(run.Set("ORTHANC__POSTGRESQL__PASSWORD_SECRET", value));

        finished.Error.Should().Contain("ORTHANC__POSTGRESQL__PASSWORD_SECRET")
            .And.Contain(path.Replace("{secrets}", run.SecretsDirectory));
    }

    [RequiresFact(Part.Launcher)]
    public async Task Another_program_s_secret_is_left_alone()
    {
        using var run = new LauncherRun();

        var finished = await run.Set("AWS_SECRET", "not-a-file").Set("MY_APP_SECRET", "/nowhere").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_missing_library_is_named_with_its_plugin_and_what_enabled_it()
    {
        using var run = new LauncherRun();

        var finished = await RunRefusedAsync(run.Set("DICOM_WEB_PLUGIN_ENABLED", "true"));

        finished.Error.Should().Contain("DicomWeb").And.Contain("DICOM_WEB_PLUGIN_ENABLED").And.Contain("libOrthancDicomWeb.so");
    }

    [RequiresFact(Part.Launcher)]
    public async Task Nobody_starts_without_users_and_learns_what_to_do()
    {
        using var run = new LauncherRun();

        var finished = await RunRefusedAsync(run.WithoutUsers());

        finished.Error.Should().Contain("ORTHANC_PASSWORD").And.Contain("RegisteredUsers");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("ORTHANC__AUTHENTICATION_ENABLED")]
    [InlineData("ORTHANC__REMOTE_ACCESS_ALLOWED")]
    public async Task No_users_are_needed_where_nobody_can_come_in_or_everybody_may(string variable)
    {
        using var run = new LauncherRun();

        var finished = await run.WithoutUsers().Set(variable, "false").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        run.Record.Exists.Should().BeTrue();
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_required_variable_that_is_unset_is_an_error_with_its_own_message()
    {
        using var run = new LauncherRun();

        var finished = await RunRefusedAsync(run.Config("site.json", """{"Name": "${SITE:?tell us the site}"}"""));

        finished.Error.Should().Contain("SITE").And.Contain("tell us the site").And.Contain("site.json:1:11");
    }

    [RequiresFact(Part.Launcher)]
    public async Task Warnings_stop_a_start_only_when_it_is_strict()
    {
        using var run = new LauncherRun();
        run.Config("site.json", """{"name": "of the wrong case"}""");

        var lenient = await run.RunAsync();
        lenient.ExitCode.Should().Be(0, lenient.Error);
        lenient.Warnings.Should().Contain(warning => warning.Contains("name") && warning.Contains("Name"));

        using var strict = new LauncherRun();
        strict.Config("site.json", """{"name": "of the wrong case"}""").Set("ORTHANC_LAUNCHER_STRICT", "true");
        (await RunRefusedAsync(strict)).Error.Should().Contain("site.json:1:2");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("ORTHANC_REGISTERED_USERS", "ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHANC__JSON", "ORTHANC_JSON")]
    public async Task A_name_that_lacks_an_underscore_is_warned_about_with_the_right_one(string wrong, string right)
    {
        using var run = new LauncherRun();

        var finished = await run.Set(wrong, """{"Name": "not applied"}""").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        finished.Warnings.Should().Contain(warning => warning.Contains(wrong) && warning.Contains(right));
        run.Record.Configuration.Should().NotContain("not applied");
    }

    private static async Task<Finished> RunRefusedAsync(LauncherRun run)
    {
        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(1, finished.Everything);
        finished.Output.Should().BeEmpty();
        finished.Error.Should().NotContain("   at ", "nobody is helped by a stack trace");
        File.Exists(run.OutputFile).Should().BeFalse();
        Directory.EnumerateFileSystemEntries(run.PluginsDirectory).Should().BeEmpty();
        run.Record.Exists.Should().BeFalse();
        return finished;
    }
}

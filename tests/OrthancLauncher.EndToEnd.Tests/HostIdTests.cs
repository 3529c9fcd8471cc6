using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The file that <c>gethostid(3)</c> reads.</summary>
public sealed class HostIdTests
{
    /// <summary>As <c>hostid</c> prints them: the four bytes are those of an integer on this machine, the lowest first.</summary>
    [RequiresTheory(Part.Launcher)]
    [InlineData("cafe0001", "0100FECA")]
    [InlineData("CAFE0001", "0100FECA")]
    [InlineData("7f0100", "00017F00")]
    [InlineData("1", "01000000")]
    public async Task A_forced_number_is_written_as_hostid_reads_it(string number, string bytes)
    {
        using var run = new LauncherRun();
        File.WriteAllText(run.HostIdFile, "an earlier one");

        var finished = await run.Set("FORCE_HOST_ID", number).RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Convert.ToHexString(File.ReadAllBytes(run.HostIdFile)).Should().Be(bytes);
        finished.Warnings.Should().NotContain(warning => warning.Contains("FORCE_HOST_ID"));
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("my-host")]
    [InlineData("123456789")]
    public async Task Another_text_is_written_as_it_is_with_a_warning(string text)
    {
        using var run = new LauncherRun();

        var finished = await run.Set("FORCE_HOST_ID", text).RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        File.ReadAllText(run.HostIdFile).Should().Be(text);
        finished.Warnings.Should().Contain(warning => warning.Contains("FORCE_HOST_ID"));
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_random_one_is_created_once_and_kept()
    {
        using var run = new LauncherRun();
        using var other = new LauncherRun();

        await run.RunAsync();
        var first = File.ReadAllBytes(run.HostIdFile);
        await run.RunAsync();
        await other.RunAsync();

        first.Should().HaveCount(4);
        File.ReadAllBytes(run.HostIdFile).Should().Equal(first);
        File.ReadAllBytes(other.HostIdFile).Should().NotEqual(first);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("")]
    [InlineData("not-generated")]
    [InlineData("not-generated\n")]
    public async Task A_file_that_says_nothing_is_replaced(string text)
    {
        using var run = new LauncherRun();
        File.WriteAllText(run.HostIdFile, text);

        await run.RunAsync();

        File.ReadAllBytes(run.HostIdFile).Should().HaveCount(4);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("ABCD")]
    [InlineData("something else")]
    public async Task A_file_that_says_something_is_kept(string text)
    {
        using var run = new LauncherRun();
        File.WriteAllText(run.HostIdFile, text);

        await run.RunAsync();

        File.ReadAllText(run.HostIdFile).Should().Be(text);
    }

    [RequiresFact(Part.Launcher)]
    public async Task None_is_generated_when_that_is_not_wanted()
    {
        using var run = new LauncherRun();

        await run.Set("GENERATE_HOST_ID_IF_MISSING", "false").RunAsync();

        run.Record.Exists.Should().BeTrue();
        File.Exists(run.HostIdFile).Should().BeFalse();
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData(null)]
    [InlineData("cafe0001")]
    public async Task A_file_that_cannot_be_written_is_a_warning(string? forced)
    {
        using var run = new LauncherRun();
        run.Folder.Write("file", "");
        var file = run.Folder["file/hostid"];
        run.Set("ORTHANC_LAUNCHER_HOST_ID_FILE", file);
        if (forced is not null)
        {
            run.Set("FORCE_HOST_ID", forced);
        }

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        finished.Warnings.Should().Contain(warning => warning.Contains(file));
        run.Record.Exists.Should().BeTrue();
    }
}

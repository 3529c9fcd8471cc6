using System.Diagnostics;
using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>Starts that are killed, that run beside each other, and whose sources change meanwhile.</summary>
public sealed class InterruptionTests
{
    private const int Kill = 9;

    private static readonly string Modalities =
        $"{{\"DicomModalities\": {{{string.Join(", ", Enumerable.Range(0, 3000).Select(i => $"\"m{i}\": [\"M{i}\", \"host\", 104]"))}}}}}";

    [RequiresFact(Part.Launcher)]
    public async Task Killed_at_any_moment_a_start_leaves_the_whole_file_or_none()
    {
        using var run = new LauncherRun();
        run.Config("orthanc.json", Modalities);
        var whole = Stopwatch.StartNew();
        (await run.RunAsync()).ExitCode.Should().Be(0);
        var expected = File.ReadAllText(run.OutputFile);
        var duration = whole.Elapsed;
        var random = new Random(1);

        for (var kills = 0; kills < 200; kills++)
        {
            File.Delete(run.OutputFile);
            using var process = run.Start();
            await Task.Delay(duration * random.NextDouble());
            try
            {
                process.Send(Kill);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }

            await process.WaitAsync();
            if (File.Exists(run.OutputFile))
            {
                File.ReadAllText(run.OutputFile).Should().Be(expected);
                File.GetUnixFileMode(run.OutputFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        (await run.RunAsync()).ExitCode.Should().Be(0);
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(run.OutputFile)!).Should().Equal(run.OutputFile);
    }

    [RequiresFact(Part.Launcher)]
    public async Task Starts_beside_each_other_leave_one_whole_file()
    {
        using var run = new LauncherRun();
        run.Config("orthanc.json", Modalities);
        var processes = Enumerable.Range(0, 30).Select(_ => run.Start()).ToArray();

        var finished = await Task.WhenAll(processes.Select(process => process.WaitAsync()));

        finished.Should().OnlyContain(one => one.ExitCode == 0);
        JsonNode.Parse(File.ReadAllText(run.OutputFile))!["DicomModalities"]!.AsObject().Should().HaveCount(3000);
        File.GetUnixFileMode(run.OutputFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(run.OutputFile)!).Should().Equal(run.OutputFile);
        Array.ForEach(processes, process => process.Dispose());
    }

    [RequiresFact(Part.Launcher)]
    public async Task Sources_that_change_and_vanish_meanwhile_are_read_or_named()
    {
        using var run = new LauncherRun();
        var file = Path.Combine(run.ConfigDirectory, "changing.json");
        using var stop = new CancellationTokenSource();
        var changing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                File.WriteAllText(file, Modalities);
                File.Delete(file);
                Directory.CreateDirectory(file);
                Directory.Delete(file);
            }
        });

        for (var starts = 0; starts < 60; starts++)
        {
            File.Delete(run.OutputFile);
            var finished = await run.RunAsync();
            finished.ExitCode.Should().BeOneOf([0, 1], finished.Error);
            if (finished.ExitCode == 0)
            {
                JsonNode.Parse(File.ReadAllText(run.OutputFile))!["RegisteredUsers"].Should().NotBeNull();
            }
            else
            {
                finished.Error.Should().Contain(file).And.NotContain("   at ");
                File.Exists(run.OutputFile).Should().BeFalse();
            }
        }

        await stop.CancelAsync();
        await changing;
    }
}

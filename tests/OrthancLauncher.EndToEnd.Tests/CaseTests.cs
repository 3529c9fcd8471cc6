using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The folders of <c>tests/cases</c>, by the published executable.</summary>
public sealed class CaseTests
{
    private const string DefaultPluginsFolder = "/usr/share/orthanc/plugins/";

    public static TheoryData<string> Cases => new(Case.Names);

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Cases))]
    public async Task Render_prints_the_expected_configuration(string name)
    {
        var expected = new Case(name);
        using var run = new LauncherRun();
        PutLibraries(run);

        var finished = await run.WithoutUsers().RunAsync(["render", "--show-secrets", .. expected.Options]);

        finished.ExitCode.Should().Be(expected.IsRefused ? 1 : 0, finished.Error);
        ShouldBe(finished.Output, expected, run);
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Cases))]
    public async Task A_launch_hands_over_the_expected_configuration_and_libraries(string name)
    {
        var expected = new Case(name);
        using var run = new LauncherRun();
        PutLibraries(run);

        // The files that settings name are in the container of the case, not on this machine.
        var finished = await run.WithoutUsers().With(expected).Set("ORTHANC_LAUNCHER_ACCEPT", "file-not-found").RunAsync();

        finished.ExitCode.Should().Be(expected.IsRefused ? 1 : 0, finished.Error);
        run.Record.Exists.Should().Be(!expected.IsRefused);
        if (!expected.IsRefused)
        {
            ShouldBe(run.Record.Configuration, expected, run);
        }

        Directory.EnumerateFiles(run.PluginsDirectory).Select(Path.GetFileName).Should().BeEquivalentTo(expected.Plugins);
    }

    private static void ShouldBe(string configuration, Case expected, LauncherRun run)
    {
        if (expected.Configuration is null)
        {
            configuration.Should().BeEmpty();
        }
        else
        {
            CanonicalJson.Of(WithDefaultFolder(run, configuration)).Should().Be(CanonicalJson.Of(expected.Configuration));
        }
    }

    /// <summary>The expected files name the folder of an image; here another one was given to the launcher.</summary>
    private static string WithDefaultFolder(LauncherRun run, string configuration)
    {
        var root = JsonNode.Parse(configuration)!;
        if (root["Plugins"] is JsonArray { Count: 1 } plugins && plugins[0]!.GetValue<string>().TrimEnd('/') == run.PluginsDirectory)
        {
            plugins[0] = DefaultPluginsFolder;
        }

        return root.ToJsonString();
    }

    private static void PutLibraries(LauncherRun run)
    {
        var definitions = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "plugins-defaults.json")))!.AsObject();
        foreach (var library in definitions
            .SelectMany(plugin => plugin.Value!["libs"]?.AsArray() ?? [])
            .SelectMany(library => library is JsonArray alternatives ? alternatives.ToArray() : [library]))
        {
            run.Library(library!.GetValue<string>());
        }
    }
}

using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The libraries of enabled plugins, made visible to Orthanc.</summary>
public sealed class PluginTests
{
    [RequiresFact(Part.Launcher)]
    public async Task Libraries_of_enabled_plugins_are_linked()
    {
        using var run = new LauncherRun();
        run.Library("libOrthancDicomWeb.so").Library("libServeFolders.so").Set("DICOM_WEB_PLUGIN_ENABLED", "true");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Links(run).Should().Equal("libOrthancDicomWeb.so", "libOrthancExplorer2.so", "libOrthancGdcm.so");
        new FileInfo(Path.Combine(run.PluginsDirectory, "libOrthancDicomWeb.so")).ResolveLinkTarget(returnFinalTarget: false)!
            .FullName.Should().Be(Path.Combine(run.PluginsAvailable, "libOrthancDicomWeb.so"));
        PluginsSetting(run).Select(plugin => plugin.TrimEnd('/')).Should().Equal(run.PluginsDirectory);
    }

    [RequiresFact(Part.Launcher)]
    public async Task Links_of_plugins_now_disabled_are_removed()
    {
        using var run = new LauncherRun();
        run.Library("libOrthancDicomWeb.so");
        await run.Set("DICOM_WEB_PLUGIN_ENABLED", "true").RunAsync();

        var finished = await run.Set("DICOM_WEB_PLUGIN_ENABLED", "false").Set("GDCM_PLUGIN_ENABLED", "false").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Links(run).Should().Equal("libOrthancExplorer2.so");
    }

    [RequiresFact(Part.Launcher)]
    public async Task Links_whose_target_is_gone_are_removed_too()
    {
        using var run = new LauncherRun();
        File.CreateSymbolicLink(
            Path.Combine(run.PluginsDirectory, "libOrthancDicomWeb.so"), Path.Combine(run.PluginsAvailable, "libOrthancDicomWeb.so"));

        await run.RunAsync();

        Links(run).Should().Equal("libOrthancExplorer2.so", "libOrthancGdcm.so");
    }

    [RequiresFact(Part.Launcher)]
    public async Task What_users_put_there_is_left_alone()
    {
        using var run = new LauncherRun();
        var own = run.Folder.Write("own.so", "own");
        File.WriteAllText(Path.Combine(run.PluginsDirectory, "libMine.so"), "mine");
        File.WriteAllText(Path.Combine(run.PluginsDirectory, "libOrthancGdcm.so"), "my own build");
        File.CreateSymbolicLink(Path.Combine(run.PluginsDirectory, "libOrthancDicomWeb.so"), own);
        Directory.CreateDirectory(Path.Combine(run.PluginsDirectory, "folder"));

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        File.ReadAllText(Path.Combine(run.PluginsDirectory, "libMine.so")).Should().Be("mine");
        File.ReadAllText(Path.Combine(run.PluginsDirectory, "libOrthancGdcm.so")).Should().Be("my own build");
        File.ReadAllText(Path.Combine(run.PluginsDirectory, "libOrthancDicomWeb.so")).Should().Be("own");
        Links(run).Should().Equal("folder", "libMine.so", "libOrthancDicomWeb.so", "libOrthancExplorer2.so", "libOrthancGdcm.so");
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("..data/libOrthancGdcm.so")]
    [InlineData("/own/libOrthancGdcm.so")]
    public async Task A_link_of_the_user_is_left_alone_also_where_the_image_has_a_library_of_the_same_name(string target)
    {
        using var run = new LauncherRun();
        var link = Path.Combine(run.PluginsDirectory, "libOrthancGdcm.so");
        File.CreateSymbolicLink(link, target);

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        new FileInfo(link).LinkTarget.Should().Be(target);
        Links(run).Should().Equal("libOrthancExplorer2.so", "libOrthancGdcm.so");
    }

    /// <summary>A folder that looks writable and cannot be changed.</summary>
    [RequiresFact(Part.Launcher | Part.Tracing)]
    public async Task When_a_link_cannot_be_made_no_source_is_read_twice()
    {
        using var run = new LauncherRun();
        run.Config("a.json", "{}").Secret("ORTHANC__NAME", "once");
        var trace = run.Folder["trace"];
        run.Through(
            "/usr/bin/strace", "-f", "-o", trace, "-e", "trace=openat,open,symlink,symlinkat", "-e",
            "inject=symlink,symlinkat:error=EROFS");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        var calls = File.ReadAllLines(trace);
        calls.Should().Contain(call => call.Contains("symlink") && call.Contains("INJECTED"));
        calls.Count(call => call.Contains("etc/a.json")).Should().Be(1);
        calls.Count(call => call.Contains("secrets/ORTHANC__NAME")).Should().Be(1);
        Links(run).Should().BeEmpty();
        PluginsSetting(run).Should().BeEquivalentTo(
            $"{run.PluginsDirectory}/", $"{run.PluginsAvailable}/libOrthancExplorer2.so", $"{run.PluginsAvailable}/libOrthancGdcm.so");
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_second_start_changes_nothing()
    {
        using var run = new LauncherRun();
        await run.RunAsync();
        var before = Links(run);

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Links(run).Should().Equal(before);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("libModalityWorklists.so libOrthancWorklists.so", "libModalityWorklists.so")]
    [InlineData("libOrthancWorklists.so", "libOrthancWorklists.so")]
    public async Task Of_alternative_libraries_the_first_that_exists_is_used(string available, string expected)
    {
        using var run = new LauncherRun();
        foreach (var library in available.Split(' '))
        {
            run.Library(library);
        }

        await run.Set("WORKLISTS_PLUGIN_ENABLED", "true").RunAsync();

        Links(run).Should().Contain(expected).And.HaveCount(3);
    }

    [RequiresFact(Part.Launcher | Part.Mounts)]
    public async Task A_read_only_folder_is_replaced_by_the_paths_of_the_libraries()
    {
        using var run = new LauncherRun();
        run.After($"mount --bind {run.PluginsDirectory} {run.PluginsDirectory}; mount -o remount,bind,ro {run.PluginsDirectory}");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Links(run).Should().BeEmpty();
        PluginsSetting(run).Should().Contain(
            [Path.Combine(run.PluginsAvailable, "libOrthancGdcm.so"), Path.Combine(run.PluginsAvailable, "libOrthancExplorer2.so")]);
    }

    [RequiresFact(Part.Launcher)]
    public async Task Users_who_omit_the_folder_from_Plugins_are_warned()
    {
        using var run = new LauncherRun();
        run.Library("libOrthancDicomWeb.so").Set("DICOM_WEB_PLUGIN_ENABLED", "true");

        var finished = await run.Config("a.json", """{"Plugins": ["/own/plugins"]}""").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        PluginsSetting(run).Should().Equal("/own/plugins");
        finished.Warnings.Should().Contain(warning => warning.Contains("Plugins") && warning.Contains(run.PluginsDirectory));
    }

    [RequiresFact(Part.Launcher)]
    public async Task Definitions_of_an_image_add_plugins_without_a_new_build()
    {
        using var run = new LauncherRun();
        run.Folder.Write("definitions/plugins-def-own.json", """
            {"Mine": {"enablingEnvVar": "MINE_ENABLED", "nonStandardDefaults": {"Depth": 3}, "libs": ["libMine.so"]}}
            """);

        var finished = await run.Library("libMine.so").Set("MINE_ENABLED", "true").RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        Links(run).Should().Contain("libMine.so").And.Contain("libOrthancGdcm.so");
        JsonNode.Parse(run.Record.Configuration)!["Mine"]!["Depth"]!.GetValue<int>().Should().Be(3);
    }

    private static string[] Links(LauncherRun run) =>
        [.. Directory.EnumerateFileSystemEntries(run.PluginsDirectory).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    private static IEnumerable<string> PluginsSetting(LauncherRun run) =>
        JsonNode.Parse(run.Record.Configuration)!["Plugins"]!.AsArray().Select(plugin => plugin!.GetValue<string>());
}

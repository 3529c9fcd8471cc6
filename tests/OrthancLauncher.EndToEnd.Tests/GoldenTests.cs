using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>Starts whose result is known from the scripts that the launcher replaces.</summary>
public sealed class GoldenTests
{
    private const string DefaultPluginsFolder = "/usr/share/orthanc/plugins/";

    public static TheoryData<string> Cases
    {
        get
        {
            var cases = new TheoryData<string>();
            string[] folders = Machine.Golden is null ? ["none"] : Directory.GetDirectories(Machine.Golden);
            foreach (var folder in folders.Order(StringComparer.Ordinal))
            {
                cases.Add(Path.GetFileName(folder));
            }

            return cases;
        }
    }

    [RequiresTheory(Part.Launcher | Part.Golden)]
    [MemberData(nameof(Cases))]
    public async Task Render_prints_the_expected_configuration(string name)
    {
        using var run = new LauncherRun();
        PutLibraries(run);
        var variables = Variables(name).SelectMany(variable => new[] { "--env", $"{variable.Key}={variable.Value}" }).ToArray();

        var finished = await run.WithoutUsers().RunAsync(
        [
            "render", "--show-secrets", "--config-dir", Folder(name, "etc"), "--secrets-dir", Folder(name, "secrets"),
            .. variables.Length > 0 ? variables : ["--no-environment"],
        ]);

        finished.ExitCode.Should().Be(HasUsers(name) ? 0 : 1, finished.Error);
        CanonicalJson.Of(WithDefaultFolder(run, finished.Output)).Should().Be(Expected(name));
    }

    [RequiresTheory(Part.Launcher | Part.Golden)]
    [MemberData(nameof(Cases))]
    public async Task A_launch_hands_over_the_expected_configuration_and_libraries(string name)
    {
        using var run = new LauncherRun();
        PutLibraries(run);
        run.WithoutUsers().Set("ORTHANC_LAUNCHER_CONFIG_DIR", Folder(name, "etc"))
            .Set("ORTHANC_LAUNCHER_SECRETS_DIR", Folder(name, "secrets"));
        foreach (var (variable, value) in Variables(name))
        {
            run.Set(variable, value);
        }

        var finished = await run.RunAsync();

        if (!HasUsers(name))
        {
            finished.ExitCode.Should().Be(1, finished.Error);
            run.Record.Exists.Should().BeFalse();
            return;
        }

        finished.ExitCode.Should().Be(0, finished.Error);
        CanonicalJson.Of(WithDefaultFolder(run, run.Record.Configuration)).Should().Be(Expected(name));
        Directory.EnumerateFiles(run.PluginsDirectory).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .Should().Equal(File.ReadAllLines(Folder(name, "expected-plugins.txt")).Order(StringComparer.Ordinal));
    }

    private static string Folder(string name, string part) => Path.Combine(Machine.Golden!, name, part);

    private static string Expected(string name) => CanonicalJson.Of(ExpectedObject(name).ToJsonString());

    /// <summary>
    /// The expected configuration. One case, in which an object replaces a scalar, leaves out the users of the same file
    /// although nothing replaces them; only the setting in conflict is replaced, so they are completed here.
    /// </summary>
    private static JsonObject ExpectedObject(string name)
    {
        var expected = JsonNode.Parse(File.ReadAllText(Folder(name, "expected.json")))!.AsObject();
        if (name == "object-over-scalar")
        {
            expected["RegisteredUsers"].Should().BeNull("the case is only completed where it is silent");
            expected["RegisteredUsers"] = new JsonObject { ["u"] = "p" };
        }

        return expected;
    }

    private static Dictionary<string, string> Variables(string name) =>
        JsonNode.Parse(File.ReadAllText(Folder(name, "env.json")))!.AsObject()
            .ToDictionary(variable => variable.Key, variable => variable.Value!.GetValue<string>());

    /// <summary>Whether a launch is allowed: the expected configuration has a user, or needs none.</summary>
    private static bool HasUsers(string name)
    {
        var expected = ExpectedObject(name);
        return expected["RegisteredUsers"] is JsonObject { Count: > 0 }
            || expected["AuthenticationEnabled"]?.GetValue<bool>() == false
            || expected["RemoteAccessAllowed"]?.GetValue<bool>() == false;
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
        var definitions = JsonNode.Parse(File.ReadAllText(Path.Combine(Machine.RepositoryRoot, "plugins-defaults.json")))!.AsObject();
        foreach (var library in definitions
            .SelectMany(plugin => plugin.Value!["libs"]?.AsArray() ?? [])
            .SelectMany(library => library is JsonArray alternatives ? alternatives.ToArray() : [library]))
        {
            run.Library(library!.GetValue<string>());
        }
    }
}

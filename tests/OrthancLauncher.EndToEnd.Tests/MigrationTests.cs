using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>
/// Nothing that the former start-up scripts started is refused, but for the reasons that docs/migration.md lists. The starts are those
/// of <c>tests/migration</c>, whose README describes the keys, and of <c>tests/cases</c>.
/// </summary>
public sealed partial class MigrationTests
{
    private static readonly JsonObject[] All =
        [.. JsonNode.Parse(File.ReadAllText(PathOf("tests", "migration", "starts.json")))!.AsArray().Select(start => start!.AsObject())];

    public static TheoryData<string> Starts => [.. All.Select(start => start["name"]!.GetValue<string>())];

    public static TheoryData<string> Cases => [.. Case.Names.Where(name => name is not ("everything-wrong" or "several-users"))];

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Starts))]
    public async Task A_former_start_is_only_refused_for_a_reason_of_the_document(string name)
    {
        var start = All.Single(start => start["name"]!.GetValue<string>() == name);
        using var run = new LauncherRun();
        Prepare(run, start);
        var arguments = start["arguments"]?.AsArray().Select(argument => At(run, argument!)) ?? [];

        var finished = await run.RunAsync([.. arguments]);

        if (start["refused"]?.GetValue<string>() is { } rule)
        {
            finished.ExitCode.Should().Be(1, finished.Error);
            Errors(finished).Should().NotBeEmpty().And.AllBe(rule);
            Listed().Should().Contain(rule);
            run.Record.Exists.Should().BeFalse();
        }
        else
        {
            finished.ExitCode.Should().Be(0, finished.Error);
            run.Record.Exists.Should().BeTrue();
        }
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Cases))]
    public async Task A_case_of_the_former_scripts_is_only_refused_for_a_reason_of_the_document(string name)
    {
        using var run = new LauncherRun();
        PutLibraries(run, []);

        // The files that settings name are in the container of the case, not on this machine.
        var finished = await run.WithoutUsers().With(new Case(name)).Set("ORTHANC_LAUNCHER_ACCEPT", "file-not-found").RunAsync();

        Errors(finished).Should().BeSubsetOf(Listed());
        run.Record.Exists.Should().Be(!Errors(finished).Any(), finished.Error);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("enablingEnvVar")]
    [InlineData("enablingEnvVarLegacy")]
    public async Task Every_plugin_can_be_enabled_by_its_variable(string field)
    {
        foreach (var (name, plugin) in Plugins())
        {
            if (plugin![field]?.GetValue<string>() is not { } variable)
            {
                continue;
            }

            using var run = new LauncherRun();
            PutLibraries(run, []);

            var finished = await run.Set(variable, "true").RunAsync();

            finished.ExitCode.Should().Be(0, $"{name}: {finished.Error}");
            run.Record.Exists.Should().BeTrue(name);
        }
    }

    [Fact]
    public void Every_refusal_of_the_document_is_tried()
    {
        var tried = All.Select(start => start["refused"]?.GetValue<string>()).OfType<string>();

        Listed().Should().BeEquivalentTo(tried.Distinct());
    }

    private static void Prepare(LauncherRun run, JsonObject start)
    {
        PutLibraries(run, [.. start["missing"]?.AsArray().Select(library => library!.GetValue<string>()) ?? []]);
        if (start["users"]?.GetValue<bool>() == false)
        {
            run.WithoutUsers();
        }

        foreach (var (variable, value) in start["variables"]?.AsObject() ?? [])
        {
            run.Set(variable, At(run, value!));
        }

        foreach (var (file, text) in start["files"]?.AsObject() ?? [])
        {
            if (file.EndsWith('/'))
            {
                run.Folder.Folder(file.TrimEnd('/'));
            }
            else
            {
                run.Folder.Write(file, At(run, text!));
            }
        }
    }

    private static void PutLibraries(LauncherRun run, string[] missing)
    {
        foreach (var library in Plugins().SelectMany(plugin => plugin.Value!["libs"]?.AsArray() ?? [])
            .SelectMany(library => library is JsonArray alternatives ? alternatives.ToArray() : [library])
            .Select(library => library!.GetValue<string>()))
        {
            run.Library(library);
            if (missing.Contains(library))
            {
                File.Delete(Path.Combine(run.PluginsAvailable, library));
            }
        }
    }

    private static JsonObject Plugins() => JsonNode.Parse(File.ReadAllText(PathOf("plugins-defaults.json")))!.AsObject();

    private static string At(LauncherRun run, JsonNode text) =>
        text.GetValue<string>().Replace("{root}", run.Folder.Root, StringComparison.Ordinal);

    /// <summary>The rules in the table of refusals.</summary>
    private static List<string> Listed() =>
        [.. Refusal().Matches(File.ReadAllText(PathOf("docs", "migration.md"))).Select(row => row.Groups["rule"].Value)];

    private static IEnumerable<string> Errors(Finished finished) =>
        Error().Matches(finished.Error).Select(line => line.Groups["rule"].Value);

    private static string PathOf(params string[] parts) => Path.Combine([Repository.Root, .. parts]);

    [GeneratedRegex(@"^\| \[`(?<rule>[a-z-]+)`\]", RegexOptions.Multiline)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"^E\d{4} .* \[(?<rule>[a-z-]+)\]", RegexOptions.Multiline)]
    private static partial Regex Error();
}

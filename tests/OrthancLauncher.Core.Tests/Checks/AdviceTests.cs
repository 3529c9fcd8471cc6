using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Checks;

/// <summary>
/// Advice is followed. So for every setting, rightly and wrongly written, in files and in variables, what a remedy names must be
/// something that the version of Orthanc in use has.
/// </summary>
public sealed partial class AdviceTests
{
    public static TheoryData<string?> Versions => ["1.10.1", "1.11.3", "1.12.1", "1.12.4", "1.12.7", "1.13.0", null];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Advice_names_only_what_the_version_has(string? version)
    {
        var definitions = DefinitionsOf(version);
        var advice = definitions.Catalogue.All().SelectMany(entry => AdviceOn(entry, definitions)).Distinct().ToList();

        advice.Where(one => !IsThere(one, definitions)).Should().BeEmpty();
        advice.Should().HaveCountGreaterThan(500, "there is much to advise");
    }

    /// <summary>With all plugins on, and all files there, nothing is found but the placeholders, which ask for something.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public void Defaults_of_the_images_are_not_reported(string? version)
    {
        var scenario = AllPluginsOn(DefinitionsOf(version));

        var plan = scenario.With(scenario.Request().Host with { FileExists = _ => true, JavaLibrary = "/libjvm.so" }).Plan();

        plan.Findings.Where(finding => finding.Rule != Rules.PlaceholderLeft).Select(finding => finding.ToString()).Should().BeEmpty();
        plan.Plugins.Should().OnlyContain(plugin => plugin.IsEnabled);
    }

    /// <summary>Findings about a default are not reported, so that a wrong one would only be seen when Orthanc stops at it.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public void Defaults_of_the_images_would_be_right_if_a_user_had_written_them(string? version)
    {
        var defaults = AllPluginsOn(DefinitionsOf(version));

        var written = defaults.File(defaults.Plan().Output());
        var plan = written.With(written.Request().Host with { FileExists = _ => true, JavaLibrary = "/libjvm.so" }).Plan();

        // The former images have defaults without effect, such as Neuro.Enable, and ours are for all versions.
        Rule[] harmless = [Rules.PlaceholderLeft, Rules.DeprecatedSetting, Rules.NotInThisVersion];
        plan.Findings.Where(finding => !harmless.Contains(finding.Rule) && finding.Severity != Severity.Information)
            .Select(finding => finding.ToString()).Should().BeEmpty();
    }

    /// <param name="Parent">The path above the setting that the remedy is about.</param>
    /// <param name="IsValue">Whether a string is advised for the setting.</param>
    private sealed record Advised(string Setting, string Parent, string Name, bool IsValue);

    [GeneratedRegex(@"^use (?<name>\S+?)(?:,.*)?$")]
    private static partial Regex Use { get; }

    [GeneratedRegex(@"did you mean (?<name>.+)\?$")]
    private static partial Regex DidYouMean { get; }

    [GeneratedRegex(@"^the settings of \S+ are (?<names>.+?)(?: and \d+ more)?$")]
    private static partial Regex TheSettings { get; }

    [GeneratedRegex(@"^write one of (?<names>[^;]+?)(?: and \d+ more)?(?:;|$)")]
    private static partial Regex OneOf { get; }

    private static LauncherDefinitions DefinitionsOf(string? version)
    {
        var definitions = LauncherDefinitions.Load([], new FindingList());
        definitions.ChooseVersion(version is null ? null : OrthancVersion.Parse(version), ofImage: null);
        return definitions;
    }

    private static Scenario AllPluginsOn(LauncherDefinitions definitions)
    {
        var scenario = new Scenario { IsLaunch = true }.With(definitions).AllLibraries().Variable("ORTHANC_PASSWORD", "secret");
        foreach (var variable in definitions.Plugins.Select(plugin => plugin.EnablingVariable).OfType<string>().Distinct())
        {
            scenario.Variable(variable, "true");
        }

        return scenario;
    }

    private static IEnumerable<Advised> AdviceOn(CatalogueEntry entry, LauncherDefinitions definitions)
    {
        var segments = entry.Path.Split('.');
        IEnumerable<JsonNode?> values =
            [
                JsonNode.Parse(entry.Definition.DefaultJson ?? "\"x\""), "Xyzzy", .. entry.Definition.DeprecatedValues,
                .. entry.Definition.AllowedValues,
            ];
        foreach (var value in values)
        {
            foreach (var advice in AdviceIn(Around(segments, value, definitions.Catalogue), definitions, inVariable: false))
            {
                yield return advice;
            }
        }

        foreach (var advice in AdviceIn(Around(segments, "Xyzzy", definitions.Catalogue), definitions, inVariable: true))
        {
            yield return advice;
        }
    }

    /// <summary>A configuration with the setting, and beside it two that are nearly and not at all like it.</summary>
    private static JsonObject Around(string[] segments, JsonNode? value, SettingsCatalogue catalogue)
    {
        var node = value?.DeepClone();
        for (var i = segments.Length - 1; i >= 0; i--)
        {
            var name = segments[i];
            if (name == "[]" || SettingPath.IsElement(name, out _))
            {
                SettingPath.IsElement(name, out var position);
                node = new JsonArray([.. Enumerable.Repeat<JsonNode?>("x", position).Select(other => other?.DeepClone()), node]);
                continue;
            }

            var section = new JsonObject { [name == "*" ? "own" : name] = node };
            if (i == segments.Length - 1 && name != "*" && catalogue.Find(segments[..i]) is { ChildCount: > 0, IsMap: false })
            {
                section[name + "X"] = true;
                section["Qqqqqqqqqq"] = true;
            }

            node = section;
        }

        return node!.AsObject();
    }

    private static IEnumerable<Advised> AdviceIn(JsonObject configuration, LauncherDefinitions definitions, bool inVariable)
    {
        var scenario = new Scenario().With(definitions);
        if (inVariable)
        {
            foreach (var (name, value) in configuration)
            {
                scenario.Variable("ORTHANC__" + VariableNaming.StandardSegment(name), value?.ToJsonString() ?? "null");
            }
        }
        else
        {
            scenario.File(configuration.ToJsonString());
        }

        foreach (var finding in scenario.Plan().Findings)
        {
            if (finding is { Remedy: { } remedy, Setting: { } setting } && finding.Rule != Rules.NoUsers)
            {
                foreach (var (name, isValue) in NamesIn(remedy))
                {
                    yield return new Advised(setting, setting[..Math.Max(0, setting.LastIndexOf('.'))], name, isValue);
                }
            }
        }
    }

    private static IEnumerable<(string Name, bool IsValue)> NamesIn(string remedy)
    {
        if (OneOf.Match(remedy) is { Success: true } values)
        {
            return values.Groups["names"].Value.Split(", ").Select(name => (name, true));
        }

        if (TheSettings.Match(remedy) is { Success: true } listed)
        {
            return listed.Groups["names"].Value.Split(", ").Select(name => (name, false));
        }

        return Use.Match(remedy) is { Success: true } use ? [(use.Groups["name"].Value, false)]
            : DidYouMean.Match(remedy) is { Success: true } meant ? [(meant.Groups["name"].Value, false)]
            : [];
    }

    private static bool IsThere(Advised advice, LauncherDefinitions definitions)
    {
        var catalogue = definitions.Catalogue;
        if (advice.IsValue)
        {
            var definition = catalogue.Find(WithWildcards(advice.Setting, catalogue));
            return definition.Exists && definition.Allows(advice.Name) && definition.MissingSince(advice.Name) is null;
        }

        string[][] paths = advice.Name.StartsWith(VariableNaming.Prefix, StringComparison.Ordinal)
            ? [[.. new VariableNaming(definitions).Resolve(advice.Name, out _)!.Segments]]
            : [advice.Name.Split('.'), [.. advice.Parent.Split('.', StringSplitOptions.RemoveEmptyEntries), advice.Name]];
        return paths.Any(path => catalogue.Find(WithWildcards(string.Join('.', path), catalogue)) is { Exists: true, IsRead: true });
    }

    private static string[] WithWildcards(string path, SettingsCatalogue catalogue)
    {
        var segments = SettingPath.Split(path);
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = segments[i] == "own" && catalogue.Find(segments[..i]).IsMap ? "*" : segments[i];
        }

        return segments;
    }
}

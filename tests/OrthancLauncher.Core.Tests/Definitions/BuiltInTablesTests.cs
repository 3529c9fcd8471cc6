using System.Text.Json;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Definitions;

public class BuiltInTablesTests
{
    [Fact]
    public void The_plugins_are_those_of_the_file()
    {
        var findings = new FindingList();

        var again = LauncherDefinitions.Load([OverlayOf("plugins-defaults.json")], findings);

        findings.Should().BeEmpty();
        Described(LauncherDefinitions.Load([], findings)).Should().NotBeEmpty().And.Equal(Described(again));
    }

    [Fact]
    public void The_defaults_of_the_image_are_those_of_the_file()
    {
        var findings = new FindingList();

        var defaults = LauncherDefinitions.Load([OverlayOf("orthanc-defaults.json")], findings).ImageDefaults;

        findings.Should().BeEmpty();
        defaults.Should().HaveCount(2);
        Compact(defaults[1]).Should().Be(Compact(defaults[0]));
    }

    [Fact]
    public void Every_name_is_found_as_it_is_listed()
    {
        var definitions = LauncherDefinitions.Load([], new FindingList());
        definitions.Aliases.Should().NotBeEmpty().And.AllSatisfy(alias => definitions.FindAlias(alias.Key).Should().Be(alias.Value));
        definitions.LegacyNames.Should().NotBeEmpty().And.AllSatisfy(name => definitions.FindLegacyName(name.Key).Should().Be(name.Value));
        definitions.FindAlias("PATH").Should().BeNull();
        definitions.FindLegacyName("PATH").Should().BeNull();
    }

    private static DefinitionsFile OverlayOf(string name) =>
        new(name, new SourceText(new Source(SourceKind.ImageDefault, name), File.ReadAllBytes(Path.Combine(Repository.Root, name))));

    private static IEnumerable<string> Described(LauncherDefinitions definitions) => definitions.Plugins.Select(plugin => string.Join(
        ' ',
        plugin.Name,
        plugin.Section,
        plugin.EnablingVariable,
        plugin.LegacyEnablingVariable,
        plugin.RootSetting,
        plugin.EnabledByDefault,
        plugin.OnlyByVariable,
        plugin.Defaults.Exists ? Compact(plugin.Defaults) : "-",
        string.Join(' ', plugin.Libraries.Select(alternatives => string.Join('|', alternatives)))));

    private static string Compact(JsonValue value) => JsonSerializer.Serialize(JsonElement.Parse(value.ToString()));
}

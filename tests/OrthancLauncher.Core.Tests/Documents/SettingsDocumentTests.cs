using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Documents;

public class SettingsDocumentTests
{
    private const string Introduction =
        """
        # Settings

        <!-- Generated from defaults/orthanc.schema.json; a test of the core tells how. -->

        All settings that the catalogue knows, by who reads them. `*` is a key of the user's. Where there is no variable, a key in its
        name cannot be written as one; give the section above it as JSON. `orthanc-launcher variables list` prints the same,
        `orthanc-launcher explain SETTING` everything about one.

        """;

    [Fact]
    public void Settings_md_is_made_of_the_catalogue() => GeneratedDocument.ShouldBeCurrent("docs/settings.md", Write());

    private static string Write()
    {
        var naming = new VariableNaming(Scenario.BuiltIn);
        var text = new StringBuilder(Introduction);
        var settings = Scenario.BuiltIn.Catalogue.All().Where(entry => !entry.Path.Contains('[')).ToList();
        foreach (var component in settings.GroupBy(entry => entry.Definition.Component?.Replace("|", ", ") ?? "Orthanc"))
        {
            text.Append($"\n## {component.Key}\n\n| setting | variable | accepts | default | since |\n| --- | --- | --- | --- | --- |\n");
            foreach (var (path, definition) in component)
            {
                var variable = Variable(naming, path);
                text.Append(
                    $"| `{path}` | {variable} | {Accepts(definition)} | {Code(definition.DefaultJson)} | {definition.Since} |\n");
            }
        }

        return text.ToString().Replace(" |  |", " | |").Replace("|  |", "| |");
    }

    private static string Variable(VariableNaming naming, string path) =>
        naming.ToVariable(SettingPath.Split(path.Replace("*", "Key"))) is { } variable ? $"`{variable}`" : "";

    private static string Accepts(SettingDefinition definition)
    {
        var facts = SettingFacts.Of(definition);
        string?[] notes =
        [
            facts.Summary,
            facts.IsSecret ? "a secret" : null,
            facts.IsDeprecated ? $"deprecated{(facts.ReplacedBy is { } other ? $", use `{other}`" : "")}" : null,
        ];
        return string.Join("; ", notes.OfType<string>()).Replace("|", "\\|");
    }

    private static string Code(string? json) => string.IsNullOrEmpty(json) ? "" : $"`{json.Replace("|", "\\|")}`";
}

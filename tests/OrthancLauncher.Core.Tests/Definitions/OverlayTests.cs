using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Definitions;

public sealed class OverlayTests
{
    [Theory]
    [InlineData("orthanc-defaults.json", true)]
    [InlineData("env-var-non-standards.json", true)]
    [InlineData("env-var-non-standards-mine.json", true)]
    [InlineData("env-var-legacy.json", true)]
    [InlineData("env-var-legacy2.json", true)]
    [InlineData("plugins-defaults.json", true)]
    [InlineData("plugins-defaults-mine.json", true)]
    [InlineData("plugins-def.json", true)]
    [InlineData("plugins-def-mine.json", true)]
    [InlineData("orthanc.schema.json", true)]
    [InlineData("mine.schema.json", true)]
    [InlineData("orthanc.json", false)]
    [InlineData("plugins.json", false)]
    [InlineData("plugins-defaults.json.bak", false)]
    [InlineData("my-plugins-def.json", false)]
    [InlineData("schema.json", false)]
    [InlineData("README.md", false)]
    public void Files_are_known_by_their_names(string name, bool isOurs)
    {
        LauncherDefinitions.IsDefinitionsFile(name).Should().Be(isOurs);
    }

    [Fact]
    public void The_built_in_definitions_are_sound()
    {
        var findings = new FindingList();
        var definitions = LauncherDefinitions.Load([], findings);

        findings.Should().BeEmpty();
        definitions.Plugins.Should().NotBeEmpty().And.OnlyContain(plugin => plugin.EnablingVariable != null && plugin.Libraries.Count > 0);
        definitions.Plugins.Select(plugin => plugin.Name).Should().OnlyHaveUniqueItems();
        definitions.Aliases.Keys.Should().NotIntersectWith(definitions.LegacyNames.Keys);
    }

    [Fact]
    public void A_new_plugin_is_added()
    {
        var definitions = Load(("plugins-def-mine.json", """
            {
              // a plugin of this image
              "Mine": {
                "section": "MySection", "enablingEnvVar": "MINE_ENABLED", "enablingEnvVarLegacy": "OLD_MINE",
                "enablingRootSetting": "MineScript",
                "nonStandardDefaults": { "Deep": { "A": 1 } },
                "libs": ["libMine.so", ["libNew.so", "libOld.so"]],
                "url": "only other tools read this",
              },
            }
            """));

        var plugin = definitions.Plugins[^1];
        plugin.Name.Should().Be("Mine");
        plugin.Libraries.Select(names => string.Join(" or ", names)).Should().Equal("libMine.so", "libNew.so or libOld.so");
        new Scenario().With(definitions).Plan().Enables("Mine").Should().BeFalse();
        new Scenario().With(definitions).Variable("MINE_ENABLED", "yes").Plan().Setting("MySection").Should().Be("{\"Deep\":{\"A\":1}}");
        new Scenario().With(definitions).Variable("OLD_MINE", "yes").Plan().Enables("Mine").Should().BeTrue();
        new Scenario().With(definitions).File("{\"MySection\": {\"X\": 1}}").Plan().Setting("MySection")
            .Should().Be("{\"X\":1,\"Deep\":{\"A\":1}}");
        new Scenario().With(definitions).File("{\"MineScript\": 1}").Plan().Enables("Mine").Should().BeTrue();
        Scenario.BuiltIn.Plugins.Should().NotContain(known => known.Name == "Mine");
    }

    [Fact]
    public void A_section_is_the_name_of_the_plugin_unless_it_is_said()
    {
        Load(("plugins-def.json", "{\"Mine\": {}}")).Plugins[^1].Section.Should().Be("Mine");
    }

    [Fact]
    public void A_field_of_a_known_plugin_is_changed_and_the_others_stay()
    {
        var definitions = Load(
            ("plugins-defaults-a.json",
                "{\"DicomWeb\": {\"enabledByDefault\": true}, \"Gdcm\": {\"enabledByDefault\": false}, "
                    + "\"Java\": {\"enablingEnvVarIsRequired\": true}}"),
            ("plugins-defaults-b.json", "{\"DicomWeb\": {\"nonStandardDefaults\": {\"Root\": \"/mine/\"}}}"));

        definitions.Plugins.Should().HaveSameCount(Scenario.BuiltIn.Plugins);
        var plan = new Scenario().With(definitions).Plan();
        plan.Enables("DicomWeb").Should().BeTrue();
        plan.Enables("Gdcm").Should().BeFalse();
        plan.Setting("DicomWeb.Root").Should().Be("\"/mine/\"");
        plan.Plugin("DicomWeb").Plugin.EnablingVariable.Should().Be("DICOM_WEB_PLUGIN_ENABLED");
        plan.Plugin("DicomWeb").Plugin.Libraries.Should().ContainSingle();
        new Scenario().With(definitions).File("{\"Java\": {\"Classpath\": \"x\"}}").Plan().Enables("Java").Should().BeFalse();
    }

    [Fact]
    public void An_extra_alias_leads_to_its_setting()
    {
        var definitions = Load(("env-var-non-standards-mine.json", "{\"MY_AET\": \"DicomAet\", \"ORTHANC__OHIF\": \"Mine.Ohif\"}"));

        var plan = new Scenario().With(definitions).Variable("MY_AET", "AET").Variable("ORTHANC__OHIF", "1").Plan();

        plan.Setting("DicomAet").Should().Be("\"AET\"");
        plan.Setting("Mine.Ohif").Should().Be("1", "a later file overrides");
        new Scenario().With(definitions).Secret("MY_AET", "AET\n").Plan().Setting("DicomAet").Should().Be("\"AET\"");
        new Scenario().With(definitions).Variable("ORTHANC__POSTGRESQL__HOST", "db").Plan().Setting("PostgreSQL.Host")
            .Should().Be("\"db\"");
    }

    [Fact]
    public void An_extra_legacy_name_is_deprecated()
    {
        var plan = new Scenario().With(Load(("env-var-legacy-mine.json", "{\"VERY_OLD\": \"Name\"}"))).Variable("VERY_OLD", "x").Plan();

        plan.Setting("Name").Should().Be("\"x\"");
        plan.Findings.Only(Rules.DeprecatedName).Remedy.Should().Contain("ORTHANC__NAME");
    }

    [Fact]
    public void Defaults_of_the_image_extend_and_override_the_built_in_ones()
    {
        var plan = new Scenario()
            .With(Load(("orthanc-defaults.json", "{\"StorageDirectory\": \"/data\", \"StorageCompression\": true, \"Mine\": {\"A\": 1}}")))
            .File("{\"Mine\": {\"B\": 2}}")
            .Plan();

        plan.Setting("StorageDirectory").Should().Be("\"/data\"");
        plan.Setting("StorageCompression").Should().Be("true");
        plan.Setting("AuthenticationEnabled").Should().Be("true");
        plan.Setting("Mine").Should().Be("{\"B\":2,\"A\":1}");
        new Scenario().With(Load(("orthanc-defaults.json", "{\"StorageDirectory\": \"/data\"}"))).File("{\"StorageDirectory\": \"/user\"}")
            .Plan()
            .Setting("StorageDirectory").Should().Be("\"/user\"");
    }

    [Fact]
    public void A_later_folder_overrides_an_earlier_one()
    {
        var definitions = Load(
            ("orthanc-defaults.json", "{\"Name\": \"one\", \"Mine\": 1}"),
            ("env-var-non-standards.json", "{\"MY\": \"Name\"}"),
            ("orthanc-defaults.json", "{\"Name\": \"two\"}"),
            ("env-var-non-standards.json", "{\"MY\": \"DicomAet\"}"));

        new Scenario().With(definitions).Plan().Setting("Name").Should().Be("\"two\"");
        new Scenario().With(definitions).Plan().Setting("Mine").Should().Be("1");
        new Scenario().With(definitions).Variable("MY", "x").Plan().Setting("DicomAet").Should().Be("\"x\"");
    }

    [Fact]
    public void A_schema_adds_settings()
    {
        var definitions = Load(
            ("mine.schema.json",
                "{\"properties\": {\"MyPlugin\": {\"type\": \"object\", \"properties\": {\"Retries\": {\"type\": \"integer\"}, "
                    + "\"ApiURL\": {\"type\": \"string\"}}}}}"));

        var plan = new Scenario().With(definitions).Variable("ORTHANC__MY_PLUGIN__RETRIES", "\"3\"")
            .Variable("ORTHANC__MY_PLUGIN__API_URL", "12").Plan();

        plan.Setting("MyPlugin").Should().Be("{\"ApiURL\":\"12\",\"Retries\":3}");
        plan.Findings.Of(Rules.UnknownSetting).Should().BeEmpty();
        new Scenario().With(definitions).Variable("ORTHANC__HTTP_PORT", "80").Plan().Setting("HttpPort").Should().Be("80");
    }

    [Theory]
    [InlineData("plugins-defaults.json", "{\"Mine\": ", "invalid-json")]
    [InlineData("orthanc-defaults.json", "[]", "invalid-json")]
    [InlineData("env-var-non-standards.json", "{'A': 'B'}", "invalid-json")]
    [InlineData("plugins-defaults.json", "{\"Mine\": 5}", "invalid-definitions")]
    [InlineData("plugins-defaults.json", "{\"Mine\": {\"libs\": \"libMine.so\"}}", "invalid-definitions")]
    [InlineData("plugins-defaults.json", "{\"Mine\": {\"libs\": [5]}}", "invalid-definitions")]
    [InlineData("plugins-defaults.json", "{\"Mine\": {\"libs\": [[]]}}", "invalid-definitions")]
    [InlineData("plugins-defaults.json", "{\"DicomWeb\": {\"enabledByDefault\": \"true\"}}", "invalid-definitions")]
    [InlineData("plugins-defaults.json", "{\"DicomWeb\": {\"enablingEnvVar\": 1}}", "invalid-definitions")]
    [InlineData("plugins-defaults.json", "{\"DicomWeb\": {\"nonStandardDefaults\": []}}", "invalid-definitions")]
    [InlineData("env-var-non-standards.json", "{\"A\": 5}", "invalid-definitions")]
    [InlineData("env-var-legacy.json", "{\"A\": [\"Name\"]}", "invalid-definitions")]
    [InlineData("mine.schema.json", "{", "invalid-definitions")]
    [InlineData("mine.schema.json", "[]", "invalid-definitions")]
    public void A_broken_file_is_an_error_that_names_it_and_changes_nothing_else(string name, string text, string rule)
    {
        var findings = new FindingList();
        var definitions = Scenario.Overlay(findings, (name, text));

        var finding = findings.Should().ContainSingle().Subject;
        finding.Rule.Id.Should().Be(rule);
        finding.Severity.Should().Be(Severity.Error);
        finding.Place.ToString().Should().StartWith("/startup/" + name);
        new Scenario().With(definitions).Variable("ORTHANC__DICOM_WEB__ROOT", "/x/").Plan().Setting("DicomWeb")
            .Should().Be("{\"Root\":\"/x/\",\"Enable\":true}");
    }

    [Fact]
    public void Findings_about_definitions_are_part_of_the_plan()
    {
        var findings = new FindingList();
        var definitions = Scenario.Overlay(findings, ("plugins-def.json", "{"));

        var plan = OrthancLauncher.Core.Planning.LaunchPlanner.Plan(
            new Scenario().With(definitions).Variable("ORTHANC_PASSWORD", "x").Request() with { Findings = findings });

        plan.Findings.Only(Rules.InvalidJson).Place!.Value.Source.Name.Should().Be("/startup/plugins-def.json");
        plan.IsRefused.Should().BeTrue();
    }

    private static LauncherDefinitions Load(params (string Name, string Text)[] files)
    {
        var findings = new FindingList();
        var definitions = Scenario.Overlay(findings, files);
        findings.Should().BeEmpty();
        return definitions;
    }
}

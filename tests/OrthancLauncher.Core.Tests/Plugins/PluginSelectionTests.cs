using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Plugins;

public sealed class PluginSelectionTests
{
    public static TheoryData<string> All => [.. Scenario.BuiltIn.Plugins.Select(plugin => plugin.Name)];

    public static TheoryData<string> WithLegacyVariable =>
        [.. Scenario.BuiltIn.Plugins.Where(plugin => plugin.LegacyEnablingVariable is not null).Select(plugin => plugin.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void The_variable_decides_alone(string name)
    {
        var plugin = Scenario.BuiltIn.Plugins.Single(plugin => plugin.Name == name);
        var section = $"{{\"{plugin.Section}\": {{\"Anything\": 1}}}}";

        new Scenario().Plan().Enables(name).Should().Be(name is "Gdcm" or "OrthancExplorer2");
        foreach (var no in (string[])["false", "0", "no", "off", "False", "OFF", "No"])
        {
            var plan = new Scenario().File(section).Variable(plugin.EnablingVariable!, no).Plan();
            plan.Enables(name).Should().BeFalse(no);
            plan.Plugin(name).Reason.Should().Be(PluginReason.Variable);
        }

        foreach (var yes in (string[])["true", "1", "yes", "on", "TRUE", "anything", "2", ""])
        {
            new Scenario().Variable(plugin.EnablingVariable!, yes).Plan().Enables(name).Should().BeTrue($"\"{yes}\" is not false");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_section_enables_also_if_it_is_empty_unless_it_is_shared(string name)
    {
        var plugin = Scenario.BuiltIn.Plugins.Single(plugin => plugin.Name == name);
        var isShared = name is "OrthancWebViewer" or "StoneWebViewer" or "OsimisWebViewerBasic" or "OsimisWebViewerBasicAlpha";

        var plan = new Scenario().File($"{{\"{plugin.Section}\": {{\"Anything\": false}}}}").Plan();
        plan.Enables(name).Should().Be(!isShared);
        plan.Plugin(name).Reason.Should().Be(isShared ? PluginReason.NotMentioned : PluginReason.Section);
        if (!plugin.EnabledByDefault)
        {
            new Scenario().File($"{{\"{plugin.Section}\": {{}}}}").Plan().Enables(name).Should().Be(!isShared);
            new Scenario().File($"{{\"{plugin.Section}\": null}}").Plan().Enables(name).Should().BeFalse("the section is null");
        }
    }

    [Theory]
    [InlineData("Wsi")]
    [InlineData("Ohif")]
    public void A_section_with_the_plugins_own_name_enables_it_too(string name)
    {
        var plan = new Scenario().File($"{{\"{name}\": {{}}}}").Plan();

        plan.Enables(name).Should().BeTrue();
        plan.Plugin(name).Reason.Should().Be(PluginReason.OwnName);
        plan.Plugin(name).ReasonText.Should().Be($"the section {name} is present");
    }

    [Theory]
    [InlineData("DicomWeb", "ORTHANC__DICOM_WEB__ROOT", "/x/")]
    [InlineData("PostgreSQL", "ORTHANC__POSTGRESQL__HOST", "db")]
    [InlineData("PostgreSQL", "PG_HOST", "db")]
    [InlineData("Ohif", "ORTHANC__OHIF__DATA_SOURCE", "dicom-json")]
    [InlineData("Wsi", "ORTHANC__WHOLE_SLIDE_IMAGING", "{\"ServeMirador\": true}")]
    [InlineData("Python", "ORTHANC__PYTHON_SCRIPT", "/x.py")]
    [InlineData("OrthancExplorer2", "OE2_ENABLED", "true")]
    public void A_variable_of_a_setting_enables_the_plugin(string plugin, string variable, string value)
    {
        new Scenario().Variable(variable, value).Plan().Enables(plugin).Should().BeTrue();
        new Scenario().Secret(variable, value).Plan().Enables(plugin).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(WithLegacyVariable))]
    public void The_legacy_variable_decides_with_a_warning_unless_the_new_one_does(string name)
    {
        var plugin = Scenario.BuiltIn.Plugins.Single(plugin => plugin.Name == name);

        var plan = new Scenario().Variable(plugin.LegacyEnablingVariable!, "true").Plan();
        plan.Enables(name).Should().BeTrue();
        plan.Plugin(name).Reason.Should().Be(PluginReason.LegacyVariable);
        var finding = plan.Findings.Only(Rules.DeprecatedName);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Message.Should().Contain(plugin.LegacyEnablingVariable);
        finding.Remedy.Should().Contain(plugin.EnablingVariable);

        new Scenario().Variable(plugin.LegacyEnablingVariable!, "false").Plan().Enables(name).Should().BeFalse();
        new Scenario().Variable(plugin.LegacyEnablingVariable!, "true").Variable(plugin.EnablingVariable!, "false").Plan().Enables(name)
            .Should().BeFalse();
        new Scenario().Variable(plugin.LegacyEnablingVariable!, "false").Variable(plugin.EnablingVariable!, "true").Plan().Enables(name)
            .Should().BeTrue();
    }

    [Fact]
    public void A_root_setting_enables_its_plugin()
    {
        var plan = new Scenario().File("{\"PythonScript\": \"/x.py\"}").Plan();

        plan.Enables("Python").Should().BeTrue();
        plan.Plugin("Python").Reason.Should().Be(PluginReason.RootSetting);
        new Scenario().File("{\"PythonScript\": \"/x.py\"}").Variable("PYTHON_PLUGIN_ENABLED", "false").Plan().Enables("Python")
            .Should().BeFalse();
        new Scenario().File("{\"Python\": {\"Path\": \"/x\"}}").Plan().Enables("Python").Should().BeTrue();
    }

    [Fact]
    public void Viewers_that_share_a_section_are_enabled_one_by_one()
    {
        var plan = new Scenario().File("{\"WebViewer\": {\"CachePath\": \"/x\"}}").Variable("OSIMIS_WEB_VIEWER1_PLUGIN_ENABLED", "true")
            .Plan();

        plan.Enables("OsimisWebViewerBasic").Should().BeTrue();
        plan.Enables("OrthancWebViewer").Should().BeFalse();
        plan.Enables("OsimisWebViewerBasicAlpha").Should().BeFalse();
        plan.Findings.Of(Rules.PluginDisabled).Should().BeEmpty("one of them reads the section");
    }

    [Fact]
    public void What_defaults_add_enables_nothing()
    {
        var plan = new Scenario().Plan();

        plan.Setting("Gdcm").Should().NotBeNull();
        plan.Plugins.Where(state => state.IsEnabled).Select(state => state.Plugin.Name).Should().Equal("Gdcm", "OrthancExplorer2");
        plan.Plugin("Gdcm").Reason.Should().Be(PluginReason.Default);
    }

    [Theory]
    [InlineData("{\"DicomWeb\": {\"Root\": \"/x/\"}}", "DICOM_WEB_PLUGIN_ENABLED", "false", "DicomWeb")]
    [InlineData("{\"PostgreSQL\": {\"Host\": \"db\"}}", "PG_ENABLED", "false", "PostgreSQL")]
    [InlineData("{\"WebViewer\": {\"CachePath\": \"/x\"}}", "X", "", "WebViewer")]
    [InlineData("{\"StoneWebViewer\": {\"DateFormat\": \"YYYY\"}}", "X", "", "StoneWebViewer")]
    [InlineData("{\"OHIF\": {\"Preload\": true}}", "OHIF_PLUGIN_ENABLED", "0", "OHIF")]
    public void Settings_of_a_plugin_that_is_off_are_warned_about(string text, string variable, string value, string section)
    {
        var finding = new Scenario().File(text).Variable(variable, value).Plan().Findings.Only(Rules.PluginDisabled);

        finding.Severity.Should().Be(Severity.Warning);
        finding.Setting.Should().Be(section);
        finding.Message.Should().Contain(section);
        finding.Remedy.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public void Nothing_is_said_of_a_plugin_that_is_off_without_settings()
    {
        new Scenario().Variable("DICOM_WEB_PLUGIN_ENABLED", "false").Variable("GDCM_PLUGIN_ENABLED", "false").Plan()
            .Findings.Of(Rules.PluginDisabled).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Ohif", "OHIF")]
    [InlineData("Wsi", "WholeSlideImaging")]
    [InlineData("OrthancWebViewer", "WebViewer")]
    [InlineData("DicomWeb", "DicomWeb")]
    [InlineData("StoneWebViewer", "StoneWebViewer")]
    public void Sections_are_those_that_the_plugins_read(string plugin, string section)
    {
        Scenario.BuiltIn.Plugins.Single(known => known.Name == plugin).Section.Should().Be(section);
    }
}

using System.Text.Json.Nodes;
using OrthancLauncher.Core.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Plugins;

public sealed class DefaultsTests
{
    private static readonly JsonObject File = JsonNode.Parse(
        System.IO.File.ReadAllText(Path.Combine(Repository.Root, "plugins-defaults.json")))!.AsObject();

    public static TheoryData<string> Plugins => [.. File.Select(plugin => plugin.Key)];

    [Fact]
    public void The_image_gives_its_defaults()
    {
        var plan = new Scenario().Plan();

        plan.Setting("StorageDirectory").Should().Be("\"/var/lib/orthanc/db\"");
        plan.Setting("RemoteAccessAllowed").Should().Be("true");
        plan.Setting("AuthenticationEnabled").Should().Be("true");
        plan.Setting("HttpsCACertificates").Should().Be("\"/etc/ssl/certs/ca-certificates.crt\"");
        plan.Setting("Plugins").Should().Be("[\"/usr/share/orthanc/plugins/\"]");
        plan.Keys().Should().Equal(
            "StorageDirectory", "RemoteAccessAllowed", "AuthenticationEnabled", "HttpsCACertificates", "Plugins", "Gdcm",
            "OrthancExplorer2");
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Every_enabled_plugin_gives_its_defaults(string name)
    {
        var entry = File[name]!;
        var section = (string?)entry["section"] ?? name;
        var expected = entry["nonStandardDefaults"];

        var plan = new Scenario().Variable((string)entry["enablingEnvVar"]!, "true").Plan();

        var actual = plan.Setting(section);
        (actual is null ? null : JsonNode.Parse(actual)).Should().Match<JsonNode>(node => JsonNode.DeepEquals(node, expected));
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_disabled_plugin_gives_none(string name)
    {
        var entry = File[name]!;
        var section = (string?)entry["section"] ?? name;

        var plan = new Scenario().Variable((string)entry["enablingEnvVar"]!, "false").File($"{{\"{section}\": {{\"Mine\": 1}}}}").Plan();

        plan.Setting(section).Should().Be("{\"Mine\":1}");
        new Scenario().Variable((string)entry["enablingEnvVar"]!, "false").Plan().Setting(section).Should().BeNull();
    }

    [Fact]
    public void Only_gaps_are_filled()
    {
        var plan = new Scenario()
            .File(
                "{\"RemoteAccessAllowed\": false, \"PostgreSQL\": {\"Host\": \"db\", \"Port\": null, \"EnableStorage\": true, "
                    + "\"IndexConnectionsCount\": 3}}")
            .Plan();

        plan.Setting("RemoteAccessAllowed").Should().Be("false");
        plan.Setting("PostgreSQL").Should().Be(
            "{\"Host\":\"db\",\"Port\":null,\"EnableStorage\":true,\"IndexConnectionsCount\":3,\"EnableIndex\":true,"
                + "\"Database\":\"postgres\",\"Username\":\"postgres\",\"Password\":\"postgres\",\"EnableSsl\":false,\"Lock\":false}");
    }

    [Fact]
    public void Gaps_are_filled_at_every_depth_and_arrays_are_no_gaps()
    {
        var findings = new OrthancLauncher.Core.Findings.FindingList();
        var definitions = Scenario.Overlay(
            findings,
            ("orthanc-defaults.json",
                "{\"Mine\": {\"A\": {\"B\": 1, \"C\": [1, 2], \"D\": {\"E\": 1}}, \"F\": 1}, \"Mine2\": {\"x\": 1}}"));

        var plan = new Scenario().With(definitions).File("{\"Mine\": {\"A\": {\"C\": [], \"D\": 5, \"G\": 1}}, \"Mine2\": \"scalar\"}")
            .Plan();

        plan.Setting("Mine").Should().Be("{\"A\":{\"C\":[],\"D\":5,\"G\":1,\"B\":1},\"F\":1}");
        plan.Setting("Mine2").Should().Be("\"scalar\"");
        plan.Findings.Of(OrthancLauncher.Core.Findings.Rules.TypeConflict).Should().BeEmpty("a default never argues");
    }

    [Fact]
    public void The_defaults_of_one_plan_do_not_leak_into_the_next()
    {
        var before = new Scenario().Variable("DICOM_WEB_PLUGIN_ENABLED", "true").Plan().Output();
        new Scenario().File("{\"DicomWeb\": {\"Root\": \"/x/\", \"Enable\": false}}").Plan().Setting("DicomWeb.Enable")
            .Should().Be("false");

        new Scenario().Variable("DICOM_WEB_PLUGIN_ENABLED", "true").Plan().Output().Should().Be(before);
    }

    [Theory]
    [InlineData("PostgreSQL", "PostgreSQL.Port", "default of plugin PostgreSQL")]
    [InlineData("Worklists", "Worklists.Database", "default of plugin Worklists")]
    [InlineData("Gdcm", "Gdcm.Throttling", "default of plugin Gdcm")]
    public void A_default_of_a_plugin_is_called_so(string plugin, string setting, string source)
    {
        var plan = new Scenario().Variable($"{plugin.ToUpperInvariant()}_PLUGIN_ENABLED", "true").Plan();

        var value = plan.Configuration.Find(setting.Split('.')).Value;
        value.Source.Description.Should().Be(source);
        value.Source.IsDefault.Should().BeTrue();
    }

    [Fact]
    public void A_default_of_the_image_is_called_so()
    {
        new Scenario().Plan().Configuration.Find("StorageDirectory").Value.Place.ToString().Should().Be("default of the image");
    }
}

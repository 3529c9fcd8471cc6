using System.Text.Json.Nodes;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Explaining;

public sealed class ExplainerTests
{
    private const string First = "/etc/orthanc/a.json";
    private const string Second = "/etc/orthanc/b.json";

    [Fact]
    public void The_winner_comes_with_its_place_and_all_that_it_replaced()
    {
        var setting = Explain(
            new Scenario().File("""{"StableAge": 60}""", First).File("""{"StableAge": 30}""", Second).Variable("ORTHANC__STABLE_AGE", "15"),
            "StableAge");

        setting.Value.Should().BeEquivalentTo(
            new { Text = "15", Origin = ValueOrigin.Variable, Where = "environment variable ORTHANC__STABLE_AGE" });
        Says(setting.Overridden).Should().Equal("30 b.json:1:2", "60 a.json:1:2");
        Says(setting.Defaults).Should().Equal("60 built-in default of Orthanc");
        setting.IsSet.Should().BeTrue();
    }

    [Fact]
    public void Facts_come_from_the_catalogue()
    {
        var setting = Explain(new Scenario(), "MaximumStorageSize");

        setting.Should().BeEquivalentTo(new
        {
            IsSet = false,
            Value = new { Text = "0", Origin = ValueOrigin.BuiltIn },
            Variable = "ORTHANC__MAXIMUM_STORAGE_SIZE",
            Facts = new { IsKnown = true, Type = "integer", Range = "0 to 2147483647 MB", Since = "0.4.0" },
        });
        setting.Facts.Components.Should().Equal("Orthanc");
        setting.Defaults.Should().BeEmpty("it is the value in effect");
    }

    [Fact]
    public void Defaults_of_the_image_and_of_plugins_are_told_apart()
    {
        var scenario = new Scenario().File("""{"DicomWeb": {"Root": "/x/"}, "StorageDirectory": "/data"}""", First);

        Says(Explain(scenario, "StorageDirectory").Defaults).Should().StartWith("\"/var/lib/orthanc/db\" default of the image");
        Says([Explain(scenario, "DicomWeb", "Enable").Value!]).Should().Equal("true default of plugin DicomWeb");
        Says(Explain(scenario, "PostgreSQL", "Port").Defaults).Should().Contain("5432 default of plugin PostgreSQL, which is off");
    }

    [Fact]
    public void Objects_are_merged_so_only_their_members_replace()
    {
        var section = Explain(
            new Scenario().File("""{"DicomWeb": {"Root": "/a/", "EnableWado": true}}""", First)
                .File("""{"DicomWeb": {"Root": "/b/"}}""", Second),
            "DicomWeb");

        section.IsGroup.Should().BeTrue();
        section.Overridden.Should().BeEmpty();
        section.Plugins.Should().ContainSingle(state => state.IsEnabled);
        Says(section.Members.Single(member => member.Name == "Root").Overridden).Should().Equal("\"/a/\" a.json:1:15");
        section.Members.Single(member => member.Name == "EnableWado").Overridden.Should().BeEmpty();
    }

    [Fact]
    public void What_an_object_in_conflict_held_is_replaced_with_it()
    {
        var scenario = new Scenario().File("""{"X": {"a": {"b": 1}}}""", First).File("""{"X": 5}""", Second)
            .File("""{"X": {"a": {"c": 2}}}""", "/etc/orthanc/c.json");

        Says(Explain(scenario, "X").Overridden).Should().Equal("5 b.json:1:2", "{\"a\": {\"b\": 1}} a.json:1:2");
        Says(Explain(scenario, "X", "a").Overridden).Should().Equal("{\"b\": 1} a.json:1:8");
        var dropped = Explain(scenario, "X", "a", "b");
        dropped.IsSet.Should().BeFalse();
        Says(dropped.Overridden).Should().Equal("1 a.json:1:14");
    }

    [Fact]
    public void A_variable_for_a_member_replaces_a_plain_value_above_it()
    {
        var scenario = new Scenario().File("""{"DicomWeb": true}""", First).Variable("ORTHANC__DICOM_WEB__ROOT", "/r/");

        Says(Explain(scenario, "DicomWeb").Overridden).Should().Equal("true a.json:1:2");
        Explain(scenario, "DicomWeb", "Root").Value!.Text.Should().Be("\"/r/\"");
    }

    [Fact]
    public void An_empty_object_and_null_are_values()
    {
        var scenario = new Scenario().File("""{"RegisteredUsers": {}, "Name": null}""", First).File("""{"RegisteredUsers": {}}""", Second);

        Explain(scenario, "RegisteredUsers").Value.Should().BeEquivalentTo(new { Text = "{}", Where = $"{Second}:1:2" });
        Explain(scenario, "Name").Value!.Text.Should().Be("null");
    }

    [Fact]
    public void Secrets_are_masked_wherever_they_come_from_and_also_when_they_lost()
    {
        var scenario = new Scenario()
            .File(
                """{"RegisteredUsers": {"alice": "marker-1"}, "DicomWeb": {"Servers": {"s": ["http://u:marker-2@h/", "u", "marker-3"]}},"""
                    + """ "My": {"ApiKey": "marker-4"}}""",
                First)
            .File(
                """{"RegisteredUsers": "marker-5", "PostgreSQL": {"Password": "marker-6","""
                    + """ "ConnectionUri": "postgresql://u:marker-7@h/d"}}""",
                Second)
            .SecretFile("""{"Name": "marker-8"}""").Secret("ORTHANC__DICOM_AET", "marker-9").Secret("ORTHANC_PASSWORD", "marker-10")
            .Variable("ORTHANC__POSTGRESQL__PASSWORD", "marker-11");

        Texts(scenario, showsSecrets: false).Should().NotContain("marker");
        var shown = Texts(scenario, showsSecrets: true);
        for (var i = 1; i <= 11; i++)
        {
            shown.Should().Contain($"marker-{i}");
        }
    }

    [Fact]
    public void A_default_that_is_a_password_is_masked_too()
    {
        var setting = Explain(new Scenario().Variable("POSTGRESQL_PLUGIN_ENABLED", "true"), "PostgreSQL", "Password");

        setting.Defaults.Append(setting.Value!).Should().OnlyContain(value => value.IsMasked);
    }

    [Fact]
    public void Findings_stand_at_their_setting_or_at_the_nearest_one_around_it()
    {
        var scenario = new Scenario()
            .File("""{"HttpPort": "x", "DicomModalities": {"a.b": ["TOO-LONG-FOR-AN-AET", "h", 104]}, "dicomAet": "x"}""", First);
        var explanation = Whole(scenario);

        RulesAt(explanation, "HttpPort").Should().Equal(Rules.WrongType);
        RulesAt(explanation, "DicomModalities.a.b").Should().Equal(Rules.MalformedValue, Rules.AetTooLong);
        RulesAt(explanation, "dicomAet").Should().Equal(Rules.UnknownSetting);
        RulesAt(explanation, "RegisteredUsers")
            .Should().Equal([Rules.NoUsers], "a setting that is missing is shown for the sake of its finding");
        explanation.Findings.Should().BeEmpty();
    }

    [Fact]
    public void Every_finding_is_told_once()
    {
        var scenario = new Scenario().File("""{"X": {"a": 1}, "httpPort": 1, "Name": "a", "Name": "b"}""", First).File("{", Second)
            .File("""{"X": 1}""", "/etc/orthanc/c.json")
            .Variable("ORTHANC_REGISTERED_USERS", "x").Variable("DICOM_AET", "OLD");
        var plan = scenario.Plan();
        var explanation = new Explainer(plan, showsSecrets: false).Explain([], listsUnset: false);

        explanation.Findings.Concat(explanation.Setting.All().SelectMany(setting => setting.Findings))
            .Select(finding => (finding.Rule, finding.Message))
            .Should().BeEquivalentTo(
                plan.Findings.Where(finding => finding.Rule != Rules.Overwritten).Select(finding => (finding.Rule, finding.Message)));
        explanation.IsComplete.Should().BeFalse();
        explanation.Errors.Should().Be(plan.Findings.Count(finding => finding.Severity == Severity.Error));
    }

    [Fact]
    public void For_a_part_only_errors_of_sources_are_told_besides()
    {
        var scenario = new Scenario().File("{", First).File("""{"httpPort": 1, "Name": "x"}""", Second);
        var explanation = new Explainer(scenario.Plan(), showsSecrets: false).Explain(["Name"], listsUnset: true);

        explanation.Findings.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(
                new { Rule = Rules.InvalidJson, Excerpt = (string?)null }, options => options.Excluding(finding => finding.Excerpt));
        explanation.Sources.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Used = 1, Overridden = 0 });
    }

    [Fact]
    public void Strictness_makes_errors_of_warnings()
    {
        var explanation = Whole(new Scenario { IsStrict = true }.File("""{"httpPort": 1}""", First));

        explanation.Setting.Members.Single(member => member.Name == "httpPort")
            .Findings.Should().OnlyContain(finding => finding.Severity == Severity.Error);
    }

    [Fact]
    public void Settings_that_are_not_set_are_told_on_request_but_not_those_of_each_entry_of_a_map()
    {
        var scenario = new Scenario().File("""{"DicomModalities": {"a": {"AET": "A", "Host": "h", "Port": 1}}}""", First);
        SettingExplanation Explain(string[] segments, bool listsUnset) =>
            new Explainer(scenario.Plan(), showsSecrets: false).Explain(segments, listsUnset).Setting;

        var all = Explain([], listsUnset: true).All().ToList();
        all.Should().Contain(setting => setting.Path == "DicomWeb.Root" && !setting.IsSet)
            .And.NotContain(setting => setting.Path == "$schema");
        all.Where(setting => setting.Path.StartsWith("DicomModalities.a.", StringComparison.Ordinal))
            .Should().OnlyContain(setting => setting.IsSet);
        Explain(["DicomModalities", "a"], listsUnset: true).Members.Should().Contain(setting => !setting.IsSet);
        Explain([], listsUnset: false).All()
            .Should().NotContain(
                setting => !setting.IsSet && setting.Findings.Count == 0 && setting.Members.Count == 0 && setting.Segments.Count > 0);
    }

    [Fact]
    public void Without_any_configuration_there_are_the_defaults_of_the_image()
    {
        var explanation = Whole(new Scenario());

        explanation.Setting.Members.Where(member => member.IsSet && !member.IsGroup)
            .Should().OnlyContain(member => member.Value!.Origin == ValueOrigin.ImageDefault);
        explanation.Sources.Should().OnlyContain(source => source.Source.IsDefault);
    }

    [Fact]
    public void Every_value_is_the_one_in_the_written_configuration()
    {
        var plan = new Scenario()
            .File(
                """{"Name": "é\"\\ </script>", "Number": 1e5, "A": {"b": [1, {"c": null}], "d": {}}, "DicomModalities": {"x.y": ["A","""
                    + """ "h", 104]}}""",
                First)
            .File("""{"A": {"b": 2, "e": {"f": true}}, "StableAge": 0.10}""", Second)
            .Variable("ORTHANC__DICOM_WEB__ROOT", "/x/").Variable("ORTHANC__A__E__G", "[1]").Secret("ORTHANC_PASSWORD", "${x}").Plan();
        var explanation = new Explainer(plan, showsSecrets: true).Explain([], listsUnset: true);

        var leaves = explanation.Setting.All().Where(setting => setting is { IsSet: true, Value: not null }).ToList();
        foreach (var setting in leaves)
        {
            JsonNode.DeepEquals(JsonNode.Parse(setting.Value!.Text), JsonNode.Parse(plan.Setting([.. setting.Segments, .. (string[])[]])!))
                .Should().BeTrue(setting.Path);
        }

        leaves.Should().NotBeEmpty();
    }

    [Fact]
    public void Ten_thousand_modalities_are_explained()
    {
        var entries = Enumerable.Range(0, 10_000).Select(i => $"\"m{i}\": [\"AET{i}\", \"10.0.0.1\", {(i % 2 == 0 ? 104 : 0)}]");
        var plan = new Scenario().File($"{{\"DicomModalities\": {{{string.Join(",\n", entries)}}}}}", First)
            .File("""{"DicomModalities": {"m7": ["X", "h", 1]}}""", Second).Plan();

        var explanation = new Explainer(plan, showsSecrets: false).Explain([], listsUnset: true);

        var modalities = explanation.Setting.Members.Single(member => member.Name == "DicomModalities").Members;
        modalities.Should().HaveCount(10_000);
        modalities.Should().ContainSingle(modality => modality.Overridden.Count == 1).Which.Name.Should().Be("m7");
        modalities.Count(modality => modality.Findings.Count > 0)
            .Should().Be(4_999, "every second port is out of range, and one of them was replaced");
    }

    private static SettingExplanation Explain(Scenario scenario, params string[] segments) =>
        new Explainer(scenario.Plan(), showsSecrets: false).Explain(segments, listsUnset: true).Setting;

    private static Explanation Whole(Scenario scenario) =>
        new Explainer(scenario.Plan(), showsSecrets: false).Explain([], listsUnset: false);

    /// <summary>Values with their sources, folders left out.</summary>
    private static IEnumerable<string> Says(IEnumerable<ExplainedValue> values) =>
        values.Select(value => $"{value.Text} {value.Where.Replace("/etc/orthanc/", "", StringComparison.Ordinal)}");

    private static IEnumerable<Rule> RulesAt(Explanation explanation, string path) =>
        explanation.Setting.All().Single(setting => setting.Path == path).Findings.Select(finding => finding.Rule);

    private static string Texts(Scenario scenario, bool showsSecrets) => string.Join(
        '\n',
        new Explainer(scenario.Plan(), showsSecrets).Explain([], listsUnset: true).Setting.All()
            .SelectMany(setting => setting.Overridden.Concat(setting.Defaults).Append(setting.Value).OfType<ExplainedValue>())
            .Select(value => value.Text));
}

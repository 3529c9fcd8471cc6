using System.Text.Json.Nodes;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Layers;

public sealed class MergeTests
{
    private static readonly string[] Values = ["null", "true", "12", "\"text\"", "[1,{\"x\":1}]", "{\"x\":1,\"o\":{\"y\":2}}", "{}"];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var left in Values)
            {
                foreach (var right in Values)
                {
                    pairs.Add(left, right);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_later_wins_and_objects_are_merged(string left, string right)
    {
        var plan = Merge($"{{\"Left\": {left}, \"Both\": {left}}}", $"{{\"Right\": {right}, \"Both\": {right}}}");

        plan.Setting("Left").Should().Be(left);
        plan.Setting("Right").Should().Be(right);
        var bothObjects = left[0] == '{' && right[0] == '{';
        plan.Setting("Both").Should().Be(!bothObjects ? right : right == "{}" ? left : right);
        var conflicts = plan.Findings.Of(Rules.TypeConflict);
        conflicts.Should().HaveCount((left[0] == '{') != (right[0] == '{') ? 1 : 0);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Below_an_object_it_is_the_same(string left, string right)
    {
        var plan = Merge(
            $"{{\"Mine\": {{\"A\": {{\"Both\": {left}, \"L\": 1}}}}}}", $"{{\"Mine\": {{\"A\": {{\"R\": 2, \"Both\": {right}}}}}}}");

        plan.Setting("Mine.A.L").Should().Be("1");
        plan.Setting("Mine.A.R").Should().Be("2");
        plan.Setting("Mine.A.Both").Should().Be(left[0] == '{' && right == "{}" ? left : right);
        plan.Keys("Mine").Should().Equal("A");
        if ((left[0] == '{') != (right[0] == '{'))
        {
            plan.Findings.Only(Rules.TypeConflict).Setting.Should().Be("Mine.A.Both");
        }
    }

    [Theory]
    [InlineData("{\"x\": 1}", "5", "not an object")]
    [InlineData("5", "{\"x\": 1}", "object")]
    public void A_type_conflict_tells_both_places(string left, string right, string word)
    {
        var finding = Merge($"{{\"DicomWeb\": {{\n\"Mine\": {left}}}}}", $"{{\"DicomWeb\":\n\n {{\"Mine\": {right}}}}}")
            .Findings.Only(Rules.TypeConflict);

        finding.Severity.Should().Be(Severity.Warning);
        finding.Setting.Should().Be("DicomWeb.Mine");
        finding.Place.ToString().Should().Be("/etc/orthanc/2.json:3:3");
        finding.Message.Should().Contain("/etc/orthanc/1.json:2:1").And.Contain(word);
        finding.Remedy.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public void A_variable_below_a_scalar_makes_an_object_of_it()
    {
        var plan = new Scenario().File("{\"Mine\": {\"A\": 5}}").Variable("ORTHANC__MINE__A__B__C", "6").Plan();

        plan.Setting("Mine").Should().Be("{\"A\":{\"B\":{\"C\":6}}}");
        var finding = plan.Findings.Only(Rules.TypeConflict);
        finding.Setting.Should().Be("Mine.A");
        finding.Place.ToString().Should().Be("environment variable ORTHANC__MINE__A__B__C");
        finding.Message.Should().Contain("/etc/orthanc/orthanc.json:1:11");
    }

    [Fact]
    public void A_variable_with_a_scalar_replaces_an_object()
    {
        var plan = new Scenario().File("{\"Mine\": {\"A\": {\"B\": 1}}}").Variable("ORTHANC__MINE__A", "6").Plan();

        plan.Setting("Mine").Should().Be("{\"A\":6}");
        plan.Findings.Only(Rules.TypeConflict).Setting.Should().Be("Mine.A");
    }

    [Fact]
    public void An_object_that_was_replaced_is_gone_for_good()
    {
        var plan = Merge("{\"Mine\": {\"A\": 1}}", "{\"Mine\": 5}", "{\"Mine\": {\"B\": 2}}");

        plan.Setting("Mine").Should().Be("{\"B\":2}");
        plan.Findings.Of(Rules.TypeConflict).Should().HaveCount(2);
    }

    [Fact]
    public void Arrays_are_replaced_whole()
    {
        var plan = Merge(
            "{\"LuaScripts\": [\"a\", \"b\", \"c\"], \"DicomModalities\": {\"p\": [\"A\", \"h\", 1]}}",
            "{\"LuaScripts\": [\"d\"], \"DicomModalities\": {\"p\": []}}");

        plan.Setting("LuaScripts").Should().Be("[\"d\"]");
        plan.Setting("DicomModalities.p").Should().Be("[]");
    }

    [Fact]
    public void Null_is_a_value_that_replaces_and_that_no_default_fills()
    {
        var plan = new Scenario()
            .File(
                "{\"Name\": \"a\", \"StorageDirectory\": \"/x\", \"PostgreSQL\": {\"Host\": \"db\", \"Port\": null}}",
                "/etc/orthanc/a.json")
            .File("{\"Name\": null, \"StorageDirectory\": null}", "/etc/orthanc/b.json")
            .Plan();

        plan.Setting("Name").Should().Be("null");
        plan.Setting("StorageDirectory").Should().Be("null");
        plan.Setting("PostgreSQL.Port").Should().Be("null");
        plan.Setting("PostgreSQL.Database").Should().Be("\"postgres\"");
    }

    [Fact]
    public void Keys_stand_in_the_order_of_their_first_appearance()
    {
        var plan = new Scenario()
            .File("{\"Z\": 1, \"B\": {\"z\": 1, \"a\": 2}, \"A\": 3}", "/etc/orthanc/a.json")
            .File("{\"A\": 4, \"C\": 5, \"B\": {\"m\": 3, \"z\": 4}, \"Z\": 6}", "/etc/orthanc/b.json")
            .Variable("ORTHANC_JSON", "{\"D\": 1, \"Z\": 2}")
            .Variable("ORTHANC__E", "1")
            .Variable("ORTHANC__Z", "7")
            .Plan();

        plan.Keys().Take(6).Should().Equal("Z", "B", "A", "C", "D", "E");
        plan.Keys().Skip(6)
            .Should().Equal(
                "StorageDirectory", "RemoteAccessAllowed", "AuthenticationEnabled", "HttpsCACertificates", "Plugins", "Gdcm",
                "OrthancExplorer2");
        plan.Keys("B").Should().Equal("z", "a", "m");
        plan.Setting("Z").Should().Be("7");
        plan.Setting("B").Should().Be("{\"z\":4,\"a\":2,\"m\":3}");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(100)]
    public void Objects_of_any_size_are_merged(int count)
    {
        var left = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\": {i}"));
        var right = string.Join(',', Enumerable.Range(0, count + 5).Where(i => i % 2 == 0).Select(i => $"\"k{i}\": {-i - 1}"));

        var plan = Merge($"{{\"Mine\": {{{left}}}}}", $"{{\"Mine\": {{{right}}}}}");

        var mine = JsonNode.Parse(plan.Output())!["Mine"]!.AsObject();
        mine.Should().HaveCount(count + Enumerable.Range(count, 5).Count(i => i % 2 == 0));
        for (var i = 0; i < count; i++)
        {
            mine.ElementAt(i).Key.Should().Be($"k{i}");
            mine[$"k{i}"]!.GetValue<int>().Should().Be(i % 2 == 0 ? -i - 1 : i);
        }
    }

    [Fact]
    public void What_replaces_another_value_is_told_as_information()
    {
        var plan = Merge(
            "{\"Name\": \"a\",\n \"HttpPort\": 1, \"DicomWeb\": {\"Root\": \"/a/\"}}",
            "{\"Name\": \"b\", \"HttpPort\": 1, \"DicomWeb\": {\"Root\": \"/b/\", \"Ssl\": true}}");

        plan.Findings.Of(Rules.Overwritten).Select(finding => $"{finding.Severity} {finding.Setting} {finding.Place}")
            .Should().Equal("Information Name /etc/orthanc/2.json:1:2", "Information DicomWeb.Root /etc/orthanc/2.json:1:43");
        plan.Findings.Of(Rules.Overwritten)[0].Message.Should().Contain("/etc/orthanc/1.json:1:2");
    }

    [Fact]
    public void The_schema_that_editors_want_is_dropped()
    {
        var plan = new Scenario().File("{\"$schema\": \"./orthanc.schema.json\", \"Name\": \"a\"}")
            .Variable("ORTHANC_JSON", "{\"$schema\": \"x\"}").Plan();

        plan.Keys().Should().NotContain("$schema").And.StartWith("Name");
        plan.Findings.Of(Rules.UnknownSetting).Should().BeEmpty();
    }

    private static OrthancLauncher.Core.Planning.LaunchPlan Merge(params string[] texts)
    {
        var scenario = new Scenario();
        for (var i = 0; i < texts.Length; i++)
        {
            scenario.File(texts[i], $"/etc/orthanc/{i + 1}.json");
        }

        return scenario.Plan();
    }
}

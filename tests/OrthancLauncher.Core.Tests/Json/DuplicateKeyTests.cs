using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Json;

public sealed class DuplicateKeyTests
{
    [Theory]
    [InlineData("{\"a\": 1, \"b\": 2, \"a\": 3}", "{\"a\": 3, \"b\": 2}", "1:18")]
    [InlineData("{\"a\": {\"x\": 1}, \"b\": 2, \"a\": {\"y\": 2}}", "{\"a\": {\"y\": 2}, \"b\": 2}", "1:25")]
    [InlineData("{\"a\": 1, \"\\u0061\": 2}", "{\"a\": 2}", "1:10")]
    [InlineData("{\"\\u0061\": 1, \"a\": 2}", "{\"a\": 2}", "1:15")]
    [InlineData("{\"é\": 1,\n\"é\": 2}", "{\"é\": 2}", "2:1")]
    [InlineData("{\"o\": {\"k\": true,\n  \"k\": false}}", "{\"o\": {\"k\": false}}", "2:3")]
    [InlineData("{\"o\": [{\"k\": 1, \"k\": 2}]}", "{\"o\": [{\"k\": 2}]}", "1:17")]
    [InlineData("{\"\": 1, \"\": 2}", "{\"\": 2}", "1:9")]
    public void The_last_wins_in_the_place_of_the_first_with_a_warning(string text, string written, string place)
    {
        var findings = new FindingList();
        var root = JsonParser.ReadConfiguration(JsonTexts.Source(text), findings)!.Root;

        var finding = findings.Should().ContainSingle().Subject;
        finding.Rule.Should().Be(Rules.DuplicateKey);
        finding.Severity.Should().Be(Severity.Warning);
        finding.At().Should().Be(place);
        var plan = new Scenario().File(text).Plan();
        var pieces = JsonTexts.Write(text).Replace("\\u0061", "a", StringComparison.Ordinal);
        pieces.Should().Be(written);
        plan.Keys()
            .Should().StartWith(root.Member("o").Exists ? "o" : System.Text.Json.Nodes.JsonNode.Parse(written)!.AsObject().First().Key);
    }

    [Fact]
    public void Halves_of_surrogate_pairs_make_no_difference_between_keys()
    {
        var plan = new Scenario().File("""{"Own": {"a\udc00": 1, "a\udc01": 2}}""").Plan();

        plan.Findings.Should().ContainSingle(finding => finding.Rule == Rules.DuplicateKey);
        Encoding.UTF8.GetString(plan.Configuration.ToJson().Span).Should().Contain("\": 2\n").And.NotContain("\": 1,");
    }

    [Fact]
    public void The_message_names_the_key()
    {
        var findings = new FindingList();
        JsonParser.ReadConfiguration(JsonTexts.Source("{\"Name\": 1, \"Name\": 2}"), findings);

        findings.Single().Message.Should().Contain("\"Name\"");
        findings.Single().Remedy.Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("{\"a\": 1, \"A\": 2}")]
    [InlineData("{\"a\": {\"a\": 1}}")]
    [InlineData("{\"a\": \"b\", \"b\": \"a\"}")]
    public void Keys_of_other_objects_and_other_case_are_no_duplicates(string text)
    {
        JsonTexts.Read(text).Kind.Should().Be(JsonKind.Object);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    [InlineData(1000)]
    public void Duplicates_are_found_in_objects_of_any_size(int keys)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < keys; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\"key{i}\": {i},\n");
        }

        text.Append("\"key0\": \"again\"}");
        var findings = new FindingList();
        var root = JsonParser.ReadConfiguration(JsonTexts.Source(text.ToString()), findings)!.Root;

        findings.Only(Rules.DuplicateKey).At().Should().Be($"{keys + 1}:1");
        root.Member("key0").GetString().Should().Be("again");
        var names = new List<string>();
        foreach (var member in root.Members)
        {
            names.Add(member.Name);
        }

        names.Should().Equal(Enumerable.Range(0, keys).Select(i => $"key{i}"));
    }

    [Fact]
    public void A_duplicate_within_a_later_file_does_not_bring_back_the_first_value()
    {
        var plan = new Scenario()
            .File("{\"DicomWeb\": {\"Root\": \"/a/\"}}", "/etc/orthanc/a.json")
            .File("{\"DicomWeb\": {\"Root\": \"/b/\", \"Ssl\": true}, \"DicomWeb\": {\"Host\": \"c\"}}", "/etc/orthanc/b.json")
            .Plan();

        plan.Setting("DicomWeb.Root").Should().Be("\"/a/\"");
        plan.Setting("DicomWeb.Ssl").Should().BeNull();
        plan.Setting("DicomWeb.Host").Should().Be("\"c\"");
        plan.Findings.Only(Rules.DuplicateKey)
            .Place.Should().Be(new Place(new(OrthancLauncher.Core.Sources.SourceKind.File, "/etc/orthanc/b.json"), 1, 44));
    }
}

using System.Globalization;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Json;

/// <summary>Work grows with the input and not with its square. Allocated bytes are counted, as they do not depend on the machine.</summary>
public sealed class GrowthTests
{
    [Theory]
    [InlineData("\"Root\": \"/a/\"")]
    [InlineData("\"k{0}\": 1")]
    [InlineData("\"Root\": \"$UNSET\", \"k{0}\": \"pa$word\"")]
    public void Many_members_on_one_line_cost_no_more_than_their_number(string member)
    {
        Cost(member, 500);
        var few = Cost(member, 2_000);
        var many = Cost(member, 8_000);

        many.Should().BeLessThan(6 * few, "four times the members were read");
    }

    [Fact]
    public void Thousands_of_duplicate_keys_are_summed_up()
    {
        var findings = new FindingList();
        var text = $"{{{Members("\"Name\": {0}", 10_000)}}}";

        JsonParser.ReadConfiguration(JsonTexts.Source(text), findings)!.Root.Member("Name").GetString().Should().Be("9999");

        findings.Of(Rules.DuplicateKey).Should().HaveCount(101);
        findings.Last().Message.Should().Be("9899 more duplicate keys; the last value of each is used");
        findings.First().Place!.Value.Column.Should().Be(2 + "\"Name\": 0,".Length);
    }

    [Fact]
    public void Thousands_of_unknown_keys_are_summed_up()
    {
        var findings = new Scenario().File($"{{\"DicomWeb\": {{{Members("\"unheard of {0}\": 1", 1_000)}}}}}").Plan()
            .Findings.Of(Rules.UnknownSetting).ToList();

        findings.Should().HaveCount(101);
        findings[^1].Message.Should().Be("900 more keys of DicomWeb are not settings of Orthanc or its plugins");
    }

    [Fact]
    public void Keys_whose_hashes_collide_are_told_apart()
    {
        var keys = Enumerable.Range(0, 4096)
            .Select(i => Convert.ToString(i, 2).PadLeft(12, '0').Replace("0", "ab", StringComparison.Ordinal));
        JsonTexts.Read($"{{{string.Join(',', keys.Select(key => $"\"{key}\": 1"))}}}").AllMembers().Should().HaveCount(4096);
    }

    private static string Members(string member, int count) =>
        string.Join(',', Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, member, i)));

    private static long Cost(string member, int count)
    {
        var text = $"{{\"DicomWeb\": {{{Members(member, count)}}}}}";
        var scenario = new Scenario().File(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var plan = scenario.Plan();
        var excerpts = new SourceExcerpts(plan.Layers, new SecretRules(plan.Catalogue));
        plan.Findings.Select(excerpts.Of).OfType<string>().Should().NotBeEmpty();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

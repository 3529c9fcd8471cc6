using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary>The folders of <c>tests/places</c>: each finding is at the line that expects it, and there is no other.</summary>
public sealed partial class PlaceCaseTests : IDisposable
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "places");

    private readonly TestHost _host = new();

    public static TheoryData<string> Names =>
        new(Directory.GetDirectories(Cases).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_finding_is_where_the_mistake_is(string name)
    {
        var folder = Path.Combine(Cases, name);
        var expected = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).SelectMany(file => Expected(folder, file));

        _host.Run("validate", folder, "--format=json", "--log-level=information").Should().BeInRange(0, 1, _host.Error);

        var found = JsonNode.Parse(_host.Output)!["findings"]!.AsArray().Select(finding => Found(folder, finding!));
        found.Order(StringComparer.Ordinal).Should().Equal(expected.Order(StringComparer.Ordinal), _host.Output);
    }

    private static string Found(string folder, JsonNode finding)
    {
        var file = (string?)(finding["source"] ?? finding["file"]) ?? "nowhere";
        return $"{Path.GetRelativePath(folder, file)}:{finding["line"]}: {finding["rule"]}";
    }

    [Fact]
    public void There_are_cases_enough() => Names.Should().HaveCountGreaterThan(25);

    private static IEnumerable<string> Expected(string folder, string file)
    {
        var lines = File.ReadAllLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (Expectation().Match(lines[i]) is { Success: true } expectation)
            {
                var line = expectation.Groups["nowhere"].Success ? ""
                    : $"{i + (lines[i][..expectation.Index].Trim().Length == 0 ? 2 : 1)}";
                foreach (var rule in expectation.Groups["rules"].Value.Split(',', StringSplitOptions.TrimEntries))
                {
                    yield return $"{Path.GetRelativePath(folder, file)}:{line}: {rule}";
                }
            }
        }
    }

    [GeneratedRegex(@"(#|//) expect(?<nowhere> nowhere)?: (?<rules>[a-z, -]+)$")]
    private static partial Regex Expectation();
}

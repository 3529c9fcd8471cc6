using System.Text.Json.Nodes;
using OrthancLauncher.Core.Tests.Catalogue;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Checks;

/// <summary>One mistake is reported once: no setting has two findings at one place, whatever its value.</summary>
public sealed class OneFindingTests
{
    private static readonly string[] Values =
    [
        "null", "true", "1", "1.0", "1.5", "\"x\"", "\"\"", "\"5\"", "\"true\"", "\"x\\n\"", "[]", "[\"x\"]", "{}", "{\"x\": \"y\"}", "-1",
        "0", "2147483647", "2147483648", "10737418240", "10000000000000", "\"HOST MUST BE DEFINED\"", "\"SEVENTEEN-LETTERS\"",
    ];

    /// <summary>Rules that may be about one value together, since they say different things about it.</summary>
    private static readonly string[] Different =
    [
        // The name and the value.
        "deprecated-setting wrong-type", "deprecated-setting placeholder-left", "deprecated-setting malformed-value",
        "deprecated-setting out-of-range", "malformed-value wrong-type", "plugin-disabled wrong-type",
        // Who accepts the one, so that Orthanc decides, must not start without users.
        "no-users wrong-type",
    ];

    [Fact]
    public void A_value_has_one_finding()
    {
        var rows = Scenario.BuiltIn.Catalogue.All().Where(entry => !entry.Path.Contains('[', StringComparison.Ordinal))
            .SelectMany(entry => Values.Select(value => (entry.Path.Replace("*", "a", StringComparison.Ordinal), value)))
            .Concat(Facts.Read("measured-values.tsv").Select(row => (row["setting"], row["value"])));

        string.Join('\n', rows.SelectMany(row => Doubles(row.Item1, row.Item2))).Should().BeEmpty();
    }

    private static IEnumerable<string> Doubles(string path, string value)
    {
        var json = value;
        foreach (var name in path == "*" ? [] : path.Split('.').Reverse())
        {
            json = new JsonObject { [name] = JsonNode.Parse(json) }.ToJsonString();
        }

        return from finding in new Scenario().File(json).Plan().Findings
               where finding.Place is { Source.IsDefault: false } && finding.Setting is not null
               group finding by (finding.Setting, finding.Place) into findings
               let rules = string.Join(' ', findings.Select(finding => finding.Rule.Id).Distinct().Order(StringComparer.Ordinal))
               where rules.Contains(' ', StringComparison.Ordinal) && !Different.Contains(rules)
               select $"{path} {value}: {string.Join(" + ", findings.Select(finding => $"{finding.Rule}: {finding.Message}"))}";
    }
}

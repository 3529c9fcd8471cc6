using System.Text.Json.Nodes;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Catalogue;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Checks;

/// <summary>
/// Every value that a real Orthanc was started with: what it refuses is an error, what it starts with is not. Without a version, only
/// what every measured version refuses is an error.
/// </summary>
public sealed class MeasuredOrthancTests
{
    private const string VersionColumn = "Orthanc ";

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["null"] = "null",
        ["bool"] = "true",
        ["int"] = "1",
        ["float"] = "1.0",
        ["frac"] = "1.5",
        ["str"] = "\"x\"",
        ["strint"] = "\"5\"",
        ["strbool"] = "\"true\"",
        ["arr"] = "[]",
        ["arrstr"] = "[\"x\"]",
        ["obj"] = "{}",
        ["objstr"] = """{"x": "y"}""",
        ["neg"] = "-1",
        ["zero"] = "0",
        ["intmax"] = "2147483647",
        ["intmax1"] = "2147483648",
        ["big"] = "5000000000",
    };

    /// <summary>Debian's 1.10.1 has it too, since it closes a hole.</summary>
    private const string BackportedSetting = "RestApiWriteToFileSystemEnabled";

    private static readonly string[] Versions = ["1.10.1", "1.12.7", "1.13.0"];

    /// <summary>What the values alone do not tell.</summary>
    private static readonly HashSet<string> Exceptions =
        [.. Facts.Read("measured-exceptions.tsv").Select(row => $"{row["setting"]} {row["value"]}")];

    [Fact]
    public void Errors_are_what_the_version_refuses() =>
        (from row in Rows() from version in Versions where !IsException(row, version) select Disagreement(row, version))
            .OfType<string>().Should().BeEmpty();

    [Fact]
    public void Without_a_version_errors_are_what_every_version_refuses() =>
        (from row in Rows() where !IsException(row, null) select Disagreement(row, null))
            .OfType<string>().Should().BeEmpty();

    [Fact]
    public void Every_exception_is_needed() =>
        Rows().Where(row => Versions.Append(null).Any(version => Disagreement(row, version) is not null))
            .Select(row => row.Name).Should().Contain(Exceptions);

    private static readonly Dictionary<string, LauncherDefinitions> Definitions =
        Versions.Append(null).ToDictionary(version => version ?? "", DefinitionsOf);

    private enum Outcome
    {
        Refuses,
        Starts,
        Hangs,
    }

    private sealed record Row(string Setting, string Value, Dictionary<string, Outcome> Outcomes)
    {
        public string Name => $"{Setting} {Value}";
    }

    private static LauncherDefinitions DefinitionsOf(string? version)
    {
        var definitions = LauncherDefinitions.Load([], new FindingList());
        definitions.ChooseVersion(version is null ? null : OrthancVersion.Parse(version), ofImage: null);
        return definitions;
    }

    private static bool IsException(Row row, string? version) =>
        Exceptions.Contains(row.Name) || (row.Setting == BackportedSetting && (version is null || version == Versions[0]));

    /// <summary>How what is reported differs from what Orthanc did; null if it does not, or Orthanc did neither.</summary>
    /// <param name="version">The version of Orthanc; null for all of them.</param>
    private static string? Disagreement(Row row, string? version)
    {
        var outcomes = version is null ? [.. row.Outcomes.Values] : new[] { row.Outcomes[version] };
        if (outcomes.Contains(Outcome.Hangs))
        {
            return null;
        }

        var isRefused = outcomes.All(outcome => outcome == Outcome.Refuses);
        var errors = Errors(row, Definitions[version ?? ""]);
        return errors.Count > 0 == isRefused ? null
            : $"{version ?? "no version"}: {row.Name}: Orthanc {outcomes.Max()}, errors: {string.Join("; ", errors)}";
    }

    private static List<string> Errors(Row row, LauncherDefinitions definitions)
    {
        // Without remote access nobody asks for users.
        var configuration = new JsonObject { ["RemoteAccessAllowed"] = false };
        var value = JsonNode.Parse(row.Value);
        foreach (var (name, member) in row.Setting == "*" ? [.. value!.AsObject()] : new[] { KeyValuePair.Create(row.Setting, value) })
        {
            configuration[name] = member?.DeepClone();
        }

        var scenario = new Scenario { MinimumSeverity = Severity.Error }.With(definitions).File(configuration.ToJsonString());
        // The rows name files that do not exist: in /none, and beside the configuration that Orthanc gets.
        string[] empty = ["/none/", "/tmp/"];
        var host = scenario.Request().Host with
        {
            FileExists = file => !Array.Exists(empty, folder => file.StartsWith(folder, StringComparison.Ordinal)),
        };
        var plan = scenario.With(host).Plan();
        return [.. plan.Findings.Where(finding => finding.Severity == Severity.Error)
            .Select(finding => $"{finding.Rule} {finding.Setting}")];
    }

    private static IEnumerable<Row> Rows()
    {
        foreach (var line in Facts.Read("measured-settings.tsv"))
        {
            foreach (var (kind, value) in Kinds)
            {
                yield return new Row(line["setting"], value,
                    Versions.ToDictionary(version => version, version => OutcomeOf(kind, line[VersionColumn + version])));
            }
        }

        foreach (var line in Facts.Read("measured-values.tsv"))
        {
            yield return new Row(line["setting"], line["value"],
                Versions.ToDictionary(version => version, version => Enum.Parse<Outcome>(line[VersionColumn + version], ignoreCase: true)));
        }
    }

    private static Outcome OutcomeOf(string kind, string started)
    {
        var kinds = started.Split(' ');
        return kinds.Contains(kind) ? Outcome.Starts : kinds.Contains(kind + "?") ? Outcome.Hangs : Outcome.Refuses;
    }
}

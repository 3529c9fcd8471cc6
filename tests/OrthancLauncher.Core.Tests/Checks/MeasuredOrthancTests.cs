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
        ["null"] = "null", ["bool"] = "true", ["int"] = "1", ["float"] = "1.0", ["frac"] = "1.5", ["str"] = "\"x\"", ["strint"] =
            "\"5\"", ["strbool"] = "\"true\"",
        ["arr"] = "[]", ["arrstr"] = "[\"x\"]", ["obj"] = "{}", ["objstr"] = """{"x": "y"}""", ["neg"] = "-1", ["zero"] = "0", ["intmax"] =
            "2147483647",
        ["intmax1"] = "2147483648", ["big"] = "5000000000",
    };

    private const string MissingFile = "Whether a file exists is another question than whether the value is right.";
    private const string TooMuch = "How many threads there can be is up to the machine.";
    private const string UnknownTag = "The catalogue does not know the tags of DICOM.";
    private const string NoUsers = "The launcher refuses what older versions start with: a password that everybody knows.";

    /// <summary>Debian's 1.10.1 has it too, since it closes a hole.</summary>
    private const string BackportedSetting = "RestApiWriteToFileSystemEnabled";

    private static readonly string[] Versions = ["1.10.1", "1.12.7", "1.13.0"];

    /// <summary>What the values alone do not tell, with the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["DicomTlsTrustedCertificates \"x\""] = MissingFile,
        ["DicomTlsTrustedCertificates \"5\""] = MissingFile,
        ["DicomTlsTrustedCertificates \"true\""] = MissingFile,
        ["ExternalDictionaries [\"x\"]"] = MissingFile,
        ["ExternalDictionaries [\"\"]"] = MissingFile,
        ["LuaScripts [\"x\"]"] = MissingFile,
        ["LuaScripts [\"\"]"] = MissingFile,
        ["* {\"SslEnabled\": true, \"SslCertificate\": \"x\"}"] = MissingFile,
        ["* {\"DicomTlsEnabled\": true, \"DicomTlsPrivateKey\": \"x\", \"DicomTlsCertificate\": \"x\"}"] = MissingFile,
        ["HttpBindAddresses [\"x\"]"] = "The addresses of the machine are not known.",
        ["HttpThreadsCount 2147483647"] = TooMuch,
        ["DicomParserThreadsCount 2147483647"] = TooMuch,
        ["SequentialDicomReaderThreadsCount 2147483647"] = TooMuch,
        ["StorageLoaderThreadsCount 2147483647"] = TooMuch,
        ["TranscoderThreadsCount 2147483647"] = TooMuch,
        ["Pkcs11 {\"Module\": \"x\"}"] = "Debian's Orthanc is built without support for PKCS#11.",
        ["Dictionary {\"x\": [\"DA\", \"X\", 1, 1]}"] = UnknownTag,
        ["ExtraMainDicomTags {\"Patient\": [\"x\"]}"] = UnknownTag,
        ["Dictionary {\"4321,1012\": [\"LO\", \"X\", 2, 1]}"] = "The catalogue does not compare the least with the greatest multiplicity.",
        ["RemoteAccessAllowed true"] = NoUsers,
        ["* {\"RemoteAccessAllowed\": true}"] = NoUsers,
        ["* {\"RemoteAccessAllowed\": true, \"AuthenticationEnabled\": true}"] = NoUsers,
        ["* {\"RemoteAccessAllowed\": true, \"AuthenticationEnabled\": true, \"RegisteredUsers\": {}}"] = NoUsers,
        ["* {\"DicomServerEnabled\": false, \"DicomAet\": \"\"}"] = "Before 1.13.0 the AET was only read where the DICOM server is on.",
    };

    [Fact]
    public void Errors_are_what_the_version_refuses()
    {
        var disagreements = new List<string>();
        foreach (var version in Versions)
        {
            var definitions = Definitions(OrthancVersion.Parse(version));
            foreach (var row in Rows())
            {
                Compare(row, row.Outcomes[version], version, definitions, disagreements);
            }
        }

        disagreements.Should().BeEmpty();
    }

    [Fact]
    public void Without_a_version_errors_are_what_every_version_refuses()
    {
        var disagreements = new List<string>();
        var definitions = Definitions(null);
        foreach (var row in Rows())
        {
            Compare(row, row.Outcomes.ContainsValue(Outcome.Hangs) ? Outcome.Hangs : row.Outcomes.Values.Max(), "no version", definitions,
                disagreements);
        }

        disagreements.Should().BeEmpty();
    }

    [Fact]
    public void Every_exception_is_needed() =>
        Exceptions.Keys.Should().BeSubsetOf(Rows().Select(row => row.Name));

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

    private static LauncherDefinitions Definitions(OrthancVersion? version)
    {
        var definitions = LauncherDefinitions.Load([], new FindingList());
        definitions.ChooseVersion(version, ofImage: null);
        return definitions;
    }

    private static void Compare(Row row, Outcome outcome, string version, LauncherDefinitions definitions, List<string> disagreements)
    {
        if (outcome == Outcome.Hangs || Exceptions.ContainsKey(row.Name)
            || (row.Setting == BackportedSetting && version != Versions[^2] && version != Versions[^1]))
        {
            return;
        }

        var errors = Errors(row, definitions);
        if (errors.Count > 0 != (outcome == Outcome.Refuses))
        {
            disagreements.Add($"{version}: {row.Name}: Orthanc {outcome}, {(errors.Count == 0 ? "no error" : string.Join("; ", errors))}");
        }
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

        var plan = new Scenario { MinimumSeverity = Severity.Error }.With(definitions).File(configuration.ToJsonString()).Plan();
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

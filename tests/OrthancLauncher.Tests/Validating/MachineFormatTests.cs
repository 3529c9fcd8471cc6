using System.Text.Json;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary>What <c>validate</c> writes for other programs.</summary>
public sealed class MachineFormatTests : IDisposable
{
    private static readonly string[] Levels = ["error", "warning", "note"];

    private readonly TestHost _host = ValidationHosts.Quiet();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Json_holds_every_finding_with_its_facts_and_the_sums()
    {
        _host.WithFile("etc/a b.json", "{\"Name\": \"x\",\n \"HttpPort\": \"x\"}").Set("ORTHANC_JSN", "{}")
            .Set("ORTHANC__DICOMWEB__ROOT", "/x/").Set("MYSQL_PLUGIN_ENABLED", "1");

        _host.Run("validate", "--format=json", "--log-level=information").Should().Be(1);

        Same("""
            {
              "findings": [
                {"rule": "wrong-type", "severity": "error",
                 "message": "HttpPort must be a whole number, but it is a string", "setting": "HttpPort",
                 "source": "FOLDER/etc/a b.json", "line": 2, "column": 2, "remedy": "for example: 8042"},
                {"rule": "inexact-name", "severity": "information",
                 "message": "ORTHANC__DICOMWEB__ROOT is interpreted as DicomWeb.Root", "setting": "DicomWeb.Root",
                 "source": "environment variable ORTHANC__DICOMWEB__ROOT"},
                {"rule": "near-miss-name", "severity": "warning",
                 "message": "ORTHANC_JSN is not applied, but its name is nearly that of ORTHANC_JSON",
                 "source": "environment variable ORTHANC_JSN", "remedy": "use ORTHANC_JSON"},
                {"rule": "placeholder-left", "severity": "warning",
                 "message": "MySQL.Host still holds a placeholder", "setting": "MySQL.Host",
                 "source": "default of plugin MySQL", "remedy": "set ORTHANC__MYSQL__HOST"}
              ],
              "summary": {"errors": 1, "warnings": 2, "accepted": 0, "settings": 4, "sources": 3}
            }
            """.Replace("FOLDER", _host.Folder, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text", "0 errors, 0 warnings in 1 setting from 1 source\n")]
    [InlineData("json", """{"findings": [], "summary": {"errors": 0, "warnings": 0, "accepted": 0, "settings": 1, "sources": 1}}""")]
    [InlineData("github", "0 errors, 0 warnings in 1 setting from 1 source\n")]
    [InlineData("gitlab", "[]\n")]
    public void Nothing_to_say_is_said(string format, string output)
    {
        _host.Run("validate", "--format", format).Should().Be(0);

        if (format == "json")
        {
            Same(output);
        }
        else
        {
            _host.Output.Should().Be(output);
        }
    }

    [Fact]
    public void GitHub_gets_a_command_for_each_finding()
    {
        _host.WithFile("etc/a.json", "{\"Name\": \"x\",\n \"HttpPort\": \"x\"}").Set("ORTHANC_JSN", "{}")
            .Set("ORTHANC__DICOMWEB__ROOT", "/x/");

        _host.Run("validate", "--format=github", "--log-level=information").Should().Be(1);

        Output.Should().Be(
            "::error file=etc/a.json,line=2,col=2,title=wrong-type::HttpPort must be a whole number, but it is a string; "
                + "for example: 8042\n"
                + "::notice title=inexact-name::environment variable ORTHANC__DICOMWEB__ROOT: ORTHANC__DICOMWEB__ROOT is "
                + "interpreted as DicomWeb.Root\n"
                + "::warning title=near-miss-name::environment variable ORTHANC_JSN: ORTHANC_JSN is not applied, but its name is "
                + "nearly that of ORTHANC_JSON; use ORTHANC_JSON\n"
                + "1 error, 1 warning in 4 settings from 3 sources\n");
    }

    [Fact]
    public void GitHub_commands_are_escaped()
    {
        _host.WithFile(
            "etc/100%,x:\ny\r.json", "{\n\"a::b,%0A\\nc\": {\"Deep\": 1}, \"DicomModalities\": {\"a%\\r\\n::error::b\": {\"Prot\": 1}}}");

        _host.Run("validate", "--format=github", "--log-level=information").Should().Be(1);

        var lines = Output.Split('\n');
        lines.Should().HaveCount(8, Output);
        lines[0].Should().Be(
            @"::notice file=etc/100%25%2Cx%3A%0Ay%0D.json,line=2,col=1,title=unknown-setting"
                + @"::no known plugin reads a::b,%250A\u000ac; ignore this if one of your own scripts reads it");
        lines.Should().Contain(line => line.StartsWith("::error file=", StringComparison.Ordinal));
        lines.Single(line => line.StartsWith("::warning", StringComparison.Ordinal))
            .Should().StartWith("::warning file=etc/100%25%2Cx%3A%0Ay%0D.json,line=2,")
            .And.Contain(@"::DicomModalities.a%25\u000d\u000a::error::b.Prot is not a setting");
        lines[^2].Should().StartWith("4 errors, 1 warning");
    }

    [Fact]
    public void Sarif_has_the_structure_of_2_1_0()
    {
        WithManyFindings().Run("validate", "--format=sarif", "--log-level=information").Should().Be(1);

        using var document = JsonDocument.Parse(_host.Output);
        var log = document.RootElement;
        log.GetProperty("version").GetString().Should().Be("2.1.0");
        log.GetProperty("$schema").GetString().Should().Contain("sarif-schema-2.1.0");
        var run = log.GetProperty("runs").EnumerateArray().Should().ContainSingle().Which;
        var driver = run.GetProperty("tool").GetProperty("driver");
        driver.GetProperty("name").GetString().Should().Be("orthanc-launcher");
        driver.GetProperty("semanticVersion").GetString().Should().MatchRegex(@"^\d+\.\d+\.\d+");
        var rules = driver.GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToList();
        rules.Should().OnlyHaveUniqueItems().And.BeSubsetOf(Rules.All.Select(rule => rule.Id));
        var results = run.GetProperty("results").EnumerateArray().ToList();
        results.Should().NotBeEmpty();
        foreach (var result in results)
        {
            rules[result.GetProperty("ruleIndex").GetInt32()].Should().Be(result.GetProperty("ruleId").GetString());
            result.GetProperty("message").GetProperty("text").GetString().Should().MatchRegex("[.?]$").And.NotEndWith("..")
                .And.NotEndWith("?.");
            result.GetProperty("level").GetString().Should().BeOneOf(Levels);
            CheckLocations(result);
        }
    }

    [Fact]
    public void Sarif_names_files_by_URIs()
    {
        _host.WithFile("etc/100% ü#?.json", "{\n\"HttpPort\": \"x\"}");

        _host.Run("validate", "--format=sarif");

        using var document = JsonDocument.Parse(_host.Output);
        var location = document.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("locations")[0]
            .GetProperty("physicalLocation");
        var uri = location.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
        Uri.IsWellFormedUriString(uri, UriKind.RelativeOrAbsolute).Should().BeTrue(uri);
        Uri.UnescapeDataString(uri).Should().EndWith("/etc/100% ü#?.json");
        location.GetProperty("region").GetProperty("startLine").GetInt32().Should().Be(2);
        location.GetProperty("region").GetProperty("startColumn").GetInt32().Should().Be(1);
    }

    [Fact]
    public void Sarif_of_nothing_has_no_results()
    {
        _host.Run("validate", "--format=sarif").Should().Be(0);

        using var document = JsonDocument.Parse(_host.Output);
        document.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength().Should().Be(0);
    }

    [NodeFact]
    public void Sarif_fits_its_JSON_schema()
    {
        WithManyFindings().Run("validate", "--format=sarif", "--log-level=information", "--accept=wrong-type");
        var many = _host.Output;
        using var quiet = ValidationHosts.Quiet();
        quiet.Run("validate", "--format=sarif");
        var wrong = many.Replace("\"ruleIndex\"", "\"ruleIndx\"", StringComparison.Ordinal);

        var schema = File.ReadAllText($"{Node.Folder}/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
        var errors = Node.SchemaErrors(schema, many, quiet.Output, wrong);

        errors[0].Should().BeEmpty();
        errors[1].Should().BeEmpty();
        errors[2].Should().Contain("additionalProperties /runs/0/results/0", "the check must be able to fail");
    }

    private static void CheckLocations(JsonElement result)
    {
        if (!result.TryGetProperty("locations", out var locations))
        {
            return;
        }

        foreach (var location in locations.EnumerateArray())
        {
            if (location.TryGetProperty("physicalLocation", out var physical))
            {
                physical.GetProperty("artifactLocation").GetProperty("uri").GetString().Should().NotBeEmpty();
                if (physical.TryGetProperty("region", out var region))
                {
                    region.GetProperty("startLine").GetInt32().Should().BePositive();
                    region.GetProperty("startColumn").GetInt32().Should().BePositive();
                }
            }

            if (location.TryGetProperty("logicalLocations", out var logical))
            {
                logical.EnumerateArray().Should().NotBeEmpty();
            }
        }
    }

    private TestHost WithManyFindings() =>
        _host.WithFile("etc/a.json", "{\"Name\": \"x\",\n \"HttpPort\": \"x\", \"MaximumStorageMode\": \"y\", \"Dollar\": \"$NOT_SET\"}")
        .WithFile("etc/b.json", "{\"Name\": }").Set("ORTHANC_JSN", "{}").Set("ORTHANC__DICOMWEB__ROOT", "/x/")
        .Set("MYSQL_PLUGIN_ENABLED", "1")
        .Set("ORTHANC__DICOM_MODALITIES", "{\"a\": [\"A\",\n 1, 104]}").Set("ORTHANC__DICOM_WEB__ENABLED", "true")
        .WithFile("secrets/ORTHANC__STABLE_AGE", "x")
        .Set("ORTHANC__NAME_SECRET", "nowhere").Set("ORTHANC__TCIA__XYZZY", "1").Set("TCIA_PLUGIN_ENABLED", "false");

    private void Same(string expected)
    {
        using var document = JsonDocument.Parse(_host.Output);
        using var other = JsonDocument.Parse(expected);
        JsonElement.DeepEquals(document.RootElement, other.RootElement).Should().BeTrue("{0} should equal {1}", _host.Output, expected);
    }

    private string Output =>
        _host.Output.Replace(_host.Folder + "/", "", StringComparison.Ordinal)
            .Replace(_host.Folder.Replace(":", "%3A", StringComparison.Ordinal) + "/", "", StringComparison.Ordinal);
}

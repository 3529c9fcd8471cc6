using System.Text.Json;

namespace OrthancLauncher.Tests.Explaining;

public sealed class ExplainCommandTests : IDisposable
{
    private static readonly string[] Formats = ["text", "json", "html"];

    private readonly ExplainRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void One_setting_is_a_block()
    {
        _run.WithSite().Explain("StableAge").Should().Be($"""
            StableAge
              value       15
              from        environment variable ORTHANC__STABLE_AGE
              replaces    30
                          {_run.Folder}/etc/20-site.json:3:3
                          60
                          {_run.Folder}/etc/10-base.json:4:3
              default     60
                          built-in default of Orthanc
              type        integer
              range       0 to 2147483647
              variable    ORTHANC__STABLE_AGE
              read by     Orthanc
              since       0.6.1

            """);
        _run.ExitCode.Should().Be(0);
    }

    [Fact]
    public void A_known_setting_without_a_value_is_explained_by_its_default()
    {
        _run.Explain("DicomWeb.StudiesMetadata").Should().StartWith("""
            DicomWeb.StudiesMetadata
              value       "Full"
              not set:    built-in default of DicomWeb
              type        string
              allowed     Full, MainDicomTags, Extrapolate
            """);
    }

    [Fact]
    public void A_section_tells_its_plugin_and_its_settings_set_or_not()
    {
        var text = _run.WithSite().Explain("dicomweb");

        text.Should().StartWith("DicomWeb\n  plugin      DicomWeb is enabled because the section DicomWeb is present\n")
            .And.MatchRegex("(?m)^Root +\"/pacs/\" .*20-site.json:4:17 \\(replaces 1\\)$")
            .And.MatchRegex("(?m)^Not set +Value +Source$").And.MatchRegex("(?m)^WadoRoot +\"/wado/\" +built-in default$");
    }

    [Fact]
    public void All_settings_are_a_table_with_findings_and_a_summary()
    {
        var text = _run.WithSite().Explain();

        text.Should().StartWith("Setting").And.MatchRegex("(?m)^Name +\"Namur, main site\" +ORTHANC__NAME \\(replaces 2\\)$")
            .And.Contain("[aet-too-long]").And.Contain("did you mean HttpPort?")
            .And.MatchRegex("\\d+ settings from \\d+ sources, 1 error, \\d warnings");
        _run.ExitCode.Should().Be(0, "a configuration with errors is explained like any other");
    }

    [Fact]
    public void Without_any_configuration_there_is_still_something_to_explain()
    {
        foreach (var format in Formats)
        {
            _run.Explain(format: format).Should().Contain("StorageDirectory").And.Contain("/var/lib/orthanc/db");
        }
    }

    [Fact]
    public void A_source_that_cannot_be_read_is_told_beside_any_setting()
    {
        _run.WithSite().WithFile("etc/30.json", "{\"Name\": \"x\" \"marker\": 1}");

        _run.Explain("StableAge").Should().Contain("Some sources could not be read").And.Contain("30.json:1:14").And.Contain("15");
        _run.Explain("StableAge", "html").Should().Contain("Some sources could not be read");
        using var json = JsonDocument.Parse(_run.Explain("StableAge", "json"));
        json.RootElement.GetProperty("complete").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("HttpPorts", "unknown setting HttpPorts; did you mean HttpPort?")]
    [InlineData("Root", "unknown setting Root; did you mean DicomWeb.Root or OrthancExplorer2.Root?")]
    [InlineData("zzzzzz", "unknown setting zzzzzz")]
    public void An_unknown_setting_is_wrong_usage(string setting, string message)
    {
        _run.Explain(setting).Should().BeEmpty();
        _run.ExitCode.Should().Be(2);
        _run.Error.Should().Be($"orthanc-launcher: {message}\n");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("PostgreSQL.Password")]
    [InlineData("RegisteredUsers")]
    [InlineData("DicomWeb.Servers.cloud")]
    [InlineData("Own")]
    public void Secrets_are_masked_in_every_format_unless_asked_for(string? setting)
    {
        _run.WithSite();
        foreach (var format in Formats)
        {
            _run.Explain(setting, format).Should().NotContain("marker-", format).And.Contain("********");
            _run.Explain(setting, format, showsSecrets: true).Should().Contain("marker-", format);
        }
    }

    [Fact]
    public void Json_has_its_documented_shape()
    {
        using var json = JsonDocument.Parse(_run.WithSite().Explain(format: "json"));
        var root = json.RootElement;
        root.EnumerateObject().Select(member => member.Name)
            .Should().Equal("setting", "complete", "settings", "sources", "findings", "summary");
        root.GetProperty("setting").ValueKind.Should().Be(JsonValueKind.Null);
        var settings = root.GetProperty("settings").EnumerateArray().ToDictionary(setting => setting.GetProperty("setting").GetString()!);

        var age = settings["StableAge"];
        age.GetProperty("value").GetInt32().Should().Be(15);
        age.GetProperty("source").GetProperty("kind").GetString().Should().Be("variable");
        age.GetProperty("source").TryGetProperty("line", out _).Should().BeFalse();
        age.GetProperty("overridden").EnumerateArray()
            .Select(entry => (entry.GetProperty("value").GetInt32(), entry.GetProperty("source").GetProperty("line").GetInt32()))
            .Should().Equal((30, 3), (60, 4));
        age.GetProperty("defaults")[0].GetProperty("source").GetProperty("kind").GetString().Should().Be("built-in");
        age.GetProperty("maximum").GetInt64().Should().Be(2147483647);
        age.GetProperty("components")[0].GetString().Should().Be("Orthanc");

        settings["DicomModalities.ct1"].GetProperty("segments").GetArrayLength().Should().Be(2);
        settings["DicomModalities.ct1"].GetProperty("value")[2].GetInt32().Should().Be(104);
        settings["PostgreSQL.Password"].GetProperty("masked").GetBoolean().Should().BeTrue();
        settings["PostgreSQL.Password"].GetProperty("source").GetProperty("file").GetString()
            .Should().EndWith("/secrets/ORTHANC__POSTGRESQL__PASSWORD");
        settings["httpPort"].GetProperty("findings")[0].GetProperty("rule").GetString().Should().Be("unknown-setting");
        settings["DicomModalities.pacs.AET"].GetProperty("findings")[0].GetProperty("severity").GetString().Should().Be("warning");
        root.GetProperty("sources").EnumerateArray().Should().Contain(source => source.GetProperty("kind").GetString() == "image-default");
        root.GetProperty("summary").GetProperty("errors").GetInt32().Should().Be(1);
    }

    [Fact]
    public void Ten_thousand_modalities_are_explained_in_every_format()
    {
        _run.WithFile(
            "etc/a.json",
            "{\"DicomModalities\": "
                + $"{{{string.Join(",\n", Enumerable.Range(0, 10_000).Select(i => $"\"m{i}\": [\"AET{i}\", \"10.0.0.1\", 104]"))}}}}}");

        foreach (var format in Formats)
        {
            _run.Explain(format: format).Should().Contain("m9999");
        }

        _run.Explain("DicomModalities.m9999").Should().Contain("AET9999").And.Contain("a.json:10000:1");
    }
}

using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Checks;

/// <summary>What nobody reads keeps no Orthanc from starting, so that it is a warning.</summary>
public sealed class UnreadValueTests
{
    [Theory]
    [InlineData("""{"HttpServerEnabled": false, "SslEnabled": 1}""", "wrong-type")]
    [InlineData("""{"HttpServerEnabled": false, "RegisteredUsers": []}""", "wrong-type")]
    [InlineData("""{"DicomServerEnabled": false, "DicomScpTimeout": "x"}""", "wrong-type")]
    [InlineData("""{"DicomServerEnabled": false, "DicomAet": "SEVENTEEN-LETTERS"}""", "aet-too-long")]
    public void A_value_of_a_server_that_is_off_is_a_warning(string configuration, string rule)
    {
        Severities(new Scenario().File(configuration), rule).Should().Equal(Severity.Warning);

        var on = configuration.Replace("false", "true", StringComparison.Ordinal);
        Severities(new Scenario().File(on), rule).Should().Equal(Severity.Error);
    }

    [Theory]
    [InlineData("""{"HttpServerEnabled": false, "HttpPort": []}""")]
    [InlineData("""{"DicomServerEnabled": false, "DicomPort": []}""")]
    [InlineData("""{"DicomServerEnabled": false, "DicomAet": []}""")]
    [InlineData("""{"DicomServerEnabled": false, "DicomModalities": []}""")]
    public void What_Orthanc_reads_all_the_same_is_an_error(string configuration) =>
        Severities(new Scenario().File(configuration), "wrong-type").Should().Equal(Severity.Error);

    [Theory]
    [InlineData("1.12.7", "", "malformed-value", Severity.Warning)]
    [InlineData("1.13.0", "", "malformed-value", Severity.Error)]
    [InlineData("1.13.0", "SEVENTEEN-LETTERS", "aet-too-long", Severity.Warning)]
    public void From_1_13_0_on_the_AET_must_not_be_empty(string version, string aet, string rule, object severity)
    {
        var definitions = LauncherDefinitions.Load([], new FindingList());
        definitions.ChooseVersion(OrthancVersion.Parse(version), ofImage: null);

        Severities(new Scenario().With(definitions).File($$"""{"DicomServerEnabled": false, "DicomAet": "{{aet}}"}"""), rule)
            .Should().Equal((Severity)severity);
    }

    [Theory]
    [InlineData("DICOM_WEB_PLUGIN_ENABLED", "ORTHANC__DICOM_WEB__ENABLE_WADO")]
    [InlineData("ORTHANC__HTTP_SERVER_ENABLED", "ORTHANC__SSL_ENABLED")]
    public void A_variable_of_something_that_is_off_is_a_warning(string enabling, string variable)
    {
        Severities(new Scenario().Variable(enabling, "false").Variable(variable, "maybe"), "wrong-type").Should().Equal(Severity.Warning);
        Severities(new Scenario().Variable(enabling, "true").Variable(variable, "maybe"), "wrong-type").Should().Equal(Severity.Error);
    }

    [Fact]
    public void A_variable_that_a_secret_corrects_is_a_warning() =>
        Severities(new Scenario().Variable("ORTHANC__HTTP_PORT", "http").Secret("ORTHANC__HTTP_PORT", "8042"), "wrong-type")
            .Should().Equal(Severity.Warning);

    private static IEnumerable<Severity> Severities(Scenario scenario, string rule) =>
        scenario.Plan().Findings.Where(finding => finding.Rule.Id == rule).Select(finding => finding.Severity);
}

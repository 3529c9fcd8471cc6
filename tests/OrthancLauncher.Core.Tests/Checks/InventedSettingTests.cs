using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Checks;

/// <summary>Keys of the root that nobody knows: single values are mistakes, sections may be users' own.</summary>
public class InventedSettingTests
{
    [Theory]
    [InlineData("ORTHANC__HTTP_TLS_ENABLED", "true", "ORTHANC__SSL_ENABLED")]
    [InlineData("ORTHANC__AUTH_ENABLED", "false", "ORTHANC__AUTHENTICATION_ENABLED")]
    [InlineData("ORTHANC__PORT", "8042", "ORTHANC__HTTP_PORT")]
    [InlineData("ORTHANC__AET", "ORTHANC", "ORTHANC__DICOM_AET")]
    [InlineData("ORTHANC__USERS", "{\"alice\": \"x\"}", "ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHANC__MODALITIES", "{}", "ORTHANC__DICOM_MODALITIES")]
    [InlineData("ORTHANC__PEERS", "{}", "ORTHANC__ORTHANC_PEERS")]
    [InlineData("ORTHANC__ORTHANC_EXPLORER_2__IS_DEFAULT_UI", "true", "ORTHANC__ORTHANC_EXPLORER_2__IS_DEFAULT_ORTHANC_UI")]
    public void A_usual_wrong_name_of_a_variable_is_answered_with_the_right_one(string variable, string value, string right)
    {
        var finding = new Scenario().Variable(variable, value).Plan().Findings.Only(Rules.UnknownSetting);

        finding.Severity.Should().Be(Severity.Warning);
        finding.Remedy.Should().Be($"did you mean {right}?");
    }

    [Theory]
    [InlineData("""{"Port": 8042}""", "HttpPort")]
    [InlineData("""{"Users": {"alice": "x"}}""", "RegisteredUsers")]
    [InlineData("""{"AET": "X"}""", "DicomAet")]
    [InlineData("""{"AeTitle": "X"}""", "DicomAet")]
    [InlineData("""{"Modalities": {}}""", "DicomModalities")]
    [InlineData("""{"Peers": {}}""", "OrthancPeers")]
    [InlineData("""{"Proxy": "x"}""", "HttpProxy")]
    [InlineData("""{"HttpTlsEnabled": true}""", "SslEnabled")]
    [InlineData("""{"HttpsEnabled": true}""", "SslEnabled")]
    [InlineData("""{"TlsEnabled": true}""", "SslEnabled")]
    [InlineData("""{"Tls": true}""", "SslEnabled")]
    [InlineData("""{"Ssl": true}""", "SslEnabled")]
    [InlineData("""{"OrthancExplorer2": {"IsDefaultUI": true}}""", "IsDefaultOrthancUI")]
    public void A_usual_wrong_key_of_a_file_is_answered_with_the_right_one(string file, string right)
    {
        var finding = new Scenario().File(file).Plan().Findings.Only(Rules.UnknownSetting);

        finding.Severity.Should().Be(Severity.Warning);
        finding.Remedy.Should().Be($"did you mean {right}?");
    }

    [Theory]
    [InlineData("""{"OrthancExplorer2": {"ShowOrthancName": true}}""", "did you mean OrthancExplorer2.UiOptions.ShowOrthancName?")]
    [InlineData("""{"OrthancExplorer2": {"StudyListColumns": []}}""", "did you mean OrthancExplorer2.UiOptions.StudyListColumns?")]
    [InlineData("""{"StandardConfigurations": ["ohif"]}""", "did you mean Authorization.StandardConfigurations?")]
    [InlineData("""{"DicomWeb": {"RemoteAccessAllowed": true}}""", "move it to the root, where it is a setting of Orthanc")]
    [InlineData(
        """{"OrthancExplorer2": {"UiOptions": {"EnableAnonymize": true}}}""", "did you mean EnableAnonymization?")]
    public void A_right_name_at_a_wrong_place_is_answered_with_the_place(string file, string remedy)
    {
        var finding = new Scenario().File(file).Plan().Findings.Only(Rules.UnknownSetting);

        finding.Severity.Should().Be(Severity.Warning);
        finding.Remedy.Should().Be(remedy);
    }

    [Theory]
    [InlineData("ORTHANC__SHOW_ORTHANC_NAME", "did you mean ORTHANC__ORTHANC_EXPLORER2__UI_OPTIONS__SHOW_ORTHANC_NAME?")]
    [InlineData("ORTHANC__DICOM_WEB__REMOTE_ACCESS_ALLOWED", "did you mean ORTHANC__REMOTE_ACCESS_ALLOWED?")]
    [InlineData("ORTHANC__AUTHORIZATION__ENABLE", "remove it; AUTHORIZATION_PLUGIN_ENABLED=true enables the plugin, =false disables it")]
    [InlineData("ORTHANC__OHIF__ENABLED", "remove it; OHIF_PLUGIN_ENABLED=true enables the plugin, =false disables it")]
    [InlineData("ORTHANC__DICOM_WEB__ENABLED", "did you mean ORTHANC__DICOM_WEB__ENABLE?")]
    [InlineData("ORTHANC__VERBOSE", "remove it; VERBOSE_ENABLED=true sets it")]
    public void A_variable_at_a_wrong_place_is_answered_with_the_right_one(string variable, string remedy)
    {
        var finding = new Scenario().Variable(variable, "true").Plan().Findings.Only(Rules.UnknownSetting);

        finding.Severity.Should().Be(Severity.Warning);
        finding.Remedy.Should().Be(remedy);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("8042")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    public void A_single_value_that_nobody_knows_is_a_warning(string value)
    {
        var finding = new Scenario().File($$"""{"Zebra": {{value}}}""").Plan().Findings.Only(Rules.UnknownSetting);

        finding.Severity.Should().Be(Severity.Warning);
        finding.Message.Should().Be("Zebra is not a setting of Orthanc or its plugins");
    }

    [Theory]
    [InlineData("""{"Zebra": {"Port": 8042}}""")]
    [InlineData("""{"Zebra": {}}""")]
    [InlineData("""{"Zebra": [1]}""")]
    [InlineData("""{"Web": {"Enabled": true}}""")]
    [InlineData("""{"Port": {"Enabled": true}}""")]
    [InlineData("""{"Directory": {"Enabled": true}}""")]
    public void A_section_that_nobody_knows_is_information_and_never_refused(string file)
    {
        var plan = new Scenario { IsStrict = true }.Variable("ORTHANC_PASSWORD", "x").File(file).Plan();

        plan.Findings.Only(Rules.UnknownSetting).Severity.Should().Be(Severity.Information);
        plan.IsRefused.Should().BeFalse();
    }

    [Theory]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD", "PostgreSQL.Password")]
    [InlineData("ORTHANC__MYSQL__USERNAME", "MySQL.Username")]
    [InlineData("ORTHANC_PASSWORD", "RegisteredUsers.orthanc")]
    public void The_whole_object_of_a_database_secret_is_a_warning_with_the_remedy(string variable, string setting)
    {
        const string secret = """{"username":"u","password":"S3CR3T","engine":"postgres","host":"h","port":5432}""";
        var variables = new Scenario().Variable(variable, secret).Plan();
        var secrets = new Scenario().Secret(variable, secret + "\n").Plan();

        foreach (var plan in new[] { variables, secrets })
        {
            var finding = plan.Findings.Only(Rules.WholeSecret);
            finding.Severity.Should().Be(Severity.Warning);
            finding.Setting.Should().Be(setting);
            finding.Remedy.Should().Contain("\"password\"");
            plan.Findings.AllTexts().Should().NotContain("S3CR3T");
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("{")]
    [InlineData("{\"a\": 1}")]
    [InlineData("{PatientID}")]
    public void Other_passwords_are_not_taken_for_an_object(string password)
    {
        new Scenario().Variable("ORTHANC__POSTGRESQL__PASSWORD", password).Plan().Findings.Of(Rules.WholeSecret).Should().BeEmpty();
    }
}

using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Naming;

public sealed class VariableToSettingTests
{
    private static readonly VariableNaming Naming = new(Scenario.BuiltIn);

    public static TheoryData<string, string> LegacyNames => Table("env-var-legacy.json", Path.Combine(Repository.Root, "defaults"));

    public static TheoryData<string, string> Aliases => Table("env-var-non-standards.json", Repository.Root);

    [Theory]
    [InlineData("ORTHANC__NAME", "Name")]
    [InlineData("ORTHANC__STABLE_AGE", "StableAge")]
    [InlineData("ORTHANC__DICOM_WEB", "DicomWeb")]
    [InlineData("ORTHANC__DICOM_WEB__ROOT", "DicomWeb.Root")]
    [InlineData("ORTHANC__DICOM_WEB__STUDIES_METADATA", "DicomWeb.StudiesMetadata")]
    [InlineData("ORTHANC__ORTHANC_EXPLORER_2__ENABLE", "OrthancExplorer2.Enable")]
    [InlineData("ORTHANC__ORTHANC_EXPLORER2__ENABLE", "OrthancExplorer2.Enable")]
    [InlineData("ORTHANC__HTTPS_C_A_CERTIFICATES", "HttpsCACertificates")]
    [InlineData("ORTHANC__REGISTERED_USERS", "RegisteredUsers")]
    [InlineData("ORTHANC__REGISTERED_USERS__ALICE", "RegisteredUsers.Alice")]
    [InlineData("ORTHANC__REGISTERED_USERS__JOHN_DOE", "RegisteredUsers.JohnDoe")]
    [InlineData("ORTHANC__REGISTERED_USERS__alice", "RegisteredUsers.alice")]
    [InlineData("ORTHANC__DICOM_MODALITIES__PACS", "DicomModalities.Pacs")]
    [InlineData("ORTHANC__DICOM_MODALITIES__PACS__HOST", "DicomModalities.Pacs.Host")]
    [InlineData("ORTHANC__DICOM_WEB__SERVERS__MY_PACS__URL", "DicomWeb.Servers.MyPacs.Url")]
    [InlineData("ORTHANC__ORTHANC_PEERS__A__PASSWORD", "OrthancPeers.A.Password")]
    [InlineData(
        "ORTHANC__GOOGLE_CLOUD_PLATFORM__ACCOUNTS__A__AUTHORIZED_USER_CLIENT_SECRET",
        "GoogleCloudPlatform.Accounts.A.AuthorizedUserClientSecret")]
    public void The_standard_rule_leads_to_the_setting(string variable, string path)
    {
        var name = Naming.Resolve(variable, out var malformed);

        malformed.Should().BeNull();
        name!.Path.Should().Be(path);
        name.Origin.Should().Be(NameOrigin.Standard);
        name.Definition.Exists.Should().BeTrue();
    }

    [Theory]
    [InlineData("ORTHANC__A____B", "two underscores separate two names, and one of them is empty")]
    [InlineData("ORTHANC__", "two underscores separate two names, and one of them is empty")]
    [InlineData("ORTHANC__A___B", "it has an underscore too many")]
    [InlineData("ORTHANC__A_", "it has an underscore too many")]
    public void A_malformed_name_is_told_what_is_wrong(string variable, string reason)
    {
        Naming.Resolve(variable, out var malformed).Should().BeNull();
        malformed.Should().Be(reason);
    }

    [Theory]
    [MemberData(nameof(Aliases))]
    public void Aliases_lead_to_their_setting(string variable, string path)
    {
        var name = Naming.Resolve(variable, out var malformed);

        malformed.Should().BeNull();
        name!.Path.Should().Be(path);
        name.Origin.Should().Be(NameOrigin.Alias);
        name.Definition.Should().Be(Scenario.BuiltIn.Catalogue.Find(path));
        var plan = new Scenario().Variable(variable, "x").Plan();
        plan.Setting(path).Should().NotBeNull();
        plan.Findings.Of(Rules.InexactName).Concat(plan.Findings.Of(Rules.DeprecatedName)).Should().BeEmpty();
        if (path != "OrthancExplorer2.EnableLinkToLegacyUi")
        {
            // That one has always led beside the setting, which lies in UiOptions.
            name.Definition.Exists.Should().BeTrue();
            plan.Findings.Of(Rules.UnknownSetting).Should().BeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(LegacyNames))]
    public void Legacy_names_lead_to_their_setting_with_a_warning_that_names_the_new_variable(string variable, string path)
    {
        var name = Naming.Resolve(variable, out var malformed);

        malformed.Should().BeNull();
        name!.Path.Should().Be(path);
        name.Origin.Should().Be(NameOrigin.Legacy);
        var plan = new Scenario().Variable(variable, "1").Plan();
        var finding = plan.Findings.Only(Rules.DeprecatedName);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Setting.Should().Be(path);
        finding.Place!.Value.ToString().Should().Be("environment variable " + variable);
        finding.Message.Should().Contain(variable);
        var current = Naming.ToVariable(SettingPath.Split(path));
        current.Should().NotBeNull().And.StartWith("ORTHANC__");
        finding.Remedy.Should().Contain(current);
        plan.Setting(path).Should().NotBeNull();
    }

    [Fact]
    public void There_are_no_other_legacy_names() => Scenario.BuiltIn.LegacyNames.Should().HaveSameCount(LegacyNames);

    [Theory]
    [InlineData("ORTHANC__DICOMWEB__ROOT", "DicomWeb.Root")]
    [InlineData("ORTHANC__DICOMWEB", "DicomWeb")]
    [InlineData("ORTHANC__DicomWeb__Root", "DicomWeb.Root")]
    [InlineData("ORTHANC__STABLEAGE", "StableAge")]
    [InlineData("ORTHANC__DICOM_WEB__QIDO_CASESENSITIVE", "DicomWeb.QidoCaseSensitive")]
    [InlineData("ORTHANC__WARNINGS__W001_TAGS_BEING_READ_FROM_STORAGE", "Warnings.W001_TagsBeingReadFromStorage")]
    [InlineData("ORTHANC__POSTGRESQL__INDEXCONNECTIONSCOUNT", "PostgreSQL.IndexConnectionsCount")]
    [InlineData("ORTHANC__DICOM_MODALITIES__PACS__A_E_T_", null)]
    [InlineData("ORTHANC__DICOMMODALITIES__PACS__AET", "DicomModalities.Pacs.AET")]
    [InlineData("ORTHANC__REGISTEREDUSERS__ALICE", "RegisteredUsers.Alice")]
    [InlineData("ORTHANC__ODBC__MAXIMUMCONNECTIONRETRIES", "Odbc.MaximumConnectionRetries")]
    [InlineData("ORTHANC__AWS_S_3_STORAGE__BUCKET_NAME", "AwsS3Storage.BucketName")]
    public void Case_and_underscores_are_ignored_and_said_once(string variable, string? path)
    {
        if (path is null)
        {
            Naming.Resolve(variable, out var malformed).Should().BeNull();
            malformed.Should().NotBeNull();
            return;
        }

        var name = Naming.Resolve(variable, out _)!;
        name.Path.Should().Be(path);
        name.Definition.Exists.Should().BeTrue();
        var plan = new Scenario().Variable(variable, "1").Plan();
        plan.Findings.Of(Rules.UnknownSetting).Should().BeEmpty();
        if (name.Origin == NameOrigin.Inexact)
        {
            var finding = plan.Findings.Only(Rules.InexactName);
            finding.Severity.Should().Be(Severity.Information);
            finding.Setting.Should().Be(path);
            finding.Message.Should().Contain(variable).And.Contain(path);
        }
    }

    [Theory]
    [InlineData("ORTHANC__HTTPS_CA_CERTIFICATES", "HttpsCACertificates")]
    [InlineData("ORTHANC__POSTGRESQL__HOST", "PostgreSQL.Host")]
    [InlineData("ORTHANC__POSTGRESQL__CONNECTION_URI", "PostgreSQL.ConnectionUri")]
    public void Usual_names_with_runs_of_capitals_lead_to_the_setting(string variable, string path)
    {
        Naming.Resolve(variable, out _)!.Path.Should().Be(path);
    }

    [Theory]
    [InlineData("ORTHANC__DICOMWEB__MY_OWN", "DicomWeb.MyOwn", "DicomWeb")]
    [InlineData("ORTHANC__POSTGRESQL__HOSTT", "PostgreSQL.Hostt", "PostgreSQL")]
    [InlineData("ORTHANC__ORTHANCEXPLORER2__UI_OPTIONS__SOMETHING_NEW", "OrthancExplorer2.UiOptions.SomethingNew", "OrthancExplorer2")]
    public void A_known_section_counts_even_if_the_rest_is_unknown(string variable, string path, string section)
    {
        var name = Naming.Resolve(variable, out _)!;

        name.Path.Should().Be(path);
        name.Origin.Should().Be(NameOrigin.Unknown);
        var plan = new Scenario().Variable(variable, "1").Plan();
        plan.Setting(path).Should().Be("1");
        plan.Keys().Should().Contain(section);
        plan.Findings.Only(Rules.UnknownSetting).Severity.Should().Be(Severity.Warning);
    }

    [Theory]
    [InlineData("ORTHANC__S3_ZIP__FOLDER", "S3Zip.Folder", "\"/x\"", "/x")]
    [InlineData("ORTHANC__MY_SCRIPT", "MyScript", "{\"a\":1}", "{\"a\": 1}")]
    public void A_section_that_nobody_knows_follows_the_standard_rule_and_is_never_refused(
        string variable, string path, string json, string value)
    {
        var plan = new Scenario { IsStrict = true }.Variable(variable, value).Variable("ORTHANC_PASSWORD", "secret").Plan();

        plan.Setting(path).Should().Be(json);
        var finding = plan.Findings.Only(Rules.UnknownSetting);
        path.Should().StartWith(finding.Setting);
        finding.Place!.Value.ToString().Should().Be("environment variable " + variable);
        plan.IsRefused.Should().BeFalse();
    }

    [Theory]
    [InlineData("ORTHANC__STABEL_AGE", "StabelAge")]
    [InlineData("ORTHANC__DICOM_WEB__ROOOT", "DicomWeb.Rooot")]
    public void A_misspelt_name_follows_the_standard_rule_with_a_warning(string variable, string path)
    {
        var plan = new Scenario().Variable(variable, "30").Plan();

        plan.Setting(path).Should().Be("30");
        var finding = plan.Findings.Only(Rules.UnknownSetting);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Setting.Should().Be(path);
        finding.Place!.Value.ToString().Should().Be("environment variable " + variable);
    }

    [Theory]
    [InlineData("ORTHANC__STABEL_AGE", "ORTHANC__STABLE_AGE")]
    [InlineData("ORTHANC__DICOM_WEB__ROTO", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWROD", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("ORTHANC__DICON_WEB__ROOT", "ORTHANC__DICOM_WEB")]
    public void A_misspelt_name_is_answered_with_a_suggestion(string variable, string suggestion)
    {
        var finding = new Scenario().Variable(variable, "x").Plan().Findings.Only(Rules.UnknownSetting);

        $"{finding.Message} {finding.Remedy}".Should().Contain(suggestion);
    }

    [Theory]
    [InlineData("ORTHANC__")]
    [InlineData("ORTHANC___A")]
    [InlineData("ORTHANC____A")]
    [InlineData("ORTHANC__A_")]
    [InlineData("ORTHANC__A__")]
    [InlineData("ORTHANC__A___B")]
    [InlineData("ORTHANC__A____B")]
    [InlineData("ORTHANC__A__B__")]
    [InlineData("ORTHANC__DICOM_WEB___ROOT")]
    [InlineData("ORTHANC__DICOM_WEB__ROOT_")]
    [InlineData("ORTHANC__REGISTERED_USERS__")]
    public void Empty_segments_and_words_are_an_error_that_names_the_variable(string variable)
    {
        var plan = new Scenario().Variable(variable, "x").Plan();

        var finding = plan.Findings.Only(Rules.MalformedName);
        finding.Severity.Should().Be(Severity.Error);
        finding.Message.Should().Contain(variable);
        finding.Place!.Value.ToString().Should().Be("environment variable " + variable);
        plan.IsRefused.Should().BeTrue();
        new Scenario().Secret(variable, "x").Plan().Findings.Only(Rules.MalformedName).Message.Should().Contain(variable);
    }

    [Theory]
    [InlineData("ORTHANC__A_B", "AB", "ORTHANC__A_B")]
    [InlineData("DICOM_WEB", "DicomWeb", null)]
    [InlineData("A", "A", null)]
    [InlineData("aBC_dEF", "abcdef", null)]
    [InlineData("W001_TAGS", "W001Tags", null)]
    [InlineData("3_D", "3D", null)]
    public void A_word_is_its_first_letter_and_the_rest_in_lower_case(string segment, string expected, string? variable)
    {
        if (variable is null)
        {
            VariableNaming.StandardSegment(segment).Should().Be(expected);
        }
        else
        {
            Naming.Resolve(variable, out _)!.Path.Should().Be(expected);
        }
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("ORTHANC_JSON")]
    [InlineData("ORTHANC_PASSWORD")]
    [InlineData("HTTP_PROXY")]
    [InlineData("orthanc__name")]
    public void Other_variables_are_none_of_settings(string variable)
    {
        Naming.IsSettingVariable(variable).Should().BeFalse();
    }

    private static TheoryData<string, string> Table(string file, string folder)
    {
        var data = new TheoryData<string, string>();
        foreach (var (variable, path) in System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(folder, file)))!.AsObject())
        {
            data.Add(variable, path!.GetValue<string>());
        }

        return data;
    }
}

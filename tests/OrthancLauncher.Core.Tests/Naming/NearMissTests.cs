using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Naming;

public sealed class NearMissTests
{
    private static readonly VariableNaming Naming = new(Scenario.BuiltIn);

    public static TheoryData<string> NamesWithAnEffect =>
    [
        .. SpecialVariables.All.Union(Scenario.BuiltIn.Plugins.Select(plugin => plugin.EnablingVariable).OfType<string>()),
        .. Scenario.BuiltIn.Plugins.Select(plugin => plugin.LegacyEnablingVariable).OfType<string>(),
        .. Scenario.BuiltIn.Aliases.Keys,
        "ORTHANC_PASSWORD_SECRET", "ORTHANC_LAUNCHER_STRICT", "ORTHANC_LAUNCHER_CONFIG_DIR", "ORTHANC_LAUNCHER_PLUGINS_DIR",
    ];

    [Theory]
    [InlineData("ORTHANC_REGISTERED_USERS", "ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHANC_NAME", "ORTHANC__NAME")]
    [InlineData("ORTHANC_DICOM_WEB__ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("ORTHANC_POSTGRESQL__PASSWORD", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("ORTHANC__JSON", "ORTHANC_JSON")]
    [InlineData("ORTHANC__PASSWORD", "ORTHANC_PASSWORD")]
    [InlineData("ORTHANC__DICOM_WEB_ROOT", "ORTHANC__DICOM_WEB__ROOT")]
    [InlineData("ORTHANC__POSTGRESQL_PASSWORD", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("ORTHANC__ORTHANC_EXPLORER_2_ENABLE", "ORTHANC__ORTHANC_EXPLORER_2__ENABLE")]
    public void A_name_that_lacks_one_underscore_is_not_applied_but_answered_with_the_right_one(string variable, string right)
    {
        var plan = new Scenario().Variable(variable, "{\"SomeKey\": \"x\"}").Plan();

        var finding = plan.Findings.Only(Rules.NearMissName);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Place!.Value.ToString().Should().Be("environment variable " + variable);
        finding.Message.Should().Contain(variable);
        $"{finding.Message} {finding.Remedy}".Should().Contain(right);
        plan.Findings.Of(Rules.UnknownSetting).Should().BeEmpty("once is enough");
        plan.Output().Should().Be(new Scenario().Plan().Output(), "the variable is not applied");
    }

    [Theory]
    [MemberData(nameof(NamesWithAnEffect))]
    public void A_name_with_an_effect_is_no_near_miss(string variable)
    {
        Naming.NearMiss(variable).Should().BeNull();
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("ORTHANC")]
    [InlineData("ORTHANC_")]
    [InlineData("ORTHANC_VERSION")]
    [InlineData("ORTHANC_PORT")]
    [InlineData("ORTHANC_SERVICE_HOST")]
    [InlineData("ORTHANC_PORT_4242_TCP")]
    [InlineData("ORTHANC__NAME")]
    [InlineData("ORTHANC__REGISTERED_USERS__ALICE")]
    [InlineData("ORTHANC__S3_ZIP__FOLDER")]
    [InlineData("ORTHANC__DICOMWEB__ROOT")]
    [InlineData("ORTHANC__MY_OWN_SETTING")]
    [InlineData("ORTHANC__")]
    [InlineData("ORTHANC__A___B")]
    public void Other_names_are_no_near_misses(string variable)
    {
        Naming.NearMiss(variable).Should().BeNull();
    }

    [Theory]
    [InlineData("StabelAge", "StableAge")]
    [InlineData("Naem", "Name")]
    [InlineData("name", "Name")]
    [InlineData("HttpPrt", "HttpPort")]
    [InlineData("HtpPort", "HttpPort")]
    [InlineData("HttpPortt", "HttpPort")]
    [InlineData("HttqPort", "HttpPort")]
    [InlineData("DicomPrt", "DicomPort")]
    [InlineData("SomethingElse", null)]
    [InlineData("X", null)]
    public void The_nearest_name_is_found(string word, string? nearest)
    {
        Spelling.Nearest(word, ["HttpPort", "DicomPort", "StableAge", "Name"]).Should().Be(nearest);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("a", "", 1)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("abcd", "abc", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_single_changes(string from, string to, int distance)
    {
        Spelling.Distance(from, to).Should().Be(distance);
        Spelling.Distance(to, from).Should().Be(distance);
    }

    [Fact]
    public void The_nearest_of_no_candidates_is_none()
    {
        Spelling.Nearest("Name", []).Should().BeNull();
    }
}

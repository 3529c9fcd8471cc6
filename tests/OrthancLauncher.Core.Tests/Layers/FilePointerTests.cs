using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Layers;

/// <summary><c>…_FILE</c>, by which other images name the file with a value.</summary>
public class FilePointerTests
{
    private const string Path = "/run/secrets/x";

    private static readonly VariableNaming Naming = new(Scenario.BuiltIn);

    [Theory]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD_FILE", "PostgreSQL.Password")]
    [InlineData("ORTHANC__REGISTERED_USERS__ALICE_FILE", "RegisteredUsers.Alice")]
    [InlineData("ORTHANC__NAME_FILE", "Name")]
    [InlineData("ORTHANC_PASSWORD_FILE", "RegisteredUsers.orthanc")]
    [InlineData("PG_PASSWORD_FILE", "PostgreSQL.Password")]
    public void It_is_read_like_a_secret(string variable, string setting)
    {
        var target = variable[..^5];

        Naming.PointedVariable(variable, Path).Should().Be(target);
        Naming.NearMiss(variable).Should().BeNull();
        SecretSelection.Select([], [], new VariableTable([new(variable, Path)]), Naming)
            .Should().Equal(new WantedSecret(target, variable, Path));
        var plan = Pointing(variable, "hush\n").Plan();
        plan.Setting(setting).Should().Be("\"hush\"");
        plan.Findings.Of(Rules.UnknownSetting).Should().BeEmpty();
    }

    [Theory]
    [InlineData("ORTHANC__GOOGLE_CLOUD_STORAGE__SERVICE_ACCOUNT_FILE", Path)]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD_FILE", "relative")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD_FILE", "")]
    [InlineData("ORTHANC__OWN__SECRET_FILE", Path)]
    [InlineData("ORTHANC___FILE", Path)]
    [InlineData("POSTGRES_PASSWORD_FILE", Path)]
    [InlineData("NAME_FILE", Path)]
    [InlineData("PEERS_FILE", Path)]
    [InlineData("LOGFILE", Path)]
    public void Other_variables_are_no_pointers(string variable, string value)
    {
        Naming.PointedVariable(variable, value).Should().BeNull();
    }

    [Fact]
    public void A_direct_value_wins_and_a_warning_names_both()
    {
        var plan = Pointing("ORTHANC__POSTGRESQL__PASSWORD_FILE", "hush").Variable("ORTHANC__POSTGRESQL__PASSWORD", "direct").Plan();

        plan.Setting("PostgreSQL.Password").Should().Be("\"direct\"");
        var finding = plan.Findings.Of(Rules.Overwritten).Should().ContainSingle(one => one.Severity == Severity.Warning).Subject;
        finding.Message.Should().Contain("ORTHANC__POSTGRESQL__PASSWORD_FILE").And.Contain("ORTHANC__POSTGRESQL__PASSWORD sets");
        plan.Findings.AllTexts().Should().NotContain("hush");
    }

    [Fact]
    public void A_secret_of_the_name_wins_too()
    {
        var plan = Pointing("ORTHANC_PASSWORD_FILE", "hush").Secret("ORTHANC_PASSWORD", "direct").Plan();

        plan.Setting("RegisteredUsers.orthanc").Should().Be("\"direct\"");
        plan.Findings.Of(Rules.Overwritten).Should().Contain(one => one.Severity == Severity.Warning);
    }

    [Fact]
    public void A_missing_file_is_an_error_where_nothing_else_sets_the_value()
    {
        var plan = Missing().Plan();

        var finding = plan.Findings.Only(Rules.MissingSecret);
        finding.Severity.Should().Be(Severity.Error);
        finding.Message.Should().Contain("ORTHANC__POSTGRESQL__PASSWORD_FILE").And.Contain(Path);
        plan.IsReadable.Should().BeFalse();
    }

    [Fact]
    public void A_missing_file_is_a_warning_where_a_file_sets_the_value()
    {
        var plan = Missing().File("""{"PostgreSQL": {"Password": "x"}}""").Plan();

        plan.Findings.Only(Rules.MissingSecret).Severity.Should().Be(Severity.Warning);
        plan.IsReadable.Should().BeTrue();
        plan.Setting("PostgreSQL.Password").Should().Be("\"x\"");
    }

    [Fact]
    public void A_missing_file_does_not_matter_beside_a_direct_value()
    {
        var plan = Missing().Variable("ORTHANC__POSTGRESQL__PASSWORD", "direct").Plan();

        plan.Findings.Of(Rules.MissingSecret).Should().BeEmpty();
        plan.Findings.Of(Rules.Overwritten).Should().Contain(one => one.Severity == Severity.Warning);
    }

    private static Scenario Pointing(string variable, string text) => new Scenario().Variable(variable, Path)
        .Secrets([new InputSecret(variable[..^5], variable, Path, Scenario.Utf8(text))]);

    private static Scenario Missing() => new Scenario().Variable("ORTHANC__POSTGRESQL__PASSWORD_FILE", Path)
        .MissingSecret("ORTHANC__POSTGRESQL__PASSWORD", "ORTHANC__POSTGRESQL__PASSWORD_FILE", Path, "no such file");
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Tests.Sources;

public sealed class PlaceTests
{
    [Theory]
    [InlineData(SourceKind.File, "/etc/orthanc/a.json", 3, 7, "/etc/orthanc/a.json:3:7")]
    [InlineData(SourceKind.SecretFile, "/run/secrets/a.json", 1, 1, "/run/secrets/a.json:1:1")]
    [InlineData(SourceKind.File, "/etc/orthanc/a.json", 0, 0, "/etc/orthanc/a.json")]
    [InlineData(SourceKind.Variable, "ORTHANC__NAME", 0, 0, "environment variable ORTHANC__NAME")]
    [InlineData(SourceKind.Variable, "ORTHANC__NAME", 1, 1, "environment variable ORTHANC__NAME")]
    [InlineData(SourceKind.Variable, "ORTHANC_JSON", 2, 5, "environment variable ORTHANC_JSON, line 2, column 5")]
    [InlineData(SourceKind.Secret, "ORTHANC__NAME", 0, 0, "secret ORTHANC__NAME")]
    [InlineData(SourceKind.PluginDefault, "PostgreSQL", 0, 0, "default of plugin PostgreSQL")]
    public void Places_are_named_as_users_know_them(object kind, string name, int line, int column, string text)
    {
        new Place(new Source((SourceKind)kind, name), line, column).ToString().Should().Be(text);
    }

    [Fact]
    public void A_finding_is_one_line_with_place_rule_and_remedy()
    {
        var finding = new Finding(Rules.WrongType, "HttpPort must be a whole number")
        {
            Setting = "HttpPort",
            Place = new Place(new Source(SourceKind.Variable, "ORTHANC__HTTP_PORT")),
            Remedy = "write a number",
        };

        finding.ToString()
            .Should().Be("environment variable ORTHANC__HTTP_PORT: HttpPort must be a whole number [wrong-type]; write a number");
    }

    [Fact]
    public void Findings_below_the_wanted_severity_are_not_kept()
    {
        var findings = new FindingList(Severity.Warning)
        {
            new Finding(Rules.Overwritten, "a"),
            new Finding(Rules.DuplicateKey, "b"),
        };

        findings.Select(finding => finding.Message).Should().Equal("b");
        findings.HasErrors.Should().BeFalse();
        findings.Add(new Finding(Rules.NoUsers, "c"));
        findings.HasErrors.Should().BeTrue();
    }

    [Fact]
    public void Of_equal_variables_the_first_counts()
    {
        var table = new VariableTable(
            [new EnvironmentVariable("A", "1"), new EnvironmentVariable("A", "2"), new EnvironmentVariable("B", "")]);

        table["A"].Should().Be("1");
        table["B"].Should().BeEmpty();
        table["C"].Should().BeNull();
        table["a"].Should().BeNull();
        table.All.Should().HaveCount(2);
    }
}

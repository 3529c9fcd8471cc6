using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

/// <summary>The folders of <c>tests/cases</c>, without a process of their own.</summary>
public class CaseTests
{
    public static TheoryData<string> Cases => new(Case.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Render_prints_the_expected_configuration(string name)
    {
        var expected = new Case(name);
        using var host = new TestHost();

        var exitCode = host.Run(["render", "--show-secrets", .. expected.Options]);

        exitCode.Should().Be(expected.IsRefused ? 1 : 0, host.Error);
        if (expected.Configuration is null)
        {
            host.Output.Should().BeEmpty();
        }
        else
        {
            CanonicalJson.Of(host.Output).Should().Be(CanonicalJson.Of(expected.Configuration));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Validate_reports_the_expected_findings(string name)
    {
        var expected = new Case(name);
        using var host = new TestHost();

        var validation = Validation.Of(host, expected.Options);

        validation.Findings.Select(finding => $"{finding.Severity} {finding.Rule} {finding.Setting ?? "-"}")
            .Should().BeEquivalentTo(expected.Findings, validation.Json);
        validation.ExitCode.Should().Be(expected.IsRefused ? 1 : 0);
    }
}

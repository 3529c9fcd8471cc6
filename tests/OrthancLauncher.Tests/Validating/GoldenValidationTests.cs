using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary><c>validate</c> has nothing to say about right configurations, and the right thing about the others.</summary>
public class GoldenValidationTests
{
    /// <summary>The golden cases that are not right, with what is to be said of them; the comment says why.</summary>
    private static readonly Dictionary<string, string[]> NotRight = new()
    {
        // Plugins are enabled without the settings that they cannot do without; two of the three have no default either.
        ["all-storage-plugins"] =
        [
            "warning placeholder-left AwsS3Storage.Region", "warning placeholder-left AzureBlobStorage.ConnectionString", "warning placeholder-left AzureBlobStorage.ContainerName",
            "warning placeholder-left GoogleCloudStorage.BucketName", "warning placeholder-left GoogleCloudStorage.ServiceAccountFile",
            "warning placeholder-left Odbc.IndexConnectionString", "warning placeholder-left Odbc.StorageConnectionString",
        ],
        // Remote access, authentication, and nobody who could come in.
        ["empty"] = ["error no-users RegisteredUsers"],
        // The names from before April 2020 still work, and are said to be old.
        ["legacy-enabling-name"] = ["warning deprecated-name -", "warning deprecated-name -", "warning deprecated-name -", "warning deprecated-name -"],
        ["legacy-indirect-secret"] = ["warning deprecated-name PostgreSQL.Host", "warning deprecated-name PostgreSQL.Password"],
        ["legacy-names"] =
        [
            "warning deprecated-name -", "warning deprecated-name DicomPort", "warning deprecated-name Name", "warning deprecated-name PostgreSQL.Host",
            "warning deprecated-name PostgreSQL.Password", "warning deprecated-name RegisteredUsers", "warning deprecated-name Worklists.Database",
        ],
        // A null where a string is expected, as the former script passed it on.
        ["null-value"] = ["warning wrong-type HttpProxy"],
        // 123456789012 megabytes are more than Orthanc can count, and look like bytes.
        ["numbers-keep-their-text"] = ["warning out-of-range MaximumStorageSize", "warning suspicious-unit MaximumStorageSize"],
        // Two files that disagree on whether a setting is an object.
        ["object-over-scalar"] = ["warning type-conflict Thing"],
        ["scalar-over-object"] = ["warning type-conflict Thing"],
        // Settings of a plugin that a variable switches off.
        ["plugin-disabled-by-env"] = ["warning plugin-disabled DicomWeb"],
        // The section of the viewers enables none of them.
        ["shared-section"] = ["warning plugin-disabled WebViewer"],
        // Two variables of the file are not set.
        ["substitution-unset"] = ["warning unset-variable -", "warning unset-variable -"],
    };

    public static TheoryData<string> Cases => CaseTests.Golden;

    [GoldenTheory]
    [MemberData(nameof(Cases))]
    public void A_golden_case_gives_what_it_deserves(string name)
    {
        var folder = $"{Repository.Golden}/{name}";
        using var host = new TestHost();
        var variables = JsonNode.Parse(File.ReadAllText($"{folder}/env.json"))!.AsObject().Select(pair => $"--env={pair.Key}={pair.Value!.GetValue<string>()}");

        var validation = Validation.Of(host, ["--no-environment", $"--config-dir={folder}/etc", $"--secrets-dir={folder}/secrets", "--definitions=/none", "--plugins-available=/none", .. variables]);

        var expected = NotRight.GetValueOrDefault(name, []);
        validation.Findings.Where(finding => finding.Severity != "information").Select(finding => $"{finding.Severity} {finding.Rule} {finding.Setting ?? "-"}")
            .Should().BeEquivalentTo(expected, validation.Json);
        validation.ExitCode.Should().Be(expected.Any(line => line.StartsWith("error", StringComparison.Ordinal)) ? 1 : 0);
    }

    [GoldenFact]
    public void Every_case_that_is_not_right_is_still_there() =>
        NotRight.Keys.Should().BeSubsetOf(Directory.GetDirectories(Repository.Golden).Select(Path.GetFileName));

    [Theory]
    [InlineData("several-users")]
    public void An_own_case_is_right(string name)
    {
        var folder = $"{Repository.Root}/tests/cases/{name}";
        using var host = new TestHost();
        var variables = JsonNode.Parse(File.ReadAllText($"{folder}/env.json"))!.AsObject().Select(pair => $"--env={pair.Key}={pair.Value!.GetValue<string>()}");

        var validation = Validation.Of(host, ["--no-environment", $"--config-dir={folder}/etc", $"--secrets-dir={folder}/secrets", "--definitions=/none", "--plugins-available=/none", .. variables]);

        validation.ExitCode.Should().Be(0, validation.Json);
    }

    [Fact]
    public void The_example_is_right()
    {
        using var host = new TestHost();
        var folder = $"{Repository.Root}/examples/first-steps";

        var validation = Validation.Of(host, "--no-environment", $"--config-dir={folder}/etc/orthanc", $"--secrets-dir={folder}/run/secrets", "--definitions=/none", "--plugins-available=/none", "--env-file", $"{folder}/variables.env");

        validation.Findings.Where(finding => finding.Severity != "information").Should().BeEmpty(validation.Json);
    }

    [Fact]
    public void The_example_is_right_also_as_a_folder_that_is_the_containers_root()
    {
        using var host = new TestHost();
        var folder = $"{Repository.Root}/examples/first-steps";

        var validation = Validation.Of(host, "--root", folder, "--config-dir=/etc/orthanc", "--secrets-dir=/run/secrets", "--plugins-available=/none", "--env-file", $"{folder}/variables.env");

        validation.Findings.Where(finding => finding.Severity != "information").Should().BeEmpty(validation.Json);
    }
}

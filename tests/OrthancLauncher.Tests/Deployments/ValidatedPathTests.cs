using System.Text.Json.Nodes;

namespace OrthancLauncher.Tests.Deployments;

public sealed class ValidatedPathTests : DeploymentTests
{
    private const string Compose = """
        services:
          a:
            image: orthancteam/orthanc:24.6.1
            environment:
              ORTHANC_PASSWORD: x
              ORTHANC__HTTP_PORT: "eighty"
          b:
            image: orthancteam/orthanc:24.6.1
            environment:
              - ORTHANC_PASSWORD=x
              - ORTHANC__STABLE_AGE=soon
              - |
                ORTHANC_JSON={
                  "Name" 5
                }
          db: {image: postgres}
        """;

    private List<(string Message, string Place)> Findings(string path)
    {
        Run("validate", "--format=json", path);
        return [.. JsonNode.Parse(Host.Output)!["findings"]!.AsArray().Select(finding => (
            $"{finding!["service"]}: {finding["message"]}",
            $"{Path.GetFileName((string?)finding["source"])}:{finding["line"]}:{finding["column"]}"))];
    }

    [Fact]
    public void Every_Orthanc_of_a_compose_file_is_checked_where_it_is_written()
    {
        Host.WithFile("compose.yml", Compose);
        var findings = Findings($"{Folder}/compose.yml");
        findings.Should().Contain(finding =>
            finding.Message.StartsWith("a: HttpPort", StringComparison.Ordinal) && finding.Place == "compose.yml:6:28");
        findings.Should().Contain(finding =>
            finding.Message.StartsWith("b: StableAge", StringComparison.Ordinal) && finding.Place == "compose.yml:11:29");
        findings.Should().Contain(finding =>
            finding.Message.StartsWith("b: a colon", StringComparison.Ordinal) && finding.Place == "compose.yml:14:18");
    }

    [Fact]
    public void Every_format_says_which_service_a_finding_is_about()
    {
        Host.WithFile("compose.yml", Compose);
        var path = $"{Folder}/compose.yml";
        Run("validate", path);
        Host.Output.Should().Contain($"{path}, service a\n  6:28: error: HttpPort").And.Contain($"\n\n{path}, service b\n  11:29: error: ");
        Run("validate", "--format=github", path);
        Host.Output.Should().Contain(",line=6,col=28,title=wrong-type::service a: HttpPort");
        Run("validate", "--format=json", path);
        JsonNode.Parse(Host.Output)!["findings"]!.AsArray().Should().OnlyContain(finding => (string?)finding!["file"] == path);
        Run("validate", "--format=sarif", path);
        var result = JsonNode.Parse(Host.Output)!["runs"]![0]!["results"]![0]!;
        ((string?)result["properties"]!["file"]).Should().Be(path);
        result["locations"]![0]!["logicalLocations"]!.AsArray().Should().Contain(
            location => (string?)location!["name"] == "a" && (string?)location["kind"] == "service");
    }

    [Fact]
    public void Manifests_are_told_by_their_content_and_their_keys_have_places()
    {
        Host.WithFile("all.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: c}
            data:
              a.json: |
                {
                  "Name" 5
                }
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              containers:
              - {name: orthanc, image: orthancteam/orthanc, volumeMounts: [{name: v, mountPath: /etc/orthanc}]}
              volumes: [{name: v, configMap: {name: c}}]
            """);
        Findings($"{Folder}/all.yaml").Should().Contain(finding => finding.Place == "all.yaml:7:14");
    }

    [Fact]
    public void A_file_that_is_neither_is_a_finding()
    {
        Host.WithFile("x.yml", "services: [");
        Run("validate", $"{Folder}/x.yml").Should().Be(1);
        Host.Output.Should().Contain("not valid YAML");
    }
}

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

    [Theory]
    [InlineData("image: ${IMAGE}\n    ports: ['4242:4242', '80:8042']", true)]
    [InlineData("image: ${IMAGE}\n    expose: [4242]\n    ports: [{target: 8042, published: '80'}]", true)]
    [InlineData("image: ${IMAGE}\n    ports: ['4240-4250:4240-4250', '8042']", true)]
    [InlineData("image: ${IMAGE}\n    ports: ['8042:8042']", false)]
    [InlineData("image: ${IMAGE}\n    ports: ['4242:4242/udp', '8042:8042']", false)]
    [InlineData("image: ${REGISTRY}/proxy:${TAG}\n    ports: ['4242:4242', '8042:8042']", false)]
    [InlineData("image: haproxy\n    ports: ['4242:4242', '8042:8042']", false)]
    [InlineData("image: ${IMAGE}\n    environment: {DICOM_WEB_PLUGIN_ENABLED: 'true'}", true)]
    [InlineData("image: ${IMAGE}\n    environment: {MONITORING_ENABLED: 'true'}", false)]
    [InlineData("image: ${IMAGE}\n    env_file: own.env", true)]
    [InlineData("image: ${IMAGE}\n    env_file: shared.env", false)]
    [InlineData("image: $FROM_DOT_ENV", true)]
    [InlineData("image: ${IMAGE}\n    volumes: ['./conf:/etc/orthanc:ro']", true)]
    [InlineData("image: ${IMAGE}\n    volumes: ['conf:/etc/orthanc']", false)]
    [InlineData("image: ${IMAGE}\n    volumes: ['./conf:/etc/orthanc-auth']", false)]
    public void A_service_without_a_known_image_is_told_by_what_only_Orthanc_has_a_use_for(string service, bool isOrthanc)
    {
        Host.WithFile("repository/compose.yml", $"""
            services:
              pacs:
                {service}
              db:
                image: postgres
                env_file: shared.env
            volumes: {"{conf: }"}
            """);
        Host.WithFile("repository/own.env", "ORTHANC__NAME=x\n").WithFile("repository/shared.env", "ORTHANC__NAME=x\n")
            .WithFile("repository/.env", "FROM_DOT_ENV=registry.example/orthanc:1\n");

        Host.Run("validate", $"{Folder}/repository").Should().Be(0, Host.Output);

        if (isOrthanc)
        {
            Host.Output.Should().Contain("repository/compose.yml (pacs)");
        }
        else
        {
            Host.Output.Should().NotContain("pacs");
        }
    }

    [Fact]
    public void Beside_an_Orthanc_that_is_known_nothing_else_is_taken_for_one()
    {
        Host.WithFile("repository/compose.yml", """
            services:
              pacs: {image: orthancteam/orthanc, environment: {ORTHANC_PASSWORD: x}}
              proxy: {image: "${PROXY}", ports: ["4242:4242", "8042:8042"]}
            """);

        Host.Run("validate", $"{Folder}/repository").Should().Be(0, Host.Output);

        Host.Output.Should().Contain("(pacs)").And.NotContain("proxy");
    }
}

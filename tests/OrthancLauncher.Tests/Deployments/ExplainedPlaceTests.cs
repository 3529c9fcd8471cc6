using System.Text.Json.Nodes;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>Where a value of a deployment comes from is a place in a file, with the name of its variable.</summary>
public sealed class ExplainedPlaceTests : DeploymentTests
{
    private string[] Deployment => ["--compose", $"{Folder}/compose.yml"];

    public ExplainedPlaceTests() => Host.WithFile("my.env", "# ports\nORTHANC__DICOM_PORT=104\n").WithFile("compose.yml", """
        services:
          orthanc:
            image: orthancteam/orthanc:24.6.1
            env_file: my.env
            environment:
              ORTHANC__HTTP_PORT: "eighty"
              ORTHANC_JSON: |
                {
                  "Name": "here"
                }
            configs: [{source: c, target: /etc/orthanc/c.json}]
        configs:
          c:
            content: |
              {"StableAge": 5}
        """);

    [Theory]
    [InlineData("HttpPort", "compose.yml:6:28 (ORTHANC__HTTP_PORT)")]
    [InlineData("DicomPort", "my.env:2:21 (ORTHANC__DICOM_PORT)")]
    [InlineData("Name", "compose.yml:9:11 (ORTHANC_JSON)")]
    [InlineData("StableAge", "compose.yml:15:8")]
    public void Explain_names_the_place_and_the_variable(string setting, string place)
    {
        Run(["explain", setting, .. Deployment]).Should().Be(0, Host.Error);
        Host.Output.Replace($"{Folder}/", "", StringComparison.Ordinal).Should().Contain($"\n  from        {place}\n");
    }

    [Fact]
    public void A_secret_is_at_its_file()
    {
        Host.WithFile("port", "eighty").WithFile("compose.yml", """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                secrets: [ORTHANC__HTTP_PORT]
                configs: [{source: name, target: /run/secrets/ORTHANC__NAME}]
            secrets:
              ORTHANC__HTTP_PORT: {file: ./port}
            configs:
              name: {content: hidden}
            """);
        Run(["explain", "HttpPort", .. Deployment]);
        Host.Output.Should().Contain($"  from        {Folder}/port:1:1 (secret ORTHANC__HTTP_PORT)\n")
            .And.Contain("port:1:1: HttpPort must be");
        Run(["explain", "Name", .. Deployment]);
        Host.Output.Should().Contain($"{Folder}/compose.yml:9:19 (secret ORTHANC__NAME)\n").And.NotContain("hidden");
    }

    [Fact]
    public void Explain_has_the_place_of_findings_and_in_tables()
    {
        Host.Width = 200;
        Run(["explain", .. Deployment]).Should().Be(0, Host.Error);
        Host.Output.Should().MatchRegex(@"HttpPort +""eighty"" +\S+/compose\.yml:6:28\n").And.Contain("compose.yml:6:28: HttpPort must be");
    }

    [Fact]
    public void Json_has_file_line_and_column()
    {
        Run(["explain", "HttpPort", "--format=json", .. Deployment]);
        var source = JsonNode.Parse(Host.Output)!["settings"]![0]!["source"]!;
        ((string?)source["kind"]).Should().Be("variable");
        ((string?)source["name"]).Should().Be("ORTHANC__HTTP_PORT");
        ((string?)source["file"]).Should().Be($"{Folder}/compose.yml");
        ((int?)source["line"]).Should().Be(6);
        ((int?)source["column"]).Should().Be(28);
    }

    [Fact]
    public void The_annotated_configuration_names_places()
    {
        Run(["render", "--annotated", .. Deployment]);
        Host.Output.Should().Contain($"\"eighty\", // {Folder}/compose.yml:6:28 (ORTHANC__HTTP_PORT)");
        Host.Error.Should().Contain("compose.yml:6:28: HttpPort must be");
    }
}

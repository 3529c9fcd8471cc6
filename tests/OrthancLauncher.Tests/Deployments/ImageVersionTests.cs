using System.Text.Json.Nodes;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>Which Orthanc an image has, as far as its name tells, and that settings are judged by it.</summary>
public sealed class ImageVersionTests : DeploymentTests
{
    private const string Settings = """{"RegisteredUsers": {"a": "b"}, "DicomTlsCiphersAccepted": [], "RejectedSopClasses": []}""";

    private const string Digest = "@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1";

    [Theory]
    [InlineData("orthancteam/orthanc:23.11.0", "1.12.1")]
    [InlineData("orthancteam/orthanc:23.11.0-full", "1.12.1")]
    [InlineData("osimis/orthanc:23.9.2", "1.12.1")]
    [InlineData("docker.io/osimis/orthanc:23.9.2", "1.12.1")]
    [InlineData("registry.example:5000/mirror/orthancteam/orthanc:23.11.0", "1.12.1")]
    [InlineData("jodogne/orthanc:1.12.1", "1.12.1")]
    [InlineData("jodogne/orthanc-python:1.11.0", "1.11.0")]
    [InlineData("orthancteam/orthanc:26.8.1", null)]
    [InlineData("orthancteam/orthanc", null)]
    [InlineData("orthancteam/orthanc:latest", null)]
    [InlineData("orthancteam/orthanc:23.11", null)]
    [InlineData("orthancteam/orthanc:23.11.0" + Digest, null)]
    [InlineData("orthancteam/orthanc" + Digest, null)]
    [InlineData("registry.example:5000/orthancteam/orthanc", null)]
    [InlineData("jodogne/orthanc:latest", null)]
    [InlineData("jodogne/orthanc:mainline", null)]
    [InlineData("mine/orthanc:1.12.1", null)]
    public void The_tag_tells_which_settings_are_too_new(string image, string? version)
    {
        Host.WithFile("compose.yml", $$"""
            services:
              orthanc:
                image: {{image}}
                configs: [{source: orthanc, target: /etc/orthanc/orthanc.json}]
            configs:
              orthanc: {content: '{{Settings}}'}
            """);
        Host.WithFile("pod.yml", $$$"""
            {apiVersion: v1, kind: Pod, metadata: {name: orthanc}, spec: {volumes: [{name: a, configMap: {name: b}}], containers: [
            {name: orthanc, image: "{{{image}}}", volumeMounts: [{name: a, mountPath: /etc/orthanc}]}]}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: {orthanc.json: '{{{Settings}}}'}}
            """);
        foreach (var file in (string[][])[["--compose", "compose.yml"], ["--kubernetes", "pod.yml"]])
        {
            Run("validate", "--format", "json", file[0], $"{Folder}/{file[1]}");
            var tooNew = JsonNode.Parse(Host.Output)!["findings"]!.AsArray()
                .Where(finding => (string?)finding!["rule"] == "not-in-this-version").ToList();
            if (version is null)
            {
                tooNew.Should().BeEmpty(Host.Output);
                continue;
            }

            tooNew.Should().HaveCount(2).And.OnlyContain(finding => (string?)finding!["severity"] == "warning");
            tooNew.Select(finding => (string)finding!["message"]!).Should().OnlyContain(
                message => message.StartsWith($"Orthanc {version} does not have ", StringComparison.Ordinal));
            tooNew.Select(finding => (string?)finding!["remedy"]).Should().BeEquivalentTo(
                ["remove it, or use Orthanc 1.12.4", "remove it, or use Orthanc 1.12.8"], "the older name came with 1.12.6");
        }
    }

    [Fact]
    public void The_version_that_is_asked_for_comes_before_the_tag()
    {
        Host.WithFile("compose.yml", """
            services:
              orthanc:
                image: orthancteam/orthanc:23.11.0
                environment: {ORTHANC_PASSWORD: x, ORTHANC__REJECTED_SOP_CLASSES: "[]"}
            """);
        Run("validate", "--format", "json", "--orthanc-version", "1.12.7", "--compose", $"{Folder}/compose.yml");
        var finding = JsonNode.Parse(Host.Output)!["findings"]!.AsArray().Should().ContainSingle().Subject!;
        ((string?)finding["message"]).Should().StartWith("Orthanc 1.12.7 does not have RejectedSopClasses");
        ((string?)finding["remedy"]).Should().Be("use ORTHANC__REJECT_SOP_CLASSES");
    }
}

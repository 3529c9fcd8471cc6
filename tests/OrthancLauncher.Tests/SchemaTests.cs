using System.Text;
using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class SchemaTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void The_schema_is_printed_byte_for_byte()
    {
        _host.Run("schema").Should().Be(0, _host.Error);

        _host.Output.Should().Be(File.ReadAllText($"{Repository.Root}/defaults/orthanc.schema.json", Encoding.UTF8));
        _host.Error.Should().BeEmpty();
    }

    [Theory]
    [InlineData("definitions folder of the environment")]
    [InlineData("--definitions")]
    [InlineData("--root")]
    public void Definitions_of_the_image_are_merged_into_it(string way)
    {
        const string overlay = """
            {
              // what this image adds
              "properties": {
                "Own": {
                  "type": "object",
                  "properties": {
                    "Level": {"type": "integer", "minimum": 1, "maximum": 3},
                    "ApiCode": {"type": "string", "x-secret": true}
                  }
                },
                "HttpPort": {"maximum": 9999},
                "DicomWeb": {"properties": {"Brand": {"type": "string"}}},
              },
            }
            """;
        _host.WithFile(way == "definitions folder of the environment" ? "definitions/own.schema.json" : "more/own.schema.json", overlay);
        string[] options = way switch
        {
            "--definitions" => ["--definitions", $"{_host.Folder}/more"],
            "--root" => ["--root", _host.Folder, "--definitions", "/more"],
            _ => [],
        };

        _host.Run(["schema", .. options]).Should().Be(0, _host.Error);

        var merged = JsonNode.Parse(_host.Output)!;
        var expected = JsonNode.Parse(File.ReadAllText($"{Repository.Root}/defaults/orthanc.schema.json"))!;
        var properties = expected["properties"]!;
        properties["Own"] = JsonNode.Parse(
            """{"type": "object", "properties": {"Level": {"type": "integer", "minimum": 1, "maximum": 3}, "ApiCode": {"type": "string","""
                + """ "x-secret": true}}}""");
        properties["HttpPort"]!["maximum"] = 9999;
        properties["DicomWeb"]!["properties"]!["Brand"] = JsonNode.Parse("""{"type": "string"}""");
        JsonNode.DeepEquals(merged, expected).Should().BeTrue("only the overlay's settings differ");
    }

    [Fact]
    public void What_an_overlay_says_is_checked_and_masked()
    {
        _host.Startable().WithoutLibraries()
            .WithFile(
                "definitions/own.schema.json",
                """{"properties": {"Own": {"type": "object", "properties": {"Level": {"type": "integer", "minimum": 1, "maximum": 3},"""
                    + """ "Pass": {"type": "string", "x-secret": true}}}}}""")
            .Set("ORTHANC__OWN", """{"Level": 4, "Pass": "hush"}""");

        Validation.Of(_host).ShouldBe(Expected.Warning("out-of-range", "Own.Level", "environment variable ORTHANC__OWN:1:2"));
        _host.Run("render").Should().Be(0);
        _host.Output.Should().Contain("\"Level\": 4").And.NotContain("hush");
    }

    [Fact]
    public void An_overlay_that_is_no_schema_is_an_error_on_standard_error()
    {
        _host.WithFile("definitions/own.schema.json", "{\n\"properties\": 3}").Run("schema").Should().Be(1);

        _host.Error.Should().Contain("definitions/own.schema.json").And.Contain("[invalid-definitions]");
    }

    [Theory]
    [InlineData("schema", "--format=json")]
    [InlineData("schema", "a.json")]
    [InlineData("schema", "--strict")]
    public void Options_of_other_commands_are_wrong(params string[] arguments)
    {
        _host.Run(arguments).Should().Be(2);

        _host.Output.Should().BeEmpty();
        _host.Error.Should().StartWith("orthanc-launcher: ");
    }
}

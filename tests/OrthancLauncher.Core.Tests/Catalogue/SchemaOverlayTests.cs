using System.Text;
using System.Text.Json;
using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Core.Tests.Catalogue;

public sealed class SchemaOverlayTests
{
    [Fact]
    public void New_sections_are_added()
    {
        var catalogue = With(
            """
            // Comments and trailing commas are fine.
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "properties": {
                "S3Zip": {
                  "type": "object",
                  "x-component": "S3Zip",
                  "properties": {
                    "Bucket": {"type": "string", "default": "a b"},
                    "Keys": {"type": "object", "x-secret": true, "additionalProperties": {"type": ["string", "null"]}},
                    "Levels": {"type": "array", "x-kind": "uid", "items": {"enum": ["Ä", "B"]}},
                    "Free": true,
                    "Mode": {"enum": ["On", false, null]},
                  },
                },
              },
            }
            """);

        var section = catalogue.Find("S3Zip");
        section.Child("Bucket").DefaultJson.Should().Be("\"a b\"");
        section.Child("Bucket").Component.Should().Be("S3Zip", "it lies in the plugin's section");
        section.Child("Keys").IsMap.Should().BeTrue();
        catalogue.Find("S3Zip.Keys.mine").IsSecret.Should().BeTrue("it lies below a secret");
        section.Child("Levels").Element.Kind.Should().Be("uid");
        section.Child("Levels").Element.Allows("Ä").Should().BeTrue();
        section.Child("Free").Types.Should().Be(SettingTypes.Any);
        section.Child("Mode").Types.Should().Be(SettingTypes.String | SettingTypes.Boolean | SettingTypes.Null);
        catalogue.All().Should().HaveCount(SettingsCatalogue.BuiltIn.All().Count() + 7);
        catalogue.Find("HttpPort").DefaultJson.Should().Be("8042");
    }

    [Fact]
    public void Known_settings_are_overridden_keyword_by_keyword()
    {
        var catalogue = With(
            """
            {"properties": {
              "HttpPort": {"default": 80, "maximum": 1024},
              "MaximumStorageMode": {"enum": ["Recycle", "Reject", "Archive"]},
              "DicomModalities": {"default": {"a": {}}, "additionalProperties": {"properties": {"Shoe": {"type": "integer"}}}},
              "Worklists": {"properties": {"Directory": {"deprecated": true, "x-replaced-by": "Other"}}}
            }}
            """);

        catalogue.Find("HttpPort").DefaultJson.Should().Be("80");
        catalogue.Find("HttpPort").Minimum.Should().Be(0);
        catalogue.Find("HttpPort").Maximum.Should().Be(1024);
        catalogue.Find("HttpPort").Kind.Should().Be("port");
        catalogue.Find("MaximumStorageMode").AllowedValues.Should().Equal("Recycle", "Reject", "Archive");
        catalogue.Find("DicomModalities").DefaultJson.Should().Be("""{"a":{}}""");
        catalogue.Find("DicomModalities.x.Shoe").Types.Should().Be(SettingTypes.Integer);
        catalogue.Find("DicomModalities.x.AET").MaxLength.Should().Be(16);
        catalogue.Find("Worklists.Directory").ReplacedBy.Should().Be("Other");
        catalogue.All().Should().HaveCount(SettingsCatalogue.BuiltIn.All().Count() + 1, "only the shoe is new");
    }

    [Fact]
    public void Overlays_add_up_and_leave_what_they_extend_alone()
    {
        var first = With("""{"properties": {"One": {"type": "string"}}}""");
        var second = first.With(Utf8("""{"$id": "urn:mine", "title": "Mine", "properties": {"Two": {"type": "string"}}}"""));

        second.Find("One").Exists.Should().BeTrue();
        second.Find("Two").Exists.Should().BeTrue();
        first.Find("Two").Exists.Should().BeFalse();
        SettingsCatalogue.BuiltIn.Find("One").Exists.Should().BeFalse();
        using var merged = JsonDocument.Parse(second.Schema);
        merged.RootElement.GetProperty("$id").GetString().Should().Be("urn:orthanc-launcher:orthanc.schema.json");
        merged.RootElement.GetProperty("properties").TryGetProperty("Two", out _).Should().BeTrue();
    }

    [Fact]
    public void An_empty_overlay_changes_nothing()
    {
        CatalogueCompiler.Compile(With("{}").Schema).Should().Equal(CatalogueCompiler.Compile(SettingsCatalogue.SchemaJson));
    }

    [Fact]
    public void A_setting_may_be_called_like_a_keyword()
    {
        const string Schema = """{"properties": {"default": {"type": "string"}, "items": {"type": "string"}}}""";
        var catalogue = SettingsCatalogue.FromSchema(Utf8(Schema)).With(Utf8("""{"properties": {"default": {"x-unit": "s"}}}"""));

        catalogue.Find("default").Types.Should().Be(SettingTypes.String);
        catalogue.Find("default").Unit.Should().Be("s");
        catalogue.All().Should().HaveCount(2);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over()
    {
        var catalogue = SettingsCatalogue.FromSchema((byte[])[0xEF, 0xBB, 0xBF, .. Utf8("""{"properties": {"A": true}}""")]);

        catalogue.Find("A").Exists.Should().BeTrue();
    }

    [Theory]
    [InlineData("", "*not valid JSON (line 1, column 1)*")]
    [InlineData("{\n  \"properties\": oops}", "*not valid JSON (line 2, column 17)*")]
    [InlineData("[]", "*must be a JSON object*")]
    [InlineData("""{"properties": {"A": {"type": "string"}, "A": {"type": "integer"}}}""", "*'A' twice at #/properties*")]
    [InlineData("""{"title": "\ud800"}""", "*escape sequence*")]
    [InlineData("""{"properties": []}""", "*the whole configuration*'properties' must be an object*")]
    [InlineData("""{"properties": {"A": 1}}""", "*'A'*must be an object*")]
    [InlineData("""{"properties": {"A": {"type": "int"}}}""", "*'A'*'type' must be boolean*not \"int\"*")]
    [InlineData("""{"properties": {"A": {"type": []}}}""", "*'A'*at least one type*")]
    [InlineData("""{"properties": {"A": {"properties": {"B": {"minimum": 1.5}}}}}""", "*'A.B'*'minimum' must be a whole number, not 1.5*")]
    [InlineData("""{"properties": {"HttpPort": {"minimum": 70000}}}""", "*'HttpPort'*'minimum' 70000 is above 'maximum' 65535*")]
    [InlineData("""{"properties": {"A": {"maxLength": -1}}}""", "*'A'*'maxLength' -1*")]
    [InlineData("""{"properties": {"A": {"enum": "x"}}}""", "*'A'*'enum' must be an array*")]
    [InlineData("""{"properties": {"A": {"enum": [1]}}}""", "*'A'*'enum' may hold texts, true, false and null, not 1*")]
    [InlineData("""{"properties": {"A": {"type": "boolean", "enum": ["x"]}}}""", "*'A'*not of the setting's 'type'*")]
    [InlineData("""{"properties": {"A": {"x-secret": "yes"}}}""", "*'A'*'x-secret' must be true or false, not \"yes\"*")]
    [InlineData("""{"properties": {"A": {"x-since": 1.5}}}""", "*'A'*'x-since' must be text, not 1.5*")]
    [InlineData("""{"properties": {"A": {"x-deprecated-values": ["x"]}}}""", "*'A'*'x', which is not an allowed value*")]
    [InlineData("""{"properties": {"A": {"x-values": "x"}}}""", "*'A'*'x-values' must be an array of texts*")]
    [InlineData("""{"properties": {"A": {"items": {"$ref": "#"}}}}""", "*'A.[]'*'$ref' is not supported*")]
    [InlineData("""{"properties": {"A": {"prefixItems": {}}}}""", "*'A'*'prefixItems' must be an array*")]
    [InlineData("""{"properties": {"A": {"additionalProperties": "string"}}}""", "*'A.?'*must be an object*")]
    public void What_is_wrong_is_said(string overlay, string message)
    {
        var extending = () => With(overlay);

        extending.Should().Throw<FormatException>().WithMessage(message);
    }

    [Fact]
    public void More_settings_than_the_compact_form_holds_are_refused()
    {
        var settings = string.Join(',', Enumerable.Range(0, 70_000).Select(number => $"\"S{number}\":true"));
        var extending = () => With($$"""{"properties": { {{settings}} } }""");

        extending.Should().Throw<FormatException>().WithMessage("*too many settings*");
    }

    private static SettingsCatalogue With(string overlay) => SettingsCatalogue.BuiltIn.With(Utf8(overlay));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

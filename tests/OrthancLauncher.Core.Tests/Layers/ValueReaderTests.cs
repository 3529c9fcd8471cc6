using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Layers;

public sealed class ValueReaderTests
{
    private static readonly Source Variable = new(SourceKind.Variable, "ORTHANC__X");

    [Theory]
    [InlineData("text", "text")]
    [InlineData("", "")]
    [InlineData("12345", "12345")]
    [InlineData("0.10", "0.10")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    [InlineData("{PatientID}", "{PatientID}")]
    [InlineData("[x]", "[x]")]
    [InlineData("{\"a\": 1}", "{\"a\": 1}")]
    [InlineData("\"quoted\"", "quoted")]
    [InlineData("\"a\\\"b\\u00e9\\n\"", "a\"bé\n")]
    [InlineData("\"\"", "")]
    [InlineData("\"12345\"", "12345")]
    [InlineData("\"a\" and \"b\"", "\"a\" and \"b\"")]
    [InlineData("\"", "\"")]
    [InlineData("\"a", "\"a")]
    [InlineData("\"bad \\q\"", "\"bad \\q\"")]
    [InlineData("'x'", "'x'")]
    [InlineData("  spaces  ", "  spaces  ")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("line\nline", "line\nline")]
    public void A_string_is_unquoted_if_it_is_a_literal_and_else_the_text_as_it_is(string text, string expected)
    {
        var value = Read("Name", text, out var findings);

        value.Kind.Should().Be(JsonKind.String);
        value.GetString().Should().Be(expected);
        value.Source.Should().Be(Variable);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("yes", true)]
    [InlineData("no", false)]
    [InlineData("on", true)]
    [InlineData("off", false)]
    [InlineData("TRUE", true)]
    [InlineData("False", false)]
    [InlineData("YeS", true)]
    [InlineData("nO", false)]
    [InlineData("On", true)]
    [InlineData("OFF", false)]
    [InlineData("\"true\"", true)]
    [InlineData("\"False\"", false)]
    [InlineData("\"1\"", true)]
    [InlineData("\"off\"", false)]
    public void A_boolean_is_written_in_many_ways(string text, bool expected)
    {
        var value = Read("StorageCompression", text, out var findings);

        value.Kind.Should().Be(JsonKind.Boolean);
        value.ToString().Should().Be(expected ? "true" : "false");
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("8042", "8042")]
    [InlineData("0", "0")]
    [InlineData("-1", "-1")]
    [InlineData("123456789012", "123456789012")]
    [InlineData("\"8042\"", "8042")]
    public void An_integer_keeps_its_text(string text, string expected)
    {
        var value = Read("HttpPort", text, out var findings);

        value.Kind.Should().Be(JsonKind.Number);
        value.ToString().Should().Be(expected);
        findings.Of(Rules.WrongType).Should().BeEmpty();
    }

    [Theory]
    [InlineData("0.10", "0.10")]
    [InlineData("1e5", "1e5")]
    [InlineData("-1.5E-3", "-1.5E-3")]
    [InlineData("-0", "-0")]
    [InlineData("7", "7")]
    [InlineData("\"0.5\"", "0.5")]
    public void A_number_keeps_its_text(string text, string expected)
    {
        var value = Read("StoneWebViewer.WindowingPresets.[].WindowCenter", text, out var findings);

        value.Kind.Should().Be(JsonKind.Number);
        value.ToString().Should().Be(expected);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("StorageCompression", "perhaps")]
    [InlineData("StorageCompression", "2")]
    [InlineData("StorageCompression", "")]
    [InlineData("StorageCompression", "y")]
    [InlineData("StorageCompression", "[true]")]
    [InlineData("HttpPort", "http")]
    [InlineData("HttpPort", "")]
    [InlineData("HttpPort", "1.5")]
    [InlineData("HttpPort", "0x1F")]
    [InlineData("HttpPort", "80 42")]
    [InlineData("HttpPort", "+80")]
    [InlineData("HttpPort", "08042")]
    [InlineData("HttpPort", "true")]
    [InlineData("HttpPort", "[8042]")]
    [InlineData("StoneWebViewer.WindowingPresets.[].WindowCenter", ".5")]
    [InlineData("StoneWebViewer.WindowingPresets.[].WindowCenter", "5.")]
    [InlineData("StoneWebViewer.WindowingPresets.[].WindowCenter", "1e")]
    [InlineData("StoneWebViewer.WindowingPresets.[].WindowCenter", "NaN")]
    [InlineData("StoneWebViewer.WindowingPresets.[].WindowCenter", "1,5")]
    [InlineData("LuaScripts", "script.lua")]
    [InlineData("LuaScripts", "\"script.lua\"")]
    [InlineData("LuaScripts", "{}")]
    [InlineData("LuaScripts", "")]
    [InlineData("LuaScripts", "null")]
    [InlineData("DicomModalities", "[]")]
    [InlineData("DicomModalities", "5")]
    [InlineData("DicomModalities", "text")]
    [InlineData("RegisteredUsers", "alice:password")]
    [InlineData("DicomWeb", "true")]
    public void What_does_not_fit_is_kept_as_text_with_a_finding(string setting, string text)
    {
        var value = Read(setting, text, out var findings);

        value.Kind.Should().Be(JsonKind.String);
        value.GetString().Should().Be(text);
        var finding = findings.Should().ContainSingle().Subject;
        finding.Rule.Should().Be(Rules.WrongType);
        finding.Severity.Should().BeOneOf(Severity.Warning, Severity.Error);
        finding.Setting.Should().Be(setting);
        finding.Message.Should().Contain(setting);
        finding.Place!.Value.Source.Name.Should().Be("ORTHANC__X");
    }

    [Theory]
    [InlineData("LuaScripts", "[\"a\", \"b\"]", "[\"a\",\"b\"]")]
    [InlineData("LuaScripts", " [ /* none */ \"a\", // one\n ] ", "[\"a\"]")]
    [InlineData("LuaScripts", "[]", "[]")]
    [InlineData("DicomModalities", "{\"pacs\": [\"PACS\", \"host\", 104,],}", "{\"pacs\":[\"PACS\",\"host\",104]}")]
    [InlineData("DicomWeb", "// section\n{\"Root\": \"/x/\", \"StowMaxSize\": 1e1}", "{\"Root\":\"/x/\",\"StowMaxSize\":1e1}")]
    [InlineData("RegisteredUsers", "{\"alice\": \"pw\"}", "{\"alice\":\"pw\"}")]
    [InlineData("UserMetadata", "{\"mine\": 1024}", "{\"mine\":1024}")]
    public void Arrays_objects_and_maps_are_json_with_comments_and_trailing_commas(string setting, string text, string json)
    {
        var value = Read(setting, text, out var findings);

        findings.Should().BeEmpty();
        var writing = new JsonWriter();
        writing.Value(value);
        System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse(writing.Written.Span), System.Text.Json.Nodes.JsonNode.Parse(json)).Should()
            .BeTrue(value.ToString());
    }

    [Theory]
    [InlineData("LuaScripts", "[\"a\" \"b\"]", 1, 6)]
    [InlineData("LuaScripts", "[\n  x\n]", 2, 3)]
    [InlineData("DicomModalities", "{\n  \"é\": [1, 2,\n  oops]\n}", 3, 3)]
    [InlineData("DicomModalities", "{'pacs': []}", 1, 2)]
    public void The_position_in_a_broken_text_is_told(string setting, string text, int line, int column)
    {
        var value = Read(setting, text, out var findings);

        value.GetString().Should().Be(text);
        var finding = findings.Only(Rules.WrongType);
        finding.Place!.Value.Line.Should().Be(line);
        finding.Place!.Value.Column.Should().Be(column);
        finding.Setting.Should().Be(setting);
    }

    [Theory]
    [InlineData("OverwriteInstances", "Always", "\"Always\"")]
    [InlineData("OverwriteInstances", "\"IfChanged\"", "\"IfChanged\"")]
    [InlineData("OverwriteInstances", "true", "true")]
    [InlineData("OverwriteInstances", "off", "false")]
    [InlineData("AcceptedTransferSyntaxes", "1.2.840.10008.1.2", "\"1.2.840.10008.1.2\"")]
    [InlineData("AcceptedTransferSyntaxes", "[\"1.2.840.10008.1.*\"]", "[\"1.2.840.10008.1.*\"]")]
    [InlineData("DicomModalities.pacs", "[\"PACS\", \"host\", 104]", "[\"PACS\", \"host\", 104]")]
    [InlineData("DicomModalities.pacs", "{\"AET\": \"PACS\"}", "{\"AET\": \"PACS\"}")]
    [InlineData("DicomModalities.pacs.Port", "104", "104")]
    [InlineData("UserContentType.x", "1024", "1024")]
    [InlineData("UserContentType.x", "[1024, \"text/plain\"]", "[1024, \"text/plain\"]")]
    [InlineData("OrthancExplorer2.UiOptions.DefaultLanguage", "fr", "\"fr\"")]
    [InlineData("OrthancExplorer2.UiOptions.DefaultLanguage", "null", "null")]
    [InlineData("DicomWeb.Servers.pacs.HasDelete", "true", "true")]
    [InlineData("DicomWeb.Servers.pacs.HasDelete", "no", "false")]
    public void Of_a_union_the_first_that_accepts_is_taken(string setting, string text, string json)
    {
        var value = Read(setting, text, out var findings);

        value.ToString().Should().Be(json);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("UserContentType.x", "text/plain")]
    [InlineData("DicomModalities.pacs", "PACS")]
    public void A_union_without_strings_takes_no_text(string setting, string text)
    {
        Read(setting, text, out var findings).GetString().Should().Be(text);

        findings.Only(Rules.WrongType).Setting.Should().Be(setting);
    }

    [Theory]
    [InlineData("text", "\"text\"")]
    [InlineData("12", "12")]
    [InlineData("0.10", "0.10")]
    [InlineData("true", "true")]
    [InlineData("True", "\"True\"")]
    [InlineData("null", "null")]
    [InlineData("\"12\"", "\"12\"")]
    [InlineData("[1, /* c */ 2,]", "[1, /* c */ 2,]")]
    [InlineData("{\"a\": 1}", "{\"a\": 1}")]
    [InlineData("{PatientID}", "\"{PatientID}\"")]
    [InlineData("007", "\"007\"")]
    [InlineData("1 2", "\"1 2\"")]
    [InlineData("1.2.840", "\"1.2.840\"")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("", "\"\"")]
    [InlineData("// x", "\"// x\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    public void An_unknown_setting_is_json_if_it_parses_and_else_text(string text, string json)
    {
        var findings = new FindingList();

        var value = ValueReader.Read(text, default, Variable, "My.Setting", findings);

        value.ToString().Should().Be(json);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("Yes", true)]
    [InlineData("ON", true)]
    [InlineData("1", true)]
    [InlineData("\"true\"", true)]
    [InlineData("false", false)]
    [InlineData("nO", false)]
    [InlineData("Off", false)]
    [InlineData("0", false)]
    [InlineData("", null)]
    [InlineData("y", null)]
    [InlineData("2", null)]
    [InlineData("truee", null)]
    [InlineData("01", null)]
    public void Flags_have_the_spellings_of_booleans(string text, bool? expected)
    {
        BooleanSpelling.TryParse(text, out var value).Should().Be(expected.HasValue);
        value.Should().Be(expected ?? false);
    }

    [Theory]
    [InlineData("ORTHANC__HTTP_PORT", "8043", "HttpPort", "8043")]
    [InlineData("ORTHANC__NAME", "12345", "Name", "\"12345\"")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD", "12345", "PostgreSQL.Password", "\"12345\"")]
    [InlineData("ORTHANC__POSTGRESQL__ENABLE_SSL", "yes", "PostgreSQL.EnableSsl", "true")]
    [InlineData("ORTHANC__DICOM_WEB__ROOT", "\"/dw/\"", "DicomWeb.Root", "\"/dw/\"")]
    [InlineData("ORTHANC__LUA_SCRIPTS", "[\"a\",]", "LuaScripts", "[\"a\"]")]
    [InlineData("ORTHANC__REGISTERED_USERS__ALICE", "12345", "RegisteredUsers.Alice", "\"12345\"")]
    [InlineData("ORTHANC__HTTP_PORT", "many", "HttpPort", "\"many\"")]
    [InlineData("ORTHANC__MINE__A", "5", "Mine.A", "5")]
    public void Variables_and_secrets_are_read_alike(string variable, string text, string setting, string json)
    {
        new Scenario().Variable(variable, text).Plan().Setting(setting).Should().Be(json);
        new Scenario().Secret(variable, text).Plan().Setting(setting).Should().Be(json);
        new Scenario().Secret(variable, text + "\n").Plan().Setting(setting).Should().Be(json);
    }

    [Fact]
    public void Every_setting_accepts_values_of_its_types()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (path, definition) in SettingsCatalogue.BuiltIn.All())
        {
            foreach (var (text, kind) in RightValues(definition))
            {
                count++;
                var value = Read(path, definition, text, out var findings);
                if (value.Kind != kind || findings.Count > 0)
                {
                    wrong.Add($"{path}={text} became {value.Kind} {value} ({string.Join(';', findings)})");
                }
            }
        }

        count.Should().BePositive("otherwise nothing was compared");
        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Every_setting_that_takes_no_text_refuses_values_of_other_types()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var (path, definition) in SettingsCatalogue.BuiltIn.All()
            .Where(setting => !setting.Definition.Types.HasFlag(SettingTypes.String)))
        {
            foreach (var text in WrongValues(definition.Types))
            {
                count++;
                var value = Read(path, definition, text, out var findings);
                if (value.Kind != JsonKind.String || value.GetString() != text || findings.Count != 1
                    || findings.Single().Rule != Rules.WrongType || findings.Single().Setting != path)
                {
                    wrong.Add($"{path}={text} became {value.Kind} {value} ({string.Join(';', findings)})");
                }
            }
        }

        count.Should().BePositive("otherwise nothing was compared");
        wrong.Should().BeEmpty();
    }

    private static IEnumerable<(string Text, JsonKind Kind)> RightValues(SettingDefinition definition)
    {
        var types = definition.Types;
        if (types == SettingTypes.Any)
        {
            yield return ("5", JsonKind.Number);
            yield return ("[]", JsonKind.Array);
            yield break;
        }

        if (types == SettingTypes.String)
        {
            yield return ("12345", JsonKind.String);
            yield return ("true", JsonKind.String);
            yield return ("{PatientID}", JsonKind.String);
        }

        if (types.HasFlag(SettingTypes.String))
        {
            yield return (definition.AllowedValues is [var first, ..] ? first : "some text", JsonKind.String);
        }

        if (types.HasFlag(SettingTypes.Boolean))
        {
            yield return ("true", JsonKind.Boolean);
            yield return ("Off", JsonKind.Boolean);
        }

        if ((types & (SettingTypes.Integer | SettingTypes.Number)) != 0 && !types.HasFlag(SettingTypes.String))
        {
            yield return ("42", JsonKind.Number);
            yield return ("\"42\"", JsonKind.Number);
        }

        if (types.HasFlag(SettingTypes.Number) && !types.HasFlag(SettingTypes.String))
        {
            yield return ("0.50", JsonKind.Number);
        }

        if (types.HasFlag(SettingTypes.Array))
        {
            yield return ("[ /* nothing */ ]", JsonKind.Array);
        }

        if (types.HasFlag(SettingTypes.Object))
        {
            yield return (" { } // nothing", JsonKind.Object);
        }

        if (types.HasFlag(SettingTypes.Null))
        {
            yield return ("null", JsonKind.Null);
        }
    }

    private static IEnumerable<string> WrongValues(SettingTypes types)
    {
        yield return "neither";
        yield return string.Empty;
        if (!types.HasFlag(SettingTypes.Array))
        {
            yield return "[1, 2]";
        }

        if (!types.HasFlag(SettingTypes.Object))
        {
            yield return "{\"a\": 1}";
        }

        if ((types & (SettingTypes.Integer | SettingTypes.Number)) == 0)
        {
            // Zero and one are booleans.
            yield return "42";
        }

        if ((types & (SettingTypes.Integer | SettingTypes.Number | SettingTypes.Boolean)) == 0)
        {
            yield return "true";
            yield return "\"text\"";
            yield return "[1, ";
            yield return "{\"a\" 1}";
        }
    }

    private static JsonValue Read(string setting, string text, out FindingList findings) =>
        Read(setting, SettingsCatalogue.BuiltIn.Find(setting), text, out findings);

    private static JsonValue Read(string setting, SettingDefinition definition, string text, out FindingList findings)
    {
        definition.Exists.Should().BeTrue(setting);
        findings = new FindingList();
        return ValueReader.Read(text, definition, Variable, setting, findings);
    }
}

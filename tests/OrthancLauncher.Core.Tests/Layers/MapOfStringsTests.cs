using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Layers;

public sealed class MapOfStringsTests
{
    [Theory]
    [InlineData("ORTHANC__REGISTERED_USERS", "{\"alice\": 12345}", "RegisteredUsers", "{\"alice\":\"12345\"}", "RegisteredUsers.alice")]
    [InlineData("ORTHANC__REGISTERED_USERS", "{\"alice\": true}", "RegisteredUsers", "{\"alice\":\"true\"}", "RegisteredUsers.alice")]
    [InlineData(
        "ORTHANC__REGISTERED_USERS", "{\"alice\": 0.10, \"bob\": \"x\"}", "RegisteredUsers", "{\"alice\":\"0.10\",\"bob\":\"x\"}",
        "RegisteredUsers.alice")]
    [InlineData(
        "ORTHANC__REGISTERED_USERS", "{ /* a */ \"alice\" : 1e5 , }", "RegisteredUsers", "{\"alice\":\"1e5\"}", "RegisteredUsers.alice")]
    [InlineData("AC_REGISTERED_USERS", "{\"alice\": 12345}", "RegisteredUsers", "{\"alice\":\"12345\"}", "RegisteredUsers.alice")]
    [InlineData(
        "ORTHANC_JSON", "{\"RegisteredUsers\": {\"alice\": 12345}}", "RegisteredUsers", "{\"alice\":\"12345\"}", "RegisteredUsers.alice")]
    [InlineData(
        "ORTHANC__DICOM_WEB__SERVERS", "{\"a\": {\"Url\": \"http://h/\", \"HttpHeaders\": {\"X\": 1}}}", "DicomWeb.Servers.a.HttpHeaders",
        "{\"X\":\"1\"}", "DicomWeb.Servers.a.HttpHeaders.X")]
    [InlineData(
        "ORTHANC__DICOM_WEB", "{\"Servers\": {\"a\": {\"HttpHeaders\": {\"X\": false}}}}", "DicomWeb.Servers.a.HttpHeaders",
        "{\"X\":\"false\"}", "DicomWeb.Servers.a.HttpHeaders.X")]
    public void Numbers_and_booleans_become_strings_with_a_warning(
        string variable, string text, string setting, string json, string reported)
    {
        var plan = new Scenario().Variable(variable, text).Plan();

        plan.Setting(setting).Should().Be(json);
        var finding = plan.Findings.Only(Rules.WrongType);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Setting.Should().Be(reported);
        finding.Place!.Value.Source.Name.Should().Be(variable);
    }

    [Fact]
    public void Secrets_are_treated_alike()
    {
        new Scenario().Secret("ORTHANC__REGISTERED_USERS", "{\"alice\": 12345}\n").Plan().Setting("RegisteredUsers.alice")
            .Should().Be("\"12345\"");
    }

    [Fact]
    public void Each_wrong_value_is_reported_at_its_place_and_the_rest_keeps_its_own()
    {
        var plan = new Scenario()
            .Variable("ORTHANC__REGISTERED_USERS", "{\"a\": 1,\n \"b\": true,\n \"c\": \"x\",\n \"d\": 22, \"d\": 333}").Plan();

        plan.Setting("RegisteredUsers").Should().Be("{\"a\":\"1\",\"b\":\"true\",\"c\":\"x\",\"d\":\"333\"}");
        plan.Findings.Of(Rules.WrongType).Select(finding => $"{finding.Setting} {finding.At()}")
            .Should().Equal("RegisteredUsers.a 1:2", "RegisteredUsers.b 2:2", "RegisteredUsers.d 4:11");
        plan.Findings.Only(Rules.DuplicateKey).At().Should().Be("4:11");
        plan.Configuration.Find("RegisteredUsers", "c").Value.Place.Line.Should().Be(3);
        plan.Configuration.Find("RegisteredUsers", "d").Value.Place.Column.Should().Be(11);
    }

    [Fact]
    public void Duplicates_with_numbers_are_no_exception()
    {
        var plan = new Scenario().Variable("ORTHANC__REGISTERED_USERS", "{\"a\": 1, \"b\": 2, \"a\": 3}").Plan();

        plan.Setting("RegisteredUsers").Should().Be("{\"a\":\"3\",\"b\":\"2\"}");
    }

    [Theory]
    [InlineData("ORTHANC__REGISTERED_USERS", "{\"alice\": null}", "RegisteredUsers", "{\"alice\":null}")]
    [InlineData("ORTHANC__REGISTERED_USERS", "{\"alice\": [\"x\"]}", "RegisteredUsers", "{\"alice\":[\"x\"]}")]
    [InlineData("ORTHANC__USER_METADATA", "{\"a\": 1024}", "UserMetadata", "{\"a\":1024}")]
    [InlineData("ORTHANC__DICOM_MODALITIES", "{\"a\": [\"A\", \"h\", 104]}", "DicomModalities", "{\"a\":[\"A\",\"h\",104]}")]
    [InlineData("ORTHANC__MINE", "{\"a\": 1}", "Mine", "{\"a\":1}")]
    public void Nothing_else_is_changed(string variable, string text, string setting, string json)
    {
        new Scenario().Variable(variable, text).Plan().Setting(setting).Should().Be(json);
    }

    [Fact]
    public void Files_are_checked_and_not_converted()
    {
        var plan = new Scenario()
            .File("{\"RegisteredUsers\": {\"alice\": 12345}, \"HttpPort\": \"8042\", \"StorageCompression\": \"true\"}").Plan();

        plan.Setting("RegisteredUsers.alice").Should().Be("12345");
        plan.Setting("HttpPort").Should().Be("\"8042\"");
        plan.Setting("StorageCompression").Should().Be("\"true\"");
        plan.Findings.Of(Rules.WrongType).Select(finding => $"{finding.Setting} {finding.At()}")
            .Should().BeEquivalentTo("RegisteredUsers.alice 1:22", "HttpPort 1:39", "StorageCompression 1:59");
    }
}

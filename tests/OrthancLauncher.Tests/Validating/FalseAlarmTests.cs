using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary>What is right is not reported, and what is wrong gets a remedy that fits.</summary>
public sealed class FalseAlarmTests
{
    [Theory]
    [InlineData("""{"ExtraMainDicomTags": {"Image": ["SOPClassUID"], "images": ["Rows"]}}""")]
    [InlineData("""{"Warnings": {"W001_TagsBeingReadFromStorage": 1, "W002_InconsistentDicomTagsInDb": 0.0}}""")]
    [InlineData("""{"Warnings": {"W001_TagsBeingReadFromStorage": false}}""")]
    [InlineData("""{"DicomModalities": {"": ["A", "h", "104"]}}""")]
    [InlineData("""{"OrthancPeers": {"a": ["h:8042"], "b": {"Url": "https://h/", "Own": 5}}}""")]
    [InlineData("""{"AcceptedTransferSyntaxes": ["1.2.840.10008.1.2.4.??"], "HttpPort": 0}""")]
    [InlineData("""{"Housekeeper": {"GlobalPropertyId": 1024}}""")]
    public void What_Orthanc_accepts_is_not_reported(string configuration)
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", configuration);

        Validation.Of(host).Findings.Should().BeEmpty();
    }

    /// <summary>The plugin reads the number and finds out only when it saves something.</summary>
    [Fact]
    public void A_number_that_is_refused_later_does_not_stop_Orthanc()
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", """{"Housekeeper": {"GlobalPropertyId": 5}}""");

        Validation.Of(host).Findings.Should().ContainSingle().Which.Should().Match<Reported>(
            finding => finding.Rule == "out-of-range" && finding.Severity == "warning");
    }

    [Theory]
    [InlineData("""{"LimitJobs": "many"}""", "LimitJobs has no effect: it is not read any more since version 1.4.0")]
    [InlineData("""{"AllowFindSopClassesInStudy": 5}""", "AllowFindSopClassesInStudy has no effect")]
    [InlineData("""{"DicomWeb": {"StowMaxSize": "x"}}""", "DicomWeb.StowMaxSize has no effect")]
    [InlineData("""{"STL": {"Enable": 1}}""", "STL.Enable has no effect: neither Orthanc nor a plugin reads it")]
    public void The_type_of_what_nobody_reads_does_not_matter(string configuration, string message)
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", configuration);

        var finding = Validation.Of(host).Findings.Should().ContainSingle().Subject;
        finding.Severity.Should().Be("warning");
        finding.Rule.Should().Be("deprecated-setting");
        finding.Message.Should().Contain(message);
    }

    [Theory]
    [InlineData("""{"DicomModalities": {"a": ["SEVENTEEN-LETTERS", "h", 104]}}""")]
    [InlineData("""{"DicomModalities": {"a": {"AET": "SEVENTEEN-LETTERS", "Host": "h", "Port": 104}}}""")]
    [InlineData("""{"DicomModalities": {"a": {"AET": "A", "Host": "h", "Port": 104, "LocalAet": "SEVENTEEN-LETTERS"}}}""")]
    public void A_title_of_a_modality_that_is_too_long_does_not_stop_Orthanc(string configuration)
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", configuration);

        var validation = Validation.Of(host);

        validation.Findings.Should().ContainSingle().Which.Should().Match<Reported>(
            finding => finding.Rule == "aet-too-long" && finding.Severity == "warning");
        validation.ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("""{"ssl": true}""", "did you mean SslEnabled?")]
    [InlineData("""{"ssl": {"On": true}}""", "ignore this if one of your own scripts reads it")]
    [InlineData("""{"PostgreSQL": {"Enable": true, "Host": "h", "Password": "p"}}""", "remove it; POSTGRESQL_PLUGIN_ENABLED=true")]
    [InlineData("""{"PostgreSQL": {"EnableSSL": true, "Host": "h", "Password": "p"}}""", "did you mean EnableSsl?")]
    [InlineData("""{"StorageDirectory": "C:\Orthanc\db"}""", "write \\\\ for a backslash")]
    [InlineData("""{"StorageDirectory": "C:\users"}""", "write \\\\ for a backslash")]
    [InlineData("""{"OrthancPeers": {"b": {"URL": "https://h/"}}}""", "use OrthancPeers.b.Url")]
    [InlineData("""{"RegisteredUsers": {"": "x"}}""", "give the user a name, or remove the entry")]
    [InlineData("""{"RegisteredUsers": {"bob": ""}}""", "give the user a password")]
    [InlineData("""{"RegisteredUsers": {"alice": "orthanctest"}}""", "choose another password")]
    [InlineData("""{“Name”: "x"}""", "write straight double quotes: \"")]
    [InlineData("""{"IngestTranscoding": 5}""", "write one of 1.2.840.10008.1.2, ")]
    [InlineData("""{"DicomModalities": {"a": "x"}}""", "for example: [\"AET\", \"192.168.0.10\", 104]")]
    [InlineData("""{"DicomModalities": {"a": ["A"]}}""", "for example: [\"AET\", \"192.168.0.10\", 104]")]
    [InlineData("""{"UserContentType": {"a": "x"}}""", "for example: [1025, \"application/pdf\"]")]
    [InlineData("""{"HttpPort": "eighty"}""", "for example: 8042")]
    public void A_remedy_fits(string configuration, string remedy)
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", configuration);

        Validation.Of(host).Findings.Should().ContainSingle().Which.Remedy.Should().StartWith(remedy);
    }

    [Theory]
    [InlineData("{“Name”: 1}", "{“…\n ^")]
    [InlineData("é", "é\n^")]
    [InlineData("{\"Name\": 😀}", "{\"Name\": 😀}")]
    public void A_wrong_character_is_shown_whole(string configuration, string excerpt)
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", configuration);

        Validation.Of(host).Json.Should().NotContain("\uFFFD");
        host.Run("validate");
        host.Output.Replace("\n    | ", "\n", StringComparison.Ordinal).Should().Contain(excerpt);
    }

    [Theory]
    [InlineData("""{"DicomModalities": {"a b": ["A", "h", 104]}}""", "DicomModalities.\"a b\" has a name that Orthanc does not allow")]
    [InlineData("""{"DicomModalities": {"a": ["A"]}}""", "DicomModalities.a has 1 element, but it needs 3 to 4")]
    [InlineData("""{"DicomWeb": {"My Root": 1}}""", "DicomWeb.\"My Root\" is not a setting of Orthanc or its plugins")]
    [InlineData("""{"OrthancPeers": {"a": {"Username": "u"}}}""", "OrthancPeers.a has no Url")]
    public void A_name_with_blanks_is_in_quotes(string configuration, string message)
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", configuration);

        Validation.Of(host).Findings.Should().ContainSingle().Which.Message.Should().Be(message);
    }
}

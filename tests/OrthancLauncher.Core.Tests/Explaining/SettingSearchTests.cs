using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Explaining;

public sealed class SettingSearchTests
{
    private static readonly Explainer Explainer = new(
        new Scenario()
            .File("""{"DicomModalities": {"ct1": ["CT", "h", 1], "a.b": ["AB", "h", 2]}, "My": {"Own": 1, "own": 2}, "X": {"gone": 1}}""")
            .File("""{"X": 1}""", "/etc/orthanc/z.json").Variable("ORTHANC__OUR__SCRIPT", "s").Plan(),
        showsSecrets: false);

    [Theory]
    [InlineData("HttpPort", "HttpPort")]
    [InlineData(" httpport ", "HttpPort")]
    [InlineData("DicomWeb.Root", "DicomWeb|Root")]
    [InlineData("dicomweb:root", "DicomWeb|Root")]
    [InlineData("DicomWeb/Root", "DicomWeb|Root")]
    [InlineData("DicomWeb.", "DicomWeb")]
    [InlineData("ORTHANC__DICOM_WEB__ROOT", "DicomWeb|Root")]
    [InlineData("orthanc__dicom_web__root", "DicomWeb|Root")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD_SECRET", "PostgreSQL|Password")]
    [InlineData("DICOM_AET", "DicomAet")]
    [InlineData("ORTHANC_PASSWORD", "RegisteredUsers|orthanc")]
    [InlineData("ORTHANC__OUR__SCRIPT", "Our|Script")]
    [InlineData("DicomModalities.CT1", "DicomModalities|ct1")]
    [InlineData("DicomModalities.a.b", "DicomModalities|a.b")]
    [InlineData("DicomModalities.ct1.[2]", "DicomModalities|ct1")]
    [InlineData("DicomModalities.ct1[2]", "DicomModalities|ct1")]
    [InlineData("DicomModalities.new", "DicomModalities|new")]
    [InlineData("dicommodalities.*.[2]", "DicomModalities|*|[2]")]
    [InlineData("dicommodalities.*[2]", "DicomModalities|*|[2]")]
    [InlineData("DicomModalities.ct9.Host", "DicomModalities|ct9|Host")]
    [InlineData("My.Own", "My|Own")]
    [InlineData("X.gone", "X|gone")]
    public void Settings_are_found_by_what_people_write(string text, string path)
    {
        var match = Explainer.Find(text);

        match.Segments.Should().NotBeNull();
        string.Join('|', match.Segments!).Should().Be(path);
    }

    [Theory]
    [InlineData("HttpPorts", "HttpPort")]
    [InlineData("DicomWeb.Rot", "DicomWeb.Root")]
    [InlineData("ORTHANC__HTTP_PORTS", "ORTHANC__HTTP_PORT")]
    [InlineData("ShareType", "OrthancExplorer2.Tokens.ShareType")]
    [InlineData("MY.OWN", "My.Own", "My.own")]
    [InlineData("zzzzzz")]
    [InlineData("ORTHANC__A___B")]
    public void What_is_no_setting_gets_suggestions(string text, params string[] suggestions)
    {
        var match = Explainer.Find(text);

        match.Segments.Should().BeNull();
        match.Suggestions.Should().Equal(suggestions);
    }

    [Fact]
    public void Every_setting_of_the_catalogue_is_found_by_its_path()
    {
        foreach (var (path, _) in Scenario.BuiltIn.Catalogue.All())
        {
            Explainer.Find(path).Segments.Should().NotBeNull(path);
        }
    }
}

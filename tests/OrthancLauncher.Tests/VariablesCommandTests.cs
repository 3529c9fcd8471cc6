using System.Text.Json.Nodes;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class VariablesCommandTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("DicomWeb.Root", "ORTHANC__DICOM_WEB__ROOT\tstring\t\"/dicom-web/\"")]
    [InlineData("HttpsCACertificates", "ORTHANC__HTTPS_CA_CERTIFICATES\tstring\t\"\"")]
    [InlineData("DicomWeb.Servers.Peer.Url", "ORTHANC__DICOM_WEB__SERVERS__PEER__URL\tstring")]
    [InlineData("My.Own", "ORTHANC__MY__OWN\tany")]
    public void The_variable_of_a_setting_is_told(string setting, string line)
    {
        _host.Run("variables", "name", setting).Should().Be(0, _host.Error);
        _host.Output.Should().Be(line + "\n");
    }

    [Theory]
    [InlineData("dicomweb.root", "did you mean DicomWeb.Root?")]
    [InlineData("DicomWeb.Enabled", "did you mean DicomWeb.Enable?")]
    [InlineData("DicomModalities.pacs.AET", "set ORTHANC__DICOM_MODALITIES to JSON instead")]
    public void A_setting_that_no_variable_names_gets_a_remedy(string setting, string remedy)
    {
        _host.Run("variables", "name", setting).Should().Be(1);
        _host.Output.Should().BeEmpty();
        _host.Error.Should().Contain(remedy);
    }

    [Theory]
    [InlineData("ORTHANC__DICOM_WEB__ROOT", "DicomWeb.Root\tstring\t\"/dicom-web/\"", "")]
    [InlineData("ORTHANC__DICOMWEB__ROOT", "DicomWeb.Root\tstring\t\"/dicom-web/\"", "")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD_SECRET", "PostgreSQL.Password\tstring\t\"\"", "")]
    [InlineData("ORTHANC_PASSWORD", "RegisteredUsers.orthanc\tstring", "")]
    [InlineData("DICOM_AET", "DicomAet\tstring\t\"ORTHANC\"", "use ORTHANC__DICOM_AET")]
    public void The_setting_of_a_variable_is_told(string variable, string line, string note)
    {
        _host.Run("variables", "setting", variable).Should().Be(0, _host.Error);
        _host.Output.Should().Be(line + "\n");
        _host.Error.Contains(note, StringComparison.Ordinal).Should().BeTrue("the note should be in {0}", _host.Error);
    }

    [Theory]
    [InlineData("ORTHANC_DICOM_AET", "did you mean ORTHANC__DICOM_AET?")]
    [InlineData("ORTHANC__DICOM_WEB__ROOTT", "did you mean ORTHANC__DICOM_WEB__ROOT?")]
    [InlineData("ORTHANC__A___B", "malformed")]
    [InlineData("GDCM_PLUGIN_ENABLED", "enables or disables the plugin Gdcm")]
    [InlineData("VERBOSE_STARTUP", "an effect of its own")]
    [InlineData("HOME", "begin with ORTHANC__")]
    public void A_variable_that_sets_nothing_gets_a_reason(string variable, string reason)
    {
        _host.Run("variables", "setting", variable).Should().Be(1);
        _host.Output.Should().BeEmpty();
        _host.Error.Should().Contain(reason);
    }

    [Fact]
    public void Both_directions_agree_for_all_settings()
    {
        _host.Run("variables", "list", "--format", "json").Should().Be(0);
        var entries = JsonNode.Parse(_host.Output)!.AsArray();
        var listed = entries.ToDictionary(entry => entry!["setting"]!.GetValue<string>(), entry => entry!["variable"]!.GetValue<string>());
        var plain = SettingsCatalogue.BuiltIn.All().Select(setting => setting.Path)
            .Where(path => !path.Contains('*') && !path.Contains('[')).ToList();
        listed.Keys.Should().Contain(plain);
        foreach (var setting in plain.Where((_, i) => i % 40 == 0))
        {
            _host.Run("variables", "setting", listed[setting]);
            _host.Output.Should().StartWith($"{setting}\t");
            _host.Run("variables", "name", setting);
            _host.Output.Should().StartWith($"{listed[setting]}\t");
        }
    }

    [Fact]
    public void The_list_can_be_narrowed()
    {
        _host.Run("variables", "list", "WADO", "--component", "dicomweb");
        _host.Output.Should().Contain("ORTHANC__DICOM_WEB__ENABLE_WADO").And.NotContain("ORTHANC__NAME");
        _host.Run("variables", "list", "--component", "DicomWebb").Should().Be(1);
        _host.Error.Should().Contain("did you mean the component DicomWeb?");
        _host.Run("variables", "list", "nothing-like-this").Should().Be(1);
    }

    [Fact]
    public void A_listed_env_file_is_accepted_when_uncommented()
    {
        _host.Run("variables", "list", "--format", "dotenv", "--component", "DicomWeb").Should().Be(0);
        var lines = _host.Output.Split('\n')
            .Where(
                line =>
                    line.StartsWith("#ORTHANC__", StringComparison.Ordinal)
                        && !line.EndsWith('=')
                        && !line.Contains("KEY", StringComparison.Ordinal))
            .Select(line => line[1..]);
        _host.WithFile("all.env", string.Join('\n', lines));
        _host.Run("variables", "check", $"{_host.Folder}/all.env").Should().Be(1, "the deprecated settings are among them");
        _host.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Should().OnlyContain(line => line.Contains("deprecated-setting", StringComparison.Ordinal));
    }

    [Fact]
    public void An_env_file_is_checked_line_by_line()
    {
        _host.WithFile(
            "bad.env",
            "# fine\nORTHANC__NAME=x\nORTHANC_DICOM_AET=x\nORTHANC__A___B=1\nORTHANC__STABLE_AGE=soon\nVERBOSE_STARTUPP=true\n"
                + "ORTHANC__POSTGRESQL__PASSWORD_SECRET=pw\nHOME=/root\n");
        var file = $"{_host.Folder}/bad.env";
        _host.Run("variables", "check", file).Should().Be(1);
        _host.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().SatisfyRespectively(
            line => line.Should().StartWith($"{file}:3: warning:").And.Contain("use ORTHANC__DICOM_AET"),
            line => line.Should().StartWith($"{file}:4: error:").And.Contain("[malformed-name]"),
            line => line.Should().StartWith($"{file}:5: error:").And.Contain("[wrong-type]"),
            line => line.Should().StartWith($"{file}:6: warning:").And.Contain("use VERBOSE_STARTUP"));
        _host.Input = "ORTHANC__NAME=x\n";
        _host.Run("variables", "check", "-").Should().Be(0);
        _host.Output.Should().BeEmpty();
        _host.Run("variables", "check", "/none").Should().Be(2);
    }
}

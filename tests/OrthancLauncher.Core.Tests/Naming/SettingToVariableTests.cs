using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Naming;

public sealed class SettingToVariableTests
{
    private static readonly VariableNaming Naming = new(Scenario.BuiltIn);

    [Theory]
    [InlineData("Name", "ORTHANC__NAME")]
    [InlineData("StableAge", "ORTHANC__STABLE_AGE")]
    [InlineData("DicomWeb", "ORTHANC__DICOM_WEB")]
    [InlineData("DicomWeb.Servers", "ORTHANC__DICOM_WEB__SERVERS")]
    [InlineData("PostgreSQL.Password", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("MySQL", "ORTHANC__MYSQL")]
    [InlineData("OHIF.RouterBasename", "ORTHANC__OHIF__ROUTER_BASENAME")]
    [InlineData("HttpsCACertificates", "ORTHANC__HTTPS_CA_CERTIFICATES")]
    [InlineData("CaseSensitivePN", "ORTHANC__CASE_SENSITIVE_PN")]
    [InlineData("StoreMD5ForAttachments", "ORTHANC__STORE_MD5_FOR_ATTACHMENTS")]
    [InlineData("OrthancExplorer2.IsDefaultOrthancUI", "ORTHANC__ORTHANC_EXPLORER_2__IS_DEFAULT_ORTHANC_UI")]
    [InlineData("Warnings.W001_TagsBeingReadFromStorage", "ORTHANC__WARNINGS__W001_TAGS_BEING_READ_FROM_STORAGE")]
    [InlineData("RegisteredUsers.Alice", "ORTHANC__REGISTERED_USERS__ALICE")]
    // The expected name would be understood too, but not by the rule alone, which other programs follow.
    [InlineData("STL.Enable", "ORTHANC__S_T_L__ENABLE")]
    public void The_usual_name_is_given(string path, string variable)
    {
        Naming.ToVariable(SettingPath.Split(path)).Should().Be(variable);
        Naming.Resolve(variable, out _)!.Path.Should().Be(path);
    }

    [Theory]
    [InlineData("RegisteredUsers", "alice")]
    [InlineData("RegisteredUsers", "é")]
    [InlineData("RegisteredUsers", "a b")]
    [InlineData("DicomModalities", "my.pacs")]
    [InlineData("RegisteredUsers", "")]
    [InlineData("RegisteredUsers", "_")]
    [InlineData("DicomModalities", "PACS")]
    public void A_name_is_given_only_if_it_leads_back(string section, string key)
    {
        var variable = Naming.ToVariable([section, key]);

        if (variable is not null)
        {
            Naming.Resolve(variable, out _)!.Segments.Should().Equal(section, key);
        }
    }

    [Fact]
    public void Every_setting_has_a_variable_that_leads_back_to_it()
    {
        var wrong = new List<string>();
        foreach (var (path, definition) in SettingsCatalogue.BuiltIn.All()
            .Where(setting => !setting.Path.Contains('*') && !setting.Path.Contains('[')))
        {
            var variable = Naming.ToVariable(SettingPath.Split(path));
            var back = variable is null ? null : Naming.Resolve(variable, out _);
            if (back?.Path != path || back.Definition != definition)
            {
                wrong.Add($"{path} → {variable ?? "no variable"} → {back?.Path}");
            }
        }

        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Different_settings_have_different_variables()
    {
        SettingsCatalogue.BuiltIn.All().Where(setting => !setting.Path.Contains('*') && !setting.Path.Contains('['))
            .Select(setting => Naming.ToVariable(SettingPath.Split(setting.Path))).Where(variable => variable is not null)
            .Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Variables_for_settings_hold_nothing_that_a_shell_refuses()
    {
        SettingsCatalogue.BuiltIn.All().Where(setting => !setting.Path.Contains('*') && !setting.Path.Contains('['))
            .Select(setting => Naming.ToVariable(SettingPath.Split(setting.Path))).OfType<string>()
            .Should().OnlyContain(variable => variable.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'));
    }
}

using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Checks;

/// <summary>Settings that are right by themselves and wrong together.</summary>
public sealed class CombinationTests
{
    private const string Former = "libModalityWorklists.so", Newer = "libOrthancWorklists.so";

    [Theory]
    [InlineData(null, "Warning")]
    [InlineData("1.13.0", "Error")]
    [InlineData("1.12.11", "Error")]
    [InlineData("1.12.7", null)]
    public void A_limit_of_patients_needs_the_level_of_patients(string? version, string? severity)
    {
        foreach (var setting in (string[])["MaximumPatientCount", "MaximumStorageSize"])
        {
            var plan = Plan($$"""{"PatientLevelEnabled": false, "{{setting}}": 5}""", version);

            var found = plan.Findings.Of(Rules.ConflictingSettings).Select(finding => $"{finding.Severity} {finding.Setting}");
            found.Should().Equal(severity is null ? [] : [$"{severity} {setting}"]);
        }
    }

    [Theory]
    [InlineData("""{"Directory": "/w"}""", null)]
    [InlineData("""{"Directory": "/w"}""", Newer)]
    [InlineData("""{"SaveInOrthancDatabase": true}""", null)]
    [InlineData("""{"SaveInOrthancDatabase": true}""", Newer)]
    public void Worklists_of_another_place_have_no_default_folder(string section, string? library)
    {
        var plan = Worklists(section, library);

        plan.Setting("Worklists.Database").Should().BeNull();
        plan.Setting("Worklists.Enable").Should().Be("true");
        plan.Findings.Where(finding => finding.Rule == Rules.ConflictingSettings).Should().BeEmpty();
    }

    [Theory]
    [InlineData("{}", Newer)]
    [InlineData("""{"SaveInOrthancDatabase": false}""", Newer)]
    [InlineData("""{"LimitAnswers": 5}""", null)]
    [InlineData("""{"Directory": "/w"}""", Former)]
    public void Other_worklists_have_the_default_folder(string section, string? library) =>
        Worklists(section, library).Setting("Worklists.Database").Should().Be("\"/var/lib/orthanc/worklists\"");

    [Theory]
    [InlineData("""{"Database": "/d", "Directory": "/w"}""", "Worklists.Directory", "remove Worklists.Database")]
    [InlineData("""{"Database": "/d", "SaveInOrthancDatabase": true}""", "Worklists.SaveInOrthancDatabase", "remove Worklists.Database")]
    [InlineData("""{"Directory": "/d", "SaveInOrthancDatabase": true}""", "Worklists.SaveInOrthancDatabase", "remove Worklists.Directory")]
    public void Worklists_are_in_one_place(string section, string setting, string remedy)
    {
        foreach (var library in (string?[])[null, Newer])
        {
            var finding = Worklists(section, library).Findings.Of(Rules.ConflictingSettings).Should().ContainSingle().Subject;
            finding.Severity.Should().Be(Severity.Warning);
            finding.Setting.Should().Be(setting);
            finding.Remedy.Should().StartWith(remedy);
            finding.Place.Should().NotBeNull();
        }

        Worklists(section, Former).Findings.Of(Rules.ConflictingSettings).Should().BeEmpty("the former plugin reads Database alone");
    }

    private static LaunchPlan Worklists(string section, string? library)
    {
        var scenario = new Scenario().File($$"""{"Worklists": {{section}}}""").Variable("WORKLISTS_PLUGIN_ENABLED", "true");
        return (library is null ? scenario : scenario.Libraries(library)).Plan();
    }

    private static LaunchPlan Plan(string configuration, string? version)
    {
        var definitions = LauncherDefinitions.Load([], new FindingList());
        definitions.ChooseVersion(version is null ? null : OrthancVersion.Parse(version), ofImage: null);
        return new Scenario().With(definitions).File(configuration).Plan();
    }
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Plugins;

public sealed class PluginInstallationTests
{
    private const string DicomWeb = "libOrthancDicomWeb.so";
    private const string Run = "/run/orthanc/plugins";

    [Fact]
    public void Libraries_of_enabled_plugins_are_linked()
    {
        var plan = Launch(
            new Scenario().AllLibraries().Variable("DICOM_WEB_PLUGIN_ENABLED", "true").Variable("POSTGRESQL_PLUGIN_ENABLED", "true"));

        plan.Installation.NewLinks.Should().BeEquivalentTo(
            Links(
                Scenario.Folder, DicomWeb, "libOrthancGdcm.so", "libOrthancPostgreSQLIndex.so", "libOrthancPostgreSQLStorage.so",
                "libOrthancExplorer2.so"));
        plan.Installation.StaleLinks.Should().BeEmpty();
        plan.Installation.AddedPaths.Should().BeEmpty();
        plan.Installation.Libraries["PostgreSQL"].Should().Equal("libOrthancPostgreSQLIndex.so", "libOrthancPostgreSQLStorage.so");
        plan.Setting("Plugins").Should().Be("[\"/usr/share/orthanc/plugins/\"]");
    }

    [Fact]
    public void The_default_of_the_setting_names_the_folder_that_is_used()
    {
        var plan = Launch(Quiet(DicomWeb).With(new PluginsFolder(Run, PluginsFolderState.Writable, [])));

        plan.Installation.NewLinks.Should().Equal(new LibraryLink($"{Run}/{DicomWeb}", $"{Scenario.Available}/{DicomWeb}"));
        plan.Setting("Plugins").Should().Be("[\"/run/orthanc/plugins/\"]");
    }

    [Fact]
    public void The_default_of_an_image_is_a_default_too()
    {
        var findings = new FindingList();
        var definitions = Scenario.Overlay(
            findings, ("orthanc-defaults.json", "{\"Plugins\": [\"/usr/share/orthanc/plugins/\"], \"Name\": \"image\"}"));
        findings.Should().BeEmpty();

        var plan = Launch(Quiet(DicomWeb).With(definitions).With(new PluginsFolder(Run, PluginsFolderState.Writable, [])));

        plan.Setting("Plugins").Should().Be("[\"/run/orthanc/plugins/\"]");
        plan.Findings.Of(Rules.PluginsFolderOmitted).Should().BeEmpty();
    }

    [Fact]
    public void Links_of_an_earlier_start_are_removed_or_kept()
    {
        var plan = Launch(Quiet(DicomWeb).With(Writable(
            new(DicomWeb, $"{Scenario.Available}/{DicomWeb}"),
            new("libOrthancTransfers.so", $"{Scenario.Available}/libOrthancTransfers.so"),
            new("libGone.so", $"{Scenario.Available}/libGone.so"))));

        plan.Installation.NewLinks.Should().BeEmpty("the link is there");
        plan.Installation.StaleLinks.Should().BeEquivalentTo($"{Scenario.Folder}/libOrthancTransfers.so", $"{Scenario.Folder}/libGone.so");
    }

    [Fact]
    public void A_link_to_the_wrong_library_of_ours_is_made_anew()
    {
        var plan = Launch(Quiet(DicomWeb).With(Writable(new PluginsFolderEntry(DicomWeb, $"{Scenario.Available}/old/{DicomWeb}"))));

        plan.Installation.NewLinks.Should().Equal(new LibraryLink($"{Scenario.Folder}/{DicomWeb}", $"{Scenario.Available}/{DicomWeb}"));
    }

    [Fact]
    public void Files_and_links_of_users_are_left_alone()
    {
        var plan = Launch(Quiet(DicomWeb).With(Writable(
            new("libMine.so", null), new("libOther.so", "/opt/other.so"), new("libNear.so", Scenario.Available + "-mine/libNear.so"),
            new("readme.txt", null), new(DicomWeb, null))));

        plan.Installation.StaleLinks.Should().BeEmpty();
        plan.Installation.NewLinks.Should().BeEmpty("the user's own file of that name comes first");
        plan.Setting("Plugins").Should().Be("[\"/usr/share/orthanc/plugins/\"]");
    }

    [Fact]
    public void A_library_that_a_user_put_into_the_folder_is_not_missing()
    {
        var plan = Launch(Quiet(DicomWeb).Libraries().With(Writable(new PluginsFolderEntry(DicomWeb, null))));

        plan.Findings.Of(Rules.PluginLibraryMissing).Should().BeEmpty();
        plan.Installation.NewLinks.Should().BeEmpty();
    }

    [Fact]
    public void A_stale_link_of_ours_is_no_library()
    {
        var plan = Launch(Quiet(DicomWeb).Libraries().With(Writable(new PluginsFolderEntry(DicomWeb, $"{Scenario.Available}/{DicomWeb}"))));

        plan.Findings.Only(Rules.PluginLibraryMissing).Message.Should().Contain(DicomWeb);
    }

    [Theory]
    [InlineData("libModalityWorklists.so", "libOrthancWorklists.so", "libModalityWorklists.so")]
    [InlineData("libOrthancWorklists.so", null, "libOrthancWorklists.so")]
    [InlineData("libModalityWorklists.so", null, "libModalityWorklists.so")]
    public void Of_alternatives_the_first_that_exists_is_used(string library, string? other, string used)
    {
        var plan = Launch(
            Quiet(library).Libraries(other is null ? [library] : [library, other]).Variable("DICOM_WEB_PLUGIN_ENABLED", "false")
                .Variable("WORKLISTS_PLUGIN_ENABLED", "true"));

        plan.Installation.NewLinks.Should().BeEquivalentTo(Links(Scenario.Folder, used));
        plan.Installation.Libraries["Worklists"].Should().Equal(used);
        plan.Findings.Of(Rules.PluginLibraryMissing).Should().BeEmpty();
    }

    [Theory]
    [InlineData("DICOM_WEB_PLUGIN_ENABLED", "true", "DicomWeb", "DICOM_WEB_PLUGIN_ENABLED", "libOrthancDicomWeb.so")]
    [InlineData("DW_ENABLED", "true", "DicomWeb", "DW_ENABLED", "libOrthancDicomWeb.so")]
    [InlineData("ORTHANC__DICOM_WEB__ROOT", "/x/", "DicomWeb", "section DicomWeb", "libOrthancDicomWeb.so")]
    [InlineData("ORTHANC__PYTHON_SCRIPT", "/x.py", "Python", "PythonScript", "libOrthancPython.so")]
    [InlineData("GDCM_PLUGIN_ENABLED", "true", "Gdcm", "GDCM_PLUGIN_ENABLED", "libOrthancGdcm.so")]
    [InlineData("WORKLISTS_PLUGIN_ENABLED", "true", "Worklists", "libModalityWorklists.so", "libOrthancWorklists.so")]
    public void A_missing_library_is_an_error_that_names_plugin_reason_and_file(
        string variable, string value, string plugin, string reason, string file)
    {
        var scenario = new Scenario().Libraries().Variable("ORTHANC_EXPLORER_2_ENABLED", "false").Variable(variable, value);
        if (plugin != "Gdcm")
        {
            scenario.Variable("GDCM_PLUGIN_ENABLED", "false");
        }

        var plan = Launch(scenario);

        var finding = plan.Findings.Only(Rules.PluginLibraryMissing);
        finding.Severity.Should().Be(Severity.Error);
        finding.Message.Should().Contain(plugin).And.Contain(reason).And.Contain(file).And.Contain(Scenario.Available);
        finding.Remedy.Should().NotBeNullOrEmpty();
        plan.IsRefused.Should().BeTrue();
    }

    [Fact]
    public void A_plugin_that_is_on_only_by_default_is_left_off_where_the_image_does_not_have_it()
    {
        var plan = Launch(new Scenario().Libraries("libOrthancExplorer2.so"));

        var finding = plan.Findings.Only(Rules.PluginLibraryMissing);
        finding.Severity.Should().Be(Severity.Information);
        finding.Message.Should().Contain("Gdcm is left off, although it is enabled by default").And.Contain("libOrthancGdcm.so");
        plan.Enables("Gdcm").Should().BeFalse();
        plan.Plugin("Gdcm").ReasonText.Should().Be("its library does not exist");
        plan.Setting("Gdcm").Should().BeNull("a plugin that is off adds no defaults");
        plan.Enables("OrthancExplorer2").Should().BeTrue();
        plan.IsRefused.Should().BeFalse();
    }

    [Theory]
    [InlineData("OHIF", "Ohif", "Warning")]
    [InlineData("WholeSlideImaging", "Wsi", "Warning")]
    [InlineData("Ohif", "Ohif", "Error")]
    [InlineData("Wsi", "Wsi", "Error")]
    [InlineData("DicomWeb", "DicomWeb", "Error")]
    public void A_section_that_the_former_scripts_did_not_know_refuses_no_start(string section, string plugin, string severity)
    {
        var plan = Launch(Quiet("libOther.so").File($"{{\"{section}\": {{}}}}"));

        plan.Findings.Only(Rules.PluginLibraryMissing).Severity.ToString().Should().Be(severity);
        plan.Enables(plugin).Should().Be(severity == "Error");
        plan.IsRefused.Should().Be(severity == "Error");
    }

    [Fact]
    public void Without_a_folder_of_the_images_libraries_nothing_is_judged()
    {
        var plan = Launch(new Scenario().Variable("DICOM_WEB_PLUGIN_ENABLED", "true").File("{\"OHIF\": {}}"));

        plan.Findings.Of(Rules.PluginLibraryMissing).Should().BeEmpty();
        plan.IsRefused.Should().BeFalse();
        plan.Enables("DicomWeb").Should().BeTrue();
        plan.Setting("Plugins").Should().Be("[\"/usr/share/orthanc/plugins/\"]");
        plan.Installation.NewLinks.Should().BeEmpty();
    }

    [Theory]
    [InlineData("[\"/opt/mine\"]")]
    [InlineData("[\"/opt/mine/\"]")]
    [InlineData("[\"/opt/mine/libOrthancDicomWeb.so\"]")]
    public void A_library_in_a_folder_of_the_setting_counts_as_present_and_is_not_linked(string setting)
    {
        foreach (var library in (string[])["libOther.so", DicomWeb])
        {
            var plan = Launch(Quiet(library).Variable("DICOM_WEB_PLUGIN_ENABLED", "true").File($"{{\"Plugins\": {setting}}}")
                .Files("/opt/mine/libOrthancDicomWeb.so"));

            plan.Findings.Of(Rules.PluginLibraryMissing).Should().BeEmpty();
            plan.Findings.Of(Rules.PluginsFolderOmitted).Should().BeEmpty("the only plugin lies elsewhere");
            plan.Installation.NewLinks.Should().BeEmpty("Orthanc would load it twice");
            plan.Setting("Plugins").Should().Be(setting);
        }
    }

    [Fact]
    public void The_default_of_the_setting_names_both_folders_where_both_exist()
    {
        var plan = Launch(Quiet(DicomWeb).With(
            new PluginsFolder(Run, PluginsFolderState.Writable, []),
            new PluginsFolder(Scenario.Folder, PluginsFolderState.ReadOnly, [new("libMine.so", null)])));

        plan.Setting("Plugins").Should().Be("[\"/run/orthanc/plugins/\",\"/usr/share/orthanc/plugins/\"]");
        plan.Installation.NewLinks.Should().Equal(new LibraryLink($"{Run}/{DicomWeb}", $"{Scenario.Available}/{DicomWeb}"));
    }

    [Fact]
    public void A_library_of_the_user_in_the_second_folder_is_used()
    {
        var plan = Launch(Quiet(DicomWeb).With(
            new PluginsFolder(Run, PluginsFolderState.Writable, []),
            new PluginsFolder(Scenario.Folder, PluginsFolderState.Writable, [new(DicomWeb, null)])));

        plan.Installation.NewLinks.Should().BeEmpty("Orthanc would load it twice");
        plan.Findings.Of(Rules.PluginLibraryMissing).Should().BeEmpty();
    }

    [Fact]
    public void Links_of_an_earlier_start_in_the_second_folder_are_kept_or_removed()
    {
        var plan = Launch(Quiet(DicomWeb).With(
            new PluginsFolder(Run, PluginsFolderState.Writable, []),
            new PluginsFolder(Scenario.Folder, PluginsFolderState.Writable,
                [new(DicomWeb, $"{Scenario.Available}/{DicomWeb}"), new("libOld.so", $"{Scenario.Available}/libOld.so")])));

        plan.Installation.NewLinks.Should().BeEmpty();
        plan.Installation.StaleLinks.Should().Equal($"{Scenario.Folder}/libOld.so");
    }

    [Fact]
    public void A_library_that_both_folders_link_is_loaded_once()
    {
        var link = new PluginsFolderEntry(DicomWeb, $"{Scenario.Available}/{DicomWeb}");
        var run = new PluginsFolder(Run, PluginsFolderState.Writable, [link]);

        Launch(Quiet(DicomWeb).With(run, new PluginsFolder(Scenario.Folder, PluginsFolderState.Writable, [link])))
            .Installation.StaleLinks.Should().Equal($"{Scenario.Folder}/{DicomWeb}");

        var plan = Launch(Quiet(DicomWeb).With(
            run, new PluginsFolder(Scenario.Folder, PluginsFolderState.ReadOnly, [link, new("libMine.so", null), new("notes", null)])));
        plan.Setting("Plugins").Should().Be("[\"/run/orthanc/plugins/\",\"/usr/share/orthanc/plugins/libMine.so\"]");
    }

    [Fact]
    public void Each_missing_library_is_told()
    {
        Launch(
            Quiet("libOrthancPostgreSQLIndex.so").Variable("DICOM_WEB_PLUGIN_ENABLED", "false").Variable("POSTGRESQL_PLUGIN_ENABLED", "1"))
            .Findings.Only(Rules.PluginLibraryMissing).Message.Should().Contain("libOrthancPostgreSQLStorage.so").And.NotContain("Index");
    }

    [Fact]
    public void Elsewhere_than_in_the_image_no_library_is_missed()
    {
        var plan = new Scenario().Variable("DICOM_WEB_PLUGIN_ENABLED", "true").Plan();

        plan.Findings.Of(Rules.PluginLibraryMissing).Should().BeEmpty();
        plan.Setting("Plugins").Should().Be("[\"/usr/share/orthanc/plugins/\"]");
        plan.Installation.NewLinks.Should().BeEmpty();
    }

    [Fact]
    public void In_a_read_only_folder_the_paths_of_the_libraries_are_added()
    {
        var plan = Launch(Quiet(DicomWeb).With(new PluginsFolder(Scenario.Folder, PluginsFolderState.ReadOnly, [new("libMine.so", null)])));

        plan.Installation.NewLinks.Should().BeEmpty();
        plan.Setting("Plugins").Should().Be($"[\"/usr/share/orthanc/plugins/\",\"{Scenario.Available}/{DicomWeb}\"]");
        plan.Installation.AddedPaths.Should().Equal($"{Scenario.Available}/{DicomWeb}");
    }

    [Fact]
    public void In_a_read_only_folder_what_is_linked_already_is_not_added_again()
    {
        var plan = Launch(
            Quiet(DicomWeb)
                .With(
                    new PluginsFolder(Scenario.Folder, PluginsFolderState.ReadOnly, [new(DicomWeb, $"{Scenario.Available}/{DicomWeb}")])));

        plan.Installation.AddedPaths.Should().BeEmpty();
        plan.Setting("Plugins").Should().Be("[\"/usr/share/orthanc/plugins/\"]");
    }

    [Fact]
    public void In_a_read_only_folder_links_of_disabled_plugins_do_not_count()
    {
        var plan = Launch(Quiet(DicomWeb).With(new PluginsFolder(
            Scenario.Folder, PluginsFolderState.ReadOnly,
            [new("libOrthancTransfers.so", $"{Scenario.Available}/libOrthancTransfers.so")])));

        plan.Setting("Plugins").Should().Contain(DicomWeb).And.NotContain("Transfers").And.NotContain("\"/usr/share/orthanc/plugins/\"");
        plan.Installation.StaleLinks.Should().BeEmpty();
    }

    [Fact]
    public void Without_the_folder_the_paths_of_the_libraries_are_added()
    {
        var plan = Launch(Quiet(DicomWeb).With(new PluginsFolder(Scenario.Folder, PluginsFolderState.Missing, [])));

        plan.Installation.NewLinks.Should().BeEmpty();
        plan.Setting("Plugins").Should().Contain($"\"{Scenario.Available}/{DicomWeb}\"");
    }

    [Theory]
    [InlineData("[\"/usr/share/orthanc/plugins/\", \"/opt/mine\"]")]
    [InlineData("[\"/opt/mine\", \"/usr/share/orthanc/plugins\"]")]
    [InlineData("[\"/usr/share/orthanc/plugins/libOrthancDicomWeb.so\"]")]
    public void A_setting_of_the_user_that_names_the_folder_or_the_libraries_stays(string setting)
    {
        var plan = Launch(Quiet(DicomWeb).File($"{{\"Plugins\": {setting}}}"));

        plan.Setting("Plugins").Should().Be(setting.Replace(", ", ",", StringComparison.Ordinal));
        plan.Findings.Of(Rules.PluginsFolderOmitted).Should().BeEmpty();
    }

    [Theory]
    [InlineData("[\"/opt/mine\"]")]
    [InlineData("[]")]
    [InlineData("[\"/usr/share/orthanc/plugins-other/\"]")]
    public void A_setting_of_the_user_without_the_folder_is_warned_about(string setting)
    {
        var plan = Launch(Quiet(DicomWeb).File($"{{\"Plugins\": {setting}}}"));

        plan.Setting("Plugins").Should().Be(setting);
        var finding = plan.Findings.Only(Rules.PluginsFolderOmitted);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Setting.Should().Be("Plugins");
        finding.Place.ToString().Should().Be("/etc/orthanc/orthanc.json:1:2");
        finding.Message.Should().Be($"the setting Plugins does not include {Scenario.Folder}, so {DicomWeb} will not be loaded");
        finding.Remedy.Should().Contain(Scenario.Folder);
    }

    /// <summary>What is on by default only was not asked for, and who names one library of a plugin has chosen.</summary>
    [Theory]
    [InlineData("{\"Plugins\": [\"/opt/mine\"]}")]
    [InlineData("{\"Plugins\": [\"/opt/libOrthancPostgreSQLIndex.so\"], \"PostgreSQL\": {\"EnableIndex\": true, \"Host\": \"db\"}}")]
    public void Libraries_that_the_user_did_not_ask_for_may_stay_out(string file)
    {
        new Scenario().File(file).Plan().Findings.Of(Rules.PluginsFolderOmitted).Should().BeEmpty();
    }

    [Fact]
    public void A_setting_of_the_user_may_leave_out_a_folder_that_nobody_needs()
    {
        var plan = Launch(Quiet(DicomWeb).Variable("DICOM_WEB_PLUGIN_ENABLED", "false").Variable("PLUGINS", "[\"/opt/mine\"]"));

        plan.Setting("Plugins").Should().Be("[\"/opt/mine\"]");
    }

    [Theory]
    [InlineData("[\"/opt/mine\"]", true)]
    [InlineData("[\"/run/orthanc/plugins\"]", false)]
    [InlineData("[\"/usr/share/orthanc/plugins\"]", false)]
    public void Where_the_image_is_not_known_the_setting_has_to_name_one_of_the_folders(string setting, bool isWarning)
    {
        var plan = new Scenario().File($"{{\"Plugins\": {setting}, \"DicomWeb\": {{}}}}").With(
            new PluginsFolder(Scenario.Folder, PluginsFolderState.Missing, []), new PluginsFolder(Run, PluginsFolderState.Missing, []))
            .Plan();

        plan.Findings.Of(Rules.PluginsFolderOmitted).Any().Should().Be(isWarning);
        plan.Setting("Plugins").Should().Be(setting);
    }

    [Fact]
    public void A_setting_of_the_user_gets_the_paths_too_when_the_folder_cannot_be_written()
    {
        var plan = Launch(Quiet(DicomWeb)
            .With(new PluginsFolder(Scenario.Folder, PluginsFolderState.ReadOnly, []))
            .Variable("ORTHANC__PLUGINS", "[\"/opt/mine\"]"));

        plan.Setting("Plugins").Should().Be($"[\"/opt/mine\",\"{Scenario.Available}/{DicomWeb}\"]");
        plan.Findings.Of(Rules.PluginsFolderOmitted).Should().BeEmpty();
    }

    [Fact]
    public void The_setting_keeps_its_place_in_the_output()
    {
        Launch(
            Quiet(DicomWeb).With(new PluginsFolder(Scenario.Folder, PluginsFolderState.ReadOnly, []))
                .File("{\"Plugins\": [], \"Name\": \"a\"}"))
            .Keys().Should().StartWith(["Plugins", "Name"]);
    }

    /// <summary>Only DicomWeb is enabled, and the image has only this library.</summary>
    private static Scenario Quiet(string library)
    {
        var scenario = new Scenario().Libraries(library).Variable("GDCM_PLUGIN_ENABLED", "false")
            .Variable("ORTHANC_EXPLORER_2_ENABLED", "false");
        return library == DicomWeb ? scenario.Variable("DW_ENABLED", "true") : scenario;
    }

    private static PluginsFolder Writable(params PluginsFolderEntry[] entries) =>
        new(Scenario.Folder, PluginsFolderState.Writable, entries);

    private static IEnumerable<LibraryLink> Links(string folder, params string[] names) =>
        names.Select(name => new LibraryLink($"{folder}/{name}", $"{Scenario.Available}/{name}"));

    private static LaunchPlan Launch(Scenario scenario)
    {
        scenario.IsLaunch = true;
        return scenario.Variable("ORTHANC_PASSWORD", "pw").Plan();
    }
}

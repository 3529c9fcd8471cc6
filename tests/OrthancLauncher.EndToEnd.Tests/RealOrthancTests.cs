using System.Net;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The real Orthanc, started as in a container.</summary>
public sealed class RealOrthancTests
{
    [RequiresFact(Part.Container)]
    public async Task Files_variables_and_secrets_reach_Orthanc()
    {
        using var container = new OrthancContainer();
        container
            .Config("site.json", """
                {
                  // a comment, as Orthanc allows it
                  "Name": "${SITE:-nowhere}",
                  "DicomAet": "FROMFILE",
                  "StorageDirectory": "/var/lib/orthanc/db",
                }
                """)
            .Set("SITE", "Radiology")
            .Set("ORTHANC__DICOM_AET", "FROMVARIABLE")
            .Secret("ORTHANC_PASSWORD", "an \"odd\" pass$word\\\n");

        using var orthanc = await container.StartAsync();

        var system = await orthanc.GetAsync("/system");
        system["Name"]!.GetValue<string>().Should().Be("Radiology");
        system["DicomAet"]!.GetValue<string>().Should().Be("FROMVARIABLE");
        (await orthanc.StatusAsync("/system")).Should().Be(HttpStatusCode.Unauthorized);
        (await orthanc.StatusAsync("/system", "orthanc:orthanc")).Should().Be(HttpStatusCode.Unauthorized);
        (await orthanc.StatusAsync("/system", "orthanc:an \"odd\" pass$word\\")).Should().Be(HttpStatusCode.OK);
        (await orthanc.StatusAsync("/system", $"{OrthancContainer.User}:{OrthancContainer.Password}")).Should().Be(HttpStatusCode.OK);
        File.GetUnixFileMode(Path.Combine(container.Tmp, "orthanc.json")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [RequiresFact(Part.Container)]
    public async Task Exactly_the_enabled_plugins_are_loaded()
    {
        using var container = new OrthancContainer();
        container.Set("DICOM_WEB_PLUGIN_ENABLED", "true").Set("WORKLISTS_PLUGIN_ENABLED", "true")
            .Config("folders.json", """{"ServeFolders": {"/shared": "/usr/share/orthanc"}}""");

        using (var orthanc = await container.StartAsync())
        {
            (await PluginsAsync(orthanc)).Should().BeEquivalentTo("explorer.js", "dicom-web", "gdcm", "worklists", "serve-folders");
            (await orthanc.StatusAsync("/dicom-web/studies", $"{OrthancContainer.User}:{OrthancContainer.Password}"))
                .Should().Be(HttpStatusCode.OK);
        }

        container.Set("DICOM_WEB_PLUGIN_ENABLED", "false").Set("SERVE_FOLDERS_PLUGIN_ENABLED", "false");
        using (var orthanc = await container.StartAsync())
        {
            (await PluginsAsync(orthanc)).Should().BeEquivalentTo("explorer.js", "gdcm", "worklists");
        }
    }

    [RequiresFact(Part.Container)]
    public async Task The_folder_for_run_is_preferred_where_it_exists()
    {
        using var container = new OrthancContainer();
        container.WithRunFolder().Set("DICOM_WEB_PLUGIN_ENABLED", "true");

        using var orthanc = await container.StartAsync();

        (await PluginsAsync(orthanc)).Should().BeEquivalentTo("explorer.js", "dicom-web", "gdcm");
        Directory.EnumerateFileSystemEntries(container.Plugins).Should().BeEmpty();
    }

    [RequiresTheory(Part.Container)]
    [InlineData("/tmp/logs", "logs/orthanc.log")]
    [InlineData("/tmp/logs/own.log", "logs/own.log")]
    public async Task A_log_file_is_written_where_it_was_asked_for(string value, string file)
    {
        using var container = new OrthancContainer();
        Directory.CreateDirectory(Path.Combine(container.Tmp, "logs"));

        using var orthanc = await container.Set("LOGFILE", value).Set("VERBOSE_ENABLED", "true").StartAsync();

        File.ReadAllText(Path.Combine(container.Tmp, file)).Should().Contain("Orthanc version");
    }

    [RequiresFact(Part.Container)]
    public async Task A_forced_host_id_is_the_one_that_hostid_prints()
    {
        using var container = new OrthancContainer();

        using var orthanc = await container.Set("FORCE_HOST_ID", "cafe0001").StartAsync();

        (await orthanc.PrintedByAsync("hostid")).Should().Be("cafe0001");
    }

    [RequiresFact(Part.Container)]
    public async Task A_random_host_id_survives_a_restart_and_a_termination_is_clean()
    {
        using var container = new OrthancContainer();
        string first;
        using (var orthanc = await container.StartAsync())
        {
            first = await orthanc.PrintedByAsync("hostid");
            var finished = await orthanc.StopAsync();
            finished.ExitCode.Should().Be(0, finished.Error);
            finished.Error.Should().Contain("Orthanc has stopped");
        }

        File.ReadAllBytes(container.HostIdFile).Should().HaveCount(4);
        using (var orthanc = await container.StartAsync())
        {
            (await orthanc.PrintedByAsync("hostid")).Should().Be(first);
        }
    }

    [RequiresFact(Part.Container)]
    public async Task The_command_of_existing_images_works()
    {
        using var container = new OrthancContainer();

        using (await container.Set("ORTHANC__NAME", "first").StartAsync("/tmp/orthanc.json"))
        {
        }

        using var orthanc = await container.Set("ORTHANC__NAME", "second").StartAsync("/tmp/orthanc.json");

        (await orthanc.GetAsync("/system"))["Name"]!.GetValue<string>().Should().Be("second");
    }

    [RequiresFact(Part.Container)]
    public async Task An_instance_is_stored_and_found_again_after_a_restart()
    {
        using var container = new OrthancContainer();
        var file = DicomFile.Create("The^Patient");
        string id;
        using (var orthanc = await container.StartAsync())
        {
            using var content = new ByteArrayContent(file);
            id = (await orthanc.PostAsync("/instances", content))["ID"]!.GetValue<string>();
            await orthanc.StopAsync();
        }

        using (var orthanc = await container.StartAsync())
        {
            (await orthanc.GetBytesAsync($"/instances/{id}/file")).Should().Equal(file);
        }
    }

    internal static async Task<IEnumerable<string>> PluginsAsync(RunningOrthanc orthanc) =>
        (await orthanc.GetAsync("/plugins")).AsArray().Select(plugin => plugin!.GetValue<string>());
}

using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary><c>drift</c> beside the real Orthanc, in its container.</summary>
public sealed class DriftTests
{
    [RequiresFact(Part.Container)]
    public async Task A_rotated_secret_and_an_edited_file_show_until_the_next_start()
    {
        using var container = new OrthancContainer();
        container.Config("site.json", """{"Name": "before", "StableAge": 60}""").Secret("ORTHANC_PASSWORD", "marker-1")
            .Set("WORKLISTS_PLUGIN_ENABLED", "true").Set("VERBOSE_ENABLED", "true");
        using (var orthanc = await container.StartAsync())
        {
            var unchanged = await orthanc.RunAsync("/usr/share/orthanc/orthanc-launcher", "drift");
            unchanged.Output.Should().Be("no difference\n", unchanged.Error);
            unchanged.ExitCode.Should().Be(0);

            container.Config("site.json", """{"Name": "after", "StableAge": 60}""").Secret("ORTHANC_PASSWORD", "marker-2");
            var drifted = await orthanc.RunAsync("/usr/share/orthanc/orthanc-launcher", "drift");
            drifted.ExitCode.Should().Be(1, drifted.Error);
            drifted.Output.Should().Contain("+ \"after\"  /etc/orthanc/site.json:1:2").And.Contain("~ RegisteredUsers.orthanc")
                .And.EndWith("2 settings differ\n");
            drifted.Everything.Should().NotContain("marker").And.NotContain("before");
        }

        using var next = await container.StartAsync();
        (await next.RunAsync("/usr/share/orthanc/orthanc-launcher", "drift")).Output.Should().Be("no difference\n");
    }

    [RequiresFact(Part.Container)]
    public async Task A_plugin_that_the_next_start_enables_is_a_link_to_make()
    {
        using var container = new OrthancContainer();
        using var orthanc = await container.StartAsync();
        container.Config("more.json", """{"DicomWeb": {"Root": "/web/"}}""");

        var drifted = await orthanc.RunAsync("/usr/share/orthanc/orthanc-launcher", "drift");
        drifted.ExitCode.Should().Be(1, drifted.Error);
        drifted.Output.Should().Contain("~ /usr/share/orthanc/plugins/libOrthancDicomWeb.so would be linked")
            .And.Contain("+ DicomWeb.Root");
    }
}

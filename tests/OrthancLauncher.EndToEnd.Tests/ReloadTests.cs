using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>POST /tools/reset with the script that has the launcher write the configuration again.</summary>
public sealed class ReloadTests
{
    [RequiresFact(Part.Container)]
    public async Task A_reset_brings_new_values_and_plugins_and_a_broken_file_changes_nothing()
    {
        using var container = new OrthancContainer();
        File.Copy(
            Path.Combine(Repository.Root, "docker", "filter-http-tools-reset.lua"), Path.Combine(container.Tmp, "filter.lua"));
        File.WriteAllText(Path.Combine(container.Tmp, "count.sh"), "echo started >>/tmp/starts\n");
        var written = Path.Combine(container.Tmp, "orthanc.json");
        container.Config("a.json", """{"Name": "before", "LuaScripts": ["/tmp/filter.lua"]}""")
            .Set("PATH", "/usr/share/orthanc:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "sh /tmp/count.sh");
        using var orthanc = await container.StartAsync();
        (await NameAsync(orthanc)).Should().Be("before");
        var first = File.ReadAllText(written);

        container.Config("a.json", """{"Name": "after", "LuaScripts": ["/tmp/filter.lua"], "DicomWeb": {"Enable": true}}""");
        using (var stranger = new HttpClient())
        {
            using var answer = await stranger.PostAsync(
                new Uri($"http://127.0.0.1:{container.HttpPort}/tools/reset"), new StringContent(""));
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }

        File.ReadAllText(written).Should().Be(first, "strangers cause nothing");
        await ResetAsync(orthanc, async () => await NameAsync(orthanc) == "after");
        (await RealOrthancTests.PluginsAsync(orthanc)).Should().Contain("dicom-web");
        File.GetUnixFileMode(written).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var second = File.ReadAllText(written);
        container.Config("b.json", """{"Name": "broken", """);
        var refused = () => orthanc.PostAsync("/tools/reset", new StringContent(""));
        await refused.Should().ThrowAsync<Exception>();
        (await NameAsync(orthanc)).Should().Be("after");
        File.ReadAllText(written).Should().Be(second);

        container.Config("b.json", """{"DicomAet": "MENDED"}""");
        await ResetAsync(orthanc, async () => await SystemAsync(orthanc, "DicomAet") == "MENDED");
        File.ReadAllText(Path.Combine(container.Tmp, "starts")).Should().Be("started\n");
        var finished = await orthanc.StopAsync();
        finished.Error.Should().Contain("/etc/orthanc/b.json:1:").And.Contain("/tools/reset is refused");
    }

    [RequiresFact(Part.Container)]
    public async Task What_is_written_again_is_what_the_launch_wrote()
    {
        using var container = new OrthancContainer();
        File.Copy(
            Path.Combine(Repository.Root, "docker", "filter-http-tools-reset.lua"), Path.Combine(container.Tmp, "filter.lua"));
        File.WriteAllText(Path.Combine(container.Tmp, "count.sh"), "echo started >>/tmp/starts\n");
        var written = Path.Combine(container.Tmp, "it's here.json");
        container.WithRunFolder().Set("DICOM_WEB_PLUGIN_ENABLED", "true").Set("ORTHANC__LUA_SCRIPTS", """["/tmp/filter.lua"]""")
            .Set("PATH", "/usr/share/orthanc:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        using var orthanc = await container.StartAsync("--output", "/tmp/it's here.json");
        var first = File.ReadAllText(written);
        File.WriteAllText(written, "{}");
        await ResetAsync(orthanc, async () => (await RealOrthancTests.PluginsAsync(orthanc)).Contains("dicom-web"));
        File.ReadAllText(written).Should().Be(first);
        File.Exists(Path.Combine(container.Tmp, "orthanc.json")).Should().BeFalse();
    }

    private static async Task<string> NameAsync(RunningOrthanc orthanc) => await SystemAsync(orthanc, "Name");

    private static async Task<string> SystemAsync(RunningOrthanc orthanc, string name) =>
        (await orthanc.GetAsync("/system"))[name]!.GetValue<string>();

    /// <summary>Resets, and waits until a condition holds; until then answers may come from the old start, or none at all.</summary>
    private static async Task ResetAsync(RunningOrthanc orthanc, Func<Task<bool>> condition)
    {
        await orthanc.PostAsync("/tools/reset", new StringContent(""));
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                // A request that arrives while Orthanc stops is never answered; the next one is.
                if (await condition().WaitAsync(TimeSpan.FromSeconds(10)))
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException or TimeoutException)
            {
                // It is between the two starts.
            }

            watch.Elapsed.Should().BeLessThan(RunningProcess.Patience, "Orthanc comes back");
        }
    }
}

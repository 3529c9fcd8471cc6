using System.Globalization;
using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class PlanTests : IDisposable
{
    private readonly TestHost _host = new TestHost().Startable();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void What_a_launch_does_is_what_the_plan_says()
    {
        _host.Set("FORCE_HOST_ID", "a1b2").Set("DICOM_WEB_PLUGIN_ENABLED", "true").Set("VERBOSE_ENABLED", "yes").Set("NO_JOBS", "1")
            .Set("LOGFILE", _host.Folder)
            .Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/x.sh 'a b'").Set("JAVA_PLUGIN_ENABLED", "true").Set("JAVA_HOME", $"{_host.Folder}/java")
            .Set("ORTHANC__NAME", "planned")
            .WithFile("java/lib/server/libjvm.so", "").WithFile("available/libOrthancDicomWeb.so", "")
            .WithFile("available/libOrthancJava.so", "").WithFile("available/libOrthancGdcm.so", "");
        File.CreateSymbolicLink($"{_host.Folder}/plugins/libOrthancGdcm.so", $"{_host.Folder}/available/libOrthancGdcm.so");

        _host.Run("render", "--plan", "--format", "json").Should().Be(0, _host.Error);
        var plan = JsonNode.Parse(_host.Output)!;
        plan["refused"]!.GetValue<bool>().Should().BeFalse();
        var steps = plan["steps"]!.AsArray().Select(step => step!).ToList();
        steps.Select(step => step["step"]!.GetValue<string>())
            .Should().Equal("host-id", "remove-link", "link", "link", "write", "script", "exec");
        Directory.GetFileSystemEntries($"{_host.Folder}/plugins").Should().ContainSingle("a plan touches nothing");
        _host.Written.Should().BeNull();

        _host.Run().Should().Be(126, _host.Error);

        var hostId = Step("host-id");
        BitConverter.ToUInt32(File.ReadAllBytes(Text(hostId, "path"))).ToString("x8", CultureInfo.InvariantCulture)
            .Should().Be(Text(hostId, "value")).And.Be("0000a1b2");
        File.Exists(Text(Step("remove-link"), "path")).Should().BeFalse();
        foreach (var link in steps.Where(step => Text(step, "step") == "link"))
        {
            new FileInfo(Text(link, "path")).LinkTarget.Should().Be(Text(link, "target"));
        }

        Directory.GetFileSystemEntries($"{_host.Folder}/plugins")
            .Should().BeEquivalentTo(steps.Where(step => Text(step, "step") == "link").Select(link => Text(link, "path")));
        var written = new FileInfo(Text(Step("write"), "path"));
        written.Length.ToString(CultureInfo.InvariantCulture).Should().Be(Text(Step("write"), "bytes"));
        Convert.ToString((int)written.UnixFileMode, 8).Should().Be(Text(Step("write"), "mode").TrimStart('0'));
        _host.Processes.Script.Should().Be(Text(Step("script"), "command"));
        _host.Processes.Arguments.Should().Equal(Step("exec")["arguments"]!.AsArray().Select(argument => argument!.GetValue<string>()));
        _host.Processes.Preload.Should().Be(Text(Step("exec"), "LD_PRELOAD")).And.Be($"{_host.Folder}/java/lib/server/libjvm.so");

        JsonNode Step(string name) => steps.Single(step => Text(step, "step") == name);
    }

    [Fact]
    public void The_plan_in_words_is_numbered()
    {
        _host.Set("GENERATE_HOST_ID_IF_MISSING", "false").Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/x.sh http://u:hush@h/");
        _host.Run("render", "--plan").Should().Be(0);
        _host.Output.Should().StartWith($"1. write the configuration to {_host.Folder}/orthanc.json, ")
            .And.Contain("\n2. run the start-up script: /x.sh http://********@h/\n3. exec /bin/true");
    }

    [Fact]
    public void A_refused_plan_says_so()
    {
        _host.Set("ORTHANC_PASSWORD", "").Run("render", "--plan").Should().Be(1);
        _host.Output.Should().StartWith("A launch would be refused.");
        _host.Error.Should().Contain("[no-users]");
    }

    [Fact]
    public void Annotations_name_each_values_source()
    {
        _host.WithFile(
            "etc/a.json",
            "{\n  \"Name\": \"a\",\n  \"DicomWeb\": {\"Root\": \"/x/\"},\n  \"DicomModalities\": {\"p\": [\"P\", \"h\", 1]}\n}")
            .Set("ORTHANC__DICOM_WEB__ENABLE_WADO", "false");
        _host.Run(
            "render", "--annotated", "--no-environment", "-e", "ORTHANC__DICOM_WEB__ENABLE_WADO=false", "-e", "ORTHANC_PASSWORD=hush",
            "--config-dir", $"{_host.Folder}/etc");
        _host.Output.Should().Contain($"\"Name\": \"a\", // {_host.Folder}/etc/a.json:2:3")
            .And.Contain("\"EnableWado\": false, // environment variable ORTHANC__DICOM_WEB__ENABLE_WADO")
            .And.Contain("\"Enable\": true // default of plugin DicomWeb")
            .And.Contain($"\"DicomModalities\": {{ // {_host.Folder}/etc/a.json:4:3")
            .And.Contain("\"orthanc\": \"********\" // environment variable ORTHANC_PASSWORD");
        _host.WithFile("annotated.json", _host.Output);
        _host.Run(
            "render", "--no-environment", "--config-dir", $"{_host.Folder}/definitions", $"{_host.Folder}/annotated.json")
            .Should().Be(0, "an annotated configuration can be read again");
    }

    private static string Text(JsonNode step, string name) => step[name]!.GetValue<string>();
}

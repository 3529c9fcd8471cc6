using OrthancLauncher.Tests.Support;
using static OrthancLauncher.Tests.Support.Expected;

namespace OrthancLauncher.Tests;

/// <summary>Nothing that the user named, and nothing that is there, is passed over in silence.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly TestHost _host = ValidationHosts.Quiet();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("CONFIG_DIR", "--config-dir")]
    [InlineData("SECRETS_DIR", "--secrets-dir")]
    [InlineData("DEFINITIONS", "--definitions")]
    public void A_folder_that_is_named_must_exist(string variable, string option)
    {
        _host.Run("render", option, "/none/x").Should().Be(1);
        _host.Error.Should().Contain($"/none/x: the folder does not exist [unreadable-source]; create it, or correct {option}");

        _host.Set($"ORTHANC_LAUNCHER_{variable}", "/none/y").Run().Should().Be(1);
        _host.Error.Should().Contain(
            $"/none/y: the folder does not exist [unreadable-source]; create it, or correct ORTHANC_LAUNCHER_{variable}");
        _host.Processes.Path.Should().BeNull();
    }

    [Theory]
    [InlineData("PLUGINS_AVAILABLE")]
    [InlineData("PLUGINS_DIR")]
    public void A_folder_of_plugins_that_is_named_must_exist_for_every_command(string variable)
    {
        _host.Set($"ORTHANC_LAUNCHER_{variable}", "/none/y");
        foreach (var command in (string[])["validate", "render", "plugins", "launch"])
        {
            _host.Run(command).Should().Be(1, command);
            (_host.Output + _host.Error).Should().Contain("/none/y").And.Contain("the folder does not exist")
                .And.Contain($"correct ORTHANC_LAUNCHER_{variable}");
        }
    }

    [Fact]
    public void A_root_that_is_named_must_be_a_folder()
    {
        _host.Run("render", "--root", "/none").Should().Be(2);
        _host.Error.Should().Be("orthanc-launcher: --root /none: it does not exist\n");
        _host.Run("schema", "--root", "/bin/true").Should().Be(2);
        _host.Error.Should().Be("orthanc-launcher: --root /bin/true: it is a file, not a folder\n");
    }

    [Fact]
    public void A_file_in_the_place_of_a_folder_is_an_error()
    {
        _host.WithFile("file", "").Run("render", "--config-dir", $"{_host.Folder}/file").Should().Be(1);
        _host.Error.Should().Contain("/file: it is a file, not a folder [unreadable-source]");
    }

    [Fact]
    public void The_schema_beside_the_files_is_for_editors()
    {
        _host.WithFile("etc/orthanc.json", "{\"$schema\": \"orthanc.schema.json\"}")
            .WithFile("etc/orthanc.schema.json", "{\"type\": \"object\"}");
        Validation.Of(_host).ShouldBe();
        _host.Run("render").Should().Be(0);
        _host.Output.Should().NotContainAny("schema", "\"type\"");
    }

    [Theory]
    [InlineData("etc")]
    [InlineData("secrets")]
    public void A_folder_in_the_place_of_a_file_is_an_error(string folder)
    {
        Directory.CreateDirectory($"{_host.Folder}/{folder}/orthanc.json");
        Validation.Of(_host).ShouldBe(
            Error(
                "unreadable-source", null, $"{folder}/orthanc.json",
                message: "it is a folder (docker creates one where the file to mount does not exist)"));
    }

    [Fact]
    public void What_was_probably_meant_is_named_with_the_name_that_would_be_read()
    {
        _host.WithFile("etc/a.jsonc", "{}").WithFile("etc/B.JSON", "{}").WithFile("etc/conf.d/c.json", "{}")
            .WithFile("etc/conf.d/d.txt", "")
            .WithFile("etc/notes.txt", "").WithFile("etc/.hidden.JSON", "").WithFile("secrets/kubernetes.io/serviceaccount/token", "");
        Validation.Of(_host).ShouldBe(
            Warning("near-miss-name", null, "etc/a.jsonc", "rename it to a.json"),
            Warning("near-miss-name", null, "etc/B.JSON", "rename it to B.json"),
            Warning("near-miss-name", null, "etc/conf.d/c.json", "etc/c.json"));
    }

    [Fact]
    public void A_secret_whose_name_is_nearly_that_of_a_variable_is_a_near_miss()
    {
        _host.WithFile("secrets/orthanc__postgresql__password", "x").WithFile("secrets/orthanc_password", "x")
            .WithFile("secrets/ORTHANC_REGISTERED_USERS", "{}")
            .WithFile("secrets/orthanc_aet", "AET").WithFile("secrets/other", "").Set("ORTHANC__DICOM_AET_SECRET", "orthanc_aet");
        Validation.Of(_host).ShouldBe(
            Warning("near-miss-name", null, "secrets/orthanc__postgresql__password", "rename it to ORTHANC__POSTGRESQL__PASSWORD"),
            Warning("near-miss-name", null, "secrets/orthanc_password", "rename it to ORTHANC_PASSWORD"),
            Warning("near-miss-name", null, "secrets/ORTHANC_REGISTERED_USERS", "rename it to ORTHANC__REGISTERED_USERS"));
    }

    [Fact]
    public void A_root_decides_where_links_in_it_lead()
    {
        _host.WithFile("root/etc/orthanc/x", "").WithFile("root/data/a.json", """{"Name": "inside"}""")
            .WithFile("outside.json", """{"Name": "outside"}""");
        File.CreateSymbolicLink($"{_host.Folder}/root/etc/orthanc/a.json", "/data/a.json");
        File.CreateSymbolicLink($"{_host.Folder}/root/etc/orthanc/b.json", $"{_host.Folder}/outside.json");
        File.CreateSymbolicLink($"{_host.Folder}/root/etc/orthanc/c.json", "../../../../outside.json");
        _host.Run("render", "--root", $"{_host.Folder}/root", "--config-dir", "/etc/orthanc", "--secrets-dir", "/data").Should().Be(1);
        _host.Output.Should().BeEmpty();
        _host.Error.Should().Contain("b.json: the file cannot be read: it does not exist")
            .And.Contain("c.json: the file cannot be read: it does not exist")
            .And.NotContain("a.json: the file");
    }

    [Theory]
    [InlineData("/dev/zero", "it is a device, not a plain file")]
    [InlineData("pipe", "it is a named pipe, not a plain file")]
    [InlineData("large", "it is larger than 1 MiB")]
    [InlineData("etc", "it is a folder")]
    public void A_secret_must_be_a_plain_file_of_reasonable_size(string path, string reason)
    {
        using (var large = File.Create($"{_host.Folder}/large"))
        {
            large.SetLength(1024 * 1024 + 1);
        }

        using (var process = System.Diagnostics.Process.Start("mkfifo", $"{_host.Folder}/pipe"))
        {
            process.WaitForExit();
        }

        var full = Path.Combine(_host.Folder, path);
        _host.Set("ORTHANC__NAME_SECRET", full).Run().Should().Be(1);
        _host.Error.Should().Contain($"{full} cannot be read: {reason}");
    }

    [Theory]
    [InlineData("--env-file")]
    [InlineData("--compose")]
    [InlineData("--kubernetes")]
    public void A_device_is_refused_wherever_a_file_is_named(string option)
    {
        _host.Run("render", option, "/dev/zero").Should().Be(2);
        _host.Error.Should().Contain($"{option} /dev/zero: it cannot be read: it is a device, not a plain file");
    }
}

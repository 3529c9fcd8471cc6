using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class LaunchTests : IDisposable
{
    private readonly TestHost _host = new TestHost().Startable();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Orthanc_is_started_with_the_written_file()
    {
        _host.Set("ORTHANC__NAME", "test").Run("--", "--extra").Should().Be(126, "the process that cannot really be replaced returns");
        _host.Processes.Path.Should().Be("/bin/true");
        _host.Processes.Arguments.Should().Equal("/bin/true", $"{_host.Folder}/orthanc.json", "--extra");
        _host.Written.Should().Contain("\"Name\": \"test\"").And.Contain("\"orthanc\": \"test\"");
        File.GetUnixFileMode($"{_host.Folder}/orthanc.json").Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_second_start_overwrites_the_file()
    {
        _host.Set("ORTHANC__NAME", "a").Run();
        _host.Set("ORTHANC__NAME", "b").Run($"{_host.Folder}/orthanc.json");
        _host.Written.Should().Contain("\"Name\": \"b\"").And.NotContain("\"a\"");
        Directory.GetFiles(_host.Folder).Should().BeEquivalentTo($"{_host.Folder}/orthanc.json", $"{_host.Folder}/hostid");
    }

    [Theory]
    [InlineData("/tmp/orthanc.json")]
    [InlineData("/tmp//x/../orthanc.json")]
    public void The_default_output_as_a_source_is_dropped_wherever_the_output_goes(string source)
    {
        _host.Run(source).Should().Be(126, _host.Error);
        _host.Written.Should().NotBeNull();
        _host.Processes.Arguments.Should().Equal("/bin/true", $"{_host.Folder}/orthanc.json");
    }

    [Fact]
    public void Any_other_source_must_exist()
    {
        _host.Run($"{_host.Folder}/none.json").Should().Be(2);
        _host.Error.Should().Contain($"{_host.Folder}/none.json: ");
        _host.Processes.Path.Should().BeNull();
    }

    [Fact]
    public void Other_commands_read_a_written_file_like_any_other()
    {
        _host.WithFile("orthanc.json", """{"Name": "written"}""").Run("render", $"{_host.Folder}/orthanc.json").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("\"Name\": \"written\"");
    }

    [Fact]
    public void A_folder_that_was_already_read_keeps_its_place()
    {
        _host.WithFile("etc/a.json", """{"Name": "folder"}""").WithFile("etc/b.json", "{}")
            .WithFile("secrets/c.json", """{"Name": "secret"}""");
        _host.Run($"{_host.Folder}/etc/", $"{_host.Folder}/etc/../etc/a.json").Should().Be(126, _host.Error);
        _host.Written.Should().Contain("\"Name\": \"secret\"");
    }

    [Fact]
    public void A_file_that_a_launch_writes_is_not_a_source_of_the_next()
    {
        _host.Set("ORTHANC_LAUNCHER_OUTPUT", $"{_host.Folder}/etc/orthanc.json").Set("ORTHANC__NAME", "first").Run().Should().Be(126);
        _host.Set("ORTHANC__NAME", "").Run().Should().Be(126);
        _host.Error.Should().Contain("etc/orthanc.json is not read, because a launch writes it").And.Contain("ORTHANC_LAUNCHER_OUTPUT");
        File.ReadAllText($"{_host.Folder}/etc/orthanc.json").Should().NotContain("first");
    }

    [Fact]
    public void A_file_that_a_launch_wrote_is_no_source_by_another_path_either()
    {
        _host.Set("ORTHANC_LAUNCHER_OUTPUT", $"{_host.Folder}/own/x.json").WithFile("own/x.json", """{"Name": "stale"}""")
            .WithFile("own/y.json", """{"DicomAet": "KEPT"}""");
        Directory.CreateSymbolicLink($"{_host.Folder}/linked", $"{_host.Folder}/own");
        Directory.CreateSymbolicLink($"{_host.Folder}/etc/z.json", $"{_host.Folder}/own/x.json");

        foreach (var source in (string[])["own", "own/x.json", "linked", "linked/x.json", "linked/../linked/"])
        {
            _host.WithFile("own/x.json", """{"Name": "stale"}""").Run($"{_host.Folder}/{source}", $"{_host.Folder}/own").Should().Be(126);
            var written = File.ReadAllText($"{_host.Folder}/own/x.json");
            written.Should().NotContain("stale", source).And.Contain("KEPT");
        }

        _host.Error.Should().Contain("etc/z.json is not read, because a launch writes it");
    }

    [Theory]
    [InlineData("{0}/mounted/orthanc.json")]
    [InlineData("{0}/nowhere/")]
    public void A_source_whose_mount_was_forgotten_is_never_written(string source)
    {
        var named = string.Format(System.Globalization.CultureInfo.InvariantCulture, source, _host.Folder);
        _host.Set("ORTHANC_LAUNCHER_CONFIG_DIR", $"{_host.Folder}/etc:{_host.Folder}/nowhere").Run(named).Should().Be(2);
        _host.Error.Should().Contain(named);
        _host.Written.Should().BeNull();
        Path.Exists(named).Should().BeFalse();
    }

    [Theory]
    [InlineData("ORTHANC_LAUNCHER_PLUGINS_DIR", "nowhere", 1, "nowhere: the folder does not exist")]
    [InlineData("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", "nowhere", 1, "nowhere: the folder does not exist")]
    [InlineData("ORTHANC_LAUNCHER_PLUGINS_DIR", "pipe", 1, "pipe: it is a named pipe, not a folder")]
    [InlineData("ORTHANC_LAUNCHER_CONFIG_DIR", "pipe", 1, "pipe: it is a named pipe, not a folder")]
    [InlineData("ORTHANC_LAUNCHER_DEFINITIONS", "pipe", 1, "pipe: it is a named pipe, not a folder")]
    [InlineData("ORTHANC_LAUNCHER_OUTPUT", "pipe", 1, "pipe: the configuration cannot be written: it is a named pipe")]
    [InlineData("ORTHANC_LAUNCHER_HOST_ID_FILE", "pipe", 126, "pipe: the host id 01020304 cannot be written: it is a named pipe")]
    [InlineData("ORTHANC_LAUNCHER_HOST_ID_FILE", "etc", 126, "etc: the host id 01020304 cannot be written: it is a folder")]
    [InlineData("ORTHANC__NAME_SECRET", "pipe", 1, "pipe cannot be read: it is a named pipe, not a plain file")]
    public void What_is_no_file_or_folder_is_named_at_once(string variable, string path, int exitCode, string reason)
    {
        MakePipe();
        _host.Set(variable, $"{_host.Folder}/{path}").Run().Should().Be(exitCode, _host.Error);
        _host.Error.Should().Contain($"{_host.Folder}/{reason}");
    }

    [Theory]
    [InlineData("pipe", "it is a named pipe", "launch", "{0}")]
    [InlineData("dangling", "it is a link to /nowhere/else, which does not exist", "launch", "{0}")]
    [InlineData("pipe", "it is a named pipe, not a folder", "convert", "own/c.json", "--secrets-out", "{0}")]
    [InlineData("pipe", "nobody reads the named pipe", "render", "--output", "{0}")]
    public void What_is_no_file_or_folder_is_named_where_an_argument_names_it(string path, string reason, params string[] arguments)
    {
        MakePipe();
        File.CreateSymbolicLink($"{_host.Folder}/dangling", "/nowhere/else");
        _host.WithFile("own/c.json", """{"PostgreSQL": {"Password": "p"}}""");
        string[] given = [.. arguments.Select(argument => argument.Replace("{0}", $"{_host.Folder}/{path}", StringComparison.Ordinal)
            .Replace("own/", $"{_host.Folder}/own/", StringComparison.Ordinal))];

        _host.Run(given).Should().BeInRange(1, 2, _host.Error);

        _host.Error.Should().Contain($"{_host.Folder}/{path}: ").And.Contain(reason);
    }

    private void MakePipe() => System.Diagnostics.Process.Start("mkfifo", $"{_host.Folder}/pipe").WaitForExit();

    [Fact]
    public void A_random_host_id_is_written_once()
    {
        _host.Run();
        File.ReadAllBytes($"{_host.Folder}/hostid").Should().Equal(4, 3, 2, 1);
        File.WriteAllBytes($"{_host.Folder}/hostid", [9, 9, 9, 9]);
        _host.Run();
        File.ReadAllBytes($"{_host.Folder}/hostid").Should().Equal(9, 9, 9, 9);
    }

    [Fact]
    public void A_refused_configuration_touches_nothing()
    {
        _host.WithFile("etc/a.json", "{\"Name\": ").Run().Should().Be(1);
        _host.Processes.Path.Should().BeNull();
        _host.Written.Should().BeNull();
        File.Exists($"{_host.Folder}/hostid").Should().BeFalse();
        _host.Error.Should().Contain("etc/a.json:1:10").And.Contain("Orthanc was not started: 1 error");
    }

    [Fact]
    public void A_failing_script_ends_the_start_with_its_exit_code()
    {
        _host.Processes.ScriptCode = 7;
        _host.Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/x.sh a").Run().Should().Be(7);
        _host.Processes.Script.Should().Be("/x.sh a");
        _host.Processes.Path.Should().BeNull();
    }

    [Fact]
    public void A_signal_during_the_script_ends_the_start()
    {
        _host.Processes.ScriptSignal = 15;
        _host.Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/x.sh").Run().Should().Be(143);
        _host.Processes.Path.Should().BeNull();
    }

    [Fact]
    public void After_a_signal_before_the_script_nothing_is_started()
    {
        _host.Processes.StopSignal = 15;
        _host.Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/x.sh").Run().Should().Be(143);
        _host.Processes.Script.Should().BeNull();
        _host.Processes.Path.Should().BeNull();
    }

    [Fact]
    public void Libraries_are_linked_and_stale_links_removed()
    {
        _host.WithFile("available/libOrthancDicomWeb.so", "").WithFile("available/libOrthancGdcm.so", "").WithFile("plugins/own.so", "");
        File.CreateSymbolicLink($"{_host.Folder}/plugins/libOrthancGdcm.so", $"{_host.Folder}/available/libOrthancGdcm.so");
        _host.Set("DICOM_WEB_PLUGIN_ENABLED", "true").Run();
        Directory.GetFileSystemEntries($"{_host.Folder}/plugins").Select(Path.GetFileName)
            .Should().BeEquivalentTo("libOrthancDicomWeb.so", "own.so");
        new FileInfo($"{_host.Folder}/plugins/libOrthancDicomWeb.so")
            .LinkTarget.Should().Be($"{_host.Folder}/available/libOrthancDicomWeb.so");
        _host.Written.Should().Contain($"\"{_host.Folder}/plugins/\"");
    }

    [Fact]
    public void Strict_makes_a_warning_an_error()
    {
        _host.Set("DICOM_AET", "OLD").Run().Should().Be(126);
        _host.Run("--strict").Should().Be(1);
        _host.Set("ORTHANC_LAUNCHER_STRICT", "yes").Run().Should().Be(1);
        _host.Error.Should().Contain("E").And.Contain("[deprecated-name]");
    }

    [Fact]
    public void A_variable_that_looks_like_an_option_is_named()
    {
        _host.Set("ORTHANC_LAUNCHER_CONFG_DIR", "/x").Run();
        _host.Error.Should().Contain("ORTHANC_LAUNCHER_CONFG_DIR is not a launcher option").And.Contain("ORTHANC_LAUNCHER_CONFIG_DIR");
    }

    [Theory]
    [InlineData("sub/secret")]
    [InlineData("../secret")]
    public void A_secret_is_named_without_folders(string name)
    {
        _host.WithFile("secret", "outside").WithFile("secrets/sub/secret", "inside").Set("ORTHANC__NAME_SECRET", name).Run().Should().Be(1);
        _host.Error.Should().Contain("[missing-secret]").And.Contain("neither a file name nor an absolute path")
            .And.Contain("ORTHANC__NAME_SECRET");
    }

    [Fact]
    public void Options_of_the_health_check_do_not_mind_a_start()
    {
        _host.Set("ORTHANC_LAUNCHER_PROBE_USER", "demo").Run("--strict").Should().Be(126, _host.Error);
        _host.Error.Should().NotContain("ORTHANC_LAUNCHER_PROBE_USER");
    }

    [Fact]
    public void Verbose_startup_shows_all_but_the_secrets()
    {
        _host.Set("VERBOSE_STARTUP", "").Set("ORTHANC__POSTGRESQL__PASSWORD", "marker-1").Set("POSTGRESQL_PLUGIN_ENABLED", "false")
            .WithFile("secrets/ORTHANC__NAME", "marker-2").Run();
        _host.Error.Should().Contain("secret ORTHANC__NAME sets Name to \"********\"").And.Contain("plugin Gdcm is disabled")
            .And.NotContain("marker");
    }

    [Fact]
    public void A_refused_verbose_startup_shows_what_a_good_one_shows_and_then_the_errors()
    {
        _host.Set("VERBOSE_STARTUP", "true").Set("ORTHANC__NAME", "shown").Set("ORTHANC__HTTP_PORT", "0x")
            .WithFile("etc/a.json", """{"DicomAet": "MERGED"}""").WithFile("etc/b.json", "{ broken").Run().Should().Be(1);

        string[] parts =
        [
            $"the folder {_host.Folder}/etc has 2 files", $"the folder {_host.Folder}/secrets has 0 files", "etc/a.json is merged",
            "ORTHANC__NAME sets Name to \"shown\"", "plugin Gdcm is disabled", "the configuration is:", "\"DicomAet\": \"MERGED\"",
            "etc/b.json:1:3", "Orthanc was not started: ",
        ];
        var places = parts.Select(part => _host.Error.IndexOf(part, StringComparison.Ordinal)).ToList();
        places.Should().NotContain(-1, _host.Error).And.BeInAscendingOrder(_host.Error);
        _host.Written.Should().BeNull();
    }
}

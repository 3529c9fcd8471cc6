using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestHost _host = new TestHost().Startable();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_misspelt_path_of_validate_is_a_finding_with_the_one_that_is_there()
    {
        _host.WithFile("compose.yml", "").Run("validate", $"{_host.Folder}/compse.yml").Should().Be(1);
        _host.Output.Should().Contain($"it does not exist [unreadable-source]\n    did you mean {_host.Folder}/compose.yml?\n");
    }

    [Theory]
    [InlineData("render", "compose.yaml")]
    [InlineData("convert", "compose.yl")]
    [InlineData("validate", "--compose", "compose.yl")]
    public void A_misspelt_path_is_answered_with_the_one_that_is_there(params string[] arguments)
    {
        _host.WithFile("compose.yml", "").Run([.. arguments[..^1], $"{_host.Folder}/{arguments[^1]}"]).Should().Be(2);
        _host.Error.Should().EndWith($"; did you mean {_host.Folder}/compose.yml?\n");
    }

    [Theory]
    [InlineData("unknown option --confg; did you mean --config-dir?", "--confg", "x")]
    [InlineData("unknown option --confg; did you mean --config-dir?", "launch", "--confg=x")]
    [InlineData("unknown option --shw-secrets; did you mean --show-secrets?", "render", "--shw-secrets")]
    [InlineData("unknown option --shw-secrets; did you mean --show-secrets?", "explain", "--shw-secrets")]
    [InlineData("unknown option --qqq; orthanc-launcher variables list --help lists the options", "variables", "list", "--qqq")]
    [InlineData("--compose is an option of render, validate, explain, compare or plugins, not of launch", "--compose", "compose.yml")]
    [InlineData("--secrets-out is an option of convert, not of render", "render", "--secrets-out", "x")]
    [InlineData("unknown option --hepl; did you mean --help?", "schema", "--hepl")]
    [InlineData("unknown option --verbose; orthanc-launcher render --help lists the options", "render", "--verbose")]
    [InlineData("--verbose is an option of Orthanc; write it after --: orthanc-launcher -- --verbose", "--verbose")]
    [InlineData(
        "--upgrade is an option of Orthanc; write it after --: orthanc-launcher -- --upgrade", "launch", "/tmp/orthanc.json", "--upgrade")]
    [InlineData("--trace-dicom is an option of Orthanc; write it after --: orthanc-launcher -- --trace-dicom", "--trace-dicom")]
    [InlineData("--logdir is an option of Orthanc; write it after --: orthanc-launcher -- --logdir=/logs", "--logdir=/logs")]
    [InlineData("rendr: not a command, program, file or folder; did you mean render?", "rendr")]
    [InlineData("rendr: not a command, program, file or folder; did you mean render?", "--strict", "rendr")]
    [InlineData("compose.yml is after --, where validate accepts nothing; leave the -- out", "validate", "--", "compose.yml")]
    [InlineData("--verbose is after --, where variables list accepts nothing; leave the -- out", "variables", "list", "--", "--verbose")]
    [InlineData("unknown command lst; did you mean list?", "variables", "lst")]
    [InlineData("variables needs a command: list, name, setting or check", "variables")]
    [InlineData("convert needs FILE, a configuration of Orthanc, or an env file; - is standard input", "convert", "--to", "env")]
    [InlineData("unexpected argument b.json; orthanc-launcher convert --help shows the usage", "convert", "a.json", "b.json")]
    [InlineData("--root needs a value: --root DIR", "render", "--root")]
    [InlineData("--config-dir needs a value: --config-dir DIR", "--config-dir")]
    [InlineData("--root can be given only once", "render", "--root", "/a", "--root", "/b")]
    [InlineData("--output is before the command; write orthanc-launcher render first", "--output", "x", "render")]
    [InlineData("/none/x: no such file or folder", "/none/x")]
    [InlineData("@file: not a command, program, file or folder", "@file")]
    [InlineData("--log-level (ORTHANC_LAUNCHER_LOG_LEVEL) must be error, warning, information or debug", "--log-level", "loud")]
    [InlineData("--log-format (ORTHANC_LAUNCHER_LOG_FORMAT) must be text or json", "render", "--log-format=xml")]
    [InlineData("--format must be text, json, sarif, github, gitlab, junit or html, not xml", "validate", "--format", "xml")]
    [InlineData("completion: the shell must be bash, zsh or fish, not tcsh", "completion", "tcsh")]
    [InlineData("--env =x: write --env NAME=VALUE", "render", "--env", "=x")]
    [InlineData("--env-file /none: it cannot be read: it does not exist", "render", "--env-file", "/none")]
    [InlineData("SOURCE is empty", "")]
    [InlineData("PATH is empty", "render", "")]
    [InlineData("FILE is empty", "convert", "")]
    [InlineData("--env-file is empty", "validate", "--env-file", "")]
    [InlineData("--compose is empty", "validate", "--compose", "")]
    [InlineData("--config-dir is empty", "--config-dir", "")]
    [InlineData("SOURCE contains a NUL character", "/tmp/a\0b")]
    [InlineData("--root contains a NUL character", "render", "--root", "/tmp/a\0b")]
    [InlineData("FILE contains a NUL character", "variables", "check", "a\0b")]
    public void A_wrong_command_line_gives_one_message_and_exit_code_2(string message, params string[] arguments)
    {
        _host.Run(arguments).Should().Be(2);
        _host.Error.Should().Be($"orthanc-launcher: {message}\n");
        _host.Output.Should().BeEmpty();
        _host.Processes.Path.Should().BeNull();
    }

    [Fact]
    public void An_option_without_its_value_is_wrong()
    {
        _host.Run("render", "--root").Should().Be(2);
        _host.Error.Should().Contain("--root");
    }

    [Fact]
    public void A_program_is_executed_as_it_is()
    {
        _host.Set("PATH", "/usr/bin:/bin").Run("sh", "-c", "exit 5", "--", "x");
        _host.Processes.Arguments.Should().Equal("sh", "-c", "exit 5", "--", "x");
        _host.Written.Should().BeNull();
    }

    [Theory]
    [InlineData("#!/bin/sh\nexit 0\n", true)]
    [InlineData("{\"Name\": \"executable, as all files are on some mounts\"}", false)]
    public void A_path_is_a_program_by_its_content(string content, bool isProgram)
    {
        var file = _host.WithFile("etc-of-another/file", content).Folder + "/etc-of-another/file";
        File.SetUnixFileMode(file, (UnixFileMode)0b111_111_111);
        _host.Run(file);
        _host.Processes.Path.Should().Be(isProgram ? file : "/bin/true");
        (_host.Written is null).Should().Be(isProgram);
    }

    [Fact]
    public void A_script_that_is_not_executable_is_named_as_such()
    {
        var file = _host.WithFile("script", "#!/bin/sh\n").Folder + "/script";
        _host.Run(file).Should().Be(126);
        _host.Error.Should().Contain("execute permission");
    }

    [Theory]
    [InlineData("env")]
    [InlineData("printenv")]
    public void A_program_with_the_name_of_a_former_command_is_a_program(string name)
    {
        _host.Set("PATH", "/usr/bin:/bin").Run(name, "list");
        _host.Processes.Arguments.Should().Equal(name, "list");
    }

    [Fact]
    public void A_folder_may_have_a_colon_in_its_name_on_the_command_line()
    {
        _host.WithFile("a:b/one.json", """{"Name": "colon"}""").WithFile("c/two.json", """{"DicomAet": "SECOND"}""");
        _host.Run("render", "--environment", "--config-dir", $"{_host.Folder}/a:b", "--config-dir", $"{_host.Folder}/c")
            .Should().Be(0, _host.Error);
        _host.Output.Should().Contain("colon").And.Contain("SECOND");
    }

    [Fact]
    public void A_list_on_the_command_line_replaces_that_of_the_variable()
    {
        _host.WithFile("one/a.json", """{"Name": "one"}""").WithFile("two/a.json", """{"Name": "two"}""");
        _host.Set("ORTHANC_LAUNCHER_CONFIG_DIR", $"{_host.Folder}/one:{_host.Folder}/two");
        _host.Run("render").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("two");
        _host.Run("render", "--environment", "--config-dir", $"{_host.Folder}/one").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("one").And.NotContain("two");
    }

    [Fact]
    public void Options_before_a_command_count_where_the_command_has_them()
    {
        _host.WithFile("one/a.json", """{"Name": "one"}""");
        _host.Run("--config-dir", $"{_host.Folder}/one", "render", "--environment").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("one");
    }

    [Fact]
    public void An_unexpected_exception_is_one_sentence_and_exit_code_70()
    {
        _host.Failure = new InvalidOperationException("a secret");
        _host.Run("render").Should().Be(70);
        _host.Error.Should().StartWith("orthanc-launcher: internal error (InvalidOperationException)").And.NotContain("a secret")
            .And.NotContain("   at ");
        _host.Error.Should().EndWith("\n").And.Subject.Count(c => c == '\n').Should().Be(1);
        _host.Failure = new InvalidOperationException("a secret");
        _host.Set("ORTHANC_LAUNCHER_LOG_LEVEL", "debug").Run("render").Should().Be(70);
        _host.Error.Should().Contain("   at ").And.NotContain("a secret");
    }

    [Fact]
    public void Sources_come_after_the_folders_and_before_the_variables()
    {
        _host.WithFile("etc/a.json", """{"Name": "etc", "DicomAet": "ETC", "HttpPort": 1}""")
            .WithFile("more/b.json", """{"Name": "more", "DicomAet": "MORE"}""").WithFile("single", """{"DicomAet": "SINGLE"}""")
            .Set("ORTHANC__HTTP_PORT", "3");
        _host.Run("render", "--environment", "--config-dir", $"{_host.Folder}/etc", $"{_host.Folder}/more", $"{_host.Folder}/single")
            .Should().Be(0, _host.Error);
        _host.Output.Should().Contain("\"Name\": \"more\"").And.Contain("\"DicomAet\": \"SINGLE\"").And.Contain("\"HttpPort\": 3");
    }

    [Theory]
    [InlineData("render")]
    [InlineData("validate")]
    [InlineData("plugins")]
    public void Named_files_are_looked_at_and_nothing_of_this_machine(string command)
    {
        _host.WithFile("etc/a.json", """{"DicomWeb": {"Root": "/machine/"}, "HttpPort": "x"}""")
            .WithFile("secrets/ORTHANC__NAME", "machine").WithFile("definitions/orthanc-defaults.json", "{")
            .Set("ORTHANC__HTTP_PORT", "x").WithFile("b.json", """{"StableAge": 5}""");
        _host.Run(command, $"{_host.Folder}/b.json").Should().Be(0, _host.Error);
        _host.Output.Should().NotContain("machine").And.NotContain("HttpPort");
    }

    [Theory]
    [InlineData("--config-dir {}/c")]
    [InlineData("--secrets-dir {}/s")]
    [InlineData("--config-dir {}/c --secrets-dir {}/s")]
    [InlineData("--env-file {}/v.env")]
    [InlineData("--env ORTHANC__STABLE_AGE=5")]
    [InlineData("--env ORTHANC__STABLE_AGE=5 {}/b.json")]
    [InlineData("{}/b.json --config-dir {}/c")]
    [InlineData("{}/b.json --secrets-dir {}/s")]
    [InlineData("{}/v.env")]
    public void A_part_that_is_named_is_not_mixed_with_this_machine(string input)
    {
        _host.WithFile("etc/a.json", """{"DicomWeb": {"Root": "/machine/"}, "HttpPort": "x"}""")
            .WithFile("secrets/ORTHANC__NAME", "machine").WithFile("definitions/orthanc-defaults.json", """{"Locale": "machine"}""")
            .Set("ORTHANC__HTTP_PORT", "x").WithFile("b.json", """{"StableAge": 5}""").WithFile("v.env", "ORTHANC__STABLE_AGE=5\n")
            .WithFile("c/c.json", """{"StableAge": 5}""").WithFile("s/ORTHANC__STABLE_AGE", "5");
        var arguments = input.Replace("{}", _host.Folder, StringComparison.Ordinal).Split(' ');
        foreach (var command in (string[])["render", "explain", "plugins", "validate"])
        {
            _host.Run([command, .. arguments]);
            _host.Output.Should().NotContain("machine", command);
            $"{_host.Output}{_host.Error}".Should().NotContain("HttpPort").And.NotContain("unreadable-source", command);
        }

        _host.Run(["render", "--show-secrets", .. arguments]);
        _host.Output.Should().Contain("\"StableAge\": 5", _host.Error);
    }

    [Fact]
    public void Compare_does_not_mix_its_sides_with_this_machine()
    {
        _host.WithFile("etc/a.json", """{"Name": "machine"}""").WithFile("s/ORTHANC__LOCALE", "fr")
            .WithFile("l.json", """{"StableAge": 5}""").WithFile("r.json", """{"StableAge": 5, "Name": "given"}""");
        _host.Run("compare", "--secrets-dir", $"{_host.Folder}/s", $"{_host.Folder}/l.json", $"{_host.Folder}/r.json").Should().Be(1);
        _host.Output.Should().Contain("given").And.NotContain("machine");
    }

    [Theory]
    [InlineData("--definitions")]
    [InlineData("--config-dir")]
    [InlineData("--secrets-dir")]
    [InlineData("--plugins-available")]
    [InlineData("--plugins-dir")]
    public void A_folder_that_is_named_beside_a_file_must_exist(string option)
    {
        _host.WithFile("b.json", """{"StableAge": 5}""");
        _host.Run("validate", $"{_host.Folder}/b.json", option, $"{_host.Folder}/none").Should().Be(1);
        _host.Output.Should().Contain("the folder does not exist").And.Contain($"correct {option}");
    }

    [Fact]
    public void Definitions_that_are_named_beside_a_file_are_read()
    {
        _host.WithFile("b.json", """{"StableAge": 5}""").WithFile("own/orthanc-defaults.json", """{"Locale": "fr"}""");
        _host.Run("render", $"{_host.Folder}/b.json", "--definitions", $"{_host.Folder}/own").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("\"Locale\": \"fr\"");
    }

    [Fact]
    public void An_env_file_alone_may_name_secrets_that_are_not_here()
    {
        _host.WithFile("v.env", "ORTHANC__POSTGRESQL__PASSWORD_SECRET=pw\nORTHANC_PASSWORD_FILE=/run/secrets/other\n");
        _host.Run("validate", $"{_host.Folder}/v.env").Should().Be(0, _host.Output);
    }

    [Theory]
    [InlineData("ORTHANC__STONE_WEB_VIEWER__PRINT_ENABLED=true\n", 0)]
    [InlineData("ORTHANC__DICOM_WEB__ROOT=/x/\nDICOM_WEB_PLUGIN_ENABLED=false\n", 1)]
    public void A_fragment_does_not_show_whether_a_plugin_is_enabled_elsewhere(string variables, int warnings) =>
        Validation.Of(_host.WithFile("v.env", variables), $"{_host.Folder}/v.env").Findings
            .Count(finding => finding is { Rule: "plugin-disabled", Severity: "warning" }).Should().Be(warnings);

    [Fact]
    public void A_fragment_may_lack_what_other_files_have()
    {
        _host.WithFile("b.json", """{"PostgreSQL": {"EnableIndex": true}, "LuaScripts": ["/nosuch.lua"]}""");
        _host.Run("validate", $"{_host.Folder}/b.json").Should().Be(0, _host.Output);
        _host.Output.Should().Be("0 errors, 0 warnings in 2 settings from 1 source\n");
    }

    [Fact]
    public void Standard_input_is_a_source()
    {
        _host.Input = """{"Name": "piped"}""";
        _host.Run("render", "-").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("piped");
    }

    [Fact]
    public void Root_is_used_as_the_containers_root_and_keeps_the_processs_variables_out()
    {
        using var other = new TestHost();
        other.WithFile("etc/orthanc/a.json", """{"Name": "rooted", "RegisteredUsers": {"a": "b"}}""")
            .WithFile("run/secrets/ORTHANC__DICOM_AET", "SECRET");
        using var plain = new TestHost();
        _host.Set("ORTHANC__LOCALE", "own");
        _host.Run("render", "--root", other.Folder, "--config-dir", "/etc/orthanc", "--secrets-dir", "/run/secrets", "--show-secrets")
            .Should().Be(0, _host.Error);
        _host.Output.Should().Contain("rooted").And.Contain("SECRET").And.NotContain("own");
        _host.Run(
            "render", "--root", other.Folder, "--config-dir", "/etc/orthanc", "--secrets-dir", "/run/secrets", "--definitions",
            "/definitions", "--environment", "--plugins-available", "/available", "--plugins-dir", "/plugins");
        _host.Output.Should().Contain("own");
    }

    [Fact]
    public void The_last_of_equal_variables_wins_on_the_command_line()
    {
        _host.WithFile("a.env", "# comment\nORTHANC__NAME=first\nORTHANC__NAME= \"kept\" \nORTHANC__DICOM_AET\nORTHANC__LOCALE=fr\r\n")
            .Set("ORTHANC__DICOM_AET", "OWN");
        _host.Run("render", "--env-file", $"{_host.Folder}/a.env", "-e", "ORTHANC__LOCALE=x", "-e", "ORTHANC__LOCALE=y");
        _host.Output.Should().Contain("\"Name\": \"kept\"").And.Contain("\"DicomAet\": \"OWN\"").And.Contain("\"Locale\": \"y\"");
    }

    [Fact]
    public void Secrets_are_shown_only_when_asked_for()
    {
        _host.Set("ORTHANC_PASSWORD", "marker");
        _host.Run("render").Should().Be(0, _host.Error);
        _host.Output.Should().NotContain("marker").And.Contain("********");
        _host.Run("render", "--show-secrets");
        _host.Output.Should().Contain("marker");
    }

    [Fact]
    public void Render_writes_a_file_when_asked_to()
    {
        _host.Run("render", "--show-secrets", "--output", $"{_host.Folder}/out.json").Should().Be(0, _host.Error);
        _host.Output.Should().BeEmpty();
        File.ReadAllText($"{_host.Folder}/out.json").Should().Contain("\"orthanc\": \"test\"");
        File.GetUnixFileMode($"{_host.Folder}/out.json").Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Help_and_version_are_data()
    {
        _host.Run("--help").Should().Be(0);
        _host.Output.Should().Contain("render").And.Contain("orthanc-launcher [launch] [SOURCE…] [options]");
        _host.Run("--version").Should().Be(0);
        _host.Output.Should().MatchRegex(@"^\d+\.\d+\.\d+");
    }
}

using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestHost _host = new TestHost().Startable();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("there is no option --confg; did you mean --config-dir?", "--confg", "x")]
    [InlineData("there is no option --shw-secrets; did you mean --show-secrets?", "render", "--shw-secrets")]
    [InlineData("rendr: there is no such file, folder or program; did you mean the command render?", "rendr")]
    [InlineData("/none/x: there is no such file, folder or program", "/none/x")]
    [InlineData("@file: there is no such file, folder or program", "@file")]
    [InlineData("--log-level (ORTHANC_LAUNCHER_LOG_LEVEL) must be error, warning or information", "--log-level", "loud")]
    [InlineData("--log-format (ORTHANC_LAUNCHER_LOG_FORMAT) must be text or json", "render", "--log-format=xml")]
    [InlineData("--env =x: write --env NAME=VALUE", "render", "--env", "=x")]
    [InlineData("--env-file /none: it cannot be read: it does not exist", "render", "--env-file", "/none")]
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

    [Fact]
    public void Sources_come_after_the_folders_and_before_the_variables()
    {
        _host.WithFile("etc/a.json", """{"Name": "etc", "DicomAet": "ETC", "HttpPort": 1}""")
            .WithFile("more/b.json", """{"Name": "more", "DicomAet": "MORE"}""").WithFile("single", """{"DicomAet": "SINGLE"}""").Set("ORTHANC__HTTP_PORT", "3");
        _host.Run("render", $"{_host.Folder}/more", $"{_host.Folder}/single").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("\"Name\": \"more\"").And.Contain("\"DicomAet\": \"SINGLE\"").And.Contain("\"HttpPort\": 3");
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
        other.WithFile("etc/orthanc/a.json", """{"Name": "rooted", "RegisteredUsers": {"a": "b"}}""").WithFile("run/secrets/ORTHANC__DICOM_AET", "SECRET");
        using var plain = new TestHost();
        _host.Set("ORTHANC__LOCALE", "own");
        _host.Run("render", "--root", other.Folder, "--config-dir", "/etc/orthanc", "--secrets-dir", "/run/secrets", "--show-secrets").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("rooted").And.Contain("SECRET").And.NotContain("own");
        _host.Run("render", "--root", other.Folder, "--config-dir", "/etc/orthanc", "--secrets-dir", "/run/secrets", "--definitions", "/definitions", "--environment");
        _host.Output.Should().Contain("own");
    }

    [Fact]
    public void The_last_of_equal_variables_wins_on_the_command_line()
    {
        _host.WithFile("a.env", "# comment\nORTHANC__NAME=first\nORTHANC__NAME= \"kept\" \nORTHANC__DICOM_AET\nORTHANC__LOCALE=fr\r\n").Set("ORTHANC__DICOM_AET", "OWN");
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

    [Theory]
    [InlineData("--help")]
    [InlineData("launch", "--help")]
    [InlineData("render", "-h")]
    [InlineData("validate", "--help")]
    [InlineData("explain", "--help")]
    [InlineData("env", "--help")]
    [InlineData("env", "check", "--help")]
    [InlineData("convert", "--help")]
    [InlineData("plugins", "--help")]
    [InlineData("schema", "--help")]
    [InlineData("completion", "--help")]
    [InlineData("probe", "--help")]
    public void Every_help_ends_with_examples(params string[] arguments)
    {
        _host.Run(arguments).Should().Be(0, _host.Error);
        var own = arguments.Length == 1 ? "orthanc-launcher" : $"orthanc-launcher {string.Join(' ', arguments[..^1])}";
        _host.Output[_host.Output.IndexOf("Examples:", StringComparison.Ordinal)..].Should().Contain(own);
    }

    [Fact]
    public void Help_and_version_are_data()
    {
        _host.Run("--help").Should().Be(0);
        _host.Output.Should().Contain("render").And.Contain("--secrets-dir");
        _host.Run("--version").Should().Be(0);
        _host.Output.Should().MatchRegex(@"^\d+\.\d+\.\d+");
    }
}

using OrthancLauncher.Terminal;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary>What <c>validate</c> prints for people.</summary>
public sealed class TextFormatTests : IDisposable
{
    private readonly TestHost _host = ValidationHosts.Quiet();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Findings_are_grouped_by_source_with_the_line_and_a_caret()
    {
        _host.WithFile("etc/a.json", "{\n  \"HttpPort\": \"8042\",\n  \"MaximumStorageMode\": \"Recycel\"\n}\n")
            .WithFile("etc/b.json", "{\"Name\": \"x\", \"DicomPort\": []}")
            .Set("ORTHANC__LUA_SCRIPTS", "/a.lua").Set("ORTHANC_REGISTERED_USERS", "{}");

        _host.Run("validate").Should().Be(1);

        Output.Should().Be("""
            etc/a.json
              2:3: error: HttpPort must be a whole number, but it is a string [wrong-type]
                |   "HttpPort": "8042",
                |   ^
                write the number without quotes
              3:3: warning: MaximumStorageMode is not a recognised value [not-in-enum]
                |   "MaximumStorageMode": "Recycel"
                |   ^
                write one of Recycle, Reject

            etc/b.json
              1:15: error: DicomPort must be a whole number, but it is an array [wrong-type]
                | {"Name": "x", "DicomPort": []}
                |               ^
                for example: 4242

            environment variable ORTHANC__LUA_SCRIPTS
              error: LuaScripts must be a JSON array, but the value is not [wrong-type]
                write a JSON array, for example: ["one", "two"]

            environment variable ORTHANC_REGISTERED_USERS
              warning: ORTHANC_REGISTERED_USERS is not applied, but its name is nearly that of ORTHANC__REGISTERED_USERS [near-miss-name]
                use ORTHANC__REGISTERED_USERS

            3 errors, 2 warnings in 6 settings from 4 sources

            """);
        _host.Error.Should().BeEmpty();
    }

    [Fact]
    public void Two_errors_and_one_warning_in_fourteen_settings_from_five_sources()
    {
        _host.WithFile(
            "etc/a.json",
            """{"Name": "a", "DicomAet": "A", "HttpPort": "x", "DicomPort": "y", "StableAge": 1, "LimitFindResults": 2,"""
                + """ "SaveJobs": false}""")
            .WithFile("etc/b.json", """{"DicomWeb": {"Root": "/a/", "EnableWado": false, "Xyzzy": 1}, "KeepAlive": true}""")
            .Set("ORTHANC__JOBS_HISTORY_SIZE", "3").Set("ORTHANC__HTTP_TIMEOUT", "4");

        _host.Run("validate").Should().Be(1);

        Output.Should().EndWith("\n\n2 errors, 1 warning in 14 settings from 5 sources\n");
    }

    [Theory]
    [InlineData("0 errors, 0 warnings in 1 setting from 1 source")]
    [InlineData("0 errors, 1 warning in 2 settings from 2 sources", "ORTHANC__DICOM_WEB__ENABLED=1")]
    [InlineData("1 error, 0 warnings in 2 settings from 2 sources", "ORTHANC__DICOM_PORT=x")]
    [InlineData("1 error, 0 warnings in 0 settings from 0 sources", "ORTHANC_PASSWORD=")]
    public void Numbers_agree_with_their_nouns(string summary, params string[] variables)
    {
        foreach (var variable in variables)
        {
            _host.Set(variable.Split('=')[0], variable.Split('=')[1]);
        }

        _host.Run("validate");

        Output.Split('\n')[^2].Should().Be(summary);
    }

    [Fact]
    public void What_belongs_to_no_source_comes_last()
    {
        _host.WithoutPassword().WithFile("etc/a.json", """{"HttpPort": "x"}""");

        _host.Run("validate");

        Output.Should().Contain("""


            the configuration as a whole
              error: remote access and authentication are enabled, but there is no user [no-users]
                set ORTHANC_PASSWORD
            """.Replace("\n\n", "\n", StringComparison.Ordinal));
        Output.IndexOf("etc/a.json", StringComparison.Ordinal).Should().BeLessThan(Output.IndexOf("as a whole", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_source_has_one_heading()
    {
        _host.WithFile("etc/a.json", "{\"Name\": \"x\", \"HttpPort\": \"x\"}")
            .WithFile("etc/b.json", "{\"Name\": \"y\", \"DicomPort\": \"x\"}")
            .Set("ORTHANC__REGISTEREDUSERS", "{'a': 'b'}").Set("ORTHANC__DICOM_WEB__ENABLEWADO", "x")
            .Set("ORTHANC__DICOM_MODALITIES", "{\"a\": [\"A\", \"h\" 1]}")
            .Set("VERBOSE_ENABLED", "perhaps").Set("TRACE_ENABLED", "perhaps").Set("ORTHANC_JSN", "{}").Set("MYSQL_PLUGIN_ENABLED", "1")
            .Set("ODBC_PLUGIN_ENABLED", "1").WithFile("secrets/ORTHANC__HTTP_TIMEOUT", "x");

        _host.Run("validate", "--log-level=information");

        Headings.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Sources_stand_in_the_order_of_their_precedence()
    {
        _host.WithFile("etc/b.json", "{\"HttpPort\": \"x\"}").WithFile("etc/a.json", "{\"DicomPort\": \"x\"}")
            .WithFile("secrets/c.json", "{\"StableAge\": \"x\"}")
            .Set("ORTHANC_JSON", "{\n\"JobsHistorySize\": \"x\"}").Set("ORTHANC__REGISTERED_USERS", "{'a'}")
            .Set("ORTHANC__HTTP_TIMEOUT", "x").WithFile("secrets/ORTHANC__LUA_SCRIPTS", "x");

        _host.Run("validate");

        Headings.Should().ContainInOrder(
            "etc/a.json", "etc/b.json", "secrets/c.json", "environment variable ORTHANC_JSON", "environment variable ORTHANC__HTTP_TIMEOUT",
            "environment variable ORTHANC__REGISTERED_USERS", "secret ORTHANC__LUA_SCRIPTS");
    }

    [Fact]
    public void The_line_and_column_in_a_variable_are_shown_where_they_mean_something()
    {
        _host.Set("ORTHANC__DICOM_MODALITIES", "{\"a\": {\"AET\": \"A\",\n  \"Host\": \"h\", \"Port\": []}}")
            .Set("ORTHANC__DICOM_PORT", "x");

        _host.Run("validate");

        Output.Should().Contain("  2:16: error: DicomModalities.a.Port must be ").And.Contain("\n  error: DicomPort must be ");
    }

    [Fact]
    public void The_caret_stands_below_the_key_also_after_tabs_and_wide_letters()
    {
        _host.WithFile("etc/a.json", "{\n\t\"Name\": \"Hôpital 放射線\",\t\"HttpPort\": \"x\"\n}");

        _host.Run("validate");

        var lines = Output.Split('\n');
        var at = Array.FindIndex(lines, line => line.Contains("HttpPort\":", StringComparison.Ordinal));
        Printable.Width(lines[at].Split("\"HttpPort\"")[0]).Should().Be(lines[at + 1].IndexOf('^', StringComparison.Ordinal));
        Output.Should().Contain("  2:25: error");
    }

    [Fact]
    public void A_long_line_is_cut_around_the_caret()
    {
        _host.WithFile(
            "etc/a.json", $"{{\"Name\": \"{new string('x', 500)}\", \"HttpPort\": \"x\", \"Locale\": \"{new string('y', 500)}\"}}");

        _host.Run("validate");

        var line = Output.Split('\n').Single(line => line.Contains("| …", StringComparison.Ordinal));
        line.Should().Contain("\"HttpPort\"").And.EndWith("…");
        line.Length.Should().BeLessThan(140);
    }

    [Fact]
    public void Colours_are_only_for_terminals()
    {
        _host.WithFile("etc/a.json", "{\"HttpPort\": \"x\", \"MaximumStorageMode\": \"x\"}");

        _host.Run("validate", "--log-level=information");
        _host.Output.Should().NotContain("\e");
        var plain = _host.Output;

        _host.HasColours = true;
        _host.Run("validate", "--log-level=information");
        _host.Output.Should().Contain("\e[1;31merror\e[0m").And.Contain("\e[1;33mwarning\e[0m");
        System.Text.RegularExpressions.Regex.Replace(_host.Output, "\e\\[[0-9;]*m", "").Should().Be(plain);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("github")]
    public void Formats_for_machines_are_never_coloured(string format)
    {
        _host.WithFile("etc/a.json", "{\"HttpPort\": \"x\"}").HasColours = true;

        _host.Run("validate", "--format", format);

        _host.Output.Should().NotContain("\e");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, "--log-level=information")]
    [InlineData(1, "--strict")]
    [InlineData(1, "--strict", "--format=json")]
    [InlineData(1, "--strict", "--format=sarif")]
    [InlineData(1, "--strict", "--format=github")]
    [InlineData(2, "--format=xml")]
    [InlineData(2, "--format")]
    [InlineData(2, "--frmat=json")]
    [InlineData(1, "/none/such-folder")]
    [InlineData(2, "--log-level=loud")]
    [InlineData(2, "--show-secrets")]
    public void A_warning_is_an_error_only_when_strict_and_a_wrong_command_line_is_2(int exitCode, params string[] options)
    {
        _host.Set("ORTHANC__DICOM_WEB__ENABLED", "true");

        _host.Run(["validate", .. options]).Should().Be(exitCode);

        if (exitCode == 2)
        {
            _host.Output.Should().BeEmpty();
            _host.Error.Should().StartWith("orthanc-launcher: ").And.EndWith("\n");
            _host.Error.Count(c => c == '\n').Should().Be(1);
        }
        else
        {
            _host.Output.Should().Contain(exitCode == 1 ? "error" : "warning");
        }
    }

    [Fact]
    public void Strict_counts_warnings_as_errors_in_the_summary_and_leaves_information_alone()
    {
        _host.Set("ORTHANC__DICOM_WEB__ENABLED", "true").Set("ORTHANC__DICOM_WEB__ENABLEWADO", "true")
            .Set("ORTHANC_LAUNCHER_STRICT", "true");

        _host.Run("validate", "--log-level=information").Should().Be(1);

        Output.Should().Contain("error: DicomWeb.Enabled is not").And.Contain("information: ORTHANC__DICOM_WEB__ENABLEWADO")
            .And.EndWith("1 error, 0 warnings in 3 settings from 3 sources\n");
    }

    [Fact]
    public void Errors_can_be_asked_for_alone()
    {
        _host.WithFile("etc/a.json", "{\"HttpPort\": \"x\", \"MaximumStorageMode\": \"x\"}");

        _host.Run("validate", "--log-level=error").Should().Be(1);

        Output.Should().Contain("HttpPort must be");
    }

    [Fact]
    public void Nothing_is_written_or_started()
    {
        _host.Set("FORCE_HOST_ID", "cafe").Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/x.sh").Set("VERBOSE_STARTUP", "true");

        _host.Run("validate").Should().Be(0, _host.Output);

        _host.Written.Should().BeNull();
        _host.Processes.Path.Should().BeNull();
        _host.Processes.Script.Should().BeNull();
        Directory.GetFiles(_host.Folder).Should().BeEmpty();
        _host.Error.Should().BeEmpty();
    }

    private string Output => _host.Output.Replace(_host.Folder + "/", "", StringComparison.Ordinal);

    private IEnumerable<string> Headings => Output.Split('\n').SkipLast(2).Where(line => line.Length > 0 && line[0] != ' ');
}

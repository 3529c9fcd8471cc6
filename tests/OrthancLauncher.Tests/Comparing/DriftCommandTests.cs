using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Comparing;

public sealed class DriftCommandTests : IDisposable
{
    private readonly TestHost _host = new TestHost().Startable();

    public DriftCommandTests() => _host.Set("ORTHANC_LAUNCHER_ORTHANC", $"{_host.Folder}/Orthanc");

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Nothing_drifts_directly_after_a_start()
    {
        Start();
        _host.Run("drift").Should().Be(0, _host.Error);
        _host.Output.Should().Be("no difference\n");
    }

    [Fact]
    public void A_file_edited_since_is_shown_with_its_place_but_not_the_former_value()
    {
        _host.WithFile("etc/a.json", """{"Name": "before"}""");
        Start();
        _host.WithFile("etc/a.json", """{"Name": "after"}""");

        _host.Run("drift").Should().Be(1);
        _host.Output.Should().Contain("~ Name\n").And.Contain($"+ \"after\"  {_host.Folder}/etc/a.json:1:2").And.NotContain("before");
    }

    [Fact]
    public void A_rotated_secret_is_a_change_without_a_value()
    {
        _host.WithFile("secrets/ORTHANC__POSTGRESQL__PASSWORD", "marker-1").WithFile("available/libOrthancPostgreSQLIndex.so", "")
            .WithFile("available/libOrthancPostgreSQLStorage.so", "").Set("ORTHANC__POSTGRESQL__HOST", "db");
        Start();
        _host.WithFile("secrets/ORTHANC__POSTGRESQL__PASSWORD", "marker-2");

        foreach (var format in (string[])["text", "json", "markdown"])
        {
            _host.Run("drift", "--format", format).Should().Be(1);
            _host.Output.Should().Contain("PostgreSQL.Password").And.NotContain("marker");
        }
    }

    [Fact]
    public void The_variables_are_those_of_Orthanc_and_not_of_this_process()
    {
        _host.Set("ORTHANC__NAME", "variable");
        Start();
        _host.Set("ORTHANC__NAME", "of the shell in which drift runs");

        _host.Run("drift").Should().Be(0, _host.Output);
    }

    [Fact]
    public void Arguments_and_a_replaced_program_are_part_of_it()
    {
        _host.Set("VERBOSE_ENABLED", "true");
        Start(arguments: [], program: "/usr/sbin/Orthanc (deleted)");

        _host.Run("drift").Should().Be(1);
        _host.Output.Should().Contain("/usr/sbin/Orthanc was replaced since it was started")
            .And.Contain("+ argument of Orthanc: --verbose");
    }

    [Fact]
    public void A_start_up_script_makes_it_uncertain()
    {
        _host.Set("BEFORE_ORTHANC_STARTUP_SCRIPT", "/startup/edit.sh");
        Start();
        _host.Run("drift").Should().Be(0);
        _host.Output.Should().StartWith("? BEFORE_ORTHANC_STARTUP_SCRIPT (/startup/edit.sh) may have changed the written file");
    }

    [Fact]
    public void An_environment_that_cannot_be_read_is_said()
    {
        Start();
        File.Delete($"{_host.Folder}/proc/1/environ");
        _host.Run("drift");
        _host.Output.Should().Contain("? the environment of process 1 cannot be read");
    }

    [Fact]
    public void Without_a_running_Orthanc_it_says_where_to_run()
    {
        _host.Run("drift").Should().Be(2);
        _host.Error.Should().Contain($"no process of {_host.Folder}/Orthanc runs here; run drift inside the container, beside Orthanc");
    }

    [Fact]
    public void A_next_start_that_would_be_refused_is_a_difference()
    {
        Start();
        _host.WithFile("etc/a.json", """{"DicomAet": 5}""");
        _host.Run("drift").Should().Be(1);
        _host.Output.Should().Contain("the next start would be refused");
    }

    /// <summary>Launches, and shows the result as process 1.</summary>
    private void Start(IReadOnlyList<string>? arguments = null, string program = "/usr/sbin/Orthanc")
    {
        _host.WithFile("Orthanc", "").Run();
        _host.Written.Should().NotBeNull(_host.Error);
        var process = Directory.CreateDirectory($"{_host.Folder}/proc/1").FullName;
        string[] line = ["/usr/sbin/Orthanc", .. arguments ?? _host.Processes.Arguments.SkipLast(1), $"{_host.Folder}/orthanc.json"];
        File.WriteAllText($"{process}/cmdline", string.Join('\0', line) + "\0");
        File.WriteAllText($"{process}/environ", string.Concat(_host.Environment.Select(variable => $"{variable.Name}={variable.Value}\0")));
        File.CreateSymbolicLink($"{process}/exe", program);
    }
}

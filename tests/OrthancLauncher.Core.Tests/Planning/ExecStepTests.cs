using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Planning;

public sealed class ExecStepTests
{
    [Theory]
    [InlineData("LOGDIR", "/hush", "--logdir=******** /tmp/orthanc.json")]
    [InlineData("LOGFILE", "/hush", "--logfile=******** /tmp/orthanc.json")]
    [InlineData("LOGFILE", "", "/tmp/orthanc.json")]
    public void A_path_that_comes_from_a_secret_is_not_shown(string name, string value, string shown)
    {
        var exec = new Scenario().Variables([new EnvironmentVariable(name, value) { IsSecret = true }]).Plan().Exec;

        string.Join(' ', exec.ShownArguments).Should().Be(shown);
        exec.Arguments.Where(argument => argument.Contains("/hush")).Should().HaveCount(value.Length > 0 ? 1 : 0);
    }

    [Theory]
    [InlineData("", "/tmp/orthanc.json")]
    [InlineData("VERBOSE_ENABLED=true", "--verbose /tmp/orthanc.json")]
    [InlineData("TRACE_ENABLED=true", "--trace /tmp/orthanc.json")]
    [InlineData("TRACE_ENABLED=true VERBOSE_ENABLED=true", "--trace /tmp/orthanc.json")]
    [InlineData("TRACE_ENABLED=false VERBOSE_ENABLED=true", "--verbose /tmp/orthanc.json")]
    [InlineData("VERBOSE_ENABLED=false", "/tmp/orthanc.json")]
    [InlineData("NO_JOBS=true", "--no-jobs /tmp/orthanc.json")]
    [InlineData("NO_JOBS=false", "/tmp/orthanc.json")]
    [InlineData("LOGDIR=/logs", "--logdir=/logs /tmp/orthanc.json")]
    [InlineData("LOGFILE=/logs/o.log", "--logfile=/logs/o.log /tmp/orthanc.json")]
    [InlineData("LOGFILE=/logs", "--logfile=/logs/orthanc.log /tmp/orthanc.json")]
    [InlineData("LOGFILE=/logs/", "--logfile=/logs/orthanc.log /tmp/orthanc.json")]
    [InlineData("LOGDIR=/a LOGFILE=/b", "--logdir=/a /tmp/orthanc.json")]
    [InlineData("LOGDIR= LOGFILE=/b", "--logfile=/b /tmp/orthanc.json")]
    [InlineData("LOGFILE=", "/tmp/orthanc.json")]
    [InlineData("LOGS_THREADNAMES_IN_CONTEXT=true", "--logs-thread-names-in-context /tmp/orthanc.json")]
    [InlineData("MALLOC_ARENA_MAX=10", "/tmp/orthanc.json")]
    [InlineData(
        "LOGS_THREADNAMES_IN_CONTEXT=on NO_JOBS=1 LOGFILE=/x TRACE_ENABLED=yes",
        "--trace --logfile=/x --no-jobs --logs-thread-names-in-context /tmp/orthanc.json")]
    public void Arguments_are_those_that_the_variables_ask_for(string variables, string arguments)
    {
        var plan = Plan(variables);

        plan.Exec.Program.Should().Be("Orthanc");
        string.Join(' ', plan.Exec.Arguments).Should().Be(arguments);
        plan.Exec.Preload.Should().BeNull();
        plan.Findings.Of(Rules.InvalidFlag).Should().BeEmpty();
    }

    [Fact]
    public void Further_arguments_come_last()
    {
        new Scenario().Variable("NO_JOBS", "true").OrthancArguments("--upgrade", "a b", "").Plan().Exec.Arguments
            .Should().Equal("--no-jobs", "/tmp/orthanc.json", "--upgrade", "a b", "");
    }

    [Fact]
    public void Values_with_spaces_are_one_argument()
    {
        new Scenario().Variable("LOGDIR", "/my logs").Plan().Exec.Arguments.Should().Equal("--logdir=/my logs", "/tmp/orthanc.json");
    }

    [Theory]
    [InlineData("VERBOSE_ENABLED")]
    [InlineData("TRACE_ENABLED")]
    [InlineData("NO_JOBS")]
    [InlineData("LOGS_THREADNAMES_IN_CONTEXT")]
    public void Flags_have_the_spellings_of_booleans(string flag)
    {
        foreach (var yes in (string[])["true", "TRUE", "1", "yes", "On", "\"true\""])
        {
            Plan($"{flag}={yes}").Exec.Arguments.Should().HaveCount(2, yes);
        }

        foreach (var no in (string[])["false", "False", "0", "NO", "off", "\"0\""])
        {
            var plan = Plan($"{flag}={no}");
            plan.Exec.Arguments.Should().ContainSingle(no);
            plan.Findings.Of(Rules.InvalidFlag).Should().BeEmpty();
        }

        foreach (var neither in (string[])["maybe", "2", "y", "truee"])
        {
            var plan = Plan($"{flag}={neither}");
            plan.Exec.Arguments.Should().ContainSingle("it counts as not set");
            var finding = plan.Findings.Only(Rules.InvalidFlag);
            finding.Severity.Should().Be(Severity.Warning);
            finding.Message.Should().Contain(flag);
        }
    }

    [Theory]
    [InlineData("true", "/jvm/libjvm.so", null, "/jvm/libjvm.so")]
    [InlineData("true", "/jvm/libjvm.so", "", "/jvm/libjvm.so")]
    [InlineData("true", "/jvm/libjvm.so", "/lib/a.so", "/lib/a.so:/jvm/libjvm.so")]
    [InlineData("false", "/jvm/libjvm.so", "/lib/a.so", null)]
    [InlineData(null, "/jvm/libjvm.so", null, null)]
    [InlineData("true", null, "/lib/a.so", null)]
    public void The_java_plugin_needs_its_runtime_preloaded(string? enabled, string? library, string? preload, string? expected)
    {
        var scenario = new Scenario().With(Host() with { JavaLibrary = library });
        if (enabled is not null)
        {
            scenario.Variable("JAVA_PLUGIN_ENABLED", enabled);
        }

        if (preload is not null)
        {
            scenario.Variable("LD_PRELOAD", preload);
        }

        var plan = scenario.Plan();

        plan.Exec.Preload.Should().Be(expected);
        plan.Findings.Of(Rules.JavaRuntimeMissing).Should().HaveCount(enabled == "true" && library is null ? 1 : 0);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("/startup/before.sh --now", "/startup/before.sh --now")]
    public void The_script_is_taken_over(string? value, string? expected)
    {
        var scenario = new Scenario();
        if (value is not null)
        {
            scenario.Variable("BEFORE_ORTHANC_STARTUP_SCRIPT", value);
        }

        scenario.Plan().Script.Should().Be(expected);
    }

    internal static HostFacts Host() => new()
    {
        Plugins = new PluginsHost
        {
            Folders = [new PluginsFolder(Scenario.Folder, PluginsFolderState.Writable, [])],
            Available = new AvailablePlugins(Scenario.Available, null),
        },
        HostId = "0123"u8.ToArray(),
        IsFolder = static path => path.TrimEnd('/') == "/logs",
    };

    private static LaunchPlan Plan(string variables)
    {
        var scenario = new Scenario().With(Host());
        foreach (var variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = variable.Split('=', 2);
            scenario.Variable(parts[0], parts[1]);
        }

        return scenario.Plan();
    }
}

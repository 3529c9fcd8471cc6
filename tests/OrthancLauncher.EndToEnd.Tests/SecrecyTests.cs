using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>A password reaches Orthanc and nothing that people may see.</summary>
public sealed class SecrecyTests
{
    private const string Marker = "Xq7-hush-9z";

    private static readonly string[] AllPlaces =
    [
        "direct secret", "indirect secret", "environment variable", "RegisteredUsers in a file", "RegisteredUsers in a variable",
        "DicomWeb server", "DicomWeb server as an array", "peer", "user info of a URL", "ODBC connection string", "ORTHANC_PASSWORD",
        "ORTHANC_PASSWORD as a secret", "ORTHANC_JSON", "substituted variable", "unknown setting with a telling name",
        "plain setting that comes from a secret", "overwritten value", "JSON secret",
    ];

    public static TheoryData<string> Places => [.. AllPlaces];

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Places))]
    public async Task A_verbose_start_does_not_show_it(string place)
    {
        using var run = new LauncherRun();
        Put(run, place).Set("VERBOSE_STARTUP", "true").Set("ORTHANC_LAUNCHER_LOG_LEVEL", "information");

        var finished = await run.RunAsync();

        finished.ExitCode.Should().Be(0, finished.Error);
        finished.Everything.Should().NotContain(Marker);
        if (place != "overwritten value")
        {
            run.Record.Configuration.Should().Contain(Marker);
        }
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("render")]
    [InlineData("render --annotated")]
    [InlineData("render --plan")]
    [InlineData("explain")]
    [InlineData("validate --format text")]
    [InlineData("validate --format json")]
    [InlineData("validate --format sarif")]
    [InlineData("validate --format github")]
    [InlineData("plugins")]
    [InlineData("doctor --format text")]
    [InlineData("doctor --format json")]
    [InlineData("doctor --format html")]
    [InlineData("doctor --bundle -")]
    public async Task No_report_shows_it(string command)
    {
        foreach (var place in AllPlaces)
        {
            using var run = new LauncherRun();
            if (command.StartsWith("doctor", StringComparison.Ordinal))
            {
                // The stand-in of another test must not be taken for the running Orthanc.
                run.Set("ORTHANC_LAUNCHER_ORTHANC", "/bin/true");
            }

            var finished = await Put(run, place).RunAsync(command.Split(' '));

            finished.ExitCode.Should().BeOneOf([0, 1], finished.Error);
            finished.Everything.Should().NotContain(Marker, place);
        }
    }

    [RequiresFact(Part.Launcher)]
    public async Task Only_the_explicit_option_shows_it()
    {
        using var run = new LauncherRun();

        var finished = await Put(run, "direct secret").RunAsync("render", "--show-secrets");

        finished.Output.Should().Contain(Marker);
    }

    /// <summary>The offending line is shown, but not what is secret in it.</summary>
    [RequiresTheory(Part.Launcher)]
    [InlineData("""{"RegisteredUsers": {"demo": "MARKER" "x": 1}}""")]
    [InlineData("""{"RegisteredUsers": {"demo": "MARKER}}""")]
    [InlineData("""{"Password": MARKER}""")]
    [InlineData("{\n\"RegisteredUsers\": {\n\"demo\": \"MARKER\", oops\n}}")]
    [InlineData("""{"DicomWeb": {"Servers": {"s": ["http://x", "u", "MARKER" oops]}}}""")]
    [InlineData("""{"OrthancPeers": {"s": ["http://u:MARKER@x" oops]}}""")]
    public async Task A_broken_line_does_not_show_it(string json)
    {
        foreach (var source in new[] { "file", "secret", "variable" })
        {
            using var run = new LauncherRun();
            var broken = Marked(json);
            _ = source switch
            {
                "file" => run.Config("broken.json", broken),
                "secret" => run.Secret("broken.json", broken),
                _ => run.Set("ORTHANC_JSON", broken),
            };

            var finished = await run.Set("VERBOSE_STARTUP", "true").RunAsync();

            finished.ExitCode.Should().Be(1, finished.Error);
            finished.Everything.Should().NotContain(Marker);
        }
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("MARKER")]
    [InlineData("\"MARKER\"")]
    [InlineData("[MARKER]")]
    [InlineData("{\"Name\": MARKER")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMARKER\n-----END PRIVATE KEY-----\n")]
    public async Task A_secret_that_was_to_be_JSON_and_is_not_does_not_show(string text)
    {
        using var run = new LauncherRun();

        var finished = await run.Secret("password.json", Marked(text)).Set("VERBOSE_STARTUP", "true").RunAsync();

        finished.ExitCode.Should().Be(1, finished.Error);
        finished.Error.Should().Contain("password.json");
        finished.Everything.Should().NotContain(Marker);
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("ORTHANC__REGISTERED_USERS", """{"demo": "MARKER" """)]
    [InlineData("ORTHANC__REGISTERED_USERS", """["MARKER"]""")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD", """{"a": "MARKER"}""")]
    [InlineData("ORTHANC__DICOM_WEB__SERVERS", """{"s": ["http://x", "u", "MARKER" """)]
    [InlineData("ORTHANC__POSTGRESQL", """{"Password": "MARKER" """)]
    [InlineData("ORTHANC__ORTHANC_PEERS__A", """["http://x", "u", "MARKER" """)]
    [InlineData("ORTHANC__MY_SCRIPT", """{"ApiKey": "MARKER" """)]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD__", "MARKER")]
    [InlineData("ORTHANC__MY_SCRIPT__PASSWORD_SECRET", "/nowhere/MARKER")]
    public async Task A_value_of_the_wrong_shape_is_reported_without_it(string variable, string value)
    {
        using var run = new LauncherRun();
        PutLibraries(run);

        var finished = await run.Set(variable, Marked(value)).Set("VERBOSE_STARTUP", "true").RunAsync();

        if (!value.StartsWith('/'))
        {
            finished.Everything.Should().NotContain(Marker);
        }

        finished.Error.Should().Contain(variable);
    }

    private static LauncherRun Put(LauncherRun run, string place)
    {
        PutLibraries(run);
        return place switch
        {
            "direct secret" => run.Secret("ORTHANC__POSTGRESQL__PASSWORD", Marker),
            "indirect secret" => run.Secret("pg", Marker).Set("ORTHANC__POSTGRESQL__PASSWORD_SECRET", "pg"),
            "environment variable" => run.Set("ORTHANC__POSTGRESQL__PASSWORD", Marker),
            "RegisteredUsers in a file" => run.Config("a.json", Marked("""{"RegisteredUsers": {"alice": "MARKER"}}""")),
            "RegisteredUsers in a variable" => run.Set(LauncherRun.UsersVariable, Marked("""{"alice": "MARKER"}""")),
            "DicomWeb server" => run.Config(
                "a.json", Marked("""{"DicomWeb": {"Servers": {"s": {"Url": "http://x/", "Username": "u", "Password": "MARKER"}}}}""")),
            "DicomWeb server as an array" => run.Config(
                "a.json", Marked("""{"DicomWeb": {"Servers": {"s": ["http://x/", "u", "MARKER"]}}}""")),
            "peer" => run.Config("a.json", Marked("""{"OrthancPeers": {"p": ["http://x/", "u", "MARKER"]}}""")),
            "user info of a URL" => run.Config("a.json", Marked("""{"HttpProxy": "http://user:MARKER@proxy:3128"}""")),
            "ODBC connection string" => run.Config(
                "a.json", Marked("""{"Odbc": {"IndexConnectionString": "Driver=X;UID=sa;PWD=MARKER;"}}""")),
            "ORTHANC_PASSWORD" => run.Set("ORTHANC_PASSWORD", Marker),
            "ORTHANC_PASSWORD as a secret" => run.Secret("ORTHANC_PASSWORD", Marker),
            "ORTHANC_JSON" => run.Set("ORTHANC_JSON", Marked("""{"PostgreSQL": {"Password": "MARKER"}}""")),
            "substituted variable" => run.Config("a.json", """{"PostgreSQL": {"Password": "${PW}"}}""").Set("PW", Marker),
            "unknown setting with a telling name" => run.Config("a.json", Marked("""{"MyScript": {"ApiKey": "MARKER"}}""")),
            "plain setting that comes from a secret" => run.Secret("ORTHANC__NAME", Marker),
            "overwritten value" => run.Set("ORTHANC__POSTGRESQL__PASSWORD", Marker).Secret("ORTHANC__POSTGRESQL__PASSWORD", "other"),
            "JSON secret" => run.Secret("a.json", Marked("""{"Name": "MARKER"}""")),
            _ => throw new ArgumentOutOfRangeException(nameof(place), place, null),
        };
    }

    private static string Marked(string text) => text.Replace("MARKER", Marker);

    private static void PutLibraries(LauncherRun run)
    {
        foreach (var library in new[]
        {
            "libOrthancPostgreSQLIndex.so", "libOrthancPostgreSQLStorage.so", "libOrthancDicomWeb.so", "libOrthancOdbcIndex.so",
            "libOrthancOdbcStorage.so",
        })
        {
            run.Library(library);
        }
    }
}

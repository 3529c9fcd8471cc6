using OrthancLauncher.Tests.Support;
using static OrthancLauncher.Tests.Support.Expected;

namespace OrthancLauncher.Tests.Validating;

/// <summary>Mistakes that people really make, each with the rule, the place and the remedy that they are to see.</summary>
public class MistakeTests
{
    private sealed record Mistake(string Input, Expected[] Expected, string? File = null);

    private static readonly Dictionary<string, Mistake> All = new()
    {
        ["one underscore instead of two"] = Variable(
            """ORTHANC_REGISTERED_USERS={"a": "b"}""",
            Warning(
                "near-miss-name", null, "environment variable ORTHANC_REGISTERED_USERS", "use ORTHANC__REGISTERED_USERS",
                "is not applied")),
        ["two underscores instead of one"] = Variable(
            """ORTHANC__JSON={"Name": "x"}""",
            Warning("near-miss-name", null, "environment variable ORTHANC__JSON", "use ORTHANC_JSON", "is not applied")),
        ["a letter wrong in an option of the launcher"] = Variable(
            "ORTHANC_LAUNCHER_STRIKT=true",
            Warning(
                "near-miss-name", null, "environment variable ORTHANC_LAUNCHER_STRIKT", "use ORTHANC_LAUNCHER_STRICT",
                "is not a launcher option")),
        ["a path instead of the JSON"] = Variable(
            "ORTHANC_JSON=/etc/orthanc/orthanc.json",
            Error(
                "invalid-json", null, "environment variable ORTHANC_JSON", "remove it, and mount the file", "this is a path")),
        ["a comment of a shell"] = Variable(
            "ORTHANC_JSON={\"Name\": \"x\", # a name}",
            Error("invalid-json", null, "environment variable ORTHANC_JSON:1:15", "begin a comment with //")),
        ["the settings of a plugin where it is enabled"] = Variable(
            """DICOM_WEB_PLUGIN_ENABLED={"DicomWeb": {"Root": "/x/"}}""",
            Warning(
                "invalid-flag", null, "environment variable DICOM_WEB_PLUGIN_ENABLED",
                "write DICOM_WEB_PLUGIN_ENABLED=true, and the settings", "nothing reads the JSON in it")),
        ["words run together"] = Variable(
            "ORTHANC__DICOM_WEB__ENABLEWADO=true",
            Information("inexact-name", "DicomWeb.EnableWado", "environment variable ORTHANC__DICOM_WEB__ENABLEWADO")),
        ["words run together in a section that has aliases"] = Variable(
            "ORTHANC__POSTGRESQL__ENABLEINDEX=false",
            Information("inexact-name", "PostgreSQL.EnableIndex", "environment variable ORTHANC__POSTGRESQL__ENABLEINDEX")),
        ["a word too many"] = Variable(
            "ORTHANC__DICOM_CHECK_CALLED_AETITLE=true",
            Warning(
                "unknown-setting", "DicomCheckCalledAetitle", "environment variable ORTHANC__DICOM_CHECK_CALLED_AETITLE",
                "did you mean ORTHANC__DICOM_CHECK_CALLED_AET?")),
        ["a word cut in two"] = Variable(
            "ORTHANC__DE_IDENTIFY_LOGS=false",
            Information("inexact-name", "DeidentifyLogs", "environment variable ORTHANC__DE_IDENTIFY_LOGS")),
        ["enabled for enable"] = Variable(
            "ORTHANC__DICOM_WEB__ENABLED=true",
            Warning(
                "unknown-setting", "DicomWeb.Enabled", "environment variable ORTHANC__DICOM_WEB__ENABLED",
                "did you mean ORTHANC__DICOM_WEB__ENABLE?")),
        ["container for container name"] = Variable(
            "ORTHANC__AZURE_BLOB_STORAGE__CONTAINER=c",
            Warning(
                "unknown-setting", "AzureBlobStorage.Container", "environment variable ORTHANC__AZURE_BLOB_STORAGE__CONTAINER",
                "did you mean ORTHANC__AZURE_BLOB_STORAGE__CONTAINER_NAME?"),
            Warning(
                "placeholder-left", "AzureBlobStorage.ConnectionString", "default of plugin AzureBlobStorage",
                "set ORTHANC__AZURE_BLOB_STORAGE__CONNECTION_STRING"),
            Warning(
                "placeholder-left", "AzureBlobStorage.ContainerName", "default of plugin AzureBlobStorage",
                "set ORTHANC__AZURE_BLOB_STORAGE__CONTAINER_NAME")),
        ["a letter beside the right one"] = Variable(
            """ORTHANC__LUA_SCRIPYS=["/a.lua"]""",
            Warning("unknown-setting", "LuaScripys", "environment variable ORTHANC__LUA_SCRIPYS", "did you mean ORTHANC__LUA_SCRIPTS?")),
        ["one element instead of an array"] = Variable(
            "ORTHANC__LUA_SCRIPTS=/a.lua",
            Error("wrong-type", "LuaScripts", "environment variable ORTHANC__LUA_SCRIPTS", "write a JSON array")),
        ["single quotes in JSON"] = Variable(
            "ORTHANC__REGISTERED_USERS={'a':'b'}",
            Error(
                "wrong-type", "RegisteredUsers", "environment variable ORTHANC__REGISTERED_USERS:1:2", "write strings with double quotes"),
            Warning("type-conflict", "RegisteredUsers", "environment variable ORTHANC_PASSWORD")),
        ["bytes instead of megabytes"] = Variable(
            "ORTHANC__MAXIMUM_STORAGE_SIZE=107374182400",
            Warning("out-of-range", "MaximumStorageSize", "environment variable ORTHANC__MAXIMUM_STORAGE_SIZE", "102400")),
        ["a boolean where a mode is wanted"] = Variable(
            "ORTHANC__GOOGLE_CLOUD_STORAGE__HYBRID_MODE=true",
            Warning(
                "not-in-enum", "GoogleCloudStorage.HybridMode", "environment variable ORTHANC__GOOGLE_CLOUD_STORAGE__HYBRID_MODE",
                "write one of Disabled, WriteToFileSystem, WriteToObjectStorage"),
            Warning("placeholder-left", "GoogleCloudStorage.ServiceAccountFile", "default of plugin GoogleCloudStorage"),
            Warning("placeholder-left", "GoogleCloudStorage.BucketName", "default of plugin GoogleCloudStorage")),
        ["a service link of Kubernetes"] = Variable(
            "DICOM_PORT=tcp://10.0.0.1:4242",
            Warning("service-link", null, "environment variable DICOM_PORT", "enableServiceLinks: false")),
        ["a service link of Kubernetes of a service that is none of ours"] = Variable(
            "REDIS_PORT=tcp://10.0.0.1:6379"),
        ["capitals in a file"] = InFile(
            """{"DicomAET": "X"}""",
            Warning("unknown-setting", "DicomAET", "etc/a.json:1:2", "did you mean DicomAet?")),
        ["a section in lower case"] = InFile(
            """{"dicomweb": {"Root": "/x/"}}""",
            Warning("unknown-setting", "dicomweb", "etc/a.json:1:2", "did you mean DicomWeb?")),
        ["enabled for enable in a file"] = InFile(
            """
            {
              "DicomWeb": {"Enabled": true}
            }
            """,
            Warning("unknown-setting", "DicomWeb.Enabled", "etc/a.json:2:16", "did you mean Enable?")),
        ["a dollar in a password"] = InFile(
            """{"PostgreSQL": {"Host": "db", "Password": "pa$hush1"}}""",
            Warning("unset-variable", null, "etc/a.json:1:46", "write \\$ for a dollar")),
        ["two dollars in a user's password"] = InFile(
            """{"RegisteredUsers": {"alice": "pa$hush1$hush2"}}""",
            Warning("unset-variable", null, "etc/a.json:1:34", "write \\$ for a dollar"),
            Warning("unset-variable", null, "etc/a.json:1:40", "write \\$ for a dollar")),
        ["a number in quotes in a file"] = InFile(
            """{"HttpPort": "8042"}""",
            Error("wrong-type", "HttpPort", "etc/a.json:1:2", "write the number without quotes")),
        ["a boolean in quotes in a file"] = InFile(
            """{"RemoteAccessAllowed": "true"}""",
            Error("wrong-type", "RemoteAccessAllowed", "etc/a.json:1:2", "write true without quotes")),
        ["one path instead of several in a file"] = InFile(
            """{"LuaScripts": "/a.lua"}""",
            Error("wrong-type", "LuaScripts", "etc/a.json:1:2", "put it in brackets")),
        ["quotes that docker run --env-file keeps"] = Variable(
            "ORTHANC__NAME=\"x\"\nORTHANC__DICOM_WEB__ENABLE=\"true\"\nORTHANC__STABLE_AGE=\"30\""),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mistake_is_named_with_its_place_and_remedy(string name)
    {
        var mistake = All[name];
        using var host = ValidationHosts.Quiet();
        Prepare(host, mistake);

        var validation = Validation.Of(host);

        validation.ShouldBe(mistake.Expected);
        validation.ExitCode.Should().Be(mistake.Expected.Any(expected => expected.Severity == "error") ? 1 : 0);
    }

    [Fact]
    public void Information_is_not_shown_unless_asked_for()
    {
        using var host = ValidationHosts.Quiet().Set("ORTHANC__DICOM_WEB__ENABLEWADO", "true");

        host.Run("validate", "--strict").Should().Be(0);

        host.Output.Should().Be("0 errors, 0 warnings in 2 settings from 2 sources\n");
    }

    [Fact]
    public void An_inexact_name_has_its_effect()
    {
        using var host = ValidationHosts.Quiet().Set("ORTHANC__DICOM_WEB__ENABLEWADO", "false").Set("ORTHANC__DE_IDENTIFY_LOGS", "off")
            .Set("ORTHANC__POSTGRESQL__ENABLEINDEX", "0");

        host.Run("render").Should().Be(0, host.Error);

        host.Output.Should().Contain("\"EnableWado\": false").And.Contain("\"DeidentifyLogs\": false")
            .And.Contain("\"EnableIndex\": false");
    }

    [Fact]
    public void Quotes_that_docker_keeps_are_no_part_of_the_value()
    {
        using var host = ValidationHosts.Quiet();
        host.WithFile("a.env", "ORTHANC__NAME=\"x\"\nORTHANC__DICOM_WEB__ENABLE=\"true\"\nORTHANC__STABLE_AGE=\"30\"\n");

        host.Run("render", "--env", "ORTHANC_PASSWORD=test", "--env-file", $"{host.Folder}/a.env").Should().Be(0, host.Error);

        host.Output.Should().Contain("\"Name\": \"x\"").And.Contain("\"Enable\": true").And.Contain("\"StableAge\": 30");
    }

    [Theory]
    [InlineData("""{"PostgreSQL": {"Host": "db", "Password": "pa$hush1"}}""")]
    [InlineData("""{"RegisteredUsers": {"alice": "pa$hush1$hush2"}}""")]
    [InlineData("""{"OrthancPeers": {"p": ["http://x", "u", "pa$hush1"]}}""")]
    [InlineData("""{"MyScript": {"ApiKey": "pa$hush1"}}""")]
    [InlineData("""{"RegisteredUsers": {"alice": "$hush1"}}""")]
    [InlineData("""{"RegisteredUsers": {"alice": "pa${hush1"}}""")]
    [InlineData("""{"RegisteredUsers": {"alice": "pa$hush1}}""")]
    [InlineData("""{"HttpProxy": "http://u:pa$hush1@proxy/"}""")]
    [InlineData("""{"Odbc": {"IndexConnectionString": "Driver=x;PWD=pa$hush1;"}}""")]
    public void No_piece_of_a_password_with_a_dollar_is_shown(string file)
    {
        using var host = ValidationHosts.Quiet().WithFile("etc/a.json", file);

        foreach (var format in (string[])["text", "json", "sarif", "github"])
        {
            host.Run("validate", "--format", format, "--log-level=information");
            host.Output.Should().NotContain("hush").And.NotContain("pa$", format);
        }
    }

    private static void Prepare(TestHost host, Mistake mistake)
    {
        if (mistake.File is not null)
        {
            host.WithFile("etc/a.json", mistake.File);
        }

        foreach (var line in mistake.Input.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = line.IndexOf('=', StringComparison.Ordinal);
            host.Set(line[..separator], line[(separator + 1)..]);
        }
    }

    private static Mistake Variable(string input, params Expected[] expected) => new(input, expected);

    private static Mistake InFile(string file, params Expected[] expected) => new("", expected, file);
}

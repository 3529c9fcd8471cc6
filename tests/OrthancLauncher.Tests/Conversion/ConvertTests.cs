using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Conversion;

public sealed class ConvertTests : IDisposable
{
    private const string Configuration = """
        {
          // a comment
          "Name": "My \"Orthanc\" # 1", "DicomAet": "12345", "Locale": " fr", "HttpPort": 8042, "OverwriteInstances": true,
          "RegisteredUsers": {"alice": "m4rk-a", "bob": "m4rk-b"},
          "DicomModalities": {"pacs": ["PACS", "10.0.0.1", 104]},
          "OrthancPeers": {"p": ["http://h/", "u", "m4rk-c"]},
          "PostgreSQL": {"Host": "db", "Password": "m4rk-d"},
          "DicomWeb": {"Root": "/dw/", "Servers": {"x": {"Url": "http://h/", "HttpHeaders": {"Authorization": "m4rk-e"}}}},
          "HttpProxy": "http://me:m4rk-f@proxy:3128",
          "my-section": {"Token": "m4rk-g", "Plain": 1},
          "MyScript": {"Key": "v", "ApiKey": "m4rk-h"},
        }
        """;

    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    private string Convert(string content, params string[] arguments)
    {
        _host.WithFile("in", content).Run(["convert", $"{_host.Folder}/in", .. arguments]).Should().Be(0, _host.Error);
        return _host.Output;
    }

    [Fact]
    public void A_broken_file_is_shown_with_its_line_and_a_caret()
    {
        _host.WithFile("in", "{\"a\": x}").Run("convert", $"{_host.Folder}/in", "--to", "env").Should().Be(1);
        _host.Error.Should().Contain("in:1:7: this is not a valid JSON value").And.EndWith("\n{\"a\": x}\n      ^\n");
    }

    [Fact]
    public void Variables_are_written_as_docker_reads_them()
    {
        Convert(Configuration, "--to", "env").Should().Be("""
            ORTHANC_JSON={"my-section": {"Plain": 1}}
            ORTHANC__NAME=My "Orthanc" # 1
            ORTHANC__DICOM_AET=12345
            ORTHANC__LOCALE=" fr"
            ORTHANC__HTTP_PORT=8042
            ORTHANC__OVERWRITE_INSTANCES=true
            ORTHANC__DICOM_MODALITIES={"pacs": ["PACS", "10.0.0.1", 104]}
            ORTHANC__POSTGRESQL__HOST=db
            ORTHANC__DICOM_WEB__ROOT=/dw/
            ORTHANC__MY_SCRIPT__KEY=v
            # secrets: each is a file that has to be mounted in /run/secrets
            ORTHANC__REGISTERED_USERS_SECRET=ORTHANC__REGISTERED_USERS
            ORTHANC__ORTHANC_PEERS_SECRET=ORTHANC__ORTHANC_PEERS
            ORTHANC__POSTGRESQL__PASSWORD_SECRET=ORTHANC__POSTGRESQL__PASSWORD
            ORTHANC__DICOM_WEB__SERVERS_SECRET=ORTHANC__DICOM_WEB__SERVERS
            ORTHANC__HTTP_PROXY_SECRET=ORTHANC__HTTP_PROXY
            ORTHANC__MY_SCRIPT__API_KEY_SECRET=ORTHANC__MY_SCRIPT__API_KEY
            # orthanc-secrets.json

            """);
        _host.Error.Should().Contain("my-section cannot be set by name; it is part of ORTHANC_JSON")
            .And.Contain("(use --secrets-out DIR to write them as files)");
    }

    [Fact]
    public void A_compose_file_has_variables_and_secrets()
    {
        var output = Convert(
            """{"Name": "a ${B:-$$c}", "StableAge": 5, "PostgreSQL": {"Password": "p"}}""", "--to", "compose", "--secrets-out",
            $"{_host.Folder}/s");
        output.Should().Be($"""
            services:
              orthanc:
                image: orthanc  # an image whose entry point is orthanc-launcher
                environment:
                  ORTHANC__NAME: "a $$$$c"
                  ORTHANC__STABLE_AGE: "5"
                secrets:
                  - ORTHANC__POSTGRESQL__PASSWORD
            secrets:
              ORTHANC__POSTGRESQL__PASSWORD:
                file: "{_host.Folder}/s/ORTHANC__POSTGRESQL__PASSWORD"

            """);
    }

    [Fact]
    public void Manifests_have_a_ConfigMap_for_what_is_JSON_and_a_Secret()
    {
        var output = Convert(
            """{"Name": "\u0024(X) \u0024\u0024", "DicomModalities": {"pacs": ["PACS", "h", 1]}, "PostgreSQL": {"Password": "p"}}""",
            "--to", "kubernetes", "--show-secrets");
        output.Should().Contain(
            "kind: ConfigMap\nmetadata:\n  name: orthanc-config\ndata:\n  ORTHANC__DICOM_MODALITIES: '{\"pacs\": [\"PACS\", \"h\", 1]}'\n"
                + "---\n")
            .And.Contain("kind: Secret\nmetadata:\n  name: orthanc-secrets\nstringData:\n  ORTHANC__POSTGRESQL__PASSWORD: \"p\"\n---\n")
            .And.Contain("value: \"$$(X) $$$\"").And.Contain("mountPath: /run/secrets")
            .And.Contain("- key: ORTHANC__POSTGRESQL__PASSWORD\n                path: ORTHANC__POSTGRESQL__PASSWORD\n");
    }

    [Fact]
    public void Json_is_written_without_comments_and_with_its_references()
    {
        Convert("""
            {
              "$schema": "x", /* gone */ "Name": "$SITE ${CITY} ${LAND:-be} \$kept", // gone
              "PostgreSQL": {"Password": "${PW}", "Host": "h",},
            }
            """, "--to", "json").Should().Be("""
            {
              "$schema": "x",
              "Name": "$SITE ${CITY} be \u0024kept",
              "PostgreSQL": {
                "Password": "${PW}",
                "Host": "h"
              }
            }

            """);
    }

    [Fact]
    public void Json_names_the_schema_for_editors() =>
        Convert("{\"Name\": \"a\"}", "--to", "json").Should().Be("""
            {
              "$schema": "orthanc.schema.json",
              "Name": "a"
            }

            """);

    [Theory]
    [InlineData("env")]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    [InlineData("json")]
    public void Secret_values_are_nowhere_unless_asked_for(string target)
    {
        Convert(Configuration, "--to", target).Should().NotContain("m4rk");
        _host.Error.Should().NotContain("m4rk");
        Convert(Configuration, "--to", target, "--secrets-out", $"{_host.Folder}/s").Should().NotContain("m4rk");
        _host.Error.Should().NotContain("m4rk");
        var shown = Convert(Configuration, "--to", target, "--show-secrets");
        foreach (var marker in "abcdefgh")
        {
            shown.Should().Contain($"m4rk-{marker}");
        }
    }

    [Theory]
    [InlineData("compose", 7)]
    [InlineData("env", 7)]
    [InlineData("json", 7)]
    [InlineData("kubernetes", 1)]
    public void Files_of_secrets_are_for_their_owner_only(string target, int count)
    {
        var folder = $"{_host.Folder}/new/secrets";
        Convert(Configuration, "--to", target, "--secrets-out", folder);
        File.GetUnixFileMode(folder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var files = Directory.GetFiles(folder);
        files.Should().HaveCount(count);
        files.Select(File.GetUnixFileMode).Should().AllBeEquivalentTo(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (target != "kubernetes")
        {
            File.ReadAllText($"{folder}/ORTHANC__POSTGRESQL__PASSWORD").Should().Be("m4rk-d");
            File.ReadAllText($"{folder}/ORTHANC__REGISTERED_USERS").Should().Be("""{"alice": "m4rk-a", "bob": "m4rk-b"}""");
            JsonNode.Parse(File.ReadAllText($"{folder}/orthanc-secrets.json"))!.ToJsonString()
                .Should().Be("""{"my-section":{"Token":"m4rk-g"}}""");
        }
    }

    [Theory]
    [InlineData("""{"Name": "a$Xb $"}""", "ORTHANC__NAME=a$Xb $\n")]
    [InlineData("""{"Name": "${GIVEN}"}""", "ORTHANC__NAME=value\n")]
    [InlineData("""{"Name": "${NONE:-default}"}""", "ORTHANC__NAME=default\n")]
    [InlineData("""{"HttpPort": ${PORT}}""", "ORTHANC__HTTP_PORT=80\n")]
    public void References_are_replaced_by_what_is_given(string content, string expected)
    {
        Convert(content, "--to", "env", "--env", "GIVEN=value", "--env", "PORT=80", "--env", "ORTHANC__LOCALE=fr").Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"PostgreSQL": {"Password": "${DB_PASSWORD}"}}""", "env", "docker substitutes nothing in an env file")]
    [InlineData("""{"PostgreSQL": {"Password": "$DB_PASSWORD"}}""", "env", "docker substitutes nothing in an env file")]
    [InlineData("""{"Name": "at ${DB_PASSWORD}"}""", "kubernetes", "a manifest can only refer to variables that it sets itself")]
    [InlineData("""{"HttpPort": ${DB_PASSWORD}}""", "json", "outside a string a variable needs a value")]
    [InlineData("""{"HttpPort": ${DB_PASSWORD}}""", "compose", "outside a string a variable needs a value")]
    public void References_that_the_target_would_not_substitute_are_refused(string content, string target, string reason)
    {
        var file = $"{_host.WithFile("own/c.json", content).Folder}/own/c.json";
        _host.Run("convert", file, "--to", target).Should().Be(1);
        _host.Error.Should().Contain(reason).And.Contain("add --env ");
        _host.Error.Contains("outside a string", StringComparison.Ordinal).Should().Be(content.Contains(": $", StringComparison.Ordinal));
        _host.Output.Should().BeEmpty();
    }

    [Fact]
    public void Compose_substitutes_references()
    {
        var output = Convert(
            """{"Name": "at ${SITE} \$x", "PostgreSQL": {"Password": "$DB_PASSWORD"}, "RegisteredUsers": {"alice": "${PW}"}}""",
            "--to", "compose");

        output.Should().Contain("ORTHANC__NAME: \"at ${SITE} $$x\"\n").And.Contain("ORTHANC__POSTGRESQL__PASSWORD: \"$DB_PASSWORD\"\n")
            .And.Contain("""ORTHANC__REGISTERED_USERS: '{"alice": "${PW}"}'""").And.NotContain("secrets:");
        _host.Error.Should().Contain("the variable SITE is not set, so compose will substitute ${SITE}");
        _host.WithFile("own/compose.yml", output).Set("SITE", "home").Set("DB_PASSWORD", "p").Set("PW", "q")
            .Run("render", "--show-secrets", "--compose", $"{_host.Folder}/own/compose.yml", "--environment").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("\"at home $x\"").And.Contain("\"Password\": \"p\"").And.Contain("\"alice\": \"q\"");
    }

    [Fact]
    public void A_secret_with_a_reference_in_it_is_refused()
    {
        var file = $"{_host.WithFile("own/c.json", """{"PostgreSQL": {"Password": "m4rk${SITE}"}}""").Folder}/own/c.json";
        _host.Run("convert", file, "--to", "compose", "--secrets-out", $"{_host.Folder}/out").Should().Be(2);
        _host.Error.Should().Contain("ORTHANC__POSTGRESQL__PASSWORD refers to a variable that is not set").And.NotContain("m4rk");
        Directory.Exists($"{_host.Folder}/out").Should().BeFalse();
    }

    [Fact]
    public void The_end_of_a_password_after_a_dollar_is_kept_and_not_named()
    {
        Convert("""{"PostgreSQL": {"Password": "pa$word"}}""", "--to", "env", "--show-secrets").Should().Contain("pa$word");
        Convert("""{"PostgreSQL": {"Password": "pa$word"}}""", "--to", "env");
        _host.Error.Should().NotContain("word ").And.NotContain("$word");
    }

    [Fact]
    public void The_processs_variables_count_only_when_asked_for()
    {
        _host.Set("SITE", "x").Set("ORTHANC__LOCALE", "fr");
        Convert("""{"Name": "at $SITE"}""", "--to", "env").Should().Be("ORTHANC__NAME=at $SITE\n");
        Convert("""{"Name": "$SITE"}""", "--to", "env", "--environment").Should().Be("ORTHANC__NAME=x\n");
    }

    [Theory]
    [InlineData("services: {orthanc: {image: orthancteam/orthanc}}", "a.json is a compose file; convert takes a configuration")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}", "a.json holds Kubernetes objects; convert takes")]
    public void What_convert_does_not_take_is_named(string content, string message)
    {
        _host.WithFile("a.json", content).Run("convert", $"{_host.Folder}/a.json").Should().Be(2);
        _host.Error.Should().Contain(message);
    }

    [Fact]
    public void An_env_file_is_known_by_its_lines()
    {
        Convert("# of 2019\n\nDICOM_AET=PACS\nPASSED_ON\n", "--to", "env").Should().Contain("ORTHANC__DICOM_AET=PACS\n");
        _host.WithFile("in", "NAME=x\n").Run("convert", $"{_host.Folder}/in", "--from", "json").Should().Be(1);
        _host.Error.Should().Contain("invalid-json");
    }

    [Fact]
    public void Old_names_of_variables_become_those_of_today()
    {
        const string old = """
            # comment
            LOCALE=fr
            ORTHANC__STABLEAGE=7
            WVP_ALPHA=
            DW_ENABLED=true
            PG_PASSWORD_SECRET=db-password
            BUNDLE_DEBUG=true
            VERBOSE_ENABLED=true
            FORCE_HOST_ID=0a1b
            TZ=UTC
            PASSED_ON
            ORTHANC_PASSWORD=m4rk
            ORTHANC_LAUNCHER_STRICT=true
            AWS_SECRET_ACCESS_KEY=m4rk
            """;
        var lines = Convert(old, "--to", "env").Split('\n');
        lines.Should().Contain(
            [
                "ORTHANC__LOCALE=fr", "ORTHANC__STABLE_AGE=7", "VERBOSE_STARTUP=true", "VERBOSE_ENABLED=true", "FORCE_HOST_ID=0a1b",
                "TZ=UTC", "PASSED_ON", "ORTHANC_PASSWORD_SECRET=ORTHANC_PASSWORD", "ORTHANC_LAUNCHER_STRICT=true", "AWS_SECRET_ACCESS_KEY",
            ]);
        lines.Should().Contain("DICOM_WEB_PLUGIN_ENABLED=true").And.Contain("ORTHANC__POSTGRESQL__PASSWORD_SECRET=db-password");
        _host.Output.Should().NotContain("m4rk");
    }

    [Fact]
    public void Variables_that_are_no_settings_keep_their_way_into_the_container()
    {
        const string variables = "TZ=UTC\nPASSED_ON\nORTHANC_PASSWORD=m4rk\nAWS_SECRET_ACCESS_KEY=m4rk\nNO=1\n";
        Convert(variables, "--from", "env", "--to", "compose")
            .Should().Contain(
                "      \"TZ\": \"UTC\"\n      \"NO\": \"1\"\n      \"PASSED_ON\":\n      \"AWS_SECRET_ACCESS_KEY\":\n    secrets:\n"
                    + "      - ORTHANC_PASSWORD\n")
            .And.NotContain("m4rk");
        _host.Error.Should().Contain("taken from the environment (secret, not a setting): AWS_SECRET_ACCESS_KEY");
        Convert(variables, "--from", "env", "--to", "kubernetes")
            .Should().Contain("secretKeyRef:\n                  name: orthanc-secrets\n                  key: AWS_SECRET_ACCESS_KEY")
            .And.Contain("- key: ORTHANC_PASSWORD").And.NotContain("- key: AWS").And.NotContain("m4rk");
        _host.Error.Should().Contain("left out, because the file does not set their values: PASSED_ON");
        Convert(variables, "--from", "env", "--to", "json", "--show-secrets").Should().Contain("\"orthanc\": \"m4rk\"")
            .And.NotContain("TZ");
        _host.Error.Should().Contain("not settings, left out: TZ, AWS_SECRET_ACCESS_KEY, NO, PASSED_ON");
    }

    [Fact]
    public void Variables_are_resolved_to_a_configuration()
    {
        JsonNode.Parse(
            Convert(
                "ORTHANC__DICOM_WEB={\"Root\": \"/a/\"}\nORTHANC__DICOM_WEB__ROOT=/b/\nORTHANC_JSON={\"Name\": \"n\"}\n"
                    + "ORTHANC__STABLE_AGE=1\nORTHANC__STABLE_AGE=2",
                "--from", "env", "--to", "json"))!
            .ToJsonString().Should().Be("""{"$schema":"orthanc.schema.json","Name":"n","DicomWeb":{"Root":"/b/"},"StableAge":2}""");
    }

    [Fact]
    public void Long_JSON_stands_on_several_lines()
    {
        var modalities = string.Join(", ", Enumerable.Range(0, 9).Select(i => $"\"pacs{i}\": [\"P{i}\", \"h\", 104]"));
        Convert("{\"DicomModalities\": {" + modalities + "}}", "--to", "compose")
            .Should().Contain("ORTHANC__DICOM_MODALITIES: |-\n        {\n          \"pacs0\": [\"P0\", \"h\", 104],\n");
    }

    [Fact]
    public void What_no_variable_can_carry_is_said()
    {
        Convert("""{"AwsS3Storage": {"Tags": {"a": 5}}}""", "--to", "env");
        _host.Error.Should().Contain("AwsS3Storage.Tags.a has an unexpected type");
        Convert($$"""{"Name": "{{new string('x', 70_000)}}"}""", "--to", "env");
        _host.Error.Should().Contain("longer than a line of docker's env files can be (64 KiB)");
        Convert($$"""{"Name": "{{new string('x', 140_000)}}"}""", "--to", "compose");
        _host.Error.Should().Contain("longer than a variable can be (128 KiB)");
    }

    [Fact]
    public void Standard_input_is_converted()
    {
        _host.Input = """{"Name": "piped"}""";
        _host.Run("convert", "-").Should().Be(0, _host.Error);
        _host.Output.Should().Be("ORTHANC__NAME=piped\n");
    }

    [Theory]
    [InlineData("{\"Name\": tru}", 1, "in:1:13: ")]
    [InlineData("", 1, "the file is empty")]
    [InlineData("[]", 1, "found an array")]
    [InlineData("{\"RegisteredUsers\": {\"a\": \"m4rk\" \"b\"}}", 1, ":1:34: ")]
    public void A_file_that_cannot_be_understood_gives_exit_code_1(string content, int code, string message)
    {
        _host.WithFile("in", content).Run("convert", $"{_host.Folder}/in").Should().Be(code);
        _host.Error.Should().Contain(message).And.NotContain("m4rk");
        _host.Output.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/none: it cannot be read: it does not exist", "/none")]
    [InlineData("--secrets-out and --show-secrets exclude each other", "-", "--show-secrets", "--secrets-out", "x")]
    [InlineData("--secrets-out /dev/null/x: it cannot be written: ", "-", "--secrets-out", "/dev/null/x")]
    [InlineData("--to", "-", "--to", "xml")]
    public void A_wrong_command_line_gives_exit_code_2(string message, params string[] arguments)
    {
        _host.Input = """{"PostgreSQL": {"Password": "x"}}""";
        _host.Run(["convert", .. arguments]).Should().Be(2);
        _host.Error.Should().Contain(message);
        _host.Output.Should().BeEmpty();
    }
}

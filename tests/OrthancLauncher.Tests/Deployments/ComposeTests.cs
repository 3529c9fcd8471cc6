namespace OrthancLauncher.Tests.Deployments;

public sealed class ComposeTests : DeploymentTests
{
    private string File => $"{Folder}/compose.yml";

    private System.Text.Json.Nodes.JsonObject Service(string service, params string[] arguments)
    {
        Host.WithFile("compose.yml", $"services:\n  orthanc:\n    image: orthancteam/orthanc\n{Indented(service)}");
        return Render(["--compose", File, .. arguments]);
    }

    private static string Indented(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.StartsWith('~') ? line[1..] : "    " + line));

    [Theory]
    [InlineData("environment:\n  ORTHANC__NAME: plain", "\"plain\"")]
    [InlineData("environment:\n  - ORTHANC__NAME=a=b", "\"a=b\"")]
    [InlineData("environment: [ORTHANC__NAME]", "\"from .env\"")]
    [InlineData("environment: {ORTHANC__NAME: }", "\"from .env\"")]
    [InlineData("environment: {ORTHANC__NAME: ~}", "\"from .env\"")]
    [InlineData("environment: {ORTHANC__NAME: '${X}-$X'}", "\"x-x\"")]
    [InlineData("environment: {ORTHANC__NAME: '$$X $${X}'}", "\"$X ${X}\"")]
    [InlineData("environment: {ORTHANC__NAME: '${EMPTY:-d} ${EMPTY-d} ${NONE:-a${X}b} ${NONE-e} ${X:+y}${NONE+n}'}", "\"d  axb e y\"")]
    [InlineData("environment: {ORTHANC__NAME: \"caf\\u00e9 # no comment\"}", "\"caf\\u00E9 # no comment\"")]
    [InlineData("environment: {ORTHANC__NAME: 1.10}", "\"1.1\"")]
    [InlineData("environment: {ORTHANC__NAME: 007}", "\"7\"")]
    [InlineData("environment: {ORTHANC__NAME: 1e21}", "\"1e\\u002B21\"")]
    [InlineData("environment: {ORTHANC__NAME: '007'}", "\"007\"")]
    [InlineData("environment: {ORTHANC__NAME: 10.0.0.1}", "\"10.0.0.1\"")]
    [InlineData("env_file: a.env", "\"from a\"")]
    [InlineData("env_file: [a.env, ./b.env]", "\"from b\"")]
    [InlineData("env_file: [{path: a.env}, {path: none.env, required: false}]", "\"from a\"")]
    [InlineData("env_file: [{path: raw.env, format: raw}]", "\"\\u0027kept\\u0027 $X\"")]
    [InlineData("env_file: b.env\nenvironment: {ORTHANC__NAME: wins}", "\"wins\"")]
    public void Variables_are_those_that_the_container_gets(string service, string expected)
    {
        Host.WithFile(".env", "X=x\nEMPTY=\nORTHANC__NAME=from .env\n");
        Host.WithFile("a.env", "ORTHANC__NAME=\"from a\" # comment")
            .WithFile("b.env", "# comment\nexport ORTHANC__NAME = from b # comment\n").WithFile("raw.env", "ORTHANC__NAME='kept' $X");
        Setting(Service(service), "Name").Should().Be(expected, Host.Error);
    }

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("A=", "")]
    [InlineData("A: b", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=#c", "#c")]
    [InlineData("A= # c", "# c")]
    [InlineData("A='b $X \\n # c'", "b $X \\n # c")]
    [InlineData("A='it\\'s'", "it's")]
    [InlineData("A=\"b\\n\\t\\\"\\$X $X\"", "b\n\t\"$X x")]
    [InlineData("A=\"two\nlines\"", "two\nlines")]
    [InlineData("B=1\nA=$B${B}$$", "11$")]
    [InlineData("\uFEFFA=b\r\n", "b")]
    public void An_env_file_is_read_by_the_rules_of_compose(string content, string expected)
    {
        Host.WithFile(".env", "X=x").WithFile("a.env", content).WithFile("etc/a.json", """{"Name": "${A}"}""");
        Setting(Service("env_file: a.env\nvolumes: [./etc:/etc/orthanc]"), "Name")
            .Should().Be(System.Text.Json.Nodes.JsonValue.Create(expected).ToJsonString(), Host.Error);
    }

    [Fact]
    public void The_processs_variables_count_only_when_asked_for_and_only_for_the_compose_file()
    {
        Host.Set("X", "process").Set("ORTHANC__LOCALE", "fr").WithFile(".env", "X=file");
        Setting(Service("environment: {ORTHANC__NAME: $X}"), "Name").Should().Be("\"file\"");
        var rendered = Service("environment: {ORTHANC__NAME: $X}", "--environment");
        Setting(rendered, "Name").Should().Be("\"process\"");
        Setting(rendered, "Locale").Should().BeNull("the container does not get it");
    }

    [Fact]
    public void The_command_line_wins_over_the_compose_file()
    {
        Setting(Service("environment: {ORTHANC__NAME: compose}", "--env", "ORTHANC__NAME=given"), "Name").Should().Be("\"given\"");
    }

    [Fact]
    public void Merge_keys_and_anchors_are_followed()
    {
        Host.WithFile("compose.yml", """
            x-a: &a {ORTHANC__NAME: a, ORTHANC__LOCALE: a, ORTHANC__DICOM_AET: A}
            x-b: &b {<<: *a, ORTHANC__LOCALE: b}
            services:
              orthanc:
                image: orthancteam/orthanc
                environment:
                  ORTHANC__NAME: own
                  <<: [*b, *a]
            """);
        var rendered = Render("--compose", File);
        Setting(rendered, "Name").Should().Be("\"own\"");
        Setting(rendered, "Locale").Should().Be("\"b\"");
        Setting(rendered, "DicomAet").Should().Be("\"A\"");
    }

    [Fact]
    public void Files_are_mounted_where_the_service_says()
    {
        Host.WithFile("conf/a.json", """{"Name": "a", "DicomAet": "A"}""").WithFile("b.json", """{"Name": "b"}""").WithFile("pw", "p\"w\n")
            .WithFile("one.json", """{"Locale": "fr"}""");
        Host.WithFile("compose.yml", """
            services:
              orthanc:
                image: orthancteam/orthanc
                volumes:
                  - ./conf:/etc/orthanc:ro
                  - type: bind
                    source: ./b.json
                    target: /etc/orthanc/b.json
                configs:
                  - source: inline
                    target: /etc/orthanc/c.json
                  - {source: one, target: /etc/orthanc/d.json, mode: 0444}
                secrets:
                  - ORTHANC__POSTGRESQL__PASSWORD
                  - {source: users, target: users.json, mode: 0400}
                  - {source: key, target: /run/secrets/ORTHANC__MYSQL__PASSWORD}
            secrets:
              ORTHANC__POSTGRESQL__PASSWORD: {file: ./pw}
              users: {environment: USERS}
              key: {file: pw}
            configs:
              inline: {content: '{"DicomPort": ${PORT}}'}
              one: {file: one.json}
            """).WithFile(".env", "PORT=4300\nUSERS='{\"RegisteredUsers\": {\"a\": \"b\"}}'");
        var rendered = Render("--compose", File);
        Setting(rendered, "Name").Should().Be("\"b\"");
        Setting(rendered, "DicomAet").Should().Be("\"A\"");
        Setting(rendered, "DicomPort").Should().Be("4300");
        Setting(rendered, "Locale").Should().Be("\"fr\"");
        Setting(rendered, "PostgreSQL.Password").Should().Be("\"p\\u0022w\"");
        Setting(rendered, "MySQL.Password").Should().Be("\"p\\u0022w\"");
        Setting(rendered, "RegisteredUsers").Should().Be("""{"a":"b"}""");
    }

    [Fact]
    public void Paths_are_those_of_the_compose_files_folder()
    {
        Host.WithFile("sub/compose.yml", "services: {orthanc: {image: orthanc, volumes: ['../etc:/etc/orthanc', './x:/run/secrets']}}")
            .WithFile("etc/a.json", """{"Name": "a"}""").WithFile("sub/x/ORTHANC__LOCALE", "fr");
        var rendered = Render("--compose", $"{Folder}/sub/compose.yml");
        Setting(rendered, "Name").Should().Be("\"a\"");
        Setting(rendered, "Locale").Should().Be("\"fr\"");
    }

    [Fact]
    public void Nothing_of_this_machine_is_read_that_is_not_mounted()
    {
        Host.WithFile("etc/a.json", """{"Name": "laptop"}""")
            .WithFile("compose.yml", "services: {orthanc: {image: orthanc, environment: {ORTHANC__DICOM_AET: X}}}");
        Host.Run("render", "--compose", File, "--config-dir", $"{Folder}/etc");
        Host.Output.Should().Contain("\"X\"").And.NotContain("laptop");
    }

    [Fact]
    public void What_another_service_mounts_is_mounted_too()
    {
        Host.WithFile("conf/orthanc.json", """{"Name": "theirs", "DicomAet": "THEIRS"}""")
            .WithFile("own/orthanc.json", """{"Name": "own"}""");
        const string others = """
              configuration: {image: x, volumes_from: [more], volumes: ['./conf:/etc/orthanc']}
              more: {image: x, volumes: ['./own:/etc/orthanc']}
            """;
        const string service = "services:\n  orthanc:\n    image: x\n    volumes_from: ['configuration:ro']\n";

        Host.WithFile("compose.yml", $"{service}{others}");
        Run("render", "--compose", File).Should().Be(0, Host.Error);
        Host.Output.Should().Contain("\"Name\": \"theirs\"", "what configuration mounts lies over what it takes from more");

        Host.WithFile("compose.yml", $"{service}    volumes: ['./own/:/etc/orthanc/']\n{others}");
        Run("render", "--compose", File).Should().Be(0, Host.Error);
        Host.Output.Should().Contain("\"Name\": \"own\"").And.NotContain("THEIRS");
    }

    [Fact]
    public void A_long_chain_of_services_or_one_of_pairs_ends()
    {
        var pairs = string.Concat(Enumerable.Range(0, 60).Select(i => $"  s{i}: {{image: x, volumes_from: [s{i + 1}, 's{i + 1}:ro']}}\n"));
        Host.WithFile("compose.yml", $"services:\n  orthanc: {{image: x, volumes_from: [s0]}}\n{pairs}  s60: {{image: x}}\n");
        Run("render", "--compose", File).Should().Be(0, Host.Error);

        var chain = string.Concat(Enumerable.Range(0, 3000).Select(i => $"  s{i}: {{image: x, volumes_from: [s{i + 1}]}}\n"));
        Host.WithFile("compose.yml", $"services:\n  orthanc: {{image: x, volumes_from: [s0]}}\n{chain}  s3000: {{image: x}}\n");
        Run("render", "--compose", File).Should().Be(0, Host.Error);
    }

    [Fact]
    public void What_another_container_mounts_is_not_known()
    {
        Host.WithFile("compose.yml", "services: {orthanc: {image: x, volumes_from: ['container:other']}}");
        Run("render", "--compose", File, "--log-level", "information").Should().Be(0, Host.Error);
        Host.Error.Should().Contain("compose.yml:1:47: what another container has mounted, which this one gets too, is not known here");
    }

    [Fact]
    public void Mounts_lie_over_the_folder_given_as_root()
    {
        Host.WithFile("root/run/secrets/.keep", "").WithFile("root/startup/.keep", "");
        Host.WithFile("root/etc/orthanc/a.json", """{"Name": "image", "Locale": "image"}""").WithFile("root/etc/orthanc/b.json", "{]")
            .WithFile("b.json", """{"Locale": "mounted"}""");
        var rendered = Service("volumes: ['./b.json:/etc/orthanc/b.json']", "--root", $"{Folder}/root");
        Setting(rendered, "Name").Should().Be("\"image\"");
        Setting(rendered, "Locale").Should().Be("\"mounted\"");
        Host.WithFile("empty/.keep", "");
        Setting(Service("volumes: ['./empty:/etc/orthanc']", "--root", $"{Folder}/root"), "Name")
            .Should().BeNull("the mount hides the image's folder");
        Setting(Service("tmpfs: /etc/orthanc:size=1m", "--root", $"{Folder}/root"), "Name").Should().BeNull("so does a tmpfs");
        Setting(Service("volumes: ['named:/etc/orthanc']", "--root", $"{Folder}/root"), "Name").Should().BeNull("and a volume");
    }

    [Fact]
    public void Services_can_extend_others_here_and_elsewhere()
    {
        Host.WithFile(
            "sub/common.yml",
            "services: {base: {image: orthanc, environment: {ORTHANC__NAME: base, ORTHANC__LOCALE: base}, "
                + "volumes: ['./etc:/etc/orthanc']}}")
            .WithFile("sub/etc/a.json", """{"DicomAet": "SUB"}""");
        Host.WithFile("compose.yml", """
            services:
              middle: {extends: {file: sub/common.yml, service: base}, environment: [ORTHANC__NAME=middle]}
              orthanc: {extends: middle, environment: {ORTHANC__STABLE_AGE: 7}}
            """);
        var rendered = Render("--compose", File, "--service", "orthanc");
        Setting(rendered, "Name").Should().Be("\"middle\"");
        Setting(rendered, "Locale").Should().Be("\"base\"");
        Setting(rendered, "StableAge").Should().Be("7");
        Setting(rendered, "DicomAet").Should().Be("\"SUB\"");
    }

    [Fact]
    public void Secrets_that_are_elsewhere_leave_a_placeholder()
    {
        Host.WithFile("compose.yml", """
            services:
              orthanc:
                image: orthancteam/orthanc
                secrets: [ORTHANC_PASSWORD, ORTHANC__POSTGRESQL__PASSWORD, ORTHANC__STABLE_AGE]
            secrets:
              ORTHANC_PASSWORD: {external: true}
              ORTHANC__POSTGRESQL__PASSWORD: {environment: NOT_SET}
              ORTHANC__STABLE_AGE: {external: true, name: elsewhere}
            """);
        Run("render", "--compose", File, "--log-level", "information").Should().Be(0, Host.Error);
        Host.Output.Should().Contain("\"orthanc\": \"********\"").And.Contain("\"Password\": \"********\"").And.NotContain("StableAge")
            .And.NotContain("elsewhere");
        Host.Error.Should().Contain("compose.yml:4:15: the secret ORTHANC_PASSWORD is kept elsewhere and is not available here")
            .And.Contain("compose.yml:4:33: the secret ORTHANC__POSTGRESQL__PASSWORD comes from the variable NOT_SET and is not")
            .And.Contain("compose.yml:4:64: the secret ORTHANC__STABLE_AGE is kept elsewhere and is not available here");
        Run("render", "--compose", File);
        Host.Error.Should().NotContain("not available here", "it is only information");
    }

    [Fact]
    public void Users_that_are_elsewhere_are_users()
    {
        Host.WithFile(
            "compose.yml",
            "services: {orthanc: {image: orthanc, secrets: [ORTHANC__REGISTERED_USERS]}}\n"
                + "secrets: {ORTHANC__REGISTERED_USERS: {external: true}}");
        Run("validate", "--compose", File).Should().Be(0, Host.Output);
    }

    [Fact]
    public void Messages_name_the_file_that_has_to_be_changed()
    {
        Host.WithFile("a.json", "{\"Name\": tru}").WithFile("compose.yml", """
            services:
              orthanc:
                image: orthancteam/orthanc
                volumes: ['./a.json:/etc/orthanc/a.json']
                configs: [{source: x, target: /etc/orthanc/x.json}]
                secrets: [ORTHANC__LOCALE]
            configs:
              x:
                content: |
                  {
                    "Name" 5
                  }
            secrets:
              ORTHANC__LOCALE: {file: /dev/null}
            """);
        Run("render", "--compose", File).Should().Be(1);
        Host.Error.Should().Contain($"{Folder}/a.json:1:13: ").And.Contain($"{File}:11:16: ")
            .And.Contain("/run/secrets/ORTHANC__LOCALE cannot be read: /dev/null: it is a device");
    }

    [Fact]
    public void What_compose_would_only_warn_of_is_a_warning()
    {
        Host.WithFile(".env", "OTHER=1");
        Service("environment: {ORTHANC__NAME: 'a${NONE}', ORTHANC__LOCALE: , ORTHANC__DICOM_AET: 0x10}\nvolumes: ['./none:/etc/orthanc']");
        Host.Error.Should().Contain("compose.yml:4:34: the variable NONE is not set")
            .And.Contain("ORTHANC__LOCALE is passed through but not set")
            .And.Contain("Compose reads this as a number or date and reformats it")
            .And.Contain("/none does not exist, so an empty folder would be mounted at /etc/orthanc");
    }

    [Theory]
    [InlineData("environment: {ORTHANC_PASSWORD: pa$m4rk}")]
    [InlineData("environment: {ORTHANC_PASSWORD: 'pa${m4rk'}")]
    [InlineData("environment: {ORTHANC_PASSWORD: 'pa${m4rk!}'}")]
    [InlineData("environment: {ORTHANC_PASSWORD: 0x6d34726b}")]
    [InlineData("environment: [ORTHANC_PASSWORD=pa$m4rk]")]
    [InlineData("env_file: a.env")]
    public void Pieces_of_passwords_are_not_shown(string service)
    {
        Host.WithFile("a.env", "ORTHANC_PASSWORD=pa$m4rk").WithFile(
            "compose.yml", $"services:\n  orthanc:\n    image: orthancteam/orthanc\n{Indented(service)}");
        Run("render", "--compose", File);
        Host.Error.Should().Contain($"{Folder}/").And.NotContain("m4rk").And.NotContain("6d34726b").And.NotContain("1832153707");
    }

    [Fact]
    public void Standard_input_is_a_compose_file_of_the_current_folder()
    {
        Host.Input = "services: {orthanc: {image: orthanc, environment: {ORTHANC__NAME: piped}}}";
        Setting(Render("--compose", "-"), "Name").Should().Be("\"piped\"");
        Run("render", "--compose", "-", "-").Should().Be(2);
        Host.Error.Should().Contain("standard input can be read once");
    }

    [Fact]
    public void Files_that_settings_name_are_only_missed_where_everything_is_known()
    {
        Host.WithFile("certs/a.pem", "x");
        Service(
            "environment: {ORTHANC__SSL_CERTIFICATE: /certs/a.pem, ORTHANC__HTTPS_CA_CERTIFICATES: /certs/none.pem, "
                + "ORTHANC__SSL_TRUSTED_CLIENT_CERTIFICATES: /image/b.pem}\nvolumes: ['./certs:/certs']");
        Host.Error.Should().Contain("HttpsCACertificates names the file /certs/none.pem").And.NotContain("a.pem").And.NotContain("b.pem");
    }

    [Theory]
    [InlineData("services: {db: {image: postgres}, orthanc: {image: 'orthancteam/orthanc:1'}}", 0)]
    [InlineData("services: {a: {image: orthanc}, b: {image: x/orthanc}}", 2)]
    [InlineData("services: {a: {image: x}, b: {image: y}}", 2)]
    public void The_service_need_not_be_named_where_only_one_can_be_meant(string content, int code)
    {
        Host.WithFile("compose.yml", content);
        Run("render", "--compose", File, "--env", "ORTHANC_PASSWORD=x").Should().Be(code, Host.Error);
        if (code == 2)
        {
            Host.Error.Should().Contain("more than one service matches; choose one with --service: a, b");
        }
    }

    [Theory]
    [InlineData("services:\n  - a", "compose.yml:2:3: services: expected a mapping")]
    [InlineData("", "not a compose file")]
    [InlineData("services: [", "compose.yml:2:1: not valid YAML: ")]
    [InlineData("services:\n\torthnac: x", "compose.yml:2:1: not valid YAML: tab in the indentation")]
    [InlineData("services: {orthnac: {}, orthnac: {}}", "compose.yml:1:25: not valid YAML: duplicate key")]
    [InlineData("services: {orthnac: *none}", "compose.yml:1:21: no anchor of this name is defined above")]
    [InlineData("services: {orthnac: text}", "compose.yml:1:21: service orthnac must be a mapping")]
    [InlineData("services: {orthnac: {environment: {A: '${B'}}}", "compose.yml:1:39: a reference is not closed by a brace")]
    [InlineData("services: {orthnac: {environment: {A: '${B!}'}}}", "compose.yml:1:39: this is not a reference to a variable")]
    [InlineData(
        "services: {orthnac: {environment: {A: '${B:?say it}'}}}", "compose.yml:1:39: the variable B must be set and not empty: say it")]
    [InlineData(
        "services: {orthnac: {environment: {A: {b: c}}}}",
        "compose.yml:1:39: the value of A must be a string [invalid-deployment]; put JSON in quotes")]
    [InlineData("services: {orthnac: {environment: [{A: b}]}}", "compose.yml:1:36: expected a string")]
    [InlineData("services: {orthnac: {env_file: .}}", "cannot be read: it is a folder")]
    [InlineData("services: {orthnac: {volumes: x}}", "compose.yml:1:31: volumes: expected a list")]
    [InlineData("services: {orthnac: {image: x, volumes: [{type: bind}]}}", "compose.yml:1:42: missing field `source`")]
    [InlineData(
        "services: {orthnac: {image: x, secrets: [pasword]}}\nsecrets: {password: {file: x}}",
        "compose.yml:1:42: the secret pasword is not declared; did you mean password? [invalid-deployment]; add it to the `secrets:`")]
    [InlineData(
        "services: {orthnac: {image: x, configs: [x]}}",
        "the config x is not declared [invalid-deployment]; add it to the `configs:` section")]
    [InlineData(
        "services: {orthnac: {image: x, volumes_from: [cnofig]}, config: {image: x}}",
        "compose.yml:1:47: the service cnofig is not declared; did you mean config? [invalid-deployment]; add it to the `services:`")]
    [InlineData(
        "services: {orthnac: {image: x}, db: {image: x, network_mode: 'service:orthanc'}}",
        "compose.yml:1:62: the service orthanc is not declared; did you mean orthnac?")]
    [InlineData(
        "services: {orthnac: {image: x, links: [db]}, db: {image: x, depends_on: [orthnac]}}",
        "compose.yml:1:74: services wait for each other: orthnac → db → orthnac [invalid-deployment]; take one of them away")]
    [InlineData("services: {orthnac: {image: x}, db: {image: x, volumes: [{type: bind}]}}", "compose.yml:1:58: missing field `source`")]
    [InlineData("services: {orthnac: {ports: ['8042:DICOM']}}", "compose.yml:1:30: 8042:DICOM is not a port as compose publishes it")]
    [InlineData("services: {orthnac: {ports: [{published: '1'}]}}", "compose.yml:1:30: missing field `target`")]
    [InlineData(
        "services: {orthnac: {healthcheck: {tset: x}}}",
        "compose.yml:1:36: healthcheck has no key `tset` [invalid-deployment]; did you mean `test`?")]
    [InlineData("services: {orthnac: {healthcheck: {interval: '10'}}}", "interval: expected a duration such as 30s")]
    [InlineData("services: {orthnac: {healthcheck: {test: [curl, x]}}}", "the list must begin with CMD, CMD-SHELL or NONE")]
    [InlineData("services: {orthnac: {mem_limit: 5x}}", "mem_limit: expected a size such as 512m or a number")]
    [InlineData("services: {orthnac: {command: [1]}}", "command: expected a string or a list of strings")]
    [InlineData(
        "services: {orthnac: {depends_on: {db: {condition: service_helthy}}}}",
        "compose.yml:1:51: compose knows no condition service_helthy [invalid-deployment]; did you mean service_healthy?")]
    [InlineData(
        "services: {orthnac: {image: x, network_mode: host, networks: [default]}}",
        "compose.yml:1:62: `network_mode` and `networks` cannot both be given")]
    [InlineData("services: {orthnac: {image: x, container_name: a, scale: 2}}", "several containers cannot have one name")]
    [InlineData("services: {orthnac: {image: x}, 'a b': {image: x}}", "compose does not accept the name \"a b\" of a service")]
    [InlineData("services: {orthnac: {extends: orthnac}}", "the services extend each other in a circle")]
    [InlineData("services: {orthnac: {extends: {service: x}}}", "no service x to extend")]
    [InlineData("services: {orthnac: {environment: {<<: 5}}}", "compose.yml:1:40: a merge key (<<) takes a mapping")]
    [InlineData("services: {orthnac: {[a]: b}}", "mapping keys must be strings")]
    public void A_compose_file_that_cannot_be_used_is_explained(string content, string message)
    {
        Host.WithFile("compose.yml", content);
        Run("render", "--compose", File, "--service", "orthnac").Should().Be(1);
        Host.Error.Should().Contain(message).And.NotContain("   at ");
    }

    [Fact]
    public void A_long_message_of_a_required_variable_is_cut()
    {
        var text = "say it".PadRight(5000, '!');
        Host.WithFile("compose.yml", $"services: {{orthanc: {{image: x, environment: {{A: '${{B:?{text}}}'}}}}}}");
        Run("render", "--compose", File).Should().Be(1);
        Host.Error.Should().Contain("the variable B must be set and not empty: say it!!").And.Contain("!…");
        Host.Error.Length.Should().BeLessThan(500);
    }

    [Fact]
    public void Bad_lines_of_env_files_are_explained()
    {
        Host.WithFile("compose.yml", "services: {orthanc: {image: x, env_file: a.env}}").WithFile("a.env", "A=1\nB C=2");
        Run("render", "--compose", File).Should().Be(1);
        Host.Error.Should().Contain("a.env:2:1: a variable name must consist of letters, digits and underscores");
        Host.WithFile("a.env", "A=1\n\nB=\"x");
        Run("render", "--compose", File).Should().Be(1);
        Host.Error.Should().Contain("a.env:3:1: the value of B is not valid: the quote \" is not closed");
    }

    [Fact]
    public void Damaged_files_are_explained_too()
    {
        const string good = "x: &a {A: b}\nservices:\n  orthanc:\n    environment: {<<: *a, B: '${C:-d}', D: [e]}\n    env_file: [a.env]\n"
            + "    volumes: ['./x:/y', {type: bind, source: a, target: /b}]\n    secrets: [s]\nsecrets: {s: {file: x}}\n";
        const string marks = "\n\t :-[]{}&*!|>'\"%@`#,?$\u0001é";
        var random = new Random(1);
        for (var i = 0; i < 400; i++)
        {
            var text = new System.Text.StringBuilder(good);
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = marks[random.Next(marks.Length)];
            }

            Host.WithFile("a.env", text.ToString()).WithFile("compose.yml", text.ToString());
            Run("render", "--compose", File).Should().BeInRange(0, 2, Host.Error);
            Run("render", "--kubernetes", File).Should().BeInRange(1, 2, text.ToString());
            Host.Error.Should().StartWith("orthanc-launcher: ");
        }
    }

    [Theory]
    [InlineData("deep")]
    [InlineData("circle")]
    [InlineData("doubling")]
    public void Hostile_yaml_does_no_harm(string kind)
    {
        Host.WithFile("compose.yml", kind switch
        {
            "deep" => "services: " + new string('[', 100_000),
            "circle" => "x: &a {<<: [*a, *a], b: c}\nservices: {orthanc: {image: x, environment: {<<: *a, ORTHANC__NAME: n}}}",
            _ =>
                "x0: &x0 {a: b}\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"x{i}: &x{i} {{<<: [*x{i - 1}, *x{i - 1}]}}\n"))
                    + "services: {orthanc: {image: x, environment: {<<: *x40}}}",
        });
        Run("render", "--compose", File).Should().Be(1, Host.Error);
    }
}

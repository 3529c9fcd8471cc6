using System.Text.Json.Nodes;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>What cannot be seen is said once and not judged; what is seen is judged as always.</summary>
public sealed class UnseenTests : DeploymentTests
{
    private const string Image = "image: orthancteam/orthanc:24.6.1\n";

    [Theory]
    [InlineData("image: registry.example/pacs/my-orthanc:3", "the image registry.example/pacs/my-orthanc:3 may bring", 3, 12)]
    [InlineData("build: https://example.org/pacs.git", "the image is built from files that are not here", 3, 12)]
    [InlineData("build: {context: 'git@example.org:pacs'}\n    image: orthancteam/orthanc", "the image is built from files that", 3, 12)]
    [InlineData(Image + "    volumes: ['config:/etc/orthanc']", "what the volume at /etc/orthanc contains is not known here", 4, 15)]
    [InlineData(Image + "    volumes: ['config:/etc']", "what the volume at /etc contains", 4, 15)]
    [InlineData(Image + "    volumes: ['/srv/none:/run/secrets']", "/srv/none does not exist on this machine", 4, 15)]
    [InlineData(Image + "    volumes: ['/srv/none.json:/etc/orthanc/a.json']", "/srv/none.json does not exist on this machine", 4, 15)]
    [InlineData(Image + "    env_file: [{path: none.env, required: false}]", "none.env does not exist here", 4, 16)]
    public void A_place_of_a_service_that_cannot_be_seen_is_information(string service, string message, int line, int column)
    {
        Host.WithFile("compose.yml", $"services:\n  orthanc:\n    {service}\nvolumes: {{config: }}\n");
        var findings = Validate(0, "--compose", $"{Folder}/compose.yml");
        var unknown = findings.Should().ContainSingle(finding => Text(finding, "rule") == "not-known").Subject;
        Text(unknown, "message").Should().Contain(message);
        Text(unknown, "severity").Should().Be("information");
        Text(unknown, "source").Should().Be($"{Folder}/compose.yml");
        ((int)unknown["line"]!).Should().Be(line);
        ((int)unknown["column"]!).Should().Be(column);
        Severity(findings, "no-users").Should().Be("information", "the users may be there");
    }

    [Theory]
    [InlineData("volumes: ['db:/var/lib/orthanc/db', './storage:/var/lib/orthanc/storage', '/srv/none:/data']")]
    [InlineData("tmpfs: /etc/orthanc")]
    [InlineData("volumes: [{type: tmpfs, target: /etc/orthanc}]")]
    [InlineData("volumes: ['./here:/etc/orthanc']")]
    public void A_service_of_which_all_is_seen_is_judged(string service)
    {
        Host.WithFile("here/a.txt", "")
            .WithFile("compose.yml", $"services:\n  orthanc:\n    {Image}    {service}\nvolumes: {{db: }}\n");
        var findings = Validate(1, "--compose", $"{Folder}/compose.yml");
        findings.Should().ContainSingle();
        Severity(findings, "no-users").Should().Be("error");
    }

    [Fact]
    public void Files_of_the_image_that_are_given_as_root_are_seen()
    {
        Host.WithFile("root/run/secrets/.keep", "").WithFile("root/startup/.keep", "");
        Host.WithFile("root/etc/orthanc/a.json", "{}").WithFile("compose.yml", "services: {orthanc: {image: mine/orthanc}}");
        var findings = Validate(1, "--compose", $"{Folder}/compose.yml", "--root", $"{Folder}/root");
        findings.Should().NotContain(finding => Text(finding, "rule") == "not-known");
        Severity(findings, "no-users").Should().Be("error");
    }

    [Theory]
    [InlineData("volumes: ['./none.json:/etc/orthanc/a.json']", "none.json does not exist, so an empty folder would be mounted")]
    [InlineData("volumes: ['./none:/etc/orthanc']", "none does not exist, so an empty folder would be mounted")]
    [InlineData("env_file: none.env", "none.env does not exist here")]
    public void A_file_that_ought_to_lie_beside_the_compose_file_is_a_warning(string service, string message)
    {
        Host.WithFile("compose.yml", $"services:\n  orthanc:\n    {Image}    {service}");
        var findings = Validate(0, "--compose", $"{Folder}/compose.yml");
        Severity(findings, "not-known").Should().Be("warning");
        Text(findings.First(finding => Text(finding, "rule") == "not-known"), "message").Should().Contain(message);
        Severity(findings, "no-users").Should().Be("information");
    }

    [Theory]
    [InlineData("environment: {ORTHANC__NAME: 'Orthanc {{.Task.Slot}}', ORTHANC_PASSWORD: '${X-x}'}", "ORTHANC__NAME comes from")]
    [InlineData("environment: ['ORTHANC__HTTP_PORT=80{{ .Task.Slot }}', 'ORTHANC_PASSWORD=${X-x}']", "ORTHANC__HTTP_PORT comes")]
    [InlineData("volumes: ['./data/{{.Node.Hostname}}:/etc/orthanc']", "data/{{.Node.Hostname}} does not exist on this machine")]
    [InlineData("configs: [{source: made, target: /etc/orthanc/made.json}]", "the config made is a template, which Swarm fills in")]
    [InlineData("configs: [{source: inline, target: /etc/orthanc/made.json}]", "the config inline is a template, which Swarm fills in")]
    public void What_Swarm_fills_in_is_not_known(string member, string message)
    {
        Host.WithFile("made.json", "{\"HttpPort\": {{ env \"PORT\" }}}").WithFile("compose.yml", $$$$"""
            services:
              orthanc:
                {{{{Image.TrimEnd()}}}}
                {{{{member}}}}
            configs:
              made: {file: ./made.json, template_driver: golang}
              inline: {content: '{"HttpPort": {{ env "PORT" }}}', template_driver: golang}
            """);
        var findings = Validate(0, "--compose", $"{Folder}/compose.yml");
        findings.Should().OnlyContain(finding => Text(finding, "severity") == "information");
        var unknown = findings.Should().ContainSingle(finding => Text(finding, "rule") == "not-known").Subject;
        Text(unknown, "message").Should().Contain(message);
        ((int?)unknown["line"]).Should().Be(4);
    }

    [Fact]
    public void A_config_that_only_could_be_a_template_is_read()
    {
        Host.WithFile("compose.yml", $$$$"""
            services:
              orthanc:
                {{{{Image.TrimEnd()}}}}
                configs: [{source: c, target: /etc/orthanc/c.json}]
                environment: {ORTHANC_PASSWORD: '${X-x}', ORTHANC__DICOM_WEB: '{"a": {"b": {}}}'}
            configs: {c: {content: '{"HttpPort": "x"}', template_driver: golang}}
            """);
        Severity(Validate(1, "--compose", $"{Folder}/compose.yml"), "wrong-type").Should().Be("error");
    }

    [Fact]
    public void A_secret_that_is_elsewhere_is_one_information()
    {
        Host.WithFile("compose.yml", $$"""
            services:
              orthanc:
                {{Image.TrimEnd()}}
                secrets: [ORTHANC_PASSWORD, {source: conf, target: conf.json}]
            secrets:
              ORTHANC_PASSWORD: {file: ./ignored/password}
              conf: {external: true}
            """);
        var findings = Validate(0, "--compose", $"{Folder}/compose.yml");
        findings.Should().OnlyContain(finding => Text(finding, "severity") == "information");
        findings.Where(finding => Text(finding, "rule") == "not-known").Should().HaveCount(2);
    }

    [Theory]
    [InlineData("environment: {ORTHANC_PASSWORD: '${PW}'}", "the value of ORTHANC_PASSWORD comes from the variable PW and", 4, 38)]
    [InlineData("environment: [ORTHANC_PASSWORD=$PW]", "the value of ORTHANC_PASSWORD comes from the variable PW and", 4, 36)]
    [InlineData("environment: [ORTHANC_PASSWORD]", "the value of ORTHANC_PASSWORD comes from the environment of compose", 4, 19)]
    [InlineData("environment: {ORTHANC_PASSWORD: }", "the value of ORTHANC_PASSWORD comes from the environment of compose", 4, 19)]
    [InlineData("environment: {ORTHANC_JSON: '{\"RegisteredUsers\": ${U}, \"Name\": \"${N}\"}'}", "what the variables U and N", 4, 33)]
    [InlineData("environment: ['ORTHANC__REGISTERED_USERS={\"${U}\":\"${P}\"}']", "what the variables U and P would", 4, 19)]
    [InlineData("environment: ['ORTHANC_JSON={\"RegisteredUsers\":{\"a\":${P}}}']", "what the variable P would insert", 4, 19)]
    [InlineData("volumes: ['${DATA}/config:/etc/orthanc']", "what the volume at /etc/orthanc contains is not known", 4, 15)]
    [InlineData("volumes: [{type: bind, source: '${DATA}', target: /etc/orthanc}]", "what the volume at /etc/orthanc contains", 4, 15)]
    [InlineData("secrets: [{source: pw, target: ORTHANC_PASSWORD}]", "which file the secret pw is depends on a variable", 5, 22)]
    [InlineData("configs: [{source: c, target: /etc/orthanc/c.json}]", "what the variable U would insert", 6, 24)]
    public void A_variable_of_compose_that_is_not_set_here_is_not_known(string service, string message, int line, int column)
    {
        Host.WithFile(
            "compose.yml",
            $"services:\n  orthanc:\n    {Image}    {service}\nsecrets: {{pw: {{file: '${{SECRET}}'}}}}\n"
                + "configs: {c: {content: '{\"RegisteredUsers\": ${U}}'}}\n");
        var findings = Validate(0, "--compose", $"{Folder}/compose.yml");
        findings.Should().OnlyContain(finding => Text(finding, "severity") == "information");
        var unknown = findings.Should().ContainSingle(finding => Text(finding, "rule") == "not-known").Subject;
        Text(unknown, "message").Should().StartWith(message);
        ((int)unknown["line"]!, (int)unknown["column"]!).Should().Be((line, column));
    }

    [Theory]
    [InlineData("secrets: [{source: e, target: ORTHANC_PASSWORD}]")]
    [InlineData("environment: {ORTHANC_PASSWORD: x, ORTHANC__DICOM_MODALITIES: '{\"${N}\": [\"A\", \"h\", ${P}]}'}")]
    public void A_placeholder_is_not_judged(string service)
    {
        Host.WithFile("compose.yml", $"services:\n  orthanc:\n    {Image}    {service}\nsecrets: {{e: {{environment: PW}}}}\n");
        Validate(0, "--compose", $"{Folder}/compose.yml").Should().OnlyContain(finding => Text(finding, "severity") == "information");
    }

    [Fact]
    public void What_surrounds_a_variable_of_compose_that_is_not_set_is_judged()
    {
        Host.WithFile(
            "compose.yml",
            $$"""
            services:
              orthanc:
                {{Image.TrimEnd()}}
                environment:
                  ORTHANC_PASSWORD: x
                  ORTHANC_JSON: '{"Name": "${N}", "HttpPort": ${P}, "Prot": 1, "DicomPort": "x"}'
            """);
        var findings = Validate(1, "--compose", $"{Folder}/compose.yml");
        findings.Where(finding => Text(finding, "severity") != "information").Select(finding => $"{finding["rule"]} {finding["column"]}")
            .Should().BeEquivalentTo("unknown-setting 57", "wrong-type 68");
    }

    [Fact]
    public void A_variable_that_the_files_of_variables_lack_is_a_warning_and_not_known()
    {
        Host.WithFile(".env", "OTHER=1").WithFile(
            "compose.yml", $"services:\n  orthanc:\n    {Image}    environment: {{ORTHANC_PASSWORD: '${{PW}}'}}\n");
        var findings = Validate(0, "--compose", $"{Folder}/compose.yml");
        Severity(findings, "unset-variable").Should().Be("warning");
        findings.Should().NotContain(finding => Text(finding, "rule") == "no-users");
    }

    [Fact]
    public void A_variable_that_compose_would_not_see_either_is_empty()
    {
        Host.WithFile("compose.yml", $"services:\n  orthanc:\n    {Image}    environment: {{ORTHANC_PASSWORD: '${{PW}}'}}\n");
        var findings = Validate(1, "--environment", "--compose", $"{Folder}/compose.yml");
        Severity(findings, "no-users").Should().Be("error");
        Severity(findings, "unset-variable").Should().Be("warning");
    }

    [Theory]
    [InlineData("{\"HttpPort\": ${PORT}, \"Name\": \"at-${PORT}\"}", 0)]
    [InlineData("{\"AuthenticationEnabled\": ${AUTH}, \"DicomAet\": \"${AET:-X}\"}", 0)]
    [InlineData("{\"DicomModalities\": {${MORE}}}", 0)]
    [InlineData("{\"HttpPort\": 80${PORT}}", 0)]
    [InlineData("{\"HttpPort\" 80, \"DicomPort\": 42${PORT}}", 1)]
    [InlineData("{\"HttpPort\": ${PORT}, \"DicomPort\": \"x\"}", 1)]
    public void A_file_with_variables_that_are_not_known_is_judged_apart_from_them(string json, int code)
    {
        Host.WithFile("all.yaml", $$$$"""
            kind: Pod
            metadata: {name: orthanc}
            spec:
              containers:
                - name: orthanc
                  image: orthancteam/orthanc
                  envFrom: [{secretRef: {name: users}}]
                  env:
                    - {name: PORT, valueFrom: {secretKeyRef: {name: gone, key: a}}}
                    - {name: AUTH, valueFrom: {secretKeyRef: {name: gone, key: b}}}
                    - {name: AET, valueFrom: {secretKeyRef: {name: gone, key: c}}}
                    - {name: MORE, valueFrom: {secretKeyRef: {name: gone, key: d}}}
                  volumeMounts: [{name: c, mountPath: /etc/orthanc}]
              volumes: [{name: c, configMap: {name: c}}]
            ---
            kind: ConfigMap
            metadata: {name: c}
            data: {a.json: '{{{{json}}}}'}
            ---
            kind: Secret
            metadata: {name: users}
            stringData: {ORTHANC_PASSWORD: x}
            """);
        var findings = Validate(code, "--kubernetes", $"{Folder}/all.yaml");
        findings.Count(finding => Text(finding, "severity") != "information").Should().Be(code);
        findings.Should().Contain(finding => Text(finding, "rule") == "not-known"
            && Text(finding, "message")!.StartsWith("the Secret gone is not among the manifests", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("env: [{name: ORTHANC_JSON, valueFrom: {secretKeyRef: {name: gone, key: a}}}]", "{}", "information")]
    [InlineData("envFrom: [{secretRef: {name: gone}}]", "{}", "information")]
    [InlineData("envFrom: [{configMapRef: {name: gone, optional: true}}]", "{}", "information")]
    [InlineData("env: [{name: ORTHANC_PASSWORD, valueFrom: {secretKeyRef: {name: gone, key: a, optional: true}}}]", "{}", "information")]
    [InlineData("env: [{name: ORTHANC__NAME, valueFrom: {secretKeyRef: {name: gone, key: a}}}]", "{}", "error")]
    [InlineData("env: [{name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]", "{}", "error")]
    [InlineData("env: [{name: VERBOSE_ENABLED, valueFrom: {secretKeyRef: {name: gone, key: a}}}]", "{}", "error")]
    [InlineData("volumeMounts: [{name: v, mountPath: /etc/orthanc}]", "{name: v, secret: {secretName: gone}}", "information")]
    [InlineData("volumeMounts: [{name: v, mountPath: /etc/orthanc}]", "{name: v, persistentVolumeClaim: {claimName: x}}", "information")]
    [InlineData("volumeMounts: [{name: v, mountPath: /var/lib/orthanc/db}]", "{name: v, persistentVolumeClaim: {claimName: x}}", "error")]
    [InlineData("volumeMounts: [{name: v, mountPath: /etc/orthanc}]", "{name: v, emptyDir: {}}", "error")]
    public void What_a_pod_gets_from_elsewhere_may_be_what_is_missing(string container, string volume, string severity)
    {
        Host.WithFile("all.yaml", $"""
            kind: Pod
            metadata: {"{"}name: orthanc{"}"}
            spec:
              volumes: [{volume}]
              containers:
                - name: orthanc
                  image: osimis/orthanc
                  {container}
            """);
        var findings = Validate(severity == "error" ? 1 : 0, "--kubernetes", $"{Folder}/all.yaml");
        Severity(findings, "no-users").Should().Be(severity);
        findings.Should().NotContain(finding => Text(finding, "severity") == "warning");
    }

    [Theory]
    [InlineData("initContainers: [{name: fetch, volumeMounts: [{name: v, mountPath: /out}]}]", "information")]
    [InlineData("initContainers: [{name: fetch, volumeMounts: [{name: w, mountPath: /out}]}]", "error")]
    public void A_volume_that_an_init_container_shares_may_hold_anything(string others, string severity)
    {
        Host.WithFile("all.yaml", $"""
            kind: Pod
            metadata: {"{"}name: orthanc{"}"}
            spec:
              volumes: [{"{"}name: v, emptyDir: {"{}}"}]
              {others}
              containers: [{"{"}name: orthanc, volumeMounts: [{"{"}name: v, mountPath: /etc/orthanc{"}]}"}]
            """);
        Severity(Validate(severity == "error" ? 1 : 0, "--kubernetes", $"{Folder}/all.yaml"), "no-users").Should().Be(severity);
    }

    [Fact]
    public void A_subPath_that_names_no_key_makes_a_folder_where_a_file_is_meant()
    {
        Host.WithFile("all.yaml", """
            kind: Pod
            metadata: {name: orthanc}
            spec:
              volumes: [{name: v, configMap: {name: c}}]
              containers:
                - name: orthanc
                  volumeMounts: [{name: v, mountPath: /etc/orthanc/orthanc.json, subPath: orthanc.jsn}]
            ---
            kind: ConfigMap
            metadata: {name: c}
            data: {orthanc.json: '{}'}
            """);
        var findings = Validate(1, "--kubernetes", $"{Folder}/all.yaml");
        findings.Select(finding => Text(finding, "message")).Should()
            .Contain("the volume v has no orthanc.jsn, so a folder is mounted")
            .And.Contain("the file cannot be read: it is a folder, not a file");
        findings.Select(finding => Text(finding, "remedy")).Should().Contain("did you mean orthanc.json?");
    }

    [Fact]
    public void A_start_up_script_may_make_the_files_that_settings_name()
    {
        Host.WithFile("certs/x", "").WithFile("compose.yml", $$"""
            services:
              orthanc:
                {{Image.TrimEnd()}}
                environment: {ORTHANC_PASSWORD: x, ORTHANC__SSL_CERTIFICATE: /certs/a.pem, BEFORE_ORTHANC_STARTUP_SCRIPT: /fetch.sh}
                volumes: ['./certs:/certs']
            """);
        Severity(Validate(0, "--compose", $"{Folder}/compose.yml"), "file-not-found").Should().Be("information");
    }

    private static string? Severity(List<JsonObject> findings, string rule) =>
        Text(findings.Should().Contain(finding => Text(finding, "rule") == rule).And.Subject.Cast<JsonObject>()
            .First(finding => Text(finding, "rule") == rule), "severity");
}

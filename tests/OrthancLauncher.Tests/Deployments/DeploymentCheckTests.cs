using System.Text.Json.Nodes;
using OrthancLauncher.Core.Findings;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>Mistakes that only the description of a container shows.</summary>
public sealed class DeploymentCheckTests : DeploymentTests
{
    [Theory]
    [InlineData(
        "ports: ['8080:8080']", "wrong-port",
        "the deployment publishes port 8080 of the container, but Orthanc listens on 8042 (HTTP) and 4242 (DICOM)")]
    [InlineData("ports: ['127.0.0.1:80:8043/tcp']", "wrong-port", "publishes port 8043 of")]
    [InlineData("ports: [{target: 104, published: 104}]", "wrong-port", "publishes port 104 of")]
    [InlineData("ports: ['4242:4242/udp']", "wrong-port", "publishes port 4242/udp of")]
    [InlineData("ports: ['9000-9010:9000-9010']", "wrong-port", "publishes port 9000-9010 of")]
    [InlineData("expose: ['8080']", "wrong-port", "publishes port 8080 of")]
    [InlineData(
        "healthcheck: {test: curl -f http://localhost:8080/system}", "wrong-port",
        "the health check asks port 8080 of the container, but Orthanc listens on 8042 (HTTP)")]
    [InlineData("healthcheck: {test: [CMD, curl, 'http://127.0.0.1:4242']}", "wrong-port", "the health check asks port 4242")]
    [InlineData("entrypoint: Orthanc /etc/orthanc", "launcher-bypassed", "Orthanc is started without the launcher")]
    [InlineData("command: ['/usr/sbin/Orthanc', '/etc/orthanc']", "launcher-bypassed", "Orthanc is started without the launcher")]
    [InlineData("entrypoint: [sh, -c, 'sleep 5; exec Orthanc /x.json']", "launcher-bypassed", "Orthanc is started without the launcher")]
    [InlineData(
        "environment: {AZURE_BLOB_STORAGE_PLUGIN_ENABLED: 'true'}", "image-without-plugin",
        "the plugin AzureBlobStorage is enabled, but the image orthancteam/orthanc:24.6.1 lacks it")]
    [InlineData(
        "environment: {ORTHANC__POSTGRESQL__PASSWORD: s3cret}", "secret-in-environment",
        "the value of ORTHANC__POSTGRESQL__PASSWORD is a secret")]
    [InlineData(
        "environment: [ORTHANC__POSTGRESQL__PASSWORD=s3cret]", "secret-in-environment",
        "the value of ORTHANC__POSTGRESQL__PASSWORD is a secret")]
    public void A_mistake_of_a_service_is_found_where_it_is_written(string line, string rule, string message)
    {
        var findings = Validate("orthancteam/orthanc:24.6.1", line);
        var finding = findings.Should().ContainSingle(one => (string?)one["rule"] == rule).Subject;
        ((string?)finding["message"]).Should().Contain(message).And.NotContain("s3cret");
        ((string?)finding["source"]).Should().Be($"{Folder}/compose.yml");
        ((int?)finding["line"]).Should().Be(rule == "image-without-plugin" ? 3 : 4);
        ((string?)finding["severity"]).Should().Be(rule == "secret-in-environment" ? "information" : "warning");
        ((string?)finding["remedy"]).Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("ports: ['80:9000']", "\"8042\"", true)]
    [InlineData("ports: ['80:8042']", "\"8042\"", false)]
    [InlineData("ports: ['80:8042']", "8042.0", false)]
    [InlineData("ports: ['80:9000']", "[8042]", false)]
    [InlineData("healthcheck: {test: curl http://localhost:9000/}", "\"8042\"", true)]
    public void A_port_of_the_wrong_type_is_what_it_says(string line, string port, bool isReported)
    {
        File.WriteAllText($"{Folder}/o.json", $$"""{"HttpPort": {{port}}}""");
        var findings = Validate("orthancteam/orthanc:24.6.1", $"{line}\n    volumes: ['./o.json:/etc/orthanc/o.json']");
        findings.Count(one => (string?)one["rule"] == "wrong-port").Should().Be(isReported ? 1 : 0);
        findings.Count(one => (string?)one["rule"] == "wrong-type").Should().Be(1);
    }

    [Fact]
    public void A_health_check_is_judged_where_only_the_port_of_DICOM_is_not_known()
    {
        File.WriteAllText($"{Folder}/o.json", """{"DicomPort": [4242]}""");
        Validate("orthancteam/orthanc:24.6.1",
            "healthcheck: {test: curl http://localhost:9000/}\n    volumes: ['./o.json:/etc/orthanc/o.json']")
            .Should().ContainSingle(one => (string?)one["rule"] == "wrong-port");
    }

    [Theory]
    [InlineData("ports: ['80:8042', '104:4242', '8000-9000:8000-9000', '4242', '${IP:-0.0.0.0}:1:8042']")]
    [InlineData("ports: ['8080:8080']\n    network_mode: host")]
    [InlineData("ports: ['8080:8080']\n    environment: {ORTHANC__HTTP_PORT: '8080'}")]
    [InlineData("ports: ['9999:9999']\n    environment: {PYTHON_PLUGIN_ENABLED: 'true'}")]
    [InlineData("healthcheck: {test: curl http://localhost/system}")]
    [InlineData("healthcheck: {test: [CMD, curl, 'http://localhost:8042/system']}")]
    [InlineData("entrypoint: /docker-entrypoint.sh /tmp/orthanc.json")]
    [InlineData("entrypoint: [sh, -c, 'exec /docker-entrypoint.sh Orthanc']")]
    [InlineData("command: /tmp/orthanc.json")]
    [InlineData("command: [bash]")]
    [InlineData("environment: {ORTHANC__POSTGRESQL__PASSWORD: '${PW:-}', ORTHANC__POSTGRESQL__HOST: db}")]
    [InlineData("environment: {ORTHANC__REGISTERED_USERS: '{}'}")]
    public void What_is_right_is_not_reported(string line)
    {
        string[] rules = ["wrong-port", "launcher-bypassed", "image-without-plugin", "secret-in-environment", "variables-not-read"];
        Validate("orthancteam/orthanc:24.6.1-full", line).Should().NotContain(one => rules.Contains((string?)one["rule"]));
    }

    [Theory]
    [InlineData("jodogne/orthanc-plugins:1.12.7", true)]
    [InlineData("docker.io/jodogne/orthanc", true)]
    [InlineData("osimis/orthanc:23.9.2", false)]
    [InlineData("my/orthanc", false)]
    public void Variables_have_no_effect_on_an_image_without_a_launcher(string image, bool isReported)
    {
        var findings = Validate(image, "environment: {ORTHANC__NAME: x, TZ: UTC}");
        var found = findings.Where(one => (string?)one["rule"] == "variables-not-read").ToList();
        found.Should().HaveCount(isReported ? 1 : 0);
        found.ForEach(one => ((string?)one["message"]).Should().Be($"the image {image} reads no variables; without effect: ORTHANC__NAME"));
    }

    [Fact]
    public void Nothing_is_said_of_an_image_without_a_launcher_that_only_a_launcher_would_do()
    {
        Host.WithFile("orthanc.json", """
            {"Plugins": ["/x/libA.so"], "PostgreSQL": {"EnableIndex": true}, "StoneWebViewer": {"DateFormat": "${ORTHANC_FORMAT}"}}
            """);
        Validate(
            "jodogne/orthanc-plugins:1.12.7",
            "environment: {ORTHANC_NAME: x, ORTHANC_PASSWORD: y, ORTHANC_FORMAT: z, VERBOSE_ENABLED: 'true', MALLOC_ARENA_MAX: '5'}\n"
                + "    volumes: ['./orthanc.json:/etc/orthanc/orthanc.json']")
            .Select(one => $"{one["rule"]}: {one["message"]}").Should().BeEquivalentTo(
                "variables-not-read: the image jodogne/orthanc-plugins:1.12.7 reads no variables; without effect: "
                    + "ORTHANC_NAME, ORTHANC_PASSWORD, VERBOSE_ENABLED");
    }

    [Theory]
    [InlineData("tty: true", "warning insecure-credentials 3 mount a configuration with users of your own at /etc/orthanc/orthanc.json")]
    [InlineData("command: /run/secrets", null)]
    [InlineData("volumes: ['data:/etc/orthanc']", "information not-known 4 ")]
    [InlineData("volumes: ['./open.json:/etc/orthanc/orthanc.json']", "warning no-users  set RegisteredUsers; ")]
    [InlineData("volumes: ['./local.json:/etc/orthanc/orthanc.json']", null)]
    [InlineData("volumes: ['./known.json:/etc/orthanc/orthanc.json']", "warning insecure-credentials 1 choose another password")]
    [InlineData("entrypoint: [/usr/bin/orthanc-launcher]", "error no-users  set ORTHANC_PASSWORD")]
    public void Who_may_log_in_is_told_by_the_files_that_an_image_without_a_launcher_reads(string line, string? expected)
    {
        Host.WithFile("open.json", """{"RemoteAccessAllowed": true}""").WithFile("local.json", """{"Name": "x"}""")
            .WithFile("known.json", """{"RegisteredUsers": {"orthanc": "orthanc"}}""");
        var said = Validate("jodogne/orthanc:1.12.1", line + "\nvolumes: {data: }")
            .Select(one => $"{one["severity"]} {one["rule"]} {one["line"]} {one["remedy"]}").ToList();
        if (expected is null)
        {
            said.Should().BeEmpty();
        }
        else
        {
            said.Should().ContainSingle().Which.Should().StartWith(expected);
        }
    }

    [Theory]
    [InlineData("orthanc-ui: {image: x/orthanc-explorer-3, ports: ['3000:80']}", "orthanc")]
    [InlineData("orthanc-auth-service: {build: none, ports: ['8000:8000']}", "orthanc")]
    [InlineData("orthanc-proxy: {image: x/proxy, ports: [{target: 443, published: 443}]}", "orthanc")]
    [InlineData("orthanc-b: {image: x/mine, ports: ['8043:8042', '1:1']}", "orthanc orthanc-b")]
    [InlineData("orthanc-b: {image: x/mine}", "orthanc orthanc-b")]
    [InlineData("orthanc-b: {image: x/mine, ports: ['80:80'], volumes: ['db:/var/lib/orthanc/db']}", "orthanc orthanc-b")]
    [InlineData("orthanc-b: {image: x/mine, ports: ['80:${PORT}']}", "orthanc orthanc-b")]
    [InlineData("orthanc-b: {image: x/mine, ports: ['80:80'], environment: {ORTHANC__NAME: b}}", "orthanc orthanc-b")]
    public void A_service_that_goes_with_Orthanc_and_has_its_name_is_told_apart_by_its_ports(string other, string services)
    {
        Host.WithFile("compose.yml", $"services:\n  orthanc: {{image: orthancteam/orthanc}}\n  {other}\nvolumes: {{db: }}\n");
        Run("validate", "--format=json", "--log-level=information", $"{Folder}/compose.yml");
        JsonNode.Parse(Host.Output)!["findings"]!.AsArray().Select(one => (string?)one!["service"]).Distinct()
            .Should().BeEquivalentTo(services.Split(' '));
    }

    [Fact]
    public void A_pod_is_checked_as_well()
    {
        Host.WithFile("all.yaml", """
            kind: Pod
            metadata: {name: orthanc}
            spec:
              containers:
                - name: orthanc
                  image: orthancteam/orthanc:24.6.1
                  command: [Orthanc, /etc/orthanc]
                  ports: [{name: web, containerPort: 8080}, {containerPort: 4242}]
                  livenessProbe: {httpGet: {port: web, path: /}}
                  readinessProbe: {httpGet: {port: 8042, path: /}}
                  env: [{name: ORTHANC_PASSWORD, value: s3cret}]
            """);
        Run("validate", "--format=json", "--log-level=information", "--kubernetes", $"{Folder}/all.yaml");
        Findings().Select(one => $"{one["rule"]} {one["line"]}").Should().BeEquivalentTo(
            "launcher-bypassed 7", "wrong-port 8", "wrong-port 9", "secret-in-environment 11");
    }

    [Theory]
    [InlineData("ORTHANC_PASSWORD", "secrets: []", "add it to the service, secrets: [ORTHANC_PASSWORD]")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD", "secrets: [other]", "add it to the service, secrets: [ORTHANC__POSTGRESQL__PASSWORD]")]
    [InlineData("orthanc_password", "tty: true", "{source: orthanc_password, target: ORTHANC_PASSWORD}")]
    [InlineData("ORTHANC_PASSWORD", "secrets: [ORTHANC_PASSWORD]", null)]
    [InlineData("orthanc_password", "secrets: [{source: orthanc_password, target: ORTHANC_PASSWORD}]", null)]
    [InlineData("ORTHANC_PASSWORD", "environment: {ORTHANC_PASSWORD: x}", null)]
    [InlineData("ORTHANC_PASSWORD", "environment: {ORTHANC_PASSWORD_FILE: /x}", null)]
    [InlineData("postgres", "tty: true", null)]
    public void A_secret_that_is_declared_and_not_given_to_the_service_is_found(string name, string service, string? remedy)
    {
        Host.WithFile("compose.yml", $$"""
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                {{service}}
            secrets:
              {{name}}: {file: ./pw}
              other: {file: ./pw}
            """).WithFile("pw", "x");
        Run("validate", "--format=json", "--log-level=information", "--compose", $"{Folder}/compose.yml");
        var found = Findings().Where(one => ((string)one["message"]!).Contains("does not get it", StringComparison.Ordinal)).ToList();
        found.Should().HaveCount(remedy is null ? 0 : 1);
        found.ForEach(one => $"{one["severity"]} {one["rule"]} {one["line"]}:{one["column"]}".Should().Be("warning missing-secret 6:3"));
        found.ForEach(one => ((string)one["remedy"]!).Should().Contain(remedy!));
    }

    [Theory]
    [InlineData("ORTHANC_PASSWORD", "env: []", "add it to the container, envFrom: [{secretRef: {name: pacs}}], or remove it")]
    [InlineData("orthanc_password", "env: []", "envFrom: [{secretRef: {name: pacs}}], and rename its key to ORTHANC_PASSWORD")]
    [InlineData("ORTHANC_PASSWORD", "envFrom: [{secretRef: {name: pacs}}]", null)]
    [InlineData("ORTHANC_PASSWORD", "env: [{name: X, valueFrom: {secretKeyRef: {name: pacs, key: ORTHANC_PASSWORD}}}]", null)]
    [InlineData("password", "env: []", null)]
    public void A_Secret_of_the_manifests_that_no_pod_uses_is_found(string key, string container, string? remedy)
    {
        Host.WithFile("all.yaml", $$"""
            kind: Secret
            metadata: {name: pacs}
            stringData:
              {{key}}: x
            ---
            kind: Pod
            metadata: {name: orthanc}
            spec:
              containers:
                - name: orthanc
                  image: orthancteam/orthanc
                  {{container}}
            """);
        Run("validate", "--format=json", "--kubernetes", $"{Folder}/all.yaml");
        var found = Findings().Where(one => ((string)one["message"]!).Contains("does not get it", StringComparison.Ordinal)).ToList();
        found.Should().HaveCount(remedy is null ? 0 : 1);
        found.ForEach(one => $"{one["severity"]} {one["rule"]} {one["line"]}:{one["column"]}".Should().Be("warning missing-secret 4:3"));
        found.ForEach(one => ((string)one["remedy"]!).Should().Contain(remedy!));
    }

    [Theory]
    [InlineData("configMap: {name: c, items: [{key: none, path: a.json}]}", "error invalid-deployment", "the ConfigMap c has no key none")]
    [InlineData("configMap: {name: c, optional: true, items: [{key: none, path: a.json}]}", null, null)]
    [InlineData("secret: {secretName: c, items: [{key: none, path: a.json}]}", "error invalid-deployment", "the Secret c has no key none")]
    public void A_key_that_is_missing_keeps_the_container_from_starting(string volume, string? finding, string? message)
    {
        Host.WithFile("all.yaml", $$"""
            kind: ConfigMap
            metadata: {name: c}
            data: {a: '{}'}
            ---
            kind: Secret
            metadata: {name: c}
            stringData: {a: '{}'}
            ---
            kind: Pod
            metadata: {name: orthanc}
            spec:
              volumes: [{name: v, {{volume}} }]
              containers:
                - name: orthanc
                  image: orthancteam/orthanc
                  volumeMounts: [{name: v, mountPath: /etc/orthanc}]
                  env: [{name: ORTHANC_PASSWORD, valueFrom: {secretKeyRef: {name: gone, key: a} } }]
            """);
        Run("validate", "--format=json", "--kubernetes", $"{Folder}/all.yaml").Should().Be(finding is null ? 0 : 1);
        Findings().Select(one => $"{one["severity"]} {one["rule"]}").Should().Equal(finding is null ? [] : [finding]);
        Findings().ForEach(one => ((string)one["message"]!).Should().Be(message + ", so the container does not start"));
    }

    [Fact]
    public void A_secret_that_another_Orthanc_gets_is_not_missed()
    {
        Host.WithFile("pw", "x").WithFile("compose.yml", """
            services:
              a: {image: orthancteam/orthanc, secrets: [ORTHANC_PASSWORD]}
              b: {image: orthancteam/orthanc, environment: {ORTHANC__REGISTERED_USERS: '{"a": "${PW:-x}"}'}}
            secrets: {ORTHANC_PASSWORD: {file: ./pw}}
            """);
        Run("validate", "--format=json", "--compose", $"{Folder}/compose.yml");
        Findings().Should().BeEmpty();
    }

    [Fact]
    public void A_pointer_to_a_secret_that_the_service_does_not_get_says_so()
    {
        Host.WithFile("pw", "x").WithFile("compose.yml", """
            services:
              orthanc: {image: orthancteam/orthanc, environment: {ORTHANC_PASSWORD_FILE: /run/secrets/mine}}
            secrets: {mine: {file: ./pw}}
            """);
        Run("validate", "--format=json", "--compose", $"{Folder}/compose.yml").Should().Be(1);
        Findings().Should().ContainSingle().Which["message"]!.GetValue<string>().Should()
            .Be("ORTHANC_PASSWORD_FILE names it, but /run/secrets/mine cannot be read: it is declared, but the service does not get it");
    }

    [Theory]
    [InlineData("{port: 80, targetPort: 8043}", "publishes port 8043 of the container")]
    [InlineData("{port: 80}", "publishes port 80 of the container")]
    [InlineData("{port: 80, targetPort: web}", "leads to the port web, which no container names")]
    [InlineData("{port: 104, targetPort: http, protocol: UDP}", "publishes port 8042/udp of the container")]
    [InlineData("{port: 80, targetPort: 8042}", null)]
    [InlineData("{port: 80, targetPort: http}", null)]
    [InlineData("{port: 4242}", null)]
    public void A_Service_that_leads_nowhere_is_found(string port, string? message)
    {
        Host.WithFile("all.yaml", Manifests(port, "app: orthanc", ""));
        Run("validate", "--format=json", "--kubernetes", $"{Folder}/all.yaml");
        var found = Findings().Where(one => (string?)one["rule"] == "wrong-port").ToList();
        found.Should().HaveCount(message is null ? 0 : 1);
        found.ForEach(one => ((string)one["message"]!).Should().Contain(message!));
        found.ForEach(one => ((int)one["line"]!).Should().Be(5));
    }

    [Theory]
    [InlineData("app: other", "")]
    [InlineData("app: orthanc, tier: x", "")]
    [InlineData("app: orthanc", "- {name: proxy, image: nginx, ports: [{name: web, containerPort: 8043}]}")]
    [InlineData("app: orthanc", "- {name: proxy, image: nginx}")]
    public void A_Service_that_leads_elsewhere_is_not_judged(string selector, string container)
    {
        Host.WithFile("all.yaml", Manifests("{port: 80, targetPort: 8043}", selector, container));
        Run("validate", "--format=json", "--kubernetes", $"{Folder}/all.yaml");
        Findings().Should().BeEmpty();
    }

    private static string Manifests(string port, string selector, string container) => $$$"""
        kind: Service
        metadata: {name: pacs}
        spec:
          selector: { {{{selector}}} }
          ports: [{{{port}}}]
        ---
        kind: Pod
        metadata: {name: orthanc, labels: {app: orthanc}}
        spec:
          containers:
            - name: orthanc
              image: orthancteam/orthanc
              ports: [{name: http, containerPort: 8042}]
              env: [{name: ORTHANC_PASSWORD, valueFrom: {secretKeyRef: {name: gone, key: a} } }]
            {{{container}}}
        """;

    public static TheoryData<string> WithExample => [.. Rules.All.Where(rule => rule.ExampleLanguage == "yaml").Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(WithExample))]
    public void The_example_of_a_rule_breaks_it(string id)
    {
        var rule = Rules.All.Single(rule => rule.Id == id);
        Host.WithFile("compose.yml", rule.Example).WithFile("folder/x", "");
        Run("validate", "--format=json", "--log-level=information", $"{Folder}/compose.yml");
        JsonNode.Parse(Host.Output)!["findings"]!.AsArray().Select(finding => (string?)finding!["rule"]).Should().Contain(id);
    }

    private List<JsonObject> Validate(string image, string line)
    {
        Host.WithFile("compose.yml", $"services:\n  orthanc:\n    image: {image}\n    {line}\n");
        Run("validate", "--format=json", "--log-level=information", "--compose", $"{Folder}/compose.yml");
        return Findings();
    }

    private List<JsonObject> Findings()
    {
        Host.Error.Should().BeEmpty();
        return [.. JsonNode.Parse(Host.Output)!["findings"]!.AsArray().Select(finding => finding!.AsObject())];
    }
}

namespace OrthancLauncher.Tests.Deployments;

public sealed class KubernetesTests : DeploymentTests
{
    private const string Objects = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: config}
        data:
          orthanc.json: |
            {"Name": "map", "DicomAet": "MAP"}
          ORTHANC__LOCALE: fr
          other.json: '{"DicomAet": "OTHER"}'
        binaryData:
          b.json: eyJTdGFibGVBZ2UiOiA3fQ==
        ---
        apiVersion: v1
        kind: List
        items:
          - kind: Secret
            metadata: {name: secrets}
            data:
              ORTHANC__POSTGRESQL__PASSWORD: cCR3Cg==
              both: bm8=
            stringData:
              both: from stringData
              token: $(X) $$
        ---

        """;

    private string File => $"{Folder}/all.yaml";

    private System.Text.Json.Nodes.JsonObject Pod(string container, string volumes = "[]", params string[] arguments)
    {
        Host.WithFile(
            "all.yaml",
            $"{Objects}kind: Pod\nmetadata: {{name: orthanc}}\nspec:\n  containers:\n    - name: orthanc\n"
                + $"{string.Join('\n', container.Split('\n').Select(line => "      " + line))}\n  volumes: {volumes}\n");
        return Render(["--kubernetes", File, .. arguments]);
    }

    [Fact]
    public void A_list_that_holds_itself_does_no_harm()
    {
        Host.WithFile(
            "all.yaml",
            "kind: List\nitems: &a\n- kind: List\n  items: *a\n"
                + "- {kind: Pod, metadata: {name: orthanc}, spec: {containers: [{name: orthanc, env: [{name: ORTHANC__NAME, "
                + "value: found}]}]}}\n");
        Setting(Render(["--kubernetes", File]), "Name").Should().Be("\"found\"", Host.Error);
    }

    [Theory]
    [InlineData("env: [{name: ORTHANC__NAME, value: plain}]", "\"plain\"")]
    [InlineData("env: [{name: A, value: a}, {name: ORTHANC__NAME, value: $(A)-$(B)-$$(A)-$A-$}]", "\"a-$(B)-$(A)-$A-$\"")]
    [InlineData("env: [{name: ORTHANC__NAME, value: $(A)}, {name: A, value: a}]", "\"$(A)\"")]
    [InlineData("env: [{name: ORTHANC__NAME, value: '$$$$(A) $('}]", "\"$$(A) $(\"")]
    [InlineData("env: [{name: ORTHANC__NAME, valueFrom: {configMapKeyRef: {name: config, key: ORTHANC__LOCALE}}}]", "\"fr\"")]
    [InlineData("env: [{name: ORTHANC__NAME, valueFrom: {secretKeyRef: {name: secrets, key: both}}}]", "\"from stringData\"")]
    [InlineData("env: [{name: ORTHANC__NAME, valueFrom: {secretKeyRef: {name: secrets, key: token}}}]", "\"$(X) $$\"")]
    [InlineData("env: [{name: ORTHANC__NAME, valueFrom: {secretKeyRef: {name: none, key: x, optional: true}}}]", null)]
    [InlineData("env: [{name: ORTHANC__NAME, valueFrom: {configMapKeyRef: {name: config, key: x, optional: true}}}]", null)]
    [InlineData("env: [{name: ORTHANC__NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]", "\"********\"")]
    [InlineData("env: [{name: ORTHANC__NAME, value: $(both)}]\nenvFrom: [{secretRef: {name: secrets}}]", "\"from stringData\"")]
    [InlineData(
        "env: [{name: ORTHANC__NAME, value: $(C_ORTHANC__LOCALE)}]\nenvFrom: [{configMapRef: {name: config}, prefix: C_}]", "\"fr\"")]
    [InlineData("env: [{name: ORTHANC__NAME, value: wins}]\nenvFrom: [{configMapRef: {name: none, optional: true}}]", "\"wins\"")]
    public void Variables_are_those_that_the_container_gets(string container, string? expected)
    {
        Setting(Pod(container), "Name").Should().Be(expected, Host.Error);
        Host.Error.Should().NotContain("[not-known]").And.NotContain("[invalid-deployment]");
    }

    /// <summary>What the running pod inserts may be shorter or longer than the reference to it.</summary>
    [Theory]
    [InlineData("ORTHANC__DICOM_AET", "LONG-$(NODE)-NAME-OF-IT", null)]
    [InlineData("ORTHANC__HTTP_PORT", "$(NODE)", null)]
    [InlineData("ORTHANC__DICOM_AET", "LONG-$(NOBODY)-NAME-OF-IT", "aet-too-long")]
    [InlineData("ORTHANC_JSON", "'{\"HttpPort\": \"x$(NODE)\"}'", "wrong-type")]
    public void A_reference_to_what_only_the_running_pod_knows_is_not_judged(string name, string value, string? rule)
    {
        Host.WithFile("all.yaml", $$$"""
            apiVersion: batch/v1
            kind: Job
            metadata: {generateName: import-}
            spec:
              template:
                spec:
                  containers:
                  - name: orthanc
                    image: orthancteam/orthanc:24.6.1
                    env:
                    - {name: ORTHANC_PASSWORD, value: x}
                    - name: NODE
                      valueFrom: {fieldRef: {fieldPath: spec.nodeName} }
                    - name: {{{name}}}
                      value: {{{value}}}
            """);

        Host.Run("validate", File, "--workload", "import-").Should().Be(rule is null ? 0 : 1, Host.Output);

        if (rule is not null)
        {
            Host.Output.Should().Contain(rule);
        }
    }

    [Fact]
    public void All_keys_of_a_map_become_variables()
    {
        Setting(Pod("envFrom: [{configMapRef: {name: config}}]"), "Locale").Should().Be("\"fr\"");
    }

    [Theory]
    [InlineData("{mountPath: /etc/orthanc/, name: v}", "{name: v, configMap: {name: config}}", "\"map\"", "\"OTHER\"", "7")]
    [InlineData(
        "{mountPath: /etc/orthanc/x.json, name: v, subPath: orthanc.json}", "{name: v, configMap: {name: config}}", "\"map\"", "\"MAP\"",
        null)]
    [InlineData(
        "{mountPath: /etc/orthanc, name: v}", "{name: v, configMap: {name: config, items: [{key: orthanc.json, path: z.json}]}}", "\"map\"",
        "\"MAP\"", null)]
    [InlineData(
        "{mountPath: /etc/orthanc, name: v, subPath: sub}",
        "{name: v, configMap: {name: config, items: [{key: orthanc.json, path: sub/z.json}, {key: other.json, path: o.json}]}}", "\"map\"",
        "\"MAP\"", null)]
    [InlineData(
        "{mountPath: /etc/orthanc, name: v}",
        "{name: v, projected: {sources: [{configMap: {name: config, items: [{key: b.json, path: b.json}]}}, {secret: {name: secrets}}, "
            + "{serviceAccountToken: {path: token}}]}}",
        null, null, "7")]
    [InlineData("{mountPath: /etc/orthanc, name: v}", "{name: v, emptyDir: {}}", null, null, null)]
    [InlineData("{mountPath: /etc/orthanc, name: v}", "{name: v, hostPath: {path: /etc}}", null, null, null)]
    [InlineData("{mountPath: /etc/orthanc, name: v}", "{name: v, persistentVolumeClaim: {claimName: x}}", null, null, null)]
    [InlineData("{mountPath: /etc/orthanc, name: v}", "{name: v, configMap: {name: none, optional: true}}", null, null, null)]
    public void Volumes_are_mounted_where_the_container_says(string mount, string volume, string? name, string? aet, string? age)
    {
        var rendered = Pod($"volumeMounts: [{mount}]", $"[{volume}]");
        Setting(rendered, "Name").Should().Be(name, Host.Error);
        Setting(rendered, "DicomAet").Should().Be(aet);
        Setting(rendered, "StableAge").Should().Be(age);
        Host.Error.Split('\n').Should().NotContain(line =>
            line.StartsWith('W') && !line.Contains("ORTHANC__POSTGRESQL__PASSWORD is declared", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/run/secrets")]
    [InlineData("/var/run/secrets")]
    public void Secrets_carry_settings(string path)
    {
        Setting(Pod($"volumeMounts: [{{mountPath: {path}, name: v}}]", "[{name: v, secret: {secretName: secrets}}]"), "PostgreSQL.Password")
            .Should().Be("\"p$w\"");
    }

    [Fact]
    public void Mounts_lie_over_the_folder_given_as_root()
    {
        Host.WithFile("root/etc/orthanc/a.json", """{"Locale": "image"}""").WithFile("root/run/secrets/.keep", "")
            .WithFile("root/startup/.keep", "");
        Setting(
            Pod(
                "volumeMounts: [{mountPath: /etc/orthanc/x.json, name: v, subPath: orthanc.json}]",
                "[{name: v, configMap: {name: config}}]", "--root", $"{Folder}/root"),
            "Locale")
            .Should().Be("\"image\"");
        Setting(
            Pod("volumeMounts: [{mountPath: /etc/orthanc, name: v}]", "[{name: v, configMap: {name: config}}]", "--root", $"{Folder}/root"),
            "Locale")
            .Should().BeNull();
    }

    [Theory]
    [InlineData("Deployment", "template: {spec: {containers: [{name: x, env: [{name: ORTHANC__NAME, value: n}]}]}}")]
    [InlineData("StatefulSet", "template: {spec: {containers: [{name: a}, {name: orthanc, env: [{name: ORTHANC__NAME, value: n}]}]}}")]
    [InlineData(
        "DaemonSet",
        "template: {spec: {containers: [{name: a}, {name: b, image: 'x/orthanc:1', env: [{name: ORTHANC__NAME, value: n}]}]}}")]
    [InlineData("ReplicaSet", "template: {spec: {containers: [{name: a, env: [{name: ORTHANC__NAME, value: n}]}, {name: b}]}}")]
    [InlineData("Job", "template: {spec: {containers: [{env: [{name: ORTHANC__NAME, value: n}]}]}}")]
    [InlineData("CronJob", "jobTemplate: {spec: {template: {spec: {containers: [{env: [{name: ORTHANC__NAME, value: n}]}]}}}}")]
    public void Every_kind_of_workload_is_read(string kind, string spec)
    {
        Host.WithFile("all.yaml", $"kind: {kind}\nmetadata: {{name: w}}\nspec:\n  {spec}\n");
        Setting(Render("--kubernetes", File, "--workload", "w"), "Name").Should().Be("\"n\"");
        Setting(Render("--kubernetes", File, "--workload", $"{kind.ToLowerInvariant()}/w"), "Name").Should().Be("\"n\"");
    }

    [Fact]
    public void The_workload_need_not_be_named_where_only_one_can_be_meant()
    {
        const string db = "kind: StatefulSet\nmetadata: {name: db}\nspec: {template: {spec: {containers: [{image: postgres}]}}}\n---\n";
        const string orthanc = "kind: Deployment\nmetadata: {name: pacs}\n"
            + "spec: {template: {spec: {containers: [{image: orthanc, env: [{name: ORTHANC__NAME, value: n}]}]}}}\n";
        Host.WithFile("all.yaml", db + orthanc);
        Setting(Render("--kubernetes", File), "Name").Should().Be("\"n\"");
        Host.WithFile("all.yaml", db + db);
        Run("render", "--kubernetes", File).Should().Be(2);
        Host.Error.Should().Contain("more than one container matches; choose one with --workload: statefulset/db/, statefulset/db/");
    }

    [Fact]
    public void A_folder_of_manifests_is_read_as_one()
    {
        Host.WithFile("k/1.yaml", Objects).WithFile("k/kustomization.yaml", "resources: []").WithFile("k/notes.txt", "[")
            .WithFile(
                "k/2.yml", "kind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: o, envFrom: [{configMapRef: {name: config}}]}]}");
        Setting(Render("--kubernetes", $"{Folder}/k"), "Locale").Should().Be("\"fr\"");
    }

    [Fact]
    public void Standard_input_can_hold_the_manifests()
    {
        Host.Input = """{"kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"env": [{"name": "ORTHANC__NAME","""
            + """ "value": "json"}]}]}}""";
        Setting(Render("--kubernetes", "-"), "Name").Should().Be("\"json\"");
    }

    [Fact]
    public void Objects_of_another_namespace_are_not_meant()
    {
        const string map = "kind: ConfigMap\nmetadata: {{name: c, namespace: {0}}}\ndata: {{ORTHANC__NAME: {0}}}\n---\n";
        Host.WithFile(
            "all.yaml",
            string.Format(System.Globalization.CultureInfo.InvariantCulture, map, "a")
                + string.Format(System.Globalization.CultureInfo.InvariantCulture, map, "b")
            + "kind: Pod\nmetadata: {name: p, namespace: b}\nspec: {containers: [{envFrom: [{configMapRef: {name: c}}]}]}");
        Setting(Render("--kubernetes", File), "Name").Should().Be("\"b\"");
    }

    [Fact]
    public void Objects_that_are_elsewhere_are_information_and_leave_placeholders()
    {
        var rendered = Pod("""
            env:
              - {name: ORTHANC_PASSWORD, valueFrom: {secretKeyRef: {name: users, key: pw}}}
              - {name: ORTHANC__STABLE_AGE, valueFrom: {secretKeyRef: {name: users, key: age}}}
            volumeMounts:
              - {mountPath: /run/secrets, name: s}
              - {mountPath: /etc/orthanc, name: c}
            """,
            "[{name: s, secret: {secretName: gone, items: [{key: p, path: ORTHANC__MYSQL__PASSWORD}]}}, "
                + "{name: c, configMap: {name: none, items: [{key: a, path: a.json}]}}]", "--log-level=information");
        Setting(rendered, "RegisteredUsers").Should().Be("""{"orthanc":"********"}""");
        Setting(rendered, "MySQL.Password").Should().Be("\"********\"");
        Setting(rendered, "StableAge").Should().BeNull();
        Host.Error.Should().Contain("the Secret users is not among the manifests").And.Contain("the Secret gone is not among the manifests")
            .And.Contain("the ConfigMap none is not among the manifests")
            .And.Contain("ConfigMap none, key a: the content of /etc/orthanc/a.json is not available here")
            .And.Contain("kubectl get secret users -o yaml").And.NotContain("\nE").And.NotContain("\nW");
    }

    [Fact]
    public void Messages_name_the_key_that_has_to_be_changed()
    {
        Host.WithFile(
            "all.yaml",
            "kind: ConfigMap\nmetadata: {name: config}\ndata:\n  a.json: |\n    {\n      \"Name\": tru\n    }\n---\nkind: Pod\n"
                + "metadata: {name: p}\nspec:\n  containers: [{volumeMounts: [{mountPath: /etc/orthanc, name: c}]}]\n"
                + "  volumes: [{name: c, configMap: {name: config}}]\n");
        Run("render", "--kubernetes", File).Should().Be(1);
        Host.Error.Should().Contain($"{File}:6:18: ");
    }

    [Fact]
    public void What_Kubernetes_would_refuse_is_reported()
    {
        Pod(
            "env: [{name: ORTHANC__STABLE_AGE, value: 30}, {name: B, value: yes}, {name: ORTHANC__NAME, "
                + "valueFrom: {configMapKeyRef: {name: config, key: orthanc.jso}}}]");
        Host.Error.Should().Contain("the variable ORTHANC__STABLE_AGE: Kubernetes refuses a number or boolean")
            .And.Contain("the variable B: ").And.Contain("the ConfigMap config has no key orthanc.jso")
            .And.Contain("did you mean orthanc.json?");
    }

    [Theory]
    [InlineData("kind: ConfigMap", "no workload found [invalid-deployment]; add a Deployment, StatefulSet")]
    [InlineData("", "no workload found")]
    [InlineData("a: b", "all.yaml:1:1: not a Kubernetes object: no `kind`")]
    [InlineData("kind: [", "all.yaml:2:1: not valid YAML")]
    [InlineData(
        "kind: Pod\nmetadata: {name: orthanc}\nspec: {containers: [{name: a}]}",
        "no workload orthnac; did you mean orthanc?; the containers are pod/orthanc/a")]
    [InlineData("kind: Pod\nmetadata: {name: orthnac}\nspec: {containers: []}", "all.yaml:1:1: the Pod orthnac has no containers")]
    [InlineData("kind: Pod\nmetadata: {name: orthnac}\nspec: {containers: [{env: [{value: x}]}]}", "all.yaml:3:28: missing field `name`")]
    [InlineData(
        "kind: Pod\nmetadata: {name: orthnac}\nspec: {containers: [{env: [{name: x, value: {a: b}}]}]}",
        "all.yaml:3:45: the variable x: the value must be a string")]
    [InlineData(
        "kind: Pod\nmetadata: {name: orthnac}\nspec: {containers: [{volumeMounts: [{name: confg, mountPath: /x}]}], "
            + "volumes: [{name: config}]}",
        "all.yaml:3:37: no volume confg; did you mean config?")]
    [InlineData(
        "kind: Pod\nmetadata: {name: orthnac}\nspec: {containers: [{envFrom: [{secretRef: {name: s}}]}]}\n---\nkind: Secret\n"
            + "metadata: {name: s}\ndata:\n  a: not base64!",
        "all.yaml:8:6: the value of a is not base64 [invalid-deployment]; write plain text below stringData:")]
    public void Manifests_that_cannot_be_used_are_explained(string content, string message)
    {
        Host.WithFile("all.yaml", content);
        Run("render", "--kubernetes", File, "--workload", "orthnac")
            .Should().Be(content.Contains("orthanc", StringComparison.Ordinal) ? 2 : 1);
        Host.Error.Should().StartWith("orthanc-launcher: ").And.Contain(message).And.NotContain("   at ");
        Host.Error.Trim('\n').Should().NotContain("\n");
        Host.Output.Should().BeEmpty();
    }

    [Theory]
    [InlineData("--service needs --compose FILE", "--service", "x")]
    [InlineData("--workload needs --kubernetes FILE", "--workload", "x")]
    [InlineData("--compose and --kubernetes exclude each other", "--compose", "a", "--kubernetes", "b")]
    [InlineData("--compose /none: it cannot be read: it does not exist", "--compose", "/none")]
    [InlineData("--kubernetes /none: it cannot be read: it does not exist", "--kubernetes", "/none")]
    public void Options_that_make_no_sense_are_wrong_usage(string message, params string[] arguments)
    {
        Run(["render", .. arguments]).Should().Be(2);
        Host.Error.Should().Be($"orthanc-launcher: {message}\n");
    }
}

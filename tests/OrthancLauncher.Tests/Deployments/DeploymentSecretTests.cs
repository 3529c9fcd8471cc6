namespace OrthancLauncher.Tests.Deployments;

/// <summary>What comes from the secrets of a deployment is masked wherever its text ends up.</summary>
public sealed class DeploymentSecretTests : DeploymentTests
{
    private const string Marker = "Xq7-hush-9z";

    private static readonly Dictionary<string, string> Compose = new()
    {
        ["a secret as a file of the configuration folder"] = """
            secrets: [{source: s, target: /etc/orthanc/a.json}]
            """,
        ["a secret named like a plain setting"] = """
            secrets: [{source: t, target: ORTHANC__NAME}]
            """,
        ["a secret to which a plain setting points"] = """
            secrets: [t]
            environment: {ORTHANC__NAME_SECRET: t}
            """,
        ["a secret to which …_FILE points"] = """
            secrets: [t]
            environment: {ORTHANC__NAME_FILE: /run/secrets/t}
            """,
        ["a broken secret as a file of the configuration folder"] = """
            secrets: [{source: b, target: /etc/orthanc/a.json}]
            """,
        ["a pointer with the secret itself"] = """
            environment: {ORTHANC__POSTGRESQL__PASSWORD_SECRET: Xq7-hush-9z}
            """,
        ["a password that begins with an asterisk"] = """
            environment:
              ORTHANC_PASSWORD: *Xq7-hush-9z
            """,
    };

    private static readonly Dictionary<string, string> Kubernetes = new()
    {
        ["a variable of a plain setting"] = """
            env: [{name: ORTHANC__NAME, valueFrom: {secretKeyRef: {name: s, key: text}}}]
            """,
        ["a variable of a setting with another type"] = """
            env: [{name: ORTHANC__HTTP_PORT, valueFrom: {secretKeyRef: {name: s, key: text}}}]
            """,
        ["a variable of a whole configuration"] = """
            env: [{name: ORTHANC_JSON, valueFrom: {secretKeyRef: {name: s, key: json}}}]
            """,
        ["a variable of a broken configuration"] = """
            env: [{name: ORTHANC_JSON, valueFrom: {secretKeyRef: {name: s, key: broken}}}]
            """,
        ["all variables of a Secret"] = """
            envFrom: [{secretRef: {name: v}}]
            """,
        ["a variable that refers to one"] = """
            env:
              - {name: PW, valueFrom: {secretKeyRef: {name: s, key: text}}}
              - {name: ORTHANC__NAME, value: at $(PW)}
            """,
        ["a variable that a file inserts"] = """
            env: [{name: PW, valueFrom: {secretKeyRef: {name: s, key: text}}}]
            volumeMounts: [{name: map, mountPath: /etc/orthanc}]
            """,
        ["a script"] = """
            env: [{name: BEFORE_ORTHANC_STARTUP_SCRIPT, valueFrom: {secretKeyRef: {name: s, key: text}}}]
            """,
        ["a file of the configuration folder"] = """
            volumeMounts: [{name: secret, mountPath: /etc/orthanc}]
            """,
        ["one file by its subPath"] = """
            volumeMounts: [{name: secret, mountPath: /etc/orthanc/x.json, subPath: a.json}]
            """,
        ["a projected file"] = """
            volumeMounts: [{name: projected, mountPath: /etc/orthanc}]
            """,
        ["a pointer that itself comes from a Secret"] = """
            env: [{name: ORTHANC__NAME_SECRET, valueFrom: {secretKeyRef: {name: s, key: path}}}]
            """,
    };

    public static TheoryData<string> ComposeNames => [.. Compose.Keys];

    public static TheoryData<string> KubernetesNames => [.. Kubernetes.Keys];

    [Theory]
    [MemberData(nameof(ComposeNames))]
    public void A_secret_of_compose_is_masked(string name)
    {
        Host.WithFile("s.json", $$$"""{"Name": "{{{Marker}}}", "Own": {"x": ["{{{Marker}}}"]}, "MaximumStorageMode": "{{{Marker}}}"}""")
            .WithFile("b.json", $$$"""{"Name": "{{{Marker}}}" "HttpPort": 1}""").WithFile("t.txt", Marker + "\n");
        Host.WithFile("compose.yml", $$$"""
            services:
              orthanc:
                image: orthancteam/orthanc
            {{{Indented(Compose[name], 4)}}}
            secrets: {s: {file: s.json}, b: {file: b.json}, t: {file: t.txt}}
            """);
        Check("--compose", $"{Host.Folder}/compose.yml");
    }

    [Theory]
    [MemberData(nameof(KubernetesNames))]
    public void A_Secret_of_Kubernetes_is_masked(string name)
    {
        Host.WithFile("all.yaml", $$$"""
            kind: Secret
            metadata: {name: s}
            stringData:
              text: {{{Marker}}}
              path: /{{{Marker}}}
              json: '{"Name": "{{{Marker}}}", "HttpPort": "{{{Marker}}}"}'
              broken: '{"Name": "{{{Marker}}}" "HttpPort": 1}'
            ---
            kind: Secret
            metadata: {name: f}
            stringData:
              a.json: '{"Name": "{{{Marker}}}", "Own": {"x": "{{{Marker}}}"}}'
              b.json: '{"Name": "{{{Marker}}}" x}'
            ---
            kind: Secret
            metadata: {name: v}
            stringData: {ORTHANC__NAME: {{{Marker}}}, ORTHANC__DICOM_AET: {{{Marker}}}, ORTHANC__OWN__THING: {{{Marker}}}}
            ---
            kind: ConfigMap
            metadata: {name: m}
            data: {c.json: '{"Name": "at ${PW}", "DicomAet": "$PW", "HttpPort": "${PW}"}'}
            ---
            kind: Pod
            metadata: {name: orthanc}
            spec:
              containers:
                - name: orthanc
                  image: orthancteam/orthanc
            {{{Indented(Kubernetes[name], 6)}}}
              volumes:
                - {name: map, configMap: {name: m}}
                - {name: secret, secret: {secretName: f}}
                - {name: projected, projected: {sources: [{configMap: {name: m}}, {secret: {name: f}}]}}
            """);
        Check("--kubernetes", $"{Host.Folder}/all.yaml");
    }

    private static string Indented(string text, int blanks) =>
        string.Join('\n', text.Split('\n').Select(line => new string(' ', blanks) + line));

    private void Check(params string[] input)
    {
        string[][] commands =
        [
            ["render"], ["render", "--annotated"], ["render", "--plan"], ["validate", "--log-level=information"],
            ["validate", "--format=json", "--log-level=information"], ["validate", "--format=sarif", "--log-level=information"],
            ["validate", "--format=github", "--log-level=information"], ["explain"], ["explain", "--format=json"],
            ["explain", "--format=html"], ["plugins"], ["plugins", "--format=json"],
        ];
        foreach (var command in commands)
        {
            Run([.. command, .. input]);
            $"{Host.Output}{Host.Error}".Should().NotBeEmpty().And.NotContain("hush", string.Join(' ', command));
        }
    }
}

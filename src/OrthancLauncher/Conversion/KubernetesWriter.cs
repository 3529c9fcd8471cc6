using System.Text;
using OrthancLauncher.Deployments;

namespace OrthancLauncher.Conversion;

/// <summary>
/// Writes manifests: a Deployment with the plain settings as its variables, a ConfigMap with those that are JSON, a Secret.
/// </summary>
internal static class KubernetesWriter
{
    private const string Config = "orthanc-config";
    private const string Secrets = "orthanc-secrets";

    /// <summary>The file to which the Secret goes when it is kept apart.</summary>
    public const string SecretManifest = Secrets + ".yaml";

    /// <summary>The manifests' text.</summary>
    /// <param name="showsSecrets">Whether the Secret is part of it.</param>
    public static string Write(ConversionResult result, bool showsSecrets)
    {
        var builder = new StringBuilder();
        var structured = result.Variables.Where(variable => variable.Indented is not null).ToList();
        if (structured.Count > 0)
        {
            builder.Append($"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {Config}\ndata:\n");
            foreach (var variable in structured)
            {
                builder.Append("  ").Append(variable.Name).Append(": ").Append(YamlText.Value(variable.Text, variable.Indented, "    "))
                    .Append('\n');
            }

            builder.Append("---\n");
        }

        if (showsSecrets && result.Secrets.Count > 0)
        {
            builder.Append(WriteSecret(result)).Append("---\n");
        }

        return AppendDeployment(builder, result, structured.Count > 0).ToString();
    }

    /// <summary>The Secret's manifest.</summary>
    public static string WriteSecret(ConversionResult result)
    {
        var builder = new StringBuilder($"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {Secrets}\nstringData:\n");
        foreach (var secret in result.Secrets)
        {
            builder.Append("  ").Append(secret.Name).Append(": ").Append(YamlText.Quoted(secret.Text)).Append('\n');
        }

        return builder.ToString();
    }

    private static StringBuilder AppendDeployment(StringBuilder builder, ConversionResult result, bool hasConfig)
    {
        builder.Append("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: orthanc
            spec:
              selector:
                matchLabels:
                  app: orthanc
              template:
                metadata:
                  labels:
                    app: orthanc
                spec:
                  enableServiceLinks: false
                  containers:
                    - name: orthanc
                      image: orthanc  # an image whose entry point is orthanc-launcher

            """);
        if (hasConfig)
        {
            builder.Append($"          envFrom:\n            - configMapRef:\n                name: {Config}\n");
        }

        AppendVariables(builder, result);
        var files = result.SecretFiles.ToList();
        if (files.Count == 0)
        {
            return builder;
        }

        builder.Append($"""
                      volumeMounts:
                        - name: secrets
                          mountPath: /run/secrets
                          readOnly: true
                  volumes:
                    - name: secrets
                      secret:
                        secretName: {Secrets}
                        items:

            """);
        foreach (var secret in files)
        {
            builder.Append("              - key: ").Append(secret.Name).Append("\n                path: ").Append(secret.Name).Append('\n');
        }

        return builder;
    }

    private static void AppendVariables(StringBuilder builder, ConversionResult result)
    {
        var plain = result.Variables.Where(variable => variable.Indented is null).ToList();
        var secret = result.SecretVariables.ToList();
        if (plain.Count + secret.Count > 0)
        {
            builder.Append("          env:\n");
        }

        foreach (var variable in plain)
        {
            AppendName(variable.Name).Append("              value: ").Append(YamlText.Quoted(VariableReferences.Escape(variable.Text)))
                .Append('\n');
        }

        foreach (var variable in secret)
        {
            AppendName(variable.Name)
                .Append("              valueFrom:\n                secretKeyRef:\n")
                .Append($"                  name: {Secrets}\n                  key: ").Append(variable.Name).Append('\n');
        }

        StringBuilder AppendName(string name) => builder.Append("            - name: ").Append(YamlText.Quoted(name)).Append('\n');
    }
}

using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <param name="Written">Where each part of the content is written, or null.</param>
internal sealed record KubernetesData(ReadOnlyMemory<byte> Content, Origin? Written);

/// <param name="Kind">Its kind, such as <c>ConfigMap</c>.</param>
internal sealed record KubernetesObject(string Kind, string Name, YamlValue Value)
{
    /// <summary>The object's namespace, or null where the manifests leave it to whoever applies them.</summary>
    public string? Namespace => Value["metadata"]["namespace"].Text;

    /// <summary>Whether two objects can be in one namespace.</summary>
    public bool IsBeside(KubernetesObject other) => Namespace is null || other.Namespace is null || Namespace == other.Namespace;

    /// <summary>The objects of some files; lists of objects are taken apart.</summary>
    public static List<KubernetesObject> In(IEnumerable<YamlFile> files)
    {
        var objects = new List<KubernetesObject>();
        var seen = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        foreach (var document in files.SelectMany(file => file.Documents))
        {
            Collect(document, objects, seen);
        }

        return objects;
    }

    /// <summary>What a ConfigMap or Secret holds, by key.</summary>
    /// <exception cref="DeploymentException">A value that must be base64 is not.</exception>
    public Dictionary<string, KubernetesData> Data(FindingList findings)
    {
        var isSecret = Kind == "Secret";
        var data = new Dictionary<string, KubernetesData>(StringComparer.Ordinal);
        foreach (var (key, value, _) in Value[isSecret ? "data" : "binaryData"].Members)
        {
            data[key] = new KubernetesData(Decoded(key, value, isSecret), Encoded(value));
        }

        foreach (var (key, value, _) in Value[isSecret ? "stringData" : "data"].Members)
        {
            data[key] = new KubernetesData(
                Encoding.UTF8.GetBytes(TextOf(value, $"{Kind} {Name}, key {key}", findings)), value.Origin());
        }

        return data;
    }

    /// <summary>Where a value is written in base64: no part of it has a place of its own.</summary>
    private static Origin? Encoded(YamlValue value) => value.Origin() is { } origin
        ? new Origin(() => origin.Text.With(
            Convert.FromBase64String(value.Text ?? ""), [new SourceText.Shift(0, origin.Text.OriginalOffset(0), true)]))
        : null;

    /// <summary>A value that must be text.</summary>
    /// <param name="findings">Takes a warning where quotes are missing.</param>
    public static string TextOf(YamlValue value, string name, FindingList findings)
    {
        if (value.Exists && !value.IsScalar)
        {
            throw value.Error($"{name}: the value must be a string", "put JSON in quotes, or begin it with |");
        }

        var text = value.Text ?? "";
        if (value.IsPlain && YamlScalars.IsNotString(text))
        {
            findings.Add(
                new Finding(Rules.InvalidDeployment, $"{name}: Kubernetes refuses a number or boolean where a string is needed")
                {
                    Place = value.Place,
                    Remedy = "put the value in quotes",
                });
        }

        return text;
    }

    private static void Collect(YamlValue document, List<KubernetesObject> objects, HashSet<YamlNode> seen)
    {
        if (!seen.Add(document.Node!))
        {
            // An alias: to list the same object again adds nothing, and a list that holds itself would never end.
            return;
        }

        if (document["kind"].Text is not { } kind)
        {
            throw document.Error("not a Kubernetes object: no `kind`", "write kind: and apiVersion:");
        }

        if (kind.EndsWith("List", StringComparison.Ordinal))
        {
            foreach (var item in document["items"].Elements)
            {
                Collect(item, objects, seen);
            }

            return;
        }

        var metadata = document["metadata"];
        objects.Add(new KubernetesObject(kind, metadata["name"].Text ?? metadata["generateName"].Text ?? "", document));
    }

    private static ReadOnlyMemory<byte> Decoded(string key, YamlValue value, bool isSecret)
    {
        try
        {
            return Convert.FromBase64String(value.Text ?? "");
        }
        catch (FormatException)
        {
            throw value.Error($"the value of {key} is not base64", $"write plain text below {(isSecret ? "stringData:" : "data:")}");
        }
    }
}

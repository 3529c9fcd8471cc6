using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>Reads what the container of a workload sees.</summary>
internal sealed class KubernetesManifests
{
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job",
        "CronJob", "Pod"];

    /// <summary>The annotation of a workload with the findings that it accepts.</summary>
    private const string Annotation = "orthanc-launcher/accept";

    private readonly List<KubernetesObject> _objects;
    private readonly KubernetesObject _workload;
    private readonly Deployment _deployment = new();
    private YamlValue? _container;
    private readonly Dictionary<KubernetesObject, Dictionary<string, ReadOnlyMemory<byte>>> _data = new(ReferenceEqualityComparer.Instance);

    private KubernetesManifests(List<KubernetesObject> objects, KubernetesObject workload)
    {
        _objects = objects;
        _workload = workload;
    }

    /// <param name="workload">The workload, as <c>name</c> or <c>kind/name</c>; null if there is only one.</param>
    /// <exception cref="UsageException">The manifests are wrong, or there is no such workload.</exception>
    public static Deployment Read(string name, IReadOnlyList<YamlFile> files, string? workload)
    {
        var objects = KubernetesObject.In(files);
        var manifests = new KubernetesManifests(objects, Choose(name, objects, workload));
        manifests.ReadPod();
        return manifests._deployment;
    }

    private static KubernetesObject Choose(string name, List<KubernetesObject> objects, string? wanted)
    {
        var workloads = objects.FindAll(each => Array.IndexOf(Kinds, each.Kind) >= 0);
        var names = workloads.ConvertAll(each => each.Name);
        if (workloads.Count == 0)
        {
            throw new UsageException($"{name}: no workload found; expected a {string.Join(", ", Kinds)}");
        }

        List<KubernetesObject> candidates;
        if (wanted is null)
        {
            candidates = workloads.Count == 1 ? workloads : workloads.FindAll(each => ContainersOf(each).Any(IsOrthanc));
        }
        else
        {
            var slash = wanted.IndexOf('/', StringComparison.Ordinal);
            candidates = workloads.FindAll(each => each.Name == wanted[(slash + 1)..]
                && (slash < 0 || each.Kind.Equals(wanted[..slash], StringComparison.OrdinalIgnoreCase)));
            if (candidates.Count == 0)
            {
                var nearest = Spelling.Nearest(wanted[(slash + 1)..], names);
                var suggestion = nearest is null ? "" : $"; did you mean {nearest}?";
                throw new UsageException($"{name}: no workload {wanted}{suggestion}; the workloads are {Listed(workloads)}");
            }
        }

        return candidates.Count == 1
            ? candidates[0]
            : throw new UsageException(
                $"{name}: more than one workload matches; choose one with --workload: "
                + Listed(candidates.Count == 0 ? workloads : candidates));
    }

    private static string Listed(IEnumerable<KubernetesObject> objects) =>
        string.Join(", ", objects.Select(each => $"{each.Kind.ToLowerInvariant()}/{each.Name}"));

    private static YamlValue PodOf(KubernetesObject workload) => workload.Kind switch
    {
        "Pod" => workload.Value["spec"],
        "CronJob" => workload.Value["spec"]["jobTemplate"]["spec"]["template"]["spec"],
        _ => workload.Value["spec"]["template"]["spec"],
    };

    private static IEnumerable<YamlValue> ContainersOf(KubernetesObject workload) => PodOf(workload)["containers"].Elements;

    private static bool IsOrthanc(YamlValue container) =>
        container["name"].Text == "orthanc"
            || container["image"].Text?.Split('/', ':', '@')
                .Any(word => word.Equals("orthanc", StringComparison.OrdinalIgnoreCase)) == true;

    private void ReadPod()
    {
        var containers = ContainersOf(_workload).ToList();
        if (containers.Count == 0)
        {
            throw _workload.Value.Error($"the {_workload.Kind} {_workload.Name} has no containers");
        }

        var container = containers.Find(each => each["name"].Text == "orthanc") is { Exists: true } named ? named
            : containers.Find(IsOrthanc) is { Exists: true } recognized ? recognized : containers[0];
        _container = container;
        _deployment.Image = container["image"].Text;
        _deployment.UnknownImage = _deployment.Image is { } image ? ImageVersions.UnknownContent(image, container["image"].Place) : null;
        AddAcceptances(_workload.Value["metadata"]["annotations"]);
        AddAcceptances(_workload.Value["spec"]["template"]["metadata"]["annotations"]);
        foreach (var source in container["envFrom"].Elements)
        {
            AddAll(source);
        }

        foreach (var variable in container["env"].Elements)
        {
            AddVariable(variable);
        }

        var volumes = PodOf(_workload)["volumes"].Elements.ToList();
        foreach (var mount in container["volumeMounts"].Elements)
        {
            var name = Required(mount, "name");
            var volume = volumes.Find(each => each["name"].Text == name);
            if (volume is null)
            {
                var nearest = Spelling.Nearest(name, volumes.Select(each => each["name"].Text ?? ""));
                throw mount.Error($"no volume {name}{(nearest is null ? "" : $"; did you mean {nearest}?")}; add it to volumes:");
            }

            AddMount(mount, volume);
        }
    }

    private void AddAcceptances(YamlValue annotations)
    {
        var accepted = annotations[Annotation];
        foreach (var text in accepted.Text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            _deployment.Accept(text, accepted.Place);
        }
    }

    private void AddAll(YamlValue source)
    {
        var prefix = source["prefix"].Text ?? "";
        var (kind, reference) = source["secretRef"].Exists ? ("Secret", source["secretRef"]) : ("ConfigMap", source["configMapRef"]);
        var owner = Required(reference.Exists ? reference : source, "name");
        if (Find(kind, owner) is not { } found)
        {
            _deployment.UnknownSources.Add(Missing(kind, owner, reference));
            return;
        }

        foreach (var (key, value) in Data(found))
        {
            _deployment.Set(prefix + key, Encoding.UTF8.GetString(value.Span), isSecret: kind == "Secret");
        }
    }

    private void AddVariable(YamlValue variable)
    {
        var name = Required(variable, "name");
        var from = variable["valueFrom"];
        if (from.IsNull)
        {
            var value = KubernetesObject.TextOf(variable["value"], $"the variable {name}", _deployment.Findings);
            var isSecret = false;
            var expanded = VariableReferences.Expand(value, referred =>
            {
                isSecret |= _deployment.IsSecret(referred);
                return _deployment.ValueOf(referred);
            });
            _deployment.Set(name, expanded, isSecret: isSecret);
            return;
        }

        var (kind, reference) = from["secretKeyRef"].Exists ? ("Secret", from["secretKeyRef"]) : ("ConfigMap", from["configMapKeyRef"]);
        if (!reference.Exists)
        {
            _deployment.Set(name, null, "the running pod");
            return;
        }

        var (owner, key) = (Required(reference, "name"), Required(reference, "key"));
        if (Find(kind, owner) is null)
        {
            var isOptional = reference.IsTrue("optional");
            _deployment.UnknownSources.Add(Missing(kind, owner, reference, mayHoldSettings: isOptional));
            if (!isOptional)
            {
                _deployment.Set(name, null, $"{kind} {owner}, key {key}");
            }
        }
        else if (ValueOf(kind, owner, key, reference) is { } value)
        {
            _deployment.Set(name, Encoding.UTF8.GetString(value.Span), isSecret: kind == "Secret");
        }
    }

    private void AddMount(YamlValue mount, YamlValue volume)
    {
        var target = ContainerPath.Normalized(Required(mount, "mountPath"));
        var files = FilesOf(volume);
        var isSecret = volume["secret"].Exists || volume["projected"]["sources"].Elements.Any(static part => part["secret"].Exists);
        Mount folder = UnknownIn(volume) is { } unknown ? new UnknownMount(target, unknown) : new EmptyMount(target);
        if (mount["subPath"].Text is not { Length: > 0 } subPath)
        {
            _deployment.Add(folder);
            foreach (var (path, content, name) in files)
            {
                _deployment.Add(new ContentMount(ContainerPath.Below(target, path), content, name) { IsSecret = isSecret });
            }

            return;
        }

        var below = ContainerPath.Normalized(subPath);
        var added = _deployment.Mounts.Count;
        if (!files.Exists(file => ContainerPath.Normalized(file.Path) == below))
        {
            _deployment.Add(folder);
        }

        foreach (var (path, content, name) in files)
        {
            var normalized = ContainerPath.Normalized(path);
            if (normalized == below || ContainerPath.IsBelow(normalized, below))
            {
                _deployment.Add(new ContentMount(target + normalized[below.Length..], content, name) { IsSecret = isSecret });
            }
        }

        if (folder is EmptyMount && files.Count > 0 && _deployment.Mounts.Count == added + 1 && _deployment.Mounts[added] == folder)
        {
            var nearest = Spelling.Nearest(subPath, files.Select(file => file.Path));
            Report(Rules.UnreadableSource, mount["subPath"],
                $"the volume {Required(mount, "name")} has no {subPath}, so a folder is mounted",
                nearest is null ? $"it has {string.Join(", ", files.Select(file => file.Path))}" : $"did you mean {nearest}?");
        }
    }

    /// <summary>What of a volume is not known here, or null.</summary>
    private UnknownSource? UnknownIn(YamlValue volume)
    {
        foreach (var (kind, reference, key) in ReferencesOf(volume))
        {
            var name = Required(reference, key);
            if (Find(kind, name) is null)
            {
                return Missing(kind, name, reference);
            }
        }

        if (volume["configMap"].Exists || volume["secret"].Exists || volume["projected"].Exists || volume["downwardAPI"].Exists)
        {
            return null;
        }

        var owner = Required(volume, "name");
        return volume["emptyDir"].Exists && !IsShared(owner)
            ? null
            : new UnknownSource($"what the volume {owner} contains is not known here", volume.Place);
    }

    /// <summary>Whether another container of the pod can put files into a volume.</summary>
    private bool IsShared(string volume) =>
        PodOf(_workload)["initContainers"].Elements.Concat(ContainersOf(_workload)).Any(container =>
            container.Node != _container?.Node && container["volumeMounts"].Elements.Any(mount => mount["name"].Text == volume));

    /// <summary>What a volume holds: paths in it, contents (null where they are not known) and names for messages.</summary>
    private List<(string Path, ReadOnlyMemory<byte>? Content, string Name)> FilesOf(YamlValue volume)
    {
        var files = new List<(string Path, ReadOnlyMemory<byte>? Content, string Name)>();
        foreach (var (kind, reference, key) in ReferencesOf(volume))
        {
            AddFiles(kind, Required(reference, key), reference, files);
        }

        return files;
    }

    /// <summary>The ConfigMaps and Secrets that a volume is made of: their kind, the reference, and the key of its name.</summary>
    private static IEnumerable<(string Kind, YamlValue Reference, string Key)> ReferencesOf(YamlValue volume)
    {
        if (volume["configMap"] is { IsNull: false } configMap)
        {
            yield return ("ConfigMap", configMap, "name");
        }

        if (volume["secret"] is { IsNull: false } secret)
        {
            yield return ("Secret", secret, "secretName");
        }

        foreach (var source in volume["projected"]["sources"].Elements)
        {
            if (source["configMap"] is { IsNull: false } projectedMap)
            {
                yield return ("ConfigMap", projectedMap, "name");
            }

            if (source["secret"] is { IsNull: false } projectedSecret)
            {
                yield return ("Secret", projectedSecret, "name");
            }
        }
    }

    private void AddFiles(string kind, string owner, YamlValue reference,
        List<(string Path, ReadOnlyMemory<byte>? Content, string Name)> files)
    {
        var found = Find(kind, owner);
        if (reference["items"] is not { IsSequence: true } items)
        {
            foreach (var (key, content) in found is null ? [] : Data(found))
            {
                files.Add((key, content, $"{kind} {owner}, key {key}"));
            }

            return;
        }

        foreach (var item in items.Elements)
        {
            var (key, path) = (Required(item, "key"), Required(item, "path"));
            var content = found is null ? null : ValueOf(kind, owner, key, item);
            if (content is not null || (found is null && !reference.IsTrue("optional")))
            {
                files.Add((path, content, $"{kind} {owner}, key {key}"));
            }
        }
    }

    private Dictionary<string, ReadOnlyMemory<byte>> Data(KubernetesObject found)
    {
        if (!_data.TryGetValue(found, out var data))
        {
            _data[found] = data = found.Data(_deployment.Findings);
        }

        return data;
    }

    private ReadOnlyMemory<byte>? ValueOf(string kind, string owner, string key, YamlValue reference)
    {
        var data = Data(Find(kind, owner)!);
        if (data.TryGetValue(key, out var value))
        {
            return value;
        }

        if (!reference.IsTrue("optional"))
        {
            var nearest = Spelling.Nearest(key, data.Keys);
            Report(RuleFor(kind), reference, $"the {kind} {owner} has no key {key}",
                nearest is null ? $"its keys are {string.Join(", ", data.Keys)}" : $"did you mean {nearest}?");
        }

        return null;
    }

    private KubernetesObject? Find(string kind, string name) =>
        _objects.Find(each => each.Kind == kind && each.Name == name && each.IsBeside(_workload));

    private static UnknownSource Missing(string kind, string name, YamlValue reference, bool mayHoldSettings = true) =>
        new($"the {kind} {name} is not among the manifests, so its content is not known here", reference.Place, mayHoldSettings)
        {
            Remedy = $"add it: kubectl get {kind.ToLowerInvariant()} {name} -o yaml",
        };

    private static Rule RuleFor(string kind) => kind == "Secret" ? Rules.MissingSecret : Rules.UnreadableSource;

    private static string Required(YamlValue value, string key) =>
        value[key].Text is { Length: > 0 } text ? text : throw value.Error($"missing field `{key}`");

    private void Report(Rule rule, YamlValue at, string message, string remedy) =>
        _deployment.Findings.Add(new Finding(rule, Severity.Warning, message) { Place = at.Place, Remedy = remedy });
}

using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>Reads what a container of a workload sees.</summary>
internal sealed class KubernetesReader
{
    /// <summary>The annotation of a workload with the findings that it accepts.</summary>
    private const string Annotation = "orthanc-launcher/accept";

    private readonly KubernetesSet _set;
    private readonly KubernetesContainer _container;
    private readonly Deployment _deployment;
    private readonly Dictionary<KubernetesObject, Dictionary<string, KubernetesData>> _data = new(ReferenceEqualityComparer.Instance);

    private KubernetesReader(KubernetesSet set, KubernetesContainer container)
    {
        _set = set;
        _container = container;
        var description = container.Container;
        _deployment = new Deployment
        {
            Subject = container.ToString(),
            Place = description.Place,
            Description = description,
            Image = description["image"].Text,
            Entrypoint = Words(description["command"]),
            Command = Words(description["args"]),
            UnknownImage = description["image"].Text is { } image
                ? ImageVersions.UnknownContent(image, description["image"].Place)
                : null,
        };
    }

    /// <exception cref="DeploymentException">The manifests are wrong.</exception>
    public static Deployment Read(KubernetesSet set, KubernetesContainer container)
    {
        var reader = new KubernetesReader(set, container);
        reader.ReadContainer();
        return reader._deployment;
    }

    private static List<string>? Words(YamlValue value) =>
        value.IsNull ? null : [.. value.Elements.Select(element => element.Text ?? "")];

    private void AddAcceptances(YamlValue annotations)
    {
        var accepted = annotations[Annotation];
        foreach (var text in accepted.Text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            _deployment.Accept(text, accepted.Place);
        }
    }

    private void ReadContainer()
    {
        AddAcceptances(_container.Workload.Value["metadata"]["annotations"]);
        AddAcceptances(_container.Workload.Value["spec"]["template"]["metadata"]["annotations"]);
        AddServicePorts();
        AddUngivenSecrets();
        foreach (var source in _container.Container["envFrom"].Elements)
        {
            AddAll(source);
        }

        foreach (var variable in _container.Container["env"].Elements)
        {
            AddVariable(variable);
        }

        var volumes = KubernetesSet.PodOf(_container.Workload)["volumes"].Elements.ToList();
        var claims = _container.Workload.Value["spec"]["volumeClaimTemplates"].Elements.ToList();
        foreach (var mount in _container.Container["volumeMounts"].Elements)
        {
            var name = Required(mount, "name");
            var volume = volumes.Find(each => each["name"].Text == name) ?? claims.Find(each => each["metadata"]["name"].Text == name);
            if (volume is null)
            {
                var nearest = Spelling.Nearest(name, volumes.Select(each => each["name"].Text ?? ""));
                throw mount.Error($"no volume {name}{(nearest is null ? "" : $"; did you mean {nearest}?")}", "add it to volumes:");
            }

            AddMount(mount, volume);
        }
    }

    /// <summary>Adds the keys of Secrets that the pod does not use.</summary>
    private void AddUngivenSecrets()
    {
        var used = SecretsOf(_container.Workload).ToList();
        var usedElsewhere = _set.Containers.SelectMany(container => SecretsOf(container.Workload)).ToList();
        foreach (var secret in _set.Objects.Where(each => each.Kind == "Secret" && each.IsBeside(_container.Workload)))
        {
            if (!used.Contains(secret.Name))
            {
                _deployment.UngivenSecrets.AddRange(secret.Value["data"].Members.Concat(secret.Value["stringData"].Members).Select(member =>
                    new UngivenSecret(member.Key, member.KeyPlace, usedElsewhere.Contains(secret.Name)) { Owner = secret.Name }));
            }
        }
    }

    /// <summary>The names of the Secrets that a workload uses.</summary>
    private static IEnumerable<string> SecretsOf(KubernetesObject workload)
    {
        var pod = KubernetesSet.PodOf(workload);
        var containers = pod["containers"].Elements.Concat(pod["initContainers"].Elements).ToList();
        return containers.SelectMany(container => container["envFrom"].Elements).Select(source => source["secretRef"]["name"].Text)
            .Concat(containers.SelectMany(container => container["env"].Elements)
                .Select(variable => variable["valueFrom"]["secretKeyRef"]["name"].Text))
            .Concat(pod["volumes"].Elements.SelectMany(ReferencesOf).Where(one => one.Kind == "Secret")
                .Select(one => one.Reference[one.Key].Text))
            .OfType<string>();
    }

    /// <summary>Adds the ports to which Services of the manifests lead.</summary>
    private void AddServicePorts()
    {
        var pod = KubernetesSet.PodOf(_container.Workload);
        var others = pod["containers"].Elements.Where(container => container.Node != _container.Container.Node).ToList();
        foreach (var service in _set.Objects.Where(IsService))
        {
            foreach (var port in service.Value["spec"]["ports"].Elements)
            {
                var target = port["targetPort"].IsNull ? port["port"] : port["targetPort"];
                var name = target.Text ?? "";
                if (others.Exists(container => PortOf(container, name) is not null))
                {
                    continue;
                }

                var number = PortOf(_container.Container, name);
                if (int.TryParse(number ?? name, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                {
                    // Another container may listen on a port that it does not list.
                    if (others.Count == 0 || number is not null)
                    {
                        _deployment.ServicePorts.Add(
                            new UsedPort(value, value, port["protocol"].Text is null or "TCP", IsHealthCheck: false, target.Place));
                    }
                }
                else
                {
                    Report(Rules.WrongPort, target, $"the Service {service.Name} leads to the port {name}, which no container names",
                        "add a port of that name to the container, or write its number");
                }
            }
        }
    }

    /// <summary>Whether an object is a Service that leads to the pod.</summary>
    private bool IsService(KubernetesObject each)
    {
        var workload = _container.Workload;
        var labels = (workload.Kind == "Pod" ? workload.Value : workload.Value["spec"]["template"])["metadata"]["labels"];
        var selector = each.Value["spec"]["selector"].Members;
        return each.Kind == "Service" && each.IsBeside(workload) && each.Value["spec"]["clusterIP"].Text != "None" && selector.Count > 0
            && selector.All(member => labels[member.Key].Text is { } label && label == member.Value.Text);
    }

    /// <summary>The number of a port that a container lists by name or number, or null.</summary>
    private static string? PortOf(YamlValue container, string port) => container["ports"].Elements
        .FirstOrDefault(each => each["name"].Text == port || each["containerPort"].Text == port)?["containerPort"].Text;

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
            _deployment.Set(
                prefix + key, Encoding.UTF8.GetString(value.Content.Span), isSecret: kind == "Secret", written: value.Written);
        }
    }

    private void AddVariable(YamlValue variable)
    {
        var name = Required(variable, "name");
        var from = variable["valueFrom"];
        if (from.IsNull)
        {
            var value = variable["value"];
            var text = KubernetesObject.TextOf(value, $"the variable {name}", _deployment.Findings);
            var isSecret = false;
            string? unknown = null;
            try
            {
                var expanded = VariableReferences.Expand(text, referred =>
                {
                    isSecret |= _deployment.IsSecret(referred);
                    unknown ??= _deployment.UnknownOriginOf(referred);
                    return _deployment.ValueOf(referred);
                });

                // Of JSON the rest is still looked at; the reference is its placeholder.
                var isKnown = unknown is null || text.AsSpan().TrimStart() is ['{' or '[', ..];
                _deployment.Set(
                    name, isKnown ? expanded : null, isKnown ? null : unknown, isSecret,
                    expanded == text ? value.Origin() : StartOf(value, expanded));
            }
            catch (FormatException exception)
            {
                throw value.Error($"the value of {name} is not valid: {exception.Message}");
            }

            return;
        }

        var (kind, reference) = from["secretKeyRef"].Exists ? ("Secret", from["secretKeyRef"]) : ("ConfigMap", from["configMapKeyRef"]);
        if (!reference.Exists)
        {
            _deployment.Set(name, null, "the running pod", written: variable["name"].Origin());
            return;
        }

        var (owner, key) = (Required(reference, "name"), Required(reference, "key"));
        if (Find(kind, owner) is null)
        {
            var isOptional = reference.IsTrue("optional");
            _deployment.UnknownSources.Add(Missing(kind, owner, reference, mayHoldSettings: isOptional));
            if (!isOptional)
            {
                _deployment.Set(name, null, $"{kind} {owner}, key {key}", kind == "Secret", reference["name"].Origin());
            }
        }
        else if (ValueOf(kind, owner, key, reference, reference.IsTrue("optional")) is { } value)
        {
            _deployment.Set(
                name, Encoding.UTF8.GetString(value.Content.Span), isSecret: kind == "Secret", written: value.Written);
        }
    }

    /// <summary>A value into which others were inserted: no part of it has a place of its own.</summary>
    private static Origin? StartOf(YamlValue value, string expanded) => value.Origin() is { } origin
        ? new Origin(() => origin.Text.With(
            Encoding.UTF8.GetBytes(expanded), [new SourceText.Shift(0, origin.Text.OriginalOffset(0), true)]))
        : null;

    private void AddMount(YamlValue mount, YamlValue volume)
    {
        var target = ContainerPath.Normalized(Required(mount, "mountPath"));
        var files = FilesOf(volume);
        var isSecret = volume["secret"].Exists || volume["projected"]["sources"].Elements.Any(static part => part["secret"].Exists);
        Mount folder = UnknownIn(volume) is { } unknown ? new UnknownMount(target, unknown) : new EmptyMount(target);
        if (mount["subPath"].Text is not { Length: > 0 } subPath)
        {
            _deployment.Add(folder);
            foreach (var file in files)
            {
                _deployment.Add(file.At(ContainerPath.Below(target, file.Path)) with { IsSecret = isSecret });
            }

            return;
        }

        var below = ContainerPath.Normalized(subPath);
        var added = _deployment.Mounts.Count;
        if (!files.Exists(file => ContainerPath.Normalized(file.Path) == below))
        {
            _deployment.Add(folder);
        }

        foreach (var file in files)
        {
            var normalized = ContainerPath.Normalized(file.Path);
            if (normalized == below || ContainerPath.IsBelow(normalized, below))
            {
                _deployment.Add(file.At(target + normalized[below.Length..]) with { IsSecret = isSecret });
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

        var owner = volume["name"].Text ?? volume["metadata"]["name"].Text ?? "";
        return volume["emptyDir"].Exists && !IsShared(owner)
            ? null
            : new UnknownSource($"what the volume {owner} contains is not known here", volume.Place);
    }

    /// <summary>Whether another container of the pod can put files into a volume.</summary>
    private bool IsShared(string volume)
    {
        var pod = KubernetesSet.PodOf(_container.Workload);
        return pod["initContainers"].Elements.Concat(pod["containers"].Elements).Any(container =>
            container.Node != _container.Container.Node
            && container["volumeMounts"].Elements.Any(mount => mount["name"].Text == volume));
    }

    /// <summary>What a volume holds.</summary>
    private List<VolumeFile> FilesOf(YamlValue volume)
    {
        var files = new List<VolumeFile>();
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

    private void AddFiles(string kind, string owner, YamlValue reference, List<VolumeFile> files)
    {
        var found = Find(kind, owner);
        if (reference["items"] is not { IsSequence: true } items)
        {
            foreach (var (key, data) in found is null ? [] : Data(found))
            {
                files.Add(new VolumeFile(key, data.Content, $"{kind} {owner}, key {key}", data.Written));
            }

            return;
        }

        foreach (var item in items.Elements)
        {
            var (key, path) = (Required(item, "key"), Required(item, "path"));
            var data = found is null ? null : ValueOf(kind, owner, key, item, reference.IsTrue("optional"));
            if (data is not null || (found is null && !reference.IsTrue("optional")))
            {
                files.Add(new VolumeFile(path, data?.Content, $"{kind} {owner}, key {key}", data?.Written));
            }
        }
    }

    private Dictionary<string, KubernetesData> Data(KubernetesObject found)
    {
        if (!_data.TryGetValue(found, out var data))
        {
            _data[found] = data = found.Data(_deployment.Findings);
        }

        return data;
    }

    /// <summary>The value of a key. Kubernetes does not start a container whose key is missing.</summary>
    private KubernetesData? ValueOf(string kind, string owner, string key, YamlValue at, bool isOptional)
    {
        var data = Data(Find(kind, owner)!);
        if (data.TryGetValue(key, out var value))
        {
            return value;
        }

        if (!isOptional)
        {
            var nearest = Spelling.Nearest(key, data.Keys);
            Report(Rules.InvalidDeployment, at, $"the {kind} {owner} has no key {key}, so the container does not start",
                nearest is null ? $"its keys are {string.Join(", ", data.Keys)}" : $"did you mean {nearest}?", Severity.Error);
        }

        return null;
    }

    private KubernetesObject? Find(string kind, string name) =>
        _set.Objects.FirstOrDefault(each => each.Kind == kind && each.Name == name && each.IsBeside(_container.Workload));

    private static UnknownSource Missing(string kind, string name, YamlValue reference, bool mayHoldSettings = true) =>
        new($"the {kind} {name} is not among the manifests, so its content is not known here", reference.Place, mayHoldSettings)
        {
            Remedy = $"add it: kubectl get {kind.ToLowerInvariant()} {name} -o yaml",
        };

    private static string Required(YamlValue value, string key) =>
        value[key].Text is { Length: > 0 } text ? text : throw value.Error($"missing field `{key}`");

    private void Report(Rule rule, YamlValue at, string message, string remedy, Severity severity = Severity.Warning) =>
        _deployment.Findings.Add(new Finding(rule, severity, message) { Place = at.Place, Remedy = remedy });

    /// <param name="Path">Its path in the volume.</param>
    /// <param name="Content">What it holds, or null where that is not known.</param>
    /// <param name="Name">What messages call it.</param>
    private sealed record VolumeFile(string Path, ReadOnlyMemory<byte>? Content, string Name, Origin? Written)
    {
        public ContentMount At(string target) => new(target, Content, Name, Written);
    }
}

using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>A container of a workload.</summary>
/// <param name="Container">The container's description.</param>
internal sealed record KubernetesContainer(KubernetesObject Workload, YamlValue Container)
{
    public string Name => Container["name"].Text ?? "";

    /// <summary>Whether the pod starts it before the others and waits for its end.</summary>
    public bool IsInit { get; init; }

    /// <summary>The name by which it can be chosen.</summary>
    public override string ToString() => $"{Workload.Kind.ToLowerInvariant()}/{Workload.Name}/{Name}";
}

/// <summary>Kubernetes objects that are applied together.</summary>
internal sealed class KubernetesSet
{
    /// <summary>The kinds that have pods.</summary>
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job",
        "CronJob", "Pod", "DeploymentConfig", "Rollout"];

    private readonly string _name;

    private KubernetesSet(string name, IReadOnlyList<KubernetesObject> objects)
    {
        _name = name;
        Objects = objects;
        Containers = [.. objects.Where(HasPods).SelectMany(ContainersOf)];
    }

    public IReadOnlyList<KubernetesObject> Objects { get; }

    /// <summary>The containers of all workloads, init containers last in each.</summary>
    public IReadOnlyList<KubernetesContainer> Containers { get; }

    /// <summary>The containers that run Orthanc, as far as that can be told.</summary>
    public IReadOnlyList<KubernetesContainer> OrthancContainers => [.. Containers.Where(each => !each.IsInit && IsOrthanc(each))];

    /// <param name="name">What messages call the files.</param>
    /// <exception cref="DeploymentException">A file does not hold Kubernetes objects.</exception>
    public static KubernetesSet Load(string name, IEnumerable<YamlFile> files) => new(name, KubernetesObject.In(files));

    /// <summary>Whether a document is a Kubernetes object.</summary>
    public static bool IsObject(YamlValue document) => document["kind"].Text is not null && document["apiVersion"].Text is not null;

    /// <summary>The pod of a workload.</summary>
    public static YamlValue PodOf(KubernetesObject workload) => workload.Kind switch
    {
        "Pod" => workload.Value["spec"],
        "CronJob" => workload.Value["spec"]["jobTemplate"]["spec"]["template"]["spec"],
        _ => workload.Value["spec"]["template"]["spec"],
    };

    /// <summary>The container that is meant.</summary>
    /// <param name="wanted">
    /// <c>workload</c>, <c>kind/workload</c>, <c>workload/container</c> or all three; null where only one can be meant.
    /// </param>
    /// <exception cref="UsageException">There is none of that name, or there are several.</exception>
    /// <exception cref="DeploymentException">There is none at all.</exception>
    public KubernetesContainer Choose(string? wanted)
    {
        var main = Containers.Where(each => !each.IsInit).ToList();
        if (Containers.Count == 0)
        {
            throw new DeploymentException(new Place(new Source(SourceKind.File, _name)), "no workload found",
                $"add a {string.Join(", ", Kinds)}");
        }

        List<KubernetesContainer> candidates;
        if (wanted is null)
        {
            candidates = main.Count == 1 ? main : [.. OrthancContainers];
        }
        else
        {
            candidates = [.. Containers.Where(each => Matches(each, wanted))];
            if (candidates.Count == 0)
            {
                var names = Containers.Select(each => each.Workload.Name).Distinct();
                var nearest = Spelling.Nearest(wanted.Split('/')[^1], names);
                var suggestion = nearest is null ? "" : $"; did you mean {nearest}?";
                throw new UsageException($"{_name}: no workload {wanted}{suggestion}; the containers are {Listed(Containers)}");
            }
        }

        if (candidates.Count > 1 && candidates.Where(each => !each.IsInit && IsOrthanc(each)).ToList() is [var orthanc])
        {
            return orthanc;
        }

        return candidates.Where(each => !each.IsInit).ToList() is [var only] ? only : candidates is [var single] ? single
            : throw new UsageException(
                $"{_name}: more than one container matches; choose one with --workload: "
                + Listed(candidates.Count == 0 ? main : candidates));
    }

    /// <summary>The containers of a name, the init containers among them only where there is no other.</summary>
    public IReadOnlyList<KubernetesContainer> Matching(string wanted)
    {
        var matching = Containers.Where(each => Matches(each, wanted)).ToList();
        return matching.Exists(each => !each.IsInit) ? matching.FindAll(each => !each.IsInit) : matching;
    }

    private static bool HasPods(KubernetesObject each) => Array.IndexOf(Kinds, each.Kind) >= 0
        || (each.Kind is "Service" or "Configuration"
            && each.Value["apiVersion"].Text?.StartsWith("serving.knative.dev/", StringComparison.Ordinal) == true);

    private static IEnumerable<KubernetesContainer> ContainersOf(KubernetesObject workload)
    {
        var pod = PodOf(workload);
        if (!pod["containers"].Elements.Any() && !workload.Value["spec"]["workloadRef"].Exists)
        {
            throw workload.Value.Error($"the {workload.Kind} {workload.Name} has no containers");
        }

        return pod["containers"].Elements.Select(container => new KubernetesContainer(workload, container))
            .Concat(pod["initContainers"].Elements.Select(container => new KubernetesContainer(workload, container) { IsInit = true }));
    }

    private static bool IsOrthanc(KubernetesContainer each)
    {
        var image = each.Container["image"].Text;
        return (image is not null && OrthancImages.AreOf(image))
            || each.Container["env"].Elements.Any(variable => variable["name"].Text is { } name
                && (name.StartsWith("ORTHANC__", StringComparison.Ordinal) || name == "ORTHANC_JSON"))
            || (each.Name == "orthanc" && !OrthancImages.IsKnownOther(image));
    }

    private static bool Matches(KubernetesContainer each, string wanted)
    {
        var parts = wanted.Split('/');
        var (kind, workload) = (each.Workload.Kind, each.Workload.Name);
        bool IsKind(string word) => word.Equals(kind, StringComparison.OrdinalIgnoreCase);
        return parts switch
        {
            [var name] => name == workload,
            [var first, var second] => (IsKind(first) && second == workload) || (first == workload && second == each.Name),
            [var first, var second, var third] => IsKind(first) && second == workload && third == each.Name,
            _ => false,
        };
    }

    private static string Listed(IEnumerable<KubernetesContainer> containers) => string.Join(", ", containers);
}

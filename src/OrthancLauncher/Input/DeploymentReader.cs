using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>Reads the deployment that the command line names.</summary>
internal sealed class DeploymentReader(InputArguments arguments, LauncherHost host, IReadOnlyList<EnvironmentVariable> process)
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Whether the command line speaks of a deployment.</summary>
    public static bool IsAskedFor(InputArguments arguments) => arguments.ComposeFiles.Count > 0 || arguments.ComposeService is not null
        || arguments.KubernetesPaths.Count > 0 || arguments.KubernetesWorkload is not null;

    /// <summary>Reads the one service or workload that is meant.</summary>
    /// <exception cref="UsageException">The options do not lead to one.</exception>
    /// <exception cref="DeploymentException">It cannot be read or understood.</exception>
    public Deployment Read()
    {
        CheckOptions();
        if (arguments is { ComposeFiles.Count: 0, KubernetesPaths.Count: 0 })
        {
            throw new UsageException(
                arguments.ComposeService is null ? "--workload needs Kubernetes manifests" : "--service needs a compose file");
        }

        return arguments.ComposeFiles.Count > 0
            ? ReadService(Project(arguments.ComposeFiles))
            : ReadContainer(KubernetesSet.Load(Shown(arguments.KubernetesPaths), Manifests(arguments.KubernetesPaths)));
    }

    public Deployment ReadService(ComposeProject project) => project.Deployment(Choose(project, arguments.ComposeService));

    public Deployment ReadContainer(KubernetesSet set) => KubernetesReader.Read(set, set.Choose(arguments.KubernetesWorkload));

    /// <exception cref="UsageException">The options exclude each other.</exception>
    public void CheckOptions()
    {
        switch (arguments)
        {
            case { ComposeFiles.Count: > 0, KubernetesPaths.Count: > 0 }:
                throw new UsageException("--compose and --kubernetes exclude each other");
            case { ComposeFiles.Count: 0, Sources.Count: 0, ComposeService: not null }:
                throw new UsageException("--service needs --compose FILE");
            case { KubernetesPaths.Count: 0, Sources.Count: 0, KubernetesWorkload: not null }:
                throw new UsageException("--workload needs --kubernetes FILE");
        }

        foreach (var path in arguments.ComposeFiles.Where(path => path != "-"))
        {
            if (FileStatus.Of(path) is { Kind: not FileKind.Plain } status)
            {
                var reason = status.Error == 0 ? $"it is {status.Description}, not a plain file"
                    : FileErrors.Describe(path, status.Error) + (status.IsMissing ? HostFolder.Suggestion(path) : "");
                throw new UsageException($"--compose {path}: it cannot be read: {reason}");
            }
        }

        if (arguments.ComposeFiles.Concat(arguments.KubernetesPaths).Concat(arguments.Sources).Count(path => path == "-") > 1)
        {
            throw new UsageException("standard input can be read once: by one option, or as a PATH");
        }
    }

    /// <summary>Compose files as they are merged.</summary>
    public ComposeProject Project(IReadOnlyList<string> files) => ComposeProject.Load(files, new ComposeOptions
    {
        ProjectDirectory = arguments.ProjectDirectory,
        InterpolationFiles = arguments.InterpolationFiles,
        Process = arguments.ReadsProcessEnvironment ? ProcessVariables() : null,
        StandardInput = host.ReadInput,
    });

    /// <summary>The files of paths; of a folder those that <c>kubectl apply -f</c> would take.</summary>
    public IEnumerable<YamlFile> Manifests(IEnumerable<string> paths) =>
        paths.SelectMany(PathsOf).Select(path => YamlFile.Read(path, host.ReadNamed(path, "--kubernetes")));

    private static string Shown(IReadOnlyList<string> paths) => paths[0] == "-" ? Source.StandardInput : string.Join(", ", paths);

    /// <summary>The service that is meant.</summary>
    /// <exception cref="UsageException">There is no such service, or several can be meant.</exception>
    private static string Choose(ComposeProject project, string? wanted)
    {
        var names = project.Services;
        if (wanted is not null)
        {
            var nearest = Spelling.Nearest(wanted, names);
            return names.Contains(wanted) ? wanted : throw new UsageException(
                $"no service {wanted}{(nearest is null ? "" : $"; did you mean {nearest}?")}; the services are {string.Join(", ", names)}");
        }

        var candidates = names.Count == 1 ? names : project.OrthancServices;
        return candidates.Count == 1 ? candidates[0] : throw new UsageException(
            $"more than one service matches; choose one with --service: {string.Join(", ", candidates.Count == 0 ? names : candidates)}");
    }

    private Dictionary<string, string> ProcessVariables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in process)
        {
            variables.TryAdd(variable.Name, variable.Value);
        }

        return variables;
    }

    private static IEnumerable<string> PathsOf(string path)
    {
        if (FileStatus.Of(path).Kind != FileKind.Folder)
        {
            return [path];
        }

        var entries = HostFolder.List(path, out var failure);
        return failure is not null
            ? throw new UsageException($"--kubernetes {path}: the folder cannot be read: {failure}")
            : entries.Where(IsManifest).Select(entry => $"{path.TrimEnd('/')}/{entry.Name}").Order(StringComparer.Ordinal);
    }

    private static bool IsManifest(FolderEntry entry) =>
        !entry.IsFolder && entry.Name[0] != '.' && Extensions.Contains(Path.GetExtension(entry.Name))
        && Path.GetFileNameWithoutExtension(entry.Name) != "kustomization";
}

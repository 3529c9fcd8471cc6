using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <param name="Subject">The file and the service or container in it, where there are several; otherwise null.</param>
internal sealed record CheckedInput(InputArguments Arguments, Subject? Subject)
{
    /// <summary>Describes the container, or null where the arguments lead to it.</summary>
    public Func<Deployment>? Describe { get; init; }

    /// <summary>What is said instead of a check, or null.</summary>
    public Finding? Finding { get; init; }
}

/// <summary>Takes apart the deployment that options name: each Orthanc of it by itself.</summary>
internal sealed class CheckedInputs(LauncherHost host)
{
    /// <summary>The one deployment that is named as a PATH, as the options would name it; other arguments as they are.</summary>
    /// <exception cref="DeploymentException">It cannot be read.</exception>
    public static InputArguments WithDeployment(InputArguments arguments) =>
        arguments is { Sources: [var path], ComposeFiles.Count: 0, KubernetesPaths.Count: 0 }
            ? AsDeployment(arguments, path) ?? arguments
            : arguments;

    /// <exception cref="UsageException">Options exclude each other.</exception>
    /// <exception cref="DeploymentException">A deployment cannot be read.</exception>
    public List<CheckedInput> Of(InputArguments arguments)
    {
        var reader = new DeploymentReader(arguments, host, host.ReadEnvironment());
        if (arguments is { ComposeFiles.Count: > 0, ComposeService: null } && !arguments.ComposeFiles.Contains("-"))
        {
            reader.CheckOptions();
            var services = reader.Project(arguments.ComposeFiles).OrthancServices;
            if (services.Count > 1)
            {
                return [.. services.Select(name => new CheckedInput(
                    arguments with { ComposeService = name }, new Subject(arguments.ComposeFiles[0], Service: name)))];
            }
        }
        else if (arguments is { KubernetesPaths.Count: > 0, KubernetesWorkload: null } && !arguments.KubernetesPaths.Contains("-"))
        {
            reader.CheckOptions();
            var names = KubernetesSet.Load(arguments.KubernetesPaths[0], reader.Manifests(arguments.KubernetesPaths)).OrthancContainers
                .Select(container => container.ToString()).ToList();
            if (names.Count > 1)
            {
                return [.. names.Select(name => new CheckedInput(
                    arguments with { KubernetesWorkload = name }, new Subject(arguments.KubernetesPaths[0], Workload: name)))];
            }
        }

        return [new CheckedInput(arguments, null)];
    }

    /// <summary>A path as the deployment that it holds, told by its content, or null.</summary>
    private static InputArguments? AsDeployment(InputArguments arguments, string path)
    {
        if (path == "-" || FileStatus.Of(path).Kind != FileKind.Plain)
        {
            return null;
        }

        var own = arguments with { Sources = [] };
        var isYaml = path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal);
        return FoundFile.At(path).Kind switch
        {
            ContentKind.Manifests => own with { KubernetesPaths = [path] },
            ContentKind.EnvFile => own with { EnvFiles = [.. arguments.EnvFiles, path], IsAlone = true },
            ContentKind.Compose => own with { ComposeFiles = ComposeProject.OverrideOf(path) is { } above ? [path, above] : [path] },
            not ContentKind.Configuration when isYaml => own with { ComposeFiles = [path] },
            _ => null,
        };
    }
}

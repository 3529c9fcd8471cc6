using OrthancLauncher.Core.Findings;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <param name="Subject">The service or container, where there are several; otherwise null.</param>
internal sealed record CheckedInput(InputArguments Arguments, Subject? Subject);

/// <summary>Takes apart what is to be checked: each Orthanc of a deployment by itself, and all that is not a deployment together.</summary>
internal sealed class CheckedInputs(LauncherHost host)
{
    /// <exception cref="UsageException">Options exclude each other.</exception>
    /// <exception cref="DeploymentException">A deployment cannot be read.</exception>
    public IEnumerable<CheckedInput> Of(InputArguments arguments)
    {
        var deployments = new List<InputArguments>();
        var rest = new List<string>();
        foreach (var path in arguments.Sources)
        {
            if (AsDeployment(arguments, path) is { } deployment)
            {
                deployments.Add(deployment);
            }
            else
            {
                rest.Add(path);
            }
        }

        return deployments.Count == 0 || DeploymentReader.IsAskedFor(arguments)
            ? Services(arguments)
            : deployments.SelectMany(Services).Concat(rest.Count == 0 ? [] : [new CheckedInput(arguments with { Sources = rest }, null)]);
    }

    /// <summary>The one deployment that is named as a PATH, as the options would name it; other arguments as they are.</summary>
    /// <exception cref="DeploymentException">It cannot be read.</exception>
    public static InputArguments WithDeployment(InputArguments arguments) =>
        arguments is { Sources: [var path], ComposeFiles.Count: 0, KubernetesPaths.Count: 0 }
            ? AsDeployment(arguments, path) ?? arguments
            : arguments;

    private List<CheckedInput> Services(InputArguments arguments)
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
        if (path == "-" || !(path.EndsWith(".yml", StringComparison.Ordinal) || path.EndsWith(".yaml", StringComparison.Ordinal))
            || FileStatus.Of(path).Kind != FileKind.Plain)
        {
            return null;
        }

        var content = HostFile.Read(path, out var failure);
        if (failure is not null)
        {
            return null;
        }

        var own = arguments with { Sources = [] };
        return YamlFile.Read(path, content).Documents.Any(KubernetesSet.IsObject)
            ? own with { KubernetesPaths = [path] }
            : own with { ComposeFiles = ComposeProject.OverrideOf(path) is { } above ? [path, above] : [path] };
    }
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>The services of the compose files among PATHs, each file with its override file.</summary>
internal sealed class ComposePaths(InputArguments arguments, LauncherHost host, CheckedPaths paths)
{
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);

    public IEnumerable<CheckedInput> Inputs(List<FoundFile> files)
    {
        var composes = files.FindAll(file => file.Kind == ContentKind.Compose);
        composes.ForEach(AddParts);
        var byPath = composes.ToDictionary(file => file.Path, StringComparer.Ordinal);
        return composes.SelectMany(file => Inputs(file, byPath));
    }

    /// <summary>Remembers what a file includes or extends, which is not checked alone.</summary>
    private void AddParts(FoundFile file)
    {
        if (!file.RefersToFiles || file.Path == "-")
        {
            return;
        }

        try
        {
            var own = WithOverride(file.Path);
            paths.AddRead(Load(own, out _).Files.Except(own));
        }
        catch (DeploymentException)
        {
            // It is reported when the file itself is checked.
        }
    }

    private static List<string> WithOverride(string path)
    {
        path = ComposeProject.BaseOf(path) ?? path;
        return ComposeProject.OverrideOf(path) is { } above ? [path, above] : [path];
    }

    private ComposeProject Load(List<string> files, out InputArguments own)
    {
        own = arguments with { Sources = [], ComposeFiles = files, ComposeService = null, KubernetesWorkload = null };
        return new DeploymentReader(own, host, host.ReadEnvironment()).Project(files);
    }

    private List<CheckedInput> Inputs(FoundFile file, Dictionary<string, FoundFile> composes)
    {
        var own = file.Path == "-" ? ["-"] : WithOverride(file.Path);
        if (!_done.Add(own[0]) || paths.IsRead(file.Path))
        {
            return [];
        }

        var found = own.Select(composes.GetValueOrDefault).OfType<FoundFile>().ToList();
        var isNamed = found.Exists(other => other.IsNamed);
        var isLoud = isNamed || found.Exists(other => other.MentionsOrthanc);
        if (!isLoud && !found.Exists(other => other.RefersToFiles || other.HasVariables))
        {
            paths.LeaveOut();
            return [];
        }

        try
        {
            return Services(own, isNamed);
        }
        catch (DeploymentException exception) when (isLoud)
        {
            return [CheckedPaths.Said(own[0], exception.Finding)];
        }
        catch (DeploymentException)
        {
            paths.LeaveOut();
            return [];
        }
    }

    private List<CheckedInput> Services(List<string> files, bool isNamed)
    {
        var project = Load(files, out var own);
        var names = arguments.ComposeService is not { } wanted ? project.OrthancServices
            : project.Services.Contains(wanted) ? [wanted] : [];
        if (names.Count > 0)
        {
            paths.AddRead(project.Files.Concat(project.EnvFiles).Where(path => path != "-"));
            return [.. names.Select(name => new CheckedInput(own, new Subject(files[0] == "-" ? Source.StandardInput : files[0], name))
            {
                Describe = () => Describe(project, name, isNamed),
            })];
        }

        if (isNamed)
        {
            return
            [
                arguments.ComposeService is { } missing
                    ? CheckedPaths.NothingIn(files[0], $"no service {missing}", $"the services are {string.Join(", ", project.Services)}")
                    : CheckedPaths.NothingIn(files[0], "no service of it seems to run Orthanc",
                        $"name one with --service: {string.Join(", ", project.Services)}"),
            ];
        }

        paths.LeaveOut();
        return [];
    }

    private static Deployment Describe(ComposeProject project, string name, bool isNamed)
    {
        var deployment = project.Deployment(name);
        if (deployment is { Image: null, Description: { } service } && !service["build"].Exists)
        {
            // What a file of a repository lacks is in the one with which somebody merges it.
            deployment.Findings.Lower(0, isNamed ? [] : [Rules.InvalidDeployment]);
            deployment.UnknownSources.Add(new UnknownSource(
                "the service has no image, so the file is merged with another that is not known", deployment.Place)
            {
                Remedy = "check both with --compose FILE FILE",
            });
        }

        return deployment;
    }
}

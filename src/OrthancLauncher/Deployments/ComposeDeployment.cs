using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>Tells what the container of a service sees.</summary>
internal sealed class ComposeDeployment(ComposeProject project)
{
    /// <summary>What the container of a service sees.</summary>
    /// <exception cref="DeploymentException">Compose would refuse the service, or there is none of that name.</exception>
    public Deployment Of(string name)
    {
        var findings = new FindingList();
        findings.AddRange(project.Findings);
        var service = project.Service(name, findings);
        var (built, unknownBuild) = project.Built(name, service.Build);
        var image = built is null ? service.Image : built.Base;
        var imagePlace = built?.BasePlace ?? service.Value["image"].Place;
        var deployment = new Deployment
        {
            Subject = $"service {name}",
            Place = project.Root["services"].Members.First(member => member.Key == name).KeyPlace,
            Description = service.Value,
            Image = image,
            ImagePlace = imagePlace,
            Built = built,
            Command = service.Command,
            Entrypoint = service.Entrypoint,
            UnknownImage = unknownBuild ?? (image is not null ? ImageVersions.UnknownContent(image, imagePlace)
                : built is null ? null
                : new UnknownSource("which image the Dockerfile begins with is not known here", imagePlace)),
        };
        deployment.UnknownSources.AddRange(service.UnknownSources);
        deployment.Findings.AddRange(findings);
        var mounts = Mounts(service, deployment);
        if (built is not null)
        {
            AddBuilt(deployment, built, mounts);
        }

        foreach (var acceptance in service.Value["x-orthanc-launcher"]["accept"].Elements)
        {
            deployment.Accept(acceptance.Text ?? throw acceptance.Error("expected a string"), acceptance.Place);
        }

        deployment.Findings.AddRange(ComposeReferences.WithoutImage(project.Root, service) is { } finding ? [finding] : []);
        // Compose starts nothing of a project in which one service is wrong.
        deployment.Findings.AddRange(project.BrokenReferences);
        AddVariables(deployment, service);
        foreach (var mount in mounts)
        {
            AddMount(deployment, mount);
        }

        foreach (var config in service.Configs)
        {
            AddFile(deployment, config, "config");
        }

        foreach (var secret in service.Secrets)
        {
            AddFile(deployment, secret, "secret");
        }

        AddUngivenSecrets(deployment, service);
        return deployment;
    }

    /// <summary>Adds what a Dockerfile puts into the image; what the service mounts lies over it.</summary>
    private static void AddBuilt(Deployment deployment, DockerImage built, List<ComposeMount> mounts)
    {
        deployment.Findings.AddRange(built.Findings);
        deployment.UnknownSources.AddRange(built.Unknown);
        foreach (var variable in built.Variables.Values)
        {
            deployment.Set(new DeploymentVariable(variable.Name, variable.Value, "the build", Written: variable.Origin)
            {
                Place = variable.Place,
            });
        }

        var mounted = mounts.Select(mount => ContainerPath.Normalized(mount.Target)).ToList();
        foreach (var file in built.Files.Values.Where(file =>
            !mounted.Exists(target => file.Target == target || ContainerPath.IsBelow(file.Target, target))))
        {
            deployment.Add(file);
        }
    }

    private static void AddVariables(Deployment deployment, ComposeService service)
    {
        foreach (var variable in service.Environment)
        {
            if (variable is { Value: null, ComesFrom: null })
            {
                deployment.Remove(variable.Name);
            }
            else
            {
                var from = variable.ComesFrom ?? "a template of Swarm";
                var isKnown = !SwarmTemplate.IsIn(variable.Value);
                deployment.Set(new DeploymentVariable(variable.Name, isKnown ? variable.Value : null, from)
                {
                    Written = variable.Origin,
                    Place = variable.Origin?.Start ?? variable.Place,
                });
            }
        }
    }

    /// <summary>Adds the secrets that are declared, but not given to this service.</summary>
    private void AddUngivenSecrets(Deployment deployment, ComposeService service)
    {
        var given = service.Secrets.Select(use => use.Source).ToList();
        var givenElsewhere = project.OrthancServices.SelectMany(other => ComposeProject.SecretUses(project.Root["services"][other]))
            .Select(use => (use.IsMapping ? use["source"] : use).Text).ToList();
        deployment.UngivenSecrets.AddRange(project.Root["secrets"].Members.Where(member => !given.Contains(member.Key))
            .Select(member => new UngivenSecret(member.Key, member.KeyPlace, givenElsewhere.Contains(member.Key))));
    }

    /// <summary>What is mounted in a service: its own, then what it gets from others. What is mounted at a target already stays.</summary>
    private List<ComposeMount> Mounts(ComposeService service, Deployment deployment)
    {
        var mounts = service.Mounts.ToList();
        var targets = mounts.Select(mount => ContainerPath.Normalized(mount.Target)).ToHashSet(StringComparer.Ordinal);
        // Each service once: what it has at a target is there already, and a circle among them is a finding of its own.
        var seen = new HashSet<string>(StringComparer.Ordinal) { service.Name };
        var waiting = new Stack<ComposeService>([service]);
        while (waiting.TryPop(out var next))
        {
            mounts.AddRange(next.Mounts.Where(mount => targets.Add(ContainerPath.Normalized(mount.Target))));
            foreach (var from in next.VolumesFrom.Reverse())
            {
                if (from.Service is not { } other)
                {
                    deployment.UnknownSources.Add(new UnknownSource(
                        "what another container has mounted, which this one gets too, is not known here", from.Value.Place));
                }
                else if (project.Root["services"][other].IsMapping && seen.Add(other))
                {
                    waiting.Push(project.Service(other, new FindingList()));
                }
            }
        }

        return mounts;
    }

    private static void AddMount(Deployment deployment, ComposeMount mount)
    {
        var target = ContainerPath.Normalized(mount.Target);
        if (mount.Type != "bind")
        {
            deployment.Add(mount.Type == "tmpfs"
                ? new EmptyMount(target)
                : new UnknownMount(
                    target, new UnknownSource($"what the volume at {target} contains is not known here", mount.Value.Place)));
            return;
        }

        deployment.Add(mount.Source is { } source && !FileStatus.OfEntry(source).IsMissing
            ? new HostMount(target, source)
            : new UnknownMount(target, NotHere(mount, target)));
    }

    /// <summary>A file or folder that is mounted and does not exist; one beside the compose file ought to.</summary>
    private static UnknownSource NotHere(ComposeMount mount, string target) => mount.IsBeside && !SwarmTemplate.IsIn(mount.Source)
        ? new UnknownSource($"{mount.Source} does not exist, so an empty folder would be mounted at {target}", mount.Value.Place)
        {
            Remedy = "create it, or correct the path",
            IsSuspicious = true,
        }
        : new UnknownSource($"{mount.Source} does not exist on this machine", mount.Value.Place);

    /// <summary>Mounts a config or secret.</summary>
    /// <param name="noun">Which of the two it is; with an s, the section that declares it.</param>
    private void AddFile(Deployment deployment, ComposeFileUse use, string noun)
    {
        var target = ContainerPath.Normalized(use.Target);
        var declaration = project.Root[$"{noun}s"][use.Source];
        if (!declaration.Exists)
        {
            // That it is not declared is a finding of its own.
            return;
        }

        var name = $"{declaration.File.Name} ({noun} {use.Source})";
        var isSecret = noun == "secret";
        var path = declaration["file"].Text is { } file ? HostPaths.From(declaration.File.Folder, file) : null;
        if (ComposeForm.IsExternal(declaration))
        {
            AddUnknown("is kept elsewhere");
        }
        else if (!project.Scope.IsComplete && declaration["file"] is { HasUnset: true } unset)
        {
            var message = $"which file the {noun} {use.Source} is depends on a variable that is not set here";
            deployment.Add(new UnknownMount(target, new UnknownSource(message, unset.Place)));
        }
        else if (SwarmTemplate.IsFile(declaration, path))
        {
            deployment.Add(new UnknownMount(
                target, new UnknownSource($"the {noun} {use.Source} is a template, which Swarm fills in", use.Value.Place)));
        }
        else if (path is not null)
        {
            deployment.Add(FileStatus.OfEntry(path).IsMissing
                ? new UnknownMount(
                    target, new UnknownSource($"the file of the {noun} {use.Source}, {path}, does not exist here", use.Value.Place))
                : new HostMount(target, path) { IsSecret = isSecret });
        }
        else if (declaration["content"] is { IsNull: false } content)
        {
            if (!project.Scope.IsComplete && content.HasUnset)
            {
                deployment.UnknownSources.Add(ComposeServiceReader.UnknownPart(content));
                content = content.WithPlaceholders();
            }

            deployment.Add(new ContentMount(target, Encoding.UTF8.GetBytes(content.Text ?? ""), name, content.Origin())
            {
                IsSecret = isSecret,
            });
        }
        else if (declaration["environment"].Text is { } variable && project.Scope.Lookup(variable) is { } text)
        {
            deployment.Add(new ContentMount(target, Encoding.UTF8.GetBytes(text), name) { IsSecret = isSecret });
        }
        else
        {
            AddUnknown(declaration["environment"].Text is { } missing ? $"comes from the variable {missing}" : "is kept elsewhere");
        }

        void AddUnknown(string reason) => deployment.Add(new UnknownMount(
            target, new UnknownSource($"the {noun} {use.Source} {reason} and is not available here", use.Value.Place)));
    }
}

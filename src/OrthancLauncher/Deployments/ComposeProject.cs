using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>What compose files are read with.</summary>
internal sealed record ComposeOptions
{
    /// <summary>The folder from which paths are understood; null for that of the first file.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>Files with the variables that compose files can name; empty for <c>.env</c>.</summary>
    public IReadOnlyList<string> InterpolationFiles { get; init; } = [];

    /// <summary>The process's own variables, or null if they must not count.</summary>
    public IReadOnlyDictionary<string, string>? Process { get; init; }

    public Func<ReadOnlyMemory<byte>> StandardInput { get; init; } = () => default;
}

/// <summary>Compose files merged into one project.</summary>
internal sealed class ComposeProject
{
    private static readonly string[] DefaultNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

    private static readonly string[] OverrideNames =
        ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

    /// <summary>Repositories of Orthanc, whoever hosts them.</summary>
    private static readonly string[] Repositories = ["orthanc", "orthanc-plugins", "orthanc-python"];

    /// <summary>Who makes images that go with Orthanc and have its name.</summary>
    private static readonly string[] KnownOwners = ["orthancteam/", "osimis/", "jodogne/"];

    private static readonly string[] KnownOthers =
        ["postgres", "mysql", "mariadb", "nginx", "traefik", "redis", "httpd", "haproxy", "caddy"];

    /// <summary>The ports of DICOM and HTTP.</summary>
    private static readonly int[] DefaultPorts = [4242, 8042];

    private readonly YamlValue _root;
    private readonly ComposeScope _scope;
    private readonly ComposeLoader _loader;

    /// <summary>What is built for each service; what cannot be seen of one that is not.</summary>
    private readonly Dictionary<string, (DockerImage? Image, UnknownSource? Unknown)> _built = new(StringComparer.Ordinal);

    private ComposeProject(YamlValue root, ComposeScope scope, ComposeLoader loader)
    {
        _root = root;
        _scope = scope;
        _loader = loader;
        if (!root["services"].IsMapping)
        {
            throw new DeploymentException(root.File.Start, "not a compose file: no `services:` section",
                "name a compose file, or write services: with a service below it");
        }
    }

    /// <summary>All services, those of profiles included.</summary>
    public IReadOnlyList<string> Services => [.. _root["services"].Members.Select(member => member.Key)];

    /// <summary>The services that run Orthanc, as far as that can be told; if nothing tells, those that are like it.</summary>
    public IReadOnlyList<string> OrthancServices => Where(IsOrthanc) is { Count: > 0 } told ? told : Where(IsLikeOrthanc);

    /// <summary>All compose files that were read.</summary>
    public IEnumerable<string> Files => _loader.Files;

    /// <summary>The files of variables that any service names.</summary>
    public IEnumerable<string> EnvFiles => _root["services"].Members.SelectMany(member => EnvFilesOf(member.Value));

    /// <param name="files">The files, the weakest first; <c>-</c> is standard input.</param>
    /// <exception cref="DeploymentException">Compose would refuse them, or they cannot be read.</exception>
    public static ComposeProject Load(IReadOnlyList<string> files, ComposeOptions options)
    {
        var folder = options.ProjectDirectory is { } given ? given.TrimEnd('/') + "/"
            : files[0] == "-" ? ""
            : files[0][..(files[0].LastIndexOf('/') + 1)];
        var loader = new ComposeLoader(options.StandardInput);
        var scope = ComposeScope.Of(folder, options.InterpolationFiles.Count > 0 ? options.InterpolationFiles : null,
            name => options.Process?.GetValueOrDefault(name), new Place(new Source(SourceKind.File, files[0])), loader.ReportUnset)
            with
        { IsComplete = options.Process is not null };
        return new ComposeProject(loader.Load(files, scope), scope, loader);
    }

    /// <summary>The override file that compose merges with a file of a default name, or null.</summary>
    public static string? OverrideOf(string file)
    {
        var slash = file.LastIndexOf('/') + 1;
        return Array.IndexOf(DefaultNames, file[slash..]) < 0 ? null
            : OverrideNames.Select(name => file[..slash] + name).FirstOrDefault(path => FileStatus.Of(path).Kind == FileKind.Plain);
    }

    /// <summary>The file of a default name with which compose merges an override file, or null.</summary>
    public static string? BaseOf(string file)
    {
        var slash = file.LastIndexOf('/') + 1;
        return Array.IndexOf(OverrideNames, file[slash..]) < 0 ? null
            : DefaultNames.Select(name => file[..slash] + name).FirstOrDefault(path =>
                OverrideOf(path) == file && FileStatus.Of(path).Kind == FileKind.Plain);
    }

    /// <summary>A service as the files describe it.</summary>
    /// <exception cref="DeploymentException">Compose would refuse the service, or there is none of that name.</exception>
    public ComposeService Service(string name, FindingList findings) => new ComposeServiceReader(_scope, findings).Read(name, Find(name));

    /// <summary>What the container of a service sees.</summary>
    /// <exception cref="DeploymentException">Compose would refuse the service, or there is none of that name.</exception>
    public Deployment Deployment(string name)
    {
        var findings = new FindingList();
        findings.AddRange(_loader.Findings);
        var service = Service(name, findings);
        var (built, unknownBuild) = Built(name, service.Build);
        var image = built is null ? service.Image : built.Base;
        var imagePlace = built?.BasePlace ?? service.Value["image"].Place;
        var deployment = new Deployment
        {
            Subject = $"service {name}",
            Place = _root["services"].Members.First(member => member.Key == name).KeyPlace,
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
        if (built is not null)
        {
            AddBuilt(deployment, built, service);
        }

        foreach (var acceptance in service.Value["x-orthanc-launcher"]["accept"].Elements)
        {
            deployment.Accept(acceptance.Text ?? throw acceptance.Error("expected a string"), acceptance.Place);
        }

        deployment.Findings.AddRange(ComposeReferences.Missing(_root, service));
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

        foreach (var mount in service.Mounts)
        {
            AddMount(deployment, mount);
        }

        foreach (var (uses, section, noun) in ((IReadOnlyList<ComposeFileUse>, string, string)[])
            [(service.Configs, "configs", "config"), (service.Secrets, "secrets", "secret")])
        {
            foreach (var use in uses)
            {
                AddFile(deployment, use, section, noun);
            }
        }

        var given = service.Secrets.Select(use => use.Source).ToList();
        var givenElsewhere = OrthancServices.SelectMany(other => SecretUses(_root["services"][other]))
            .Select(use => (use.IsMapping ? use["source"] : use).Text).ToList();
        deployment.UngivenSecrets.AddRange(_root["secrets"].Members.Where(member => !given.Contains(member.Key))
            .Select(member => new UngivenSecret(member.Key, member.KeyPlace, givenElsewhere.Contains(member.Key))));
        return deployment;
    }

    private static IEnumerable<YamlValue> SecretUses(YamlValue service) => service["secrets"].Parts.SelectMany(part => part.Elements);

    /// <summary>Refuses what compose refuses because something is named and not declared, in any service.</summary>
    /// <exception cref="DeploymentException">Something is not declared.</exception>
    public void CheckReferences()
    {
        foreach (var service in Services.Select(name => Service(name, new FindingList())))
        {
            if (ComposeReferences.Missing(_root, service).FirstOrDefault() is { } finding)
            {
                throw new DeploymentException(finding);
            }
        }
    }

    private List<string> Where(Func<string, YamlValue, bool> isMeant) =>
        [.. _root["services"].Members.Where(member => isMeant(member.Key, member.Value)).Select(member => member.Key)];

    private YamlValue Find(string name)
    {
        var service = _root["services"][name];
        return service.IsMapping ? service : throw _root["services"].Error(
            $"no service {name}{(Spelling.Nearest(name, Services) is { } nearest ? $"; did you mean {nearest}?" : "")}; "
            + $"the services are {string.Join(", ", Services)}");
    }

    private bool IsOrthanc(string name, YamlValue service)
    {
        var built = Built(name, ComposeBuild.Of(service, value => value.Text, _scope.Lookup)).Image;
        var image = built?.Base ?? service["image"].Text;
        if (image is not null && IsOrthancImage(image))
        {
            return true;
        }

        return service["x-orthanc-launcher"].Exists || Names(service).Any(IsOrthancVariable)
            || built?.Variables.Keys.Any(IsOrthancVariable) == true
            || (name == "orthanc" && !IsKnownOther(image))
            || ((name.StartsWith("orthanc-", StringComparison.Ordinal) || name.StartsWith("orthanc_", StringComparison.Ordinal))
                && IsOwn(service) && !IsKnownOther(image) && !PublishesOthersPorts(service));
    }

    /// <summary>Whether a service publishes ports and none of Orthanc's, as a viewer or proxy with Orthanc's name does.</summary>
    private static bool PublishesOthersPorts(YamlValue service)
    {
        var ports = PublishedPorts(service);
        return ports.Count > 0 && !ports.Exists(port => Array.Exists(DefaultPorts, port.Covers))
            && !service["volumes"].Parts.SelectMany(part => part.Elements).Any(volume =>
                (volume.IsMapping ? volume["target"].Text : volume.Text)?.Contains("/orthanc", StringComparison.Ordinal) == true);
    }

    /// <summary>
    /// Whether a service whose image only a variable names, which is not set here, gets what Orthanc alone has a use for: its
    /// variables, both of its ports, or a file in its folder. Variables of a file that other services get too say nothing.
    /// </summary>
    private bool IsLikeOrthanc(string name, YamlValue value)
    {
        if (value["image"] is not { HasUnset: true, Text: { } image } || RepositoryOf(image).Length > 0)
        {
            return false;
        }

        var service = Service(name, new FindingList());
        var shared = _root["services"].Members.Where(other => other.Key != name).SelectMany(other => EnvFilesOf(other.Value)).ToHashSet();
        return service.Environment.Any(variable => IsOfOrthanc(variable.Name) && !shared.Contains(variable.Place.Source.Name))
            || HasBothPorts(value) || Targets(service).Any(IsInConfigurationFolder);

        static bool IsOfOrthanc(string variable) =>
            IsOrthancVariable(variable) || variable.EndsWith("_PLUGIN_ENABLED", StringComparison.Ordinal);
    }

    private static bool HasBothPorts(YamlValue service)
    {
        var ports = PublishedPorts(service);
        return Array.TrueForAll(DefaultPorts, number => ports.Exists(port => port.Covers(number)));
    }

    private static List<UsedPort> PublishedPorts(YamlValue service) =>
        [.. new DeploymentCheck(new Deployment(), service).UsedPorts().Where(port => port is { IsTcp: true, IsHealthCheck: false })];

    /// <summary>Where files of the machine, configs and secrets are mounted.</summary>
    private static IEnumerable<string> Targets(ComposeService service) => service.Mounts.Where(mount => mount.Type == "bind")
        .Select(mount => mount.Target).Concat(service.Configs.Concat(service.Secrets).Select(use => use.Target));

    private static bool IsInConfigurationFolder(string target) =>
        ContainerPath.IsBelow(ContainerPath.Normalized(target) + "/", DeploymentCheck.ConfigurationFolder);

    private static IEnumerable<string> EnvFilesOf(YamlValue service) => service["env_file"].Parts
        .SelectMany(part => part.IsSequence ? part.Elements : [part])
        .Select(file => (file.IsMapping ? file["path"] : file) is { Text: { } path } ? HostPaths.From(file.File.Folder, path) : null)
        .OfType<string>();

    /// <summary>Whether an image of any registry is one of Orthanc, by the last part of its name.</summary>
    public static bool IsOrthancImage(string image) => Array.IndexOf(Repositories, RepositoryOf(image)) >= 0;

    private static string RepositoryOf(string image)
    {
        var name = image.Split('@')[0];
        return name[(name.LastIndexOf('/') + 1)..].Split(':')[0];
    }

    private static bool IsOrthancVariable(string name) => name.StartsWith("ORTHANC__", StringComparison.Ordinal) || name == "ORTHANC_JSON";

    /// <summary>Whether a service has an image of its own: one that is built, or comes from a repository of nobody known.</summary>
    private static bool IsOwn(YamlValue service) => service["build"].Exists || service["image"].Text is not { } image
        || (image.Contains('/', StringComparison.Ordinal)
            && !Array.Exists(KnownOwners, owner => image.Contains(owner, StringComparison.Ordinal)));

    /// <summary>Whether an image is an official one of something else.</summary>
    public static bool IsKnownOther(string? image) => image is not null && !image.Contains('/', StringComparison.Ordinal)
        && Array.IndexOf(KnownOthers, image.Split(':', '@')[0]) >= 0;

    private static IEnumerable<string> Names(YamlValue service)
    {
        var variables = service["environment"].Parts.SelectMany(part =>
            part.Members.Select(member => member.Key).Concat(part.Elements.Select(element => (element.Text ?? "").Split('=')[0])));
        var secrets = SecretUses(service).Select(use => (use.IsMapping ? use["target"].Text ?? use["source"].Text : use.Text) ?? "")
            .Select(target => target[(target.LastIndexOf('/') + 1)..]);
        return variables.Concat(secrets);
    }

    /// <summary>Adds what a Dockerfile puts into the image; what the service mounts lies over it.</summary>
    private static void AddBuilt(Deployment deployment, DockerImage built, ComposeService service)
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

        var mounted = service.Mounts.Select(mount => ContainerPath.Normalized(mount.Target)).ToList();
        foreach (var file in built.Files.Values.Where(file =>
            !mounted.Exists(target => file.Target == target || ContainerPath.IsBelow(file.Target, target))))
        {
            deployment.Add(file);
        }
    }

    private (DockerImage? Image, UnknownSource? Unknown) Built(string name, ComposeBuild? build)
    {
        if (_built.TryGetValue(name, out var known) || build is null)
        {
            return known;
        }

        var text = build.Dockerfile(out var unknown);
        return _built[name] = (text is null ? null : DockerfileReader.Read(text, build), unknown);
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
    private void AddFile(Deployment deployment, ComposeFileUse use, string section, string noun)
    {
        var target = ContainerPath.Normalized(use.Target);
        var declaration = _root[section][use.Source];
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
        else if (!_scope.IsComplete && declaration["file"] is { HasUnset: true } unset)
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
            if (!_scope.IsComplete && content.HasUnset)
            {
                deployment.UnknownSources.Add(ComposeServiceReader.UnknownPart(content));
                content = content.WithPlaceholders();
            }

            deployment.Add(new ContentMount(target, Encoding.UTF8.GetBytes(content.Text ?? ""), name, content.Origin())
            {
                IsSecret = isSecret,
            });
        }
        else if (declaration["environment"].Text is { } variable && _scope.Lookup(variable) is { } text)
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

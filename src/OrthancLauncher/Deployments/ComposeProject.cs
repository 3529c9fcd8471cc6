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

    private readonly ComposeLoader _loader;

    /// <summary>What is built for each service; what cannot be seen of one that is not.</summary>
    private readonly Dictionary<string, (DockerImage? Image, UnknownSource? Unknown)> _built = new(StringComparer.Ordinal);

    private IReadOnlyList<Finding>? _brokenReferences;

    private ComposeProject(YamlValue root, ComposeScope scope, ComposeLoader loader)
    {
        Root = root;
        Scope = scope;
        _loader = loader;
        if (!root["services"].IsMapping)
        {
            throw new DeploymentException(root.File.Start, "not a compose file: no `services:` section",
                "name a compose file, or write services: with a service below it");
        }
    }

    /// <summary>The merged content of the files.</summary>
    public YamlValue Root { get; }

    /// <summary>What the files' variables mean.</summary>
    public ComposeScope Scope { get; }

    /// <summary>What was noticed while the files were merged.</summary>
    public FindingList Findings => _loader.Findings;

    /// <summary>All services, those of profiles included.</summary>
    public IReadOnlyList<string> Services => [.. Root["services"].Members.Select(member => member.Key)];

    /// <summary>The services that run Orthanc, as far as that can be told; if nothing tells, those that are like it.</summary>
    public IReadOnlyList<string> OrthancServices => new OrthancServices(this).Names;

    /// <summary>All compose files that were read.</summary>
    public IEnumerable<string> Files => _loader.Files;

    /// <summary>The files of variables that any service names.</summary>
    public IEnumerable<string> EnvFiles => Root["services"].Members.SelectMany(member => EnvFilesOf(member.Value));

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
    public ComposeService Service(string name, FindingList findings) => new ComposeServiceReader(Scope, findings).Read(name, Find(name));

    /// <summary>What the container of a service sees.</summary>
    /// <exception cref="DeploymentException">Compose would refuse the service, or there is none of that name.</exception>
    public Deployment Deployment(string name) => new ComposeDeployment(this).Of(name);

    /// <summary>The secrets that a service is given, each with a name alone or as a mapping.</summary>
    public static IEnumerable<YamlValue> SecretUses(YamlValue service) => service["secrets"].Parts.SelectMany(part => part.Elements);

    /// <summary>What is wrong in how the services refer to each other, to secrets, configs, volumes and networks.</summary>
    public IReadOnlyList<Finding> BrokenReferences => _brokenReferences ??=
    [
        .. Services.SelectMany(BrokenReferencesOf),
        .. ComposeReferences.Circle(Root) is { } circle ? [circle] : (Finding[])[],
    ];

    /// <summary>Refuses what compose refuses in any service.</summary>
    /// <exception cref="DeploymentException">Compose would refuse a service.</exception>
    public void CheckServices()
    {
        var withoutImage = Services.Select(name => ComposeReferences.WithoutImage(Root, Service(name, new FindingList())));
        if (withoutImage.OfType<Finding>().Concat(BrokenReferences).FirstOrDefault() is { } finding)
        {
            throw new DeploymentException(finding);
        }
    }

    private IEnumerable<Finding> BrokenReferencesOf(string name)
    {
        try
        {
            return [.. ComposeReferences.Missing(Root, Service(name, new FindingList()))];
        }
        catch (DeploymentException exception)
        {
            return [exception.Finding];
        }
    }

    private YamlValue Find(string name)
    {
        var service = Root["services"][name];
        return service.IsMapping ? service : throw Root["services"].Error(
            $"no service {name}{(Spelling.Nearest(name, Services) is { } nearest ? $"; did you mean {nearest}?" : "")}; "
            + $"the services are {string.Join(", ", Services)}");
    }

    /// <summary>The paths of the files of variables that a service names.</summary>
    public static IEnumerable<string> EnvFilesOf(YamlValue service) => service["env_file"].Parts
        .SelectMany(part => part.IsSequence ? part.Elements : [part])
        .Select(file => (file.IsMapping ? file["path"] : file) is { Text: { } path } ? HostPaths.From(file.File.Folder, path) : null)
        .OfType<string>();

    /// <summary>The image that is built for a service; what cannot be seen of it where it is not at hand.</summary>
    public (DockerImage? Image, UnknownSource? Unknown) Built(string name, ComposeBuild? build)
    {
        if (_built.TryGetValue(name, out var known) || build is null)
        {
            return known;
        }

        var text = build.Dockerfile(out var unknown);
        return _built[name] = (text is null ? null : DockerfileReader.Read(text, build), unknown);
    }
}

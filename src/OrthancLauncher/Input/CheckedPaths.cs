using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>Takes apart what PATHs lead to: each service, each container, each env file and each configuration by itself.</summary>
internal sealed class CheckedPaths(InputArguments arguments, LauncherHost host)
{
    private readonly InputArguments _alone = arguments with
    {
        Sources = [],
        ComposeService = null,
        KubernetesWorkload = null,
        IsAlone = true,
    };

    private readonly List<FoundFile> _files = [];
    private readonly Dictionary<string, RepositoryWalk> _walks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The PATHs that belong to the container whose files options name.</summary>
    private readonly List<string> _merged = [];
    private int _taken;

    /// <summary>How many files of the folders are of another kind; null if no folder is among the PATHs.</summary>
    public int? LeftOut { get; private set; }

    /// <summary>Whether any file is a compose file or manifest.</summary>
    public bool HasDeployments => _files.Exists(IsDeployment);

    /// <summary>Says which files a deployment has read, which are not checked alone once more.</summary>
    public void AddRead(IEnumerable<string> paths) => _read.UnionWith(paths.Select(Path.GetFullPath));

    /// <summary>All that is to be checked. What one has read is to be said before the next is asked for.</summary>
    public IEnumerable<CheckedInput> Inputs()
    {
        var paths = arguments.Sources.Select(Normalized).Distinct(StringComparer.Ordinal).ToList();
        Func<IEnumerable<CheckedInput>>[] parts =
        [
            () => paths.SelectMany(Find), () => _files.SelectMany(Unusable),
            () => new ComposePaths(arguments, host, this).Inputs(_files), () => new ManifestPaths(arguments, host, this).Inputs(_files),
            () => _files.SelectMany(Alone), Merged,
        ];
        var isChosen = arguments is { ComposeService: null, KubernetesWorkload: null };
        foreach (var input in parts.SelectMany(part => part()))
        {
            _taken++;
            isChosen |= input.Subject?.Name is not null || input.Finding?.Rule == Rules.NothingToCheck;
            yield return input;
        }

        if (!isChosen && HasDeployments)
        {
            var wanted = arguments.ComposeService is { } service ? $"service {service}" : $"workload {arguments.KubernetesWorkload}";
            _taken++;
            yield return NothingIn(paths[0], $"no {wanted}", "correct the name, or name the file that has it");
        }

        foreach (var path in _taken == 0 ? paths : [])
        {
            yield return Said(path, new Finding(Rules.NothingToCheck, Severity.Information, "nothing that concerns Orthanc was found"));
        }
    }

    /// <summary>Whether PATHs lead to services or containers that no single file names.</summary>
    public bool LeadToDeployments() =>
        arguments is { IsOfPaths: true, HasContainer: false }
            && (arguments.Sources is not [var only] || only == "-" || FileStatus.Of(only).Kind == FileKind.Folder)
            && arguments.Sources.Any(path => path == "-"
                ? FoundFile.Of(path, host.ReadInput().Span) is var input && !IsConfiguration(input)
                : FileStatus.Of(path).Kind == FileKind.Folder
                    ? !IsConfigurationFolder(path) && WalkOf(Normalized(path)).Files.Any(IsDeployment)
                    : IsDeployment(FoundFile.At(path)));

    private static bool IsDeployment(FoundFile file) => file.Kind is ContentKind.Compose or ContentKind.Manifests;

    /// <summary>Counts files that turned out to be of no interest.</summary>
    public void LeaveOut(int count = 1) => LeftOut += count;

    public bool IsRead(string path) => path != "-" && _read.Contains(Path.GetFullPath(path));

    /// <summary>Something about a file that is said instead of checking it.</summary>
    public static CheckedInput Said(string path, Finding finding)
    {
        var subject = new Subject(path == "-" ? Source.StandardInput : path);
        return new CheckedInput(new InputArguments(), subject)
        {
            Finding = finding with { Place = finding.Place ?? new Place(new Source(SourceKind.File, subject.File)) },
        };
    }

    public static CheckedInput NothingIn(string path, string message, string remedy) =>
        Said(path, new Finding(Rules.NothingToCheck, message) { Remedy = remedy });

    private static string Normalized(string path)
    {
        while (path.StartsWith("./", StringComparison.Ordinal) && path.Length > 2)
        {
            path = path[2..].TrimStart('/');
        }

        return path.Length > 1 && path.EndsWith('/') ? path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed : "/" : path;
    }

    /// <summary>A walk of a folder, which is walked once.</summary>
    private RepositoryWalk WalkOf(string path) =>
        _walks.TryGetValue(path, out var known) ? known : _walks[path] = RepositoryWalk.Of(path);

    private IEnumerable<CheckedInput> Merged() =>
        _merged.Count == 0 ? [] : [new CheckedInput(arguments with { Sources = _merged }, null)];

    /// <summary>Finds the files of a PATH; yields what can be said at once.</summary>
    private IEnumerable<CheckedInput> Find(string path)
    {
        var isFolder = path != "-" && FileStatus.Of(path).Kind == FileKind.Folder;
        if (!isFolder)
        {
            var file = path == "-" ? FoundFile.Of(path, host.ReadInput().Span) : FoundFile.At(path);
            file = IsTemplate(file) ? ManifestPaths.ChartOf(file) ?? file : file;
            if (arguments.HasContainer && IsConfiguration(file))
            {
                _merged.Add(path);
            }
            else
            {
                _files.RemoveAll(other => other.Path == file.Path);
                _files.Add(file with { IsNamed = true });
            }
        }
        else if (arguments.HasContainer)
        {
            _merged.Add(path);
        }
        else if (IsConfigurationFolder(path))
        {
            yield return new CheckedInput(_alone with { Sources = [path] }, new Subject(path));
        }
        else
        {
            var walk = WalkOf(path);
            LeftOut = (LeftOut ?? 0) + walk.LeftOut;
            var known = _files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
            _files.AddRange(walk.Files.Where(file => known.Add(file.Path)));
            foreach (var (folder, failure) in walk.Unreadable)
            {
                var severity = folder == path ? Severity.Error : Severity.Warning;
                yield return Said(folder, new Finding(Rules.UnreadableSource, severity, $"the folder cannot be read: {failure}"));
            }

            if (walk.IsTooLarge)
            {
                yield return Said(path, new Finding(Rules.UnreadableSource, "the folder has more files than can be looked at")
                {
                    Remedy = "name a folder further down",
                });
            }
        }
    }

    /// <summary>Whether a folder has nothing but JSON of Orthanc in it, as <c>/etc/orthanc</c> has.</summary>
    private static bool IsConfigurationFolder(string path)
    {
        var entries = HostFolder.List(path, out _).FindAll(entry => entry.Name[0] != '.');
        return entries.Count > 0 && entries.TrueForAll(entry => !entry.IsFolder && SourceFolders.IsConfiguration(entry.Name)
            && IsConfiguration(FoundFile.At($"{path.TrimEnd('/')}/{entry.Name}")));
    }

    /// <summary>Whether a file is nothing that would be checked if it belonged to a chart.</summary>
    private static bool IsTemplate(FoundFile file) =>
        file.Failure is null && file.Kind is ContentKind.Other or ContentKind.Manifests or ContentKind.Compose or ContentKind.Mixed;

    /// <summary>Whether a file that is meant to be checked can only be a configuration.</summary>
    private static bool IsConfiguration(FoundFile file) => file.Kind == ContentKind.Configuration
        || (file.Kind is ContentKind.Other or ContentKind.Binary
            && (file.IsJson || file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What is wrong with a file as a whole.</summary>
    private IEnumerable<CheckedInput> Unusable(FoundFile file)
    {
        if (file.Failure is not null)
        {
            var severity = file.IsNamed ? Severity.Error : Severity.Warning;
            var nearest = FileStatus.Of(file.Path).IsMissing ? HostFolder.Nearest(file.Path) : null;
            yield return Said(file.Path, new Finding(Rules.UnreadableSource, severity, $"it cannot be read: {file.Failure}")
            {
                Remedy = nearest is null ? null : $"did you mean {nearest}?",
            });
        }
        else if (file.Kind == ContentKind.Binary && !(file.IsNamed && IsConfiguration(file)))
        {
            yield return Said(file.Path, new Finding(Rules.NotUtf8, "the file is not text in UTF-8")
            {
                Remedy = "save it with that encoding, or name another file",
            });
        }
        else if (file.Kind == ContentKind.Mixed && (file.IsNamed || file.MentionsOrthanc))
        {
            yield return Said(file.Path, new Finding(Rules.InvalidDeployment, "services of compose and Kubernetes objects are in one file")
            {
                Remedy = "write a file for each",
            });
        }
        else if (file is { IsNamed: true, Kind: ContentKind.Other } && !IsConfiguration(file))
        {
            yield return NotYaml(file) ?? NothingIn(file.Path,
                "it is not a compose file, a Kubernetes manifest, a file of variables for Orthanc or a configuration in JSON",
                "name a file that describes an Orthanc");
        }
    }

    /// <summary>What is wrong with YAML of which not even the beginning tells what it is; null for other text.</summary>
    private static CheckedInput? NotYaml(FoundFile file)
    {
        if (Path.GetExtension(file.Name) is not (".yml" or ".yaml"))
        {
            return null;
        }

        try
        {
            _ = YamlFile.Read(file.Path, HostFile.Read(file.Path, out _));
            return null;
        }
        catch (DeploymentException exception)
        {
            return Said(file.Path, exception.Finding);
        }
    }

    /// <summary>A file of variables or a configuration that no deployment has read.</summary>
    private IEnumerable<CheckedInput> Alone(FoundFile file)
    {
        if (file.Failure is not null || IsRead(file.Path))
        {
            yield break;
        }

        var subject = new Subject(file.Path == "-" ? Source.StandardInput : file.Path);
        if (file.Kind == ContentKind.Configuration || (file.IsNamed && IsConfiguration(file)))
        {
            yield return new CheckedInput(_alone with { Sources = [file.Path] }, subject);
        }
        else if (file.Kind == ContentKind.EnvFile && (file.IsNamed || !IsForInterpolation(file)))
        {
            yield return new CheckedInput(_alone, subject) { Describe = () => Variables(file.Path) };
        }
    }

    private bool IsForInterpolation(FoundFile file) => file.Name == ".env"
        && _files.Exists(other => other.Kind == ContentKind.Compose && other.Folder == file.Folder);

    /// <summary>What a container sees to which a file of variables is given.</summary>
    private Deployment Variables(string path)
    {
        var deployment = new Deployment();
        var content = path == "-" ? host.ReadInput() : HostFile.Read(path, out _);
        var process = arguments.UsesEnvironment ? host.ReadEnvironment() : [];
        foreach (var variable in EnvFile.ReadNamed(
            path, content, name => process.FirstOrDefault(variable => variable.Name == name)?.Value))
        {
            deployment.Set(variable.Name, variable.Value, written: variable.Origin);
        }

        return deployment;
    }
}

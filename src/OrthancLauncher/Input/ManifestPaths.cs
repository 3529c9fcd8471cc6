using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>
/// The containers of the manifests among PATHs: those that are named are one set, and those of each folder. Kustomizations and charts
/// are named with the command that renders them.
/// </summary>
internal sealed class ManifestPaths(InputArguments arguments, LauncherHost host, CheckedPaths paths)
{
    /// <summary>So many folders above a file are searched for the chart that it belongs to.</summary>
    private const int MaximumChartDepth = 10;

    public IEnumerable<CheckedInput> Inputs(List<FoundFile> files)
    {
        var kustomizations = files.Where(file => file is { Kind: ContentKind.Kustomization, Failure: null })
            .Select(file => new Kustomization(file, References(file))).ToList();
        var ours = Ours(kustomizations, files);
        var covered = kustomizations.SelectMany(each => each.References.Append(FolderOf(each.File))).ToHashSet(StringComparer.Ordinal);
        var sets = files.Where(file => file is { Kind: ContentKind.Manifests, Failure: null })
            .Where(file => file.IsNamed || !(covered.Contains(FolderOf(file)) || covered.Contains(Path.GetFullPath(file.Path))))
            .GroupBy(file => file.IsNamed ? null : file.Folder, (_, set) => set.ToList());
        return sets.SelectMany(Containers)
            .Concat(ours.Where(each => each.File.IsNamed || !ours.Exists(other => other.References.Contains(FolderOf(each.File))))
                .Select(each => NotRendered(each.File, "a kustomization", "kubectl kustomize")))
            .Concat(Charts(files));
    }

    /// <summary>The description of the chart that a file belongs to, or null.</summary>
    public static FoundFile? ChartOf(FoundFile file)
    {
        var folder = file.Folder;
        for (var depth = 0; depth < MaximumChartDepth && file.Path != "-"; depth++)
        {
            if (!FileStatus.Of($"{folder}Chart.yaml").IsMissing && FoundFile.At($"{folder}Chart.yaml") is { Kind: ContentKind.Chart } chart)
            {
                return chart;
            }

            if (folder.TrimEnd('/') is not { Length: > 0 } rest)
            {
                return null;
            }

            folder = rest[..(rest.LastIndexOf('/') + 1)];
        }

        return null;
    }

    private static string FolderOf(FoundFile file) => FullFolder(file.Folder);

    private static string FullFolder(string folder) => Path.GetFullPath(folder.Length == 0 ? "." : folder).TrimEnd('/');

    private static CheckedInput NotRendered(FoundFile file, string what, string command) =>
        CheckedPaths.Said(file.Path, new Finding(Rules.NotKnown, $"{what} is not rendered here")
        {
            Remedy = $"{command} {Quoted(file.Folder.TrimEnd('/'))} | orthanc-launcher validate -",
        });

    private static string Quoted(string folder) => folder.Length == 0 ? "."
        : folder.All(c => char.IsLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? folder
        : $"'{folder.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static IEnumerable<CheckedInput> Charts(List<FoundFile> files) =>
        files.Where(file => file.Kind == ContentKind.Chart && (file.IsNamed || file.MentionsOrthanc)).DistinctBy(chart => chart.Path)
            .Select(chart => NotRendered(chart, "a Helm chart", "helm template"));

    /// <summary>The files and folders that a kustomization may name: whatever string of it is a path from its folder.</summary>
    private HashSet<string> References(FoundFile file)
    {
        try
        {
            var content = file.Path == "-" ? host.ReadInput() : HostFile.Read(file.Path, out _);
            return YamlFile.Read(file.Path, content).Documents.SelectMany(Strings)
                .Select(text => text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..])
                .Where(text => text.Length is > 0 and < 4096 && !text.Contains('\0', StringComparison.Ordinal))
                .Select(text => Path.GetFullPath(file.Folder + text).TrimEnd('/')).ToHashSet(StringComparer.Ordinal);
        }
        catch (DeploymentException)
        {
            // Whoever renders it hears of that.
            return [];
        }
    }

    /// <summary>The strings at the root, in its lists and in the mappings of those: deeper ones are no paths.</summary>
    private static IEnumerable<string> Strings(YamlValue document) => document.Members
        .SelectMany(member => member.Value.Elements.Prepend(member.Value))
        .SelectMany(value => value.Members.Select(member => member.Value).Prepend(value))
        .SelectMany(value => value.Elements.Prepend(value))
        .Select(value => value.Text).OfType<string>();

    /// <summary>The kustomizations that concern Orthanc: by themselves, or by what is in their folder or named by them.</summary>
    private static List<Kustomization> Ours(List<Kustomization> all, List<FoundFile> files)
    {
        var known = files.Where(file => file.MentionsOrthanc || file.IsNamed)
            .SelectMany(file => (string[])[Path.GetFullPath(file.Path), FolderOf(file)]).ToHashSet(StringComparer.Ordinal);
        var ours = new List<Kustomization>();
        int before;
        do
        {
            before = ours.Count;
            foreach (var each in all.Where(each => !ours.Contains(each)))
            {
                if (known.Contains(FolderOf(each.File)) || known.Overlaps(each.References))
                {
                    ours.Add(each);
                    known.Add(FolderOf(each.File));
                }
            }
        }
        while (ours.Count > before);

        return ours;
    }

    private List<CheckedInput> Containers(List<FoundFile> files)
    {
        var isNamed = files[0].IsNamed;
        if (!files.Exists(file => file.IsNamed || file.MentionsOrthanc))
        {
            paths.LeaveOut(files.Count);
            return [];
        }

        var inputs = new List<CheckedInput>();
        var usable = files.Select(file => Read(file, inputs)).OfType<YamlFile>().ToList();
        var set = KubernetesSet.Load(string.Join(", ", files.Select(file => file.Path)), usable);
        var containers = arguments.KubernetesWorkload is { } wanted ? set.Matching(wanted) : set.OrthancContainers;
        var own = arguments with { Sources = [], KubernetesPaths = [.. files.Select(file => file.Path)], KubernetesWorkload = null };
        inputs.AddRange(containers.Select(container =>
            new CheckedInput(own, new Subject(container.Workload.Value.File.Name, Workload: container.ToString()))
            {
                Describe = () => KubernetesReader.Read(set, container),
            }));
        if (inputs.Count > 0)
        {
            return inputs;
        }

        if (!isNamed)
        {
            paths.LeaveOut(files.Count);
            return [];
        }

        var all = string.Join(", ", set.Containers);
        return
        [
            CheckedPaths.NothingIn(
                files[0].Path,
                arguments.KubernetesWorkload is { } missing ? $"no workload {missing}" : "no container seems to run Orthanc",
                all.Length == 0 ? "name the manifest of the workload too" : $"name one with --workload: {all}"),
        ];
    }

    /// <summary>Reads one of the manifests of a set; what is wrong with it becomes one of the inputs.</summary>
    private YamlFile? Read(FoundFile file, List<CheckedInput> inputs)
    {
        try
        {
            string? failure = null;
            var content = file.Path == "-" ? host.ReadInput() : HostFile.Read(file.Path, out failure);
            if (failure is not null)
            {
                throw new DeploymentException(
                    Rules.UnreadableSource, new Place(new Source(SourceKind.File, file.Path)), $"the file cannot be read: {failure}");
            }

            var manifests = YamlFile.Read(file.Path, content);
            _ = KubernetesSet.Load(file.Path, [manifests]);
            return manifests;
        }
        catch (DeploymentException exception)
        {
            inputs.Add(CheckedPaths.Said(file.Path, exception.Finding));
            return null;
        }
    }

    /// <param name="References">Full paths.</param>
    private sealed record Kustomization(FoundFile File, HashSet<string> References);
}

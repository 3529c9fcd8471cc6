using System.Text;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>
/// Finds the files of a repository that may concern Orthanc: all but what git ignores, <c>.git</c>, <c>node_modules</c> and links to
/// folders.
/// </summary>
internal sealed class RepositoryWalk
{
    private const int MaximumFiles = 100_000;

    /// <summary>Names that lead to expect a text, so that something else is a mistake.</summary>
    private static readonly string[] ExpectedNames =
        ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml", "kustomization.yaml", "Chart.yaml", "orthanc.json"];

    private readonly List<FoundFile> _files = [];
    private readonly Stack<Folder> _folders = [];
    private readonly string _root;
    private int _count;

    private RepositoryWalk(string root) => _root = root;

    /// <summary>What was found, folder by folder, in ordinal order.</summary>
    public IReadOnlyList<FoundFile> Files => _files;

    /// <summary>How many files are of another kind.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Folders that could not be read, each with the reason.</summary>
    public List<(string Path, string Failure)> Unreadable { get; } = [];

    /// <summary>Whether there were more files than can be looked at.</summary>
    public bool IsTooLarge => _count > MaximumFiles;

    /// <param name="path">The folder.</param>
    public static RepositoryWalk Of(string path)
    {
        var full = Path.GetFullPath(path).TrimEnd('/') + "/";
        var walk = new RepositoryWalk(full);
        walk._folders.Push(new Folder(path is "." ? "" : path.TrimEnd('/') + "/", full, RulesAbove(full), null));
        while (walk._folders.TryPop(out var folder) && !walk.IsTooLarge)
        {
            walk.Visit(folder);
        }

        return walk;
    }

    /// <summary>The rules of the repository that a folder belongs to, without those of the folder itself.</summary>
    private static IgnoreRules RulesAbove(string folder)
    {
        var above = new Stack<string>();
        for (var at = folder; ; at = at[..(at.TrimEnd('/').LastIndexOf('/') + 1)])
        {
            above.Push(at);
            if (!FileStatus.Of($"{at}.git").IsMissing)
            {
                break;
            }

            if (at is "/" or "")
            {
                return IgnoreRules.None;
            }
        }

        var rules = WithFile(IgnoreRules.None, above.Peek(), ".git/info/exclude");
        return above.SkipLast(1).Aggregate(rules, static (rules, folder) => WithFile(rules, folder, ".gitignore"));
    }

    private static IgnoreRules WithFile(IgnoreRules rules, string folder, string name)
    {
        var content = HostFile.Read(folder + name, out var failure);
        return failure is null ? rules.With(folder, Encoding.UTF8.GetString(content.Span)) : rules;
    }

    private void Visit(Folder folder)
    {
        var entries = HostFolder.List(folder.Path.Length == 0 ? "." : folder.Path, out var failure);
        if (failure is not null)
        {
            Unreadable.Add((folder.Path.Length == 0 ? "." : folder.Path.TrimEnd('/'), failure));
        }

        var rules = entries.Exists(static entry => entry.Name == ".gitignore")
            ? WithFile(folder.Rules, folder.FullPath, ".gitignore")
            : folder.Rules;
        if (folder.Chart is null && entries.Exists(static entry => entry.Name == "Chart.yaml")
            && FoundFile.At($"{folder.Path}Chart.yaml") is { Kind: ContentKind.Chart } chart)
        {
            _files.Add(chart);
            folder = folder with { Chart = _files.Count - 1 };
        }

        foreach (var entry in entries)
        {
            if (!entry.IsFolder && !rules.IsIgnored(folder.FullPath + entry.Name, isFolder: false))
            {
                AddFile(folder, entry.Name);
            }
        }

        // The last that is pushed is visited first.
        foreach (var entry in entries.AsEnumerable().Reverse())
        {
            if (entry.IsFolder && entry.Name is not (".git" or "node_modules")
                && !rules.IsIgnored(folder.FullPath + entry.Name, isFolder: true)
                && FileStatus.OfEntry(folder.Path + entry.Name).Kind == FileKind.Folder)
            {
                _folders.Push(new Folder($"{folder.Path}{entry.Name}/", $"{folder.FullPath}{entry.Name}/", rules, folder.Chart));
            }
        }
    }

    private void AddFile(Folder folder, string name)
    {
        var path = folder.Path + name;
        if (++_count > MaximumFiles
            || (FileStatus.OfEntry(path).Kind is not FileKind.Plain and var kind && !IsOutside(folder.FullPath + name, kind)))
        {
            return;
        }

        var file = FoundFile.At(path);
        if (folder.Chart is { } chart)
        {
            LeftOut += _files[chart].Path == path ? -1 : 0;
            _files[chart] = _files[chart] with { MentionsOrthanc = _files[chart].MentionsOrthanc || file.MentionsOrthanc };
        }
        else if (IsOfInterest(file))
        {
            _files.Add(file);
            return;
        }

        LeftOut++;
    }

    /// <summary>Whether it is a link to a file outside of the walk, which is not met elsewhere.</summary>
    /// <param name="path">The full path: of another, .NET gives no full one of the target.</param>
    private bool IsOutside(string path, FileKind kind) => kind == FileKind.Link && FileStatus.Of(path).Kind == FileKind.Plain
        && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target
        && !target.FullName.StartsWith(_root, StringComparison.Ordinal);

    private static bool IsOfInterest(FoundFile file) => file.Kind switch
    {
        ContentKind.Other => false,
        ContentKind.Binary => ExpectedNames.Contains(file.Name),
        ContentKind.Configuration => !LauncherDefinitions.IsDefinitionsFile(file.Name),
        _ => true,
    } || file.Failure is not null;

    /// <param name="Path">As reports name it, with a slash at its end; empty for the current one.</param>
    /// <param name="Chart">The number of the chart that it belongs to, or null.</param>
    private sealed record Folder(string Path, string FullPath, IgnoreRules Rules, int? Chart);
}

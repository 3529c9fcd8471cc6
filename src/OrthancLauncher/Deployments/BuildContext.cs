using System.Text;
using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>The folder from which a build takes files, without those that <c>.dockerignore</c> leaves out.</summary>
/// <param name="folder">The folder, as messages call it.</param>
/// <param name="dockerfile">The Dockerfile, which may have an ignore file of its own.</param>
internal sealed class BuildContext(string folder, string dockerfile)
{
    private readonly Lazy<List<IgnorePattern>> _ignored = new(() => Patterns(folder, dockerfile));

    /// <summary>A path of this machine.</summary>
    /// <param name="path">The path below the context, with a slash at its beginning.</param>
    public string Locate(string path) => folder.TrimEnd('/') + (path == "/" && folder != "/" ? "" : path);

    /// <summary>Files and folders by a path, the last name of which may be a pattern.</summary>
    public List<FolderEntry> Find(string path, out string parent)
    {
        parent = ContainerPath.Parent(path);
        var name = Path.GetFileName(path);
        if (name.AsSpan().IndexOfAny("*?[") < 0)
        {
            var status = FileStatus.Of(Locate(path));
            var isFolder = status.Kind == FileKind.Folder;
            return status.IsMissing || IsIgnored(path, isFolder) ? [] : [new FolderEntry(name, isFolder)];
        }

        return List(parent).FindAll(entry => GlobSegment.Matches(name, entry.Name));
    }

    public List<FolderEntry> List(string path)
    {
        var entries = HostFolder.List(Locate(path), out _);
        entries.RemoveAll(entry => IsIgnored($"{path.TrimEnd('/')}/{entry.Name}", entry.IsFolder));
        return entries;
    }

    /// <summary>
    /// Whether the last pattern that speaks of a path, or of a folder above it, leaves it out. A folder is looked into where some pattern
    /// takes files back.
    /// </summary>
    public bool IsIgnored(string path, bool isFolder)
    {
        if (isFolder && _ignored.Value.Exists(pattern => pattern.IsNegated))
        {
            return false;
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var paths = Enumerable.Range(1, parts.Length).Select(count => string.Join('/', parts.Take(count))).ToList();
        return _ignored.Value.FindLast(pattern => paths.Exists(each => pattern.Matches(each, isFolder: true))) is { IsNegated: false };
    }

    /// <summary>As in <c>.gitignore</c>, but every pattern begins at the context.</summary>
    private static List<IgnorePattern> Patterns(string folder, string dockerfile)
    {
        foreach (var path in (string[])[$"{dockerfile}.dockerignore", $"{folder.TrimEnd('/')}/.dockerignore"])
        {
            var content = HostFile.Read(path, out var failure, HostFile.MaximumSecretLength);
            if (failure is null)
            {
                var lines = Encoding.UTF8.GetString(content.Span).Split('\n').Select(line => line.Trim())
                    .Where(line => line.Length > 0 && line[0] != '#')
                    .Select(line => line[0] == '!' ? $"!/{line[1..].Trim('/')}" : $"/{line.Trim('/')}");
                return IgnorePattern.Parse(string.Join('\n', lines));
            }
        }

        return [];
    }
}

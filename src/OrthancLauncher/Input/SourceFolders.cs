using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <param name="NamedBy">The option or variable that contains its path; null for a default, which may be missing.</param>
internal sealed record SourceFolder(string Path, SourceKind Kind, string? NamedBy);

/// <summary>Lists folders of sources. Reports what is wrong with them, and entries that were probably meant and are not read.</summary>
/// <param name="findings">Takes <c>unreadable-source</c> and <c>near-miss-name</c>.</param>
internal sealed class SourceFolders(ContainerFiles files, FindingList findings)
{
    private const string Extension = ".json";

    private readonly List<SearchedFolder> _searched = [];

    /// <summary>The folders that were listed, in this order.</summary>
    public IReadOnlyList<SearchedFolder> Searched => _searched;

    /// <summary>Whether it is read as configuration. Editors want the schema beside the files that it describes.</summary>
    public static bool IsConfiguration(string name) =>
        name.EndsWith(Extension, StringComparison.Ordinal) && !name.StartsWith('.') && !IsSchema(name);

    /// <summary>The paths of a folder's entries, in ordinal order of their names.</summary>
    public List<string> List(SourceFolder folder)
    {
        var status = files.StatusOf(folder.Path);
        if (status.Kind != FileKind.Folder)
        {
            _searched.Add(new SearchedFolder(folder.Path, null));
            ReportFolder(folder, status);
            return [];
        }

        var entries = files.List(folder.Path, out var failure);
        if (failure is not null)
        {
            ReportUnreadable(folder, failure);
        }

        _searched.Add(new SearchedFolder(folder.Path, failure is null ? entries.Count(entry => !entry.IsFolder) : null));
        foreach (var entry in entries)
        {
            ReportNearMisses(folder, entry);
        }

        return entries.ConvertAll(entry => PathOf(folder.Path, entry.Name));
    }

    /// <summary>Reports a folder that is something else, or was named and does not exist.</summary>
    public void Check(SourceFolder folder)
    {
        if (files.StatusOf(folder.Path) is { Kind: not FileKind.Folder } status)
        {
            ReportFolder(folder, status);
        }
    }

    private static string PathOf(string folder, string name) => $"{folder.TrimEnd('/')}/{name}";

    private void ReportFolder(SourceFolder folder, FileStatus status)
    {
        if (status.Kind != FileKind.None)
        {
            Report(folder.Kind, folder.Path, $"it is {status.Description}, not a folder", RemedyFor(folder.NamedBy));
        }
        else if (!status.IsMissing)
        {
            ReportUnreadable(folder, FileErrors.Describe(files.Locate(folder.Path), status.Error));
        }
        else if (folder.NamedBy is not null && files.IsKnown(folder.Path))
        {
            Report(folder.Kind, folder.Path, "the folder does not exist", RemedyFor(folder.NamedBy));
        }
    }

    private void ReportUnreadable(SourceFolder folder, string failure)
    {
        var another = folder is { NamedBy: null, Kind: SourceKind.SecretFile }
            ? ", or set ORTHANC_LAUNCHER_SECRETS_DIR to another folder to start without it"
            : "";
        Report(folder.Kind, folder.Path, $"the folder cannot be read: {failure}", $"let user id {LibC.EffectiveUser()} read it{another}");
    }

    private void ReportNearMisses(SourceFolder folder, FolderEntry entry)
    {
        var name = entry.Name;
        if (!entry.IsFolder && NameToBeRead(name) is { } right)
        {
            Report(folder, PathOf(folder.Path, name), $"only files whose names end in {Extension} are read", $"rename it to {right}");
        }
        else if (entry.IsFolder && !IsConfiguration(name) && folder.Kind == SourceKind.File)
        {
            var path = PathOf(folder.Path, name);
            foreach (var below in files.List(path, out _).Where(below => !below.IsFolder && IsConfiguration(below.Name)))
            {
                var remedy = $"move it to {PathOf(folder.Path, below.Name)}";
                Report(folder, PathOf(path, below.Name), "files in folders of this folder are not read", remedy);
            }
        }
    }

    private static bool IsSchema(string name) => name.EndsWith(".schema.json", StringComparison.Ordinal);

    private static string? NameToBeRead(string name)
    {
        if (IsSchema(name))
        {
            return null;
        }

        foreach (var extension in (string[])[Extension, Extension + "c", Extension + "5"])
        {
            if (name.Length > extension.Length && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && !IsConfiguration(name))
            {
                return name[..^extension.Length] + Extension;
            }
        }

        return null;
    }

    private static string RemedyFor(string? namedBy) => namedBy is null ? "replace it by a folder" : $"create it, or correct {namedBy}";

    private void Report(SourceFolder folder, string path, string message, string remedy) =>
        findings.Add(new Finding(Rules.NearMissName, $"{path} is not read: {message}")
        {
            Place = new Place(new Source(folder.Kind, files.Locate(path))),
            Remedy = remedy,
        });

    private void Report(SourceKind kind, string path, string message, string remedy) =>
        findings.Add(new Finding(Rules.UnreadableSource, message)
        {
            Place = new Place(new Source(kind, files.Locate(path))),
            Remedy = remedy,
        });
}

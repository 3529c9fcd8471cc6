using System.IO.Enumeration;
using System.Runtime.InteropServices;
using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Platform;

/// <param name="IsFolder">Whether it is a folder, or a link to one.</param>
internal sealed record FolderEntry(string Name, bool IsFolder);

/// <summary>The one door to the content of folders.</summary>
internal static class HostFolder
{
    // The defaults pass over entries that are hidden or cannot be looked at.
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Ends a message about a path that leads nowhere: <c>; did you mean compose.yml?</c>, or nothing.</summary>
    public static string Suggestion(string path) => Nearest(path) is { } nearest ? $"; did you mean {nearest}?" : "";

    /// <summary>The path of an entry whose name is near that of a path that leads nowhere, or null.</summary>
    public static string? Nearest(string path)
    {
        var folder = Path.GetDirectoryName(path);
        var names = List(folder is null or "" ? "." : folder, out _).Select(entry => entry.Name);
        return Spelling.Nearest(Path.GetFileName(path), names) is { } nearest ? Path.Combine(folder ?? "", nearest) : null;
    }

    /// <summary>The entries of a folder, by their names.</summary>
    /// <param name="failure">Why it could not be listed, without the path, or null.</param>
    public static List<FolderEntry> List(string path, out string? failure)
    {
        failure = null;
        try
        {
            List<FolderEntry> entries =
            [
                .. new FileSystemEnumerable<FolderEntry>(
                    path, (ref entry) => new FolderEntry(entry.FileName.ToString(), entry.IsDirectory), Everything),
            ];
            Sort(entries);
            return entries;
        }
        catch (UnauthorizedAccessException)
        {
            failure = FileErrors.Describe(path, LibC.PermissionDenied);
        }
        catch (IOException exception)
        {
            failure = FileErrors.Describe(exception);
        }
        catch (ArgumentException)
        {
            // No path contains a NUL.
            failure = FileErrors.Missing;
        }

        return [];
    }

    /// <summary>By their names. Sorting as a list would give every list in the executable a sorter, set up at each start.</summary>
    public static void Sort(List<FolderEntry> entries) =>
        CollectionsMarshal.AsSpan(entries).Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
}

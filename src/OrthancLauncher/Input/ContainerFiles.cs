using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>
/// The files of the container. Where another folder than <c>/</c> is its root, links are followed as they would be in the container,
/// so that none leads out of that folder.
/// </summary>
/// <param name="root">The folder that is the container's <c>/</c>, or null for the real one.</param>
internal class ContainerFiles(string? root)
{
    /// <summary>As many as the kernel follows.</summary>
    private const int MaximumLinks = 40;

    private readonly string? _root = root?.TrimEnd('/');

    /// <summary>Where a path of the container really lies; a relative path is not of the container and stays.</summary>
    public virtual string Locate(string path) => OnThisMachine(path) ?? path;

    /// <summary>Whether everything in a path's folder is known, so that a file that is not there is really missing.</summary>
    public virtual bool IsKnown(string path) => true;

    /// <summary>The entries of a folder in ordinal order; those whose names begin with a dot are left out.</summary>
    /// <param name="folder">A folder of the container; it need not exist.</param>
    /// <param name="failure">Why it cannot be listed although it exists, or null.</param>
    public virtual List<FolderEntry> List(string folder, out string? failure)
    {
        failure = null;
        if (Follow(folder) is not { } located || FileStatus.Of(located).IsMissing)
        {
            return [];
        }

        var entries = HostFolder.List(located, out failure);
        entries.RemoveAll(entry => entry.Name.StartsWith('.'));
        if (!IsOfMachine(folder))
        {
            entries = entries.ConvertAll(entry => entry with { IsFolder = IsFolder($"{folder}/{entry.Name}") });
        }

        return entries;
    }

    /// <param name="failure">Why it could not be read, without the path, or null.</param>
    /// <param name="maximum">The largest length in bytes that is accepted.</param>
    public virtual ReadOnlyMemory<byte> Read(string path, out string? failure, int maximum = HostFile.MaximumLength)
    {
        if (Follow(path) is { } located)
        {
            return HostFile.Read(located, out failure, maximum);
        }

        failure = FileErrors.Missing;
        return default;
    }

    /// <summary>The content of a small file, or null if there is none to be read.</summary>
    public ReadOnlyMemory<byte>? TryRead(string path)
    {
        var content = Read(path, out var failure, HostFile.MaximumSecretLength);
        return failure is null ? content : null;
    }

    /// <summary>What a path of the container leads to.</summary>
    public virtual FileStatus StatusOf(string path) =>
        Follow(path) is { } located ? FileStatus.Of(located) : new FileStatus { Error = LibC.NoSuchFile };

    public bool IsFolder(string path) => StatusOf(path).Kind == FileKind.Folder;

    public bool IsFile(string path) => StatusOf(path).Kind is not (FileKind.None or FileKind.Folder);

    /// <summary>The folder from which Orthanc loads plugins, as it is.</summary>
    /// <param name="failure">Why it cannot be listed although it exists, or null.</param>
    public PluginsFolder PluginsFolder(string folder, out string? failure)
    {
        var path = folder.TrimEnd('/');
        failure = null;
        if (Follow(path) is not { } located || FileStatus.Of(located).Kind != FileKind.Folder)
        {
            return new PluginsFolder(path, PluginsFolderState.Missing, []);
        }

        var entries = HostFolder.List(located, out failure).ConvertAll(entry =>
            new PluginsFolderEntry(entry.Name, new FileInfo($"{located}/{entry.Name}").LinkTarget));
        var isWritable = LibC.Access(located, LibC.AccessWrite | LibC.AccessExecute) == 0;
        return new PluginsFolder(path, isWritable ? PluginsFolderState.Writable : PluginsFolderState.ReadOnly, entries);
    }

    /// <summary>The folder with all libraries, as it is.</summary>
    /// <param name="failure">Why it cannot be listed although it exists, or null.</param>
    public AvailablePlugins AvailablePlugins(string folder, out string? failure)
    {
        var path = folder.TrimEnd('/');
        failure = null;
        return IsFolder(path)
            ? new AvailablePlugins(path, Libraries(List(path, out failure)))
            : new AvailablePlugins(path, null);
    }

    /// <summary>The Java runtime's library: that of <c>JAVA_HOME</c>, or the first below <c>/usr/lib/jvm</c>.</summary>
    /// <returns>A path of the container, or null.</returns>
    public string? JavaLibrary(string? javaHome)
    {
        const string machines = "/usr/lib/jvm";
        var homes = new List<string>();
        if (javaHome is { Length: > 0 })
        {
            homes.Add(javaHome.TrimEnd('/'));
        }

        homes.Add(machines + "/default-java");
        homes.AddRange(List(machines, out _).Where(entry => entry.IsFolder).Select(entry => $"{machines}/{entry.Name}"));
        return homes.Select(home => home + "/lib/server/libjvm.so").FirstOrDefault(IsFile);
    }

    private static HashSet<string> Libraries(List<FolderEntry> entries)
    {
        entries.RemoveAll(entry => entry.IsFolder);
        return entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Where a path of the container can be opened, or null where nothing can be there.</summary>
    protected virtual string? OnThisMachine(string path) => _root is null || !path.StartsWith('/') ? path : _root + path;

    /// <summary>Whether a path leads where it leads on this machine, by links too.</summary>
    protected virtual bool IsOfMachine(string path) => _root is null || !path.StartsWith('/');

    /// <summary>Whether something is mounted right there, so that the path is not a link in the container.</summary>
    protected virtual bool IsMountPoint(string path) => false;

    /// <summary>Where a path of the container leads to, by links too, or null where nothing can be there.</summary>
    private string? Follow(string path)
    {
        if (IsOfMachine(path))
        {
            return path;
        }

        var resolved = "";
        var links = 0;
        var rest = new Stack<string>(path.Split('/').Reverse());
        while (rest.TryPop(out var name))
        {
            if (name == "..")
            {
                resolved = resolved[..Math.Max(resolved.LastIndexOf('/'), 0)];
            }
            else if (name is not ("" or ".") && LinkAt($"{resolved}/{name}") is { } target)
            {
                if (++links > MaximumLinks)
                {
                    return null;
                }

                resolved = target.StartsWith('/') ? "" : resolved;
                foreach (var part in target.Split('/').Reverse())
                {
                    rest.Push(part);
                }
            }
            else if (name is not ("" or "."))
            {
                resolved = $"{resolved}/{name}";
            }
        }

        return OnThisMachine(resolved.Length == 0 ? "/" : resolved);
    }

    /// <summary>The target of a link, or null if there is none at this path.</summary>
    private string? LinkAt(string path) =>
        !IsMountPoint(path) && OnThisMachine(path) is { } located && FileStatus.OfEntry(located).Kind == FileKind.Link
            ? new FileInfo(located).LinkTarget
            : null;
}

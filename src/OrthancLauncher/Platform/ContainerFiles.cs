using System.Runtime.InteropServices;
using OrthancLauncher.Core.Plugins;

namespace OrthancLauncher.Platform;

/// <summary>Reads the files of the container, which may lie below another folder than <c>/</c>.</summary>
/// <param name="root">The folder that is the container's <c>/</c>, or null for the real one.</param>
internal class ContainerFiles(string? root)
{
    private const string Missing = "it does not exist";

    private readonly string? _root = root?.TrimEnd('/');

    /// <summary>Where a path of the container really lies.</summary>
    /// <param name="path">The path; a relative one is not of the container and stays.</param>
    public virtual string Locate(string path) => OnThisMachine(path) ?? path;

    /// <summary>The files in a folder, by ordinal order of their names; those whose names begin with a dot are left out.</summary>
    /// <param name="folder">A folder of the container; it need not exist.</param>
    /// <param name="isOfLibraries">Whether nothing but files is expected there, so that pipes and the like are not looked for.</param>
    /// <returns>Paths of the container.</returns>
    public virtual List<string> FilesIn(string folder, bool isOfLibraries = false)
    {
        var names = new List<string>();
        if (OnThisMachine(folder) is not { } located || !Directory.Exists(located))
        {
            return names;
        }

        try
        {
            foreach (var path in Directory.EnumerateFiles(located))
            {
                var name = Path.GetFileName(path);
                // Links are followed, as Kubernetes mounts need it. One that leads nowhere is kept, so that it is complained about.
                if (!name.StartsWith('.') && (isOfLibraries || FileStatus.Of(path).Kind is FileKind.Plain or FileKind.None))
                {
                    names.Add(name);
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            // A folder that may not be listed has nothing for this user; a file that is named is still tried.
        }

        CollectionsMarshal.AsSpan(names).Sort(string.CompareOrdinal);
        return names.ConvertAll(name => $"{folder.TrimEnd('/')}/{name}");
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A path of the container.</param>
    /// <param name="failure">Why it could not be read, or null.</param>
    public virtual ReadOnlyMemory<byte> Read(string path, out string? failure)
    {
        failure = null;
        if (OnThisMachine(path) is not { } located)
        {
            failure = Missing;
            return default;
        }

        try
        {
            return File.ReadAllBytes(located);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            failure = Missing;
        }
        catch (UnauthorizedAccessException)
        {
            failure = Directory.Exists(located) ? "it is a folder" : $"permission denied for user id {LibC.EffectiveUser()}; {ModeOf(located)}";
        }
        catch (IOException exception)
        {
            failure = FileErrors.Describe(exception);
        }

        return default;
    }

    /// <summary>The content of a small file, or null if there is none to be read.</summary>
    /// <param name="path">A path of the container.</param>
    public ReadOnlyMemory<byte>? TryRead(string path)
    {
        if (!IsFile(path))
        {
            return null;
        }

        var content = Read(path, out var failure);
        return failure is null ? content : null;
    }

    /// <summary>Whether a path of the container is that of a folder.</summary>
    /// <param name="path">The path.</param>
    public virtual bool IsFolder(string path) => OnThisMachine(path) is { } located && Directory.Exists(located);

    /// <summary>Whether a path of the container is that of a file.</summary>
    /// <param name="path">The path.</param>
    public virtual bool IsFile(string path) => OnThisMachine(path) is { } located && File.Exists(located);

    /// <summary>The folder from which Orthanc loads plugins, as it is.</summary>
    /// <param name="folder">Its path in the container.</param>
    public PluginsFolder PluginsFolder(string folder)
    {
        var path = folder.TrimEnd('/');
        if (OnThisMachine(path) is not { } located || !Directory.Exists(located))
        {
            return new PluginsFolder(path, PluginsFolderState.Missing, []);
        }

        var entries = new List<PluginsFolderEntry>();
        foreach (var entry in new DirectoryInfo(located).EnumerateFileSystemInfos())
        {
            entries.Add(new PluginsFolderEntry(entry.Name, entry.LinkTarget));
        }

        entries.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        var isWritable = LibC.Access(located, LibC.AccessWrite | LibC.AccessExecute) == 0;
        return new PluginsFolder(path, isWritable ? PluginsFolderState.Writable : PluginsFolderState.ReadOnly, entries);
    }

    /// <summary>The folder with all libraries, as it is.</summary>
    /// <param name="folder">Its path in the container.</param>
    public AvailablePlugins AvailablePlugins(string folder)
    {
        var path = folder.TrimEnd('/');
        return IsFolder(path)
            ? new AvailablePlugins(path, FilesIn(path, isOfLibraries: true).Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal)!)
            : new AvailablePlugins(path, null);
    }

    /// <summary>The Java runtime's library: that of <c>JAVA_HOME</c>, or the first below <c>/usr/lib/jvm</c>.</summary>
    /// <param name="javaHome">The value of <c>JAVA_HOME</c>, or null.</param>
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
        if (OnThisMachine(machines) is { } located && Directory.Exists(located))
        {
            homes.AddRange(Directory.EnumerateDirectories(located).Select(path => $"{machines}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal));
        }

        return homes.Select(home => home + "/lib/server/libjvm.so").FirstOrDefault(IsFile);
    }

    /// <summary>Where a path of the container can be opened, or null where nothing can be there.</summary>
    /// <param name="path">The path.</param>
    protected virtual string? OnThisMachine(string path) => _root is null || !path.StartsWith('/') ? path : _root + path;

    private static string ModeOf(string path)
    {
        try
        {
            return $"the file has mode {Convert.ToString((int)File.GetUnixFileMode(path), 8).PadLeft(4, '0')}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "its folder may not be searched";
        }
    }
}

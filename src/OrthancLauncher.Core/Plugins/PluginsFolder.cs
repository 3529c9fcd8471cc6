namespace OrthancLauncher.Core.Plugins;

/// <summary>Whether libraries can be made visible in a folder.</summary>
internal enum PluginsFolderState
{
    /// <summary>Links can be made there.</summary>
    Writable,

    /// <summary>It is there, but nothing can be changed in it.</summary>
    ReadOnly,

    /// <summary>It is not there.</summary>
    Missing,
}

/// <summary>An entry of the folder from which Orthanc loads plugins.</summary>
/// <param name="LinkTarget">Where it points to if it is a symbolic link, as the link says; otherwise null.</param>
internal sealed record PluginsFolderEntry(string Name, string? LinkTarget);

/// <summary>The folder from which Orthanc loads plugins, as it was found.</summary>
/// <param name="Path">Its path, without a slash at the end.</param>
internal sealed record PluginsFolder(string Path, PluginsFolderState State, IReadOnlyList<PluginsFolderEntry> Entries);

/// <summary>The folder with the libraries of all plugins of the image, as it was found.</summary>
/// <param name="Path">Its path, without a slash at the end.</param>
/// <param name="Libraries">The file names in it, or null if there is no such folder.</param>
internal sealed record AvailablePlugins(string Path, IReadOnlySet<string>? Libraries)
{
    /// <summary>Whether an entry of a plugins folder is a link to here, which only a launch makes.</summary>
    public bool Contains(PluginsFolderEntry entry) => entry.LinkTarget?.StartsWith(Path + "/", StringComparison.Ordinal) == true;
}

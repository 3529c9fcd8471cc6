namespace OrthancLauncher.Core.Plugins;

/// <summary>What a machine or image has of plugins, as it was found.</summary>
internal sealed record PluginsHost
{
    /// <summary>Where Orthanc looks for plugins by default: first the folder in which links are made.</summary>
    public required IReadOnlyList<PluginsFolder> Folders { get; init; }

    public required AvailablePlugins Available { get; init; }

    /// <summary>Whether the image's files can be looked at; otherwise the folders are where they would be by default.</summary>
    public bool IsKnown { get; init; }
}

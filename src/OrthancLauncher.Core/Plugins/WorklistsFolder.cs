using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Plugins;

/// <summary>
/// The built-in default of <c>Worklists.Database</c> is meant for the former plugin, which needs it. The newer one would prefer it to what
/// the user wrote.
/// </summary>
internal static class WorklistsFolder
{
    private const string Section = "Worklists", Newer = "libOrthancWorklists.so";

    /// <summary>Whether the newer plugin may be loaded.</summary>
    public static bool IsReadBy(PluginInstallation installation, IReadOnlyList<PluginState> states) =>
        installation.MayLoad(Newer, states);

    /// <summary>Takes the default away where worklists are to be somewhere else.</summary>
    public static void RemoveDefault(MergedConfiguration configuration, PluginInstallation installation, IReadOnlyList<PluginState> states)
    {
        var section = configuration.Root[Section];
        if (section is { Exists: true, Kind: JsonKind.Object } && section.Member("Database") is { Exists: true, Merged: null } folder
            && folder.Value.Source.IsDefault && IsElsewhere(section) && IsReadBy(installation, states))
        {
            configuration.Root.GetOrAddObject(Section).Remove("Database");
        }
    }

    private static bool IsElsewhere(ConfigurationNode section) =>
        section.Member("Directory").Exists
            || section.Member("SaveInOrthancDatabase") is { Exists: true, Merged: null } saves && saves.Value.IsTrue;
}

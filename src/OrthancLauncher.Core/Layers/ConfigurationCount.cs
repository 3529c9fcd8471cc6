using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Layers;

/// <summary>Counts what users have set.</summary>
internal static class ConfigurationCount
{
    /// <summary>How many settings have a value that is no default; an array counts as one.</summary>
    public static int SettingsGiven(MergedConfiguration configuration) => Count(new ConfigurationNode(configuration.Root));

    private static int Count(ConfigurationNode node)
    {
        if (node.Kind != JsonKind.Object)
        {
            return node.Value.Source.IsDefault ? 0 : 1;
        }

        var count = 0;
        foreach (var (_, member) in node.Members)
        {
            count += Count(member);
        }

        return count;
    }
}

using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Checks;

/// <summary>What the checks look at.</summary>
internal sealed class CheckContext
{
    /// <summary>The merged configuration with its defaults.</summary>
    public required MergedConfiguration Configuration { get; init; }

    /// <summary>The settings, plugins and names that are known.</summary>
    public required LauncherDefinitions Definitions { get; init; }

    /// <summary>Every plugin, enabled or not.</summary>
    public required IReadOnlyList<PluginState> Plugins { get; init; }

    /// <summary>Tells whether a file of the container exists; null where the container's files are not at hand.</summary>
    public Func<string, bool>? FileExists { get; init; }

    /// <summary>Whether Orthanc is really to be started here, with all that the image brings.</summary>
    public bool IsLaunch { get; init; }

    /// <summary>Takes the findings.</summary>
    public required FindingList Findings { get; init; }

    /// <summary>Between variables and settings.</summary>
    public VariableNaming Naming => field ??= new VariableNaming(Definitions);

    /// <summary>Whether the section belongs to plugins that are all off, so that nobody reads it.</summary>
    /// <param name="section">A root key.</param>
    public bool IsUnread(string section)
    {
        var belongsToPlugin = false;
        foreach (var state in Plugins)
        {
            if (state.Plugin.Section == section)
            {
                if (state.IsEnabled)
                {
                    return false;
                }

                belongsToPlugin = true;
            }
        }

        return belongsToPlugin;
    }

    /// <summary>How to spell a setting where the value came from: as a variable if it came from one, as a path otherwise.</summary>
    /// <param name="segments">The setting.</param>
    /// <param name="place">Where the value stands.</param>
    public string Spelt(IReadOnlyList<string> segments, Place place) =>
        place.Source.Kind is SourceKind.Variable or SourceKind.Secret && place.Source.Name != VariableNaming.WholeConfiguration && Naming.ToVariable(segments) is { } variable
            ? variable
            : segments[^1];

    /// <summary>Where a value stands, or null for an object made from several sources.</summary>
    /// <param name="node">The value.</param>
    public static Place? PlaceOf(ConfigurationNode node)
    {
        if (node.Merged is null)
        {
            return node.Value.Place;
        }

        // An object of several sources is where its last member was given.
        Place? place = null;
        foreach (var (_, member) in node.Merged)
        {
            place = PlaceOf(member) ?? place;
        }

        return place;
    }

    /// <summary>The text of a string setting, or null.</summary>
    /// <param name="node">The value.</param>
    public static string? TextOf(ConfigurationNode node) =>
        node.Exists && node.Merged is null && node.Value.Kind == JsonKind.String ? node.Value.GetString() : null;

    /// <summary>Whether a root setting is true.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="whenAbsent">What holds when it is not set.</param>
    public bool IsTrue(string setting, bool whenAbsent)
    {
        var node = Configuration.Root[setting];
        return node.Exists ? node.Merged is null && node.Value.IsTrue : whenAbsent;
    }
}

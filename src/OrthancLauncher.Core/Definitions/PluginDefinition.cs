using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Definitions;

/// <summary>What an image knows of one plugin: when it is enabled, its libraries and its defaults.</summary>
/// <param name="Name">The plugin's name, as in <c>plugins-defaults.json</c>.</param>
internal sealed record PluginDefinition(string Name, string Section)
{
    /// <summary>The variable that enables or disables it, or null.</summary>
    public string? EnablingVariable { get; init; }

    /// <summary>The variable's former name, or null.</summary>
    public string? LegacyEnablingVariable { get; init; }

    public bool IsEnabledBy(string variable) => variable == EnablingVariable || variable == LegacyEnablingVariable;

    /// <summary>Whether it is enabled when nothing speaks of it.</summary>
    public bool EnabledByDefault { get; init; }

    /// <summary>Whether only the variable enables it, because its section belongs to other plugins too.</summary>
    public bool OnlyByVariable { get; init; }

    /// <summary>
    /// Whether the former start-up scripts enabled the plugin by its section too. Of these two they knew only a section with the
    /// plugin's own name, which it does not read.
    /// </summary>
    public bool FormerlyEnabledBySection => Section is not ("OHIF" or "WholeSlideImaging");

    /// <summary>The root setting whose presence enables it, or null.</summary>
    public string? RootSetting { get; init; }

    /// <summary>The settings of its section that the image gives when nobody else does; an object or no value.</summary>
    public JsonValue Defaults
    {
        // Of the built-in plugins few are enabled, so their defaults are only understood when they are asked for.
        get =>
            field.Exists || DefaultsJson is null ? field : JsonParser.ReadBuiltIn(new Source(SourceKind.PluginDefault, Name), DefaultsJson);
        init;
    }

    /// <summary>The defaults as JSON, if they are built in.</summary>
    internal string? DefaultsJson { get; init; }

    /// <summary>Its libraries' file names; each is a list of alternatives, of which the first that exists is used.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Libraries { get; init; } = [];
}

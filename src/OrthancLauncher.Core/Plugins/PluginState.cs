using OrthancLauncher.Core.Definitions;

namespace OrthancLauncher.Core.Plugins;

/// <summary>Why a plugin is enabled or not.</summary>
internal enum PluginReason
{
    /// <summary>Nothing enables it.</summary>
    NotMentioned,

    Default,

    Section,

    /// <summary>A section with the plugin's own name is present, which is not the section that it reads.</summary>
    OwnName,

    RootSetting,

    /// <summary>Its enabling variable is set.</summary>
    Variable,

    /// <summary>Its enabling variable is set, under its former name.</summary>
    LegacyVariable,

    /// <summary>It would be enabled, but the image does not have its library.</summary>
    LibraryMissing,
}

/// <summary>Whether a plugin is enabled, and why.</summary>
internal sealed record PluginState(PluginDefinition Plugin, bool IsEnabled, PluginReason Reason)
{
    /// <summary>What decided, in words: <c>the section DicomWeb</c>, <c>GDCM_PLUGIN_ENABLED=false</c>.</summary>
    public string ReasonText => Reason switch
    {
        PluginReason.Default => "it is enabled by default",
        PluginReason.Section => $"the section {Plugin.Section} is present",
        PluginReason.OwnName => $"the section {Plugin.Name} is present",
        PluginReason.RootSetting => $"the setting {Plugin.RootSetting} is present",
        PluginReason.Variable => $"the variable {Plugin.EnablingVariable} is {(IsEnabled ? "set" : "false")}",
        PluginReason.LegacyVariable => $"the variable {Plugin.LegacyEnablingVariable} is {(IsEnabled ? "set" : "false")}",
        PluginReason.LibraryMissing => "its library does not exist",
        _ => "nothing enables it",
    };
}

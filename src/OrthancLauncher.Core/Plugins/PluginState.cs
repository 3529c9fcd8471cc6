using OrthancLauncher.Core.Definitions;

namespace OrthancLauncher.Core.Plugins;

/// <summary>Why a plugin is enabled or not.</summary>
internal enum PluginReason
{
    /// <summary>Nothing enables it.</summary>
    NotMentioned,

    Default,

    Section,

    RootSetting,

    /// <summary>Its enabling variable is set.</summary>
    Variable,

    /// <summary>Its enabling variable is set, under its former name.</summary>
    LegacyVariable,
}

/// <summary>Whether a plugin is enabled, and why.</summary>
internal sealed record PluginState(PluginDefinition Plugin, bool IsEnabled, PluginReason Reason)
{
    /// <summary>What decided, in words: <c>the section DicomWeb</c>, <c>GDCM_PLUGIN_ENABLED=false</c>.</summary>
    public string ReasonText => Reason switch
    {
        PluginReason.Default => "it is enabled by default",
        PluginReason.Section => $"the section {Plugin.Section} has settings",
        PluginReason.RootSetting => $"the setting {Plugin.RootSetting} is present",
        PluginReason.Variable => $"the variable {Plugin.EnablingVariable} is {(IsEnabled ? "set" : "false")}",
        PluginReason.LegacyVariable => $"the variable {Plugin.LegacyEnablingVariable} is {(IsEnabled ? "set" : "false")}",
        _ => "nothing enables it",
    };
}

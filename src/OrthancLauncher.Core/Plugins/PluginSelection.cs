using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Plugins;

/// <summary>Decides which plugins are enabled, from what users set, before defaults are added.</summary>
internal static class PluginSelection
{
    /// <param name="configuration">The merged configuration without defaults.</param>
    /// <param name="isFragment">Whether what enables a plugin need not be in the configuration, which is a part of one.</param>
    /// <param name="findings">Takes <c>deprecated-name</c>, <c>invalid-flag</c> and <c>plugin-disabled</c>.</param>
    public static IReadOnlyList<PluginState> Select(
        IReadOnlyList<PluginDefinition> plugins, MergedConfiguration configuration, VariableTable variables, bool isFragment,
        FindingList findings)
    {
        var states = new PluginState[plugins.Count];
        for (var i = 0; i < plugins.Count; i++)
        {
            states[i] = Decide(plugins[i], configuration, variables, findings);
        }

        foreach (var state in states)
        {
            if (!(isFragment && state.Reason == PluginReason.NotMentioned))
            {
                ReportUnusedSection(state, states, configuration, findings);
            }
        }

        return states;
    }

    private static PluginState Decide(
        PluginDefinition plugin, MergedConfiguration configuration, VariableTable variables, FindingList findings)
    {
        if (plugin.EnablingVariable is not null && variables.IsUnknown(plugin.EnablingVariable))
        {
            return new PluginState(plugin, true, PluginReason.Variable);
        }

        if (plugin.EnablingVariable is not null && variables[plugin.EnablingVariable] is { } value)
        {
            ReportNoFlag(plugin.EnablingVariable, value, plugin, findings);
            return new PluginState(plugin, IsYes(value), PluginReason.Variable);
        }

        if (plugin.LegacyEnablingVariable is not null && variables[plugin.LegacyEnablingVariable] is { } legacy)
        {
            findings.Add(new Finding(Rules.DeprecatedName, $"the name {plugin.LegacyEnablingVariable} is deprecated")
            {
                Place = new Place(new Source(SourceKind.Variable, plugin.LegacyEnablingVariable)),
                Remedy = $"use {plugin.EnablingVariable}",
            });
            return new PluginState(plugin, IsYes(legacy), PluginReason.LegacyVariable);
        }

        if (!plugin.OnlyByVariable && IsPresent(configuration.Root[plugin.Section]))
        {
            return new PluginState(plugin, true, PluginReason.Section);
        }

        if (!plugin.OnlyByVariable && IsPresent(configuration.Root[plugin.Name]))
        {
            return new PluginState(plugin, true, PluginReason.OwnName);
        }

        if (plugin.RootSetting is not null && configuration.Root[plugin.RootSetting].Exists)
        {
            return new PluginState(plugin, true, PluginReason.RootSetting);
        }

        return new PluginState(plugin, plugin.EnabledByDefault, plugin.EnabledByDefault ? PluginReason.Default : PluginReason.NotMentioned);
    }

    /// <summary>A text that is no boolean enables a plugin too, and is lost: people write the plugin's settings there.</summary>
    private static void ReportNoFlag(string name, string value, PluginDefinition plugin, FindingList findings)
    {
        if (value.AsSpan().Trim() is not ['{' or '[', ..])
        {
            return;
        }

        findings.Add(new Finding(Rules.InvalidFlag, $"{name} enables the plugin, and nothing reads the JSON in it")
        {
            Place = new Place(new Source(SourceKind.Variable, name)),
            Remedy = $"write {name}=true, and the settings of {plugin.Section} into a file, ORTHANC_JSON or variables of their own",
        });
    }

    private static bool IsYes(string value) => !BooleanSpelling.TryParse(value, out var flag) || flag;

    private static bool IsPresent(ConfigurationNode section) => section.Exists && section.Kind != JsonKind.Null;

    private static bool HoldsAnything(ConfigurationNode section) => IsPresent(section) && !section.IsEmpty;

    private static void ReportUnusedSection(PluginState state, PluginState[] all, MergedConfiguration configuration, FindingList findings)
    {
        if (state.IsEnabled || !HoldsAnything(configuration.Root[state.Plugin.Section]))
        {
            return;
        }

        foreach (var other in all)
        {
            // Of several plugins with one section, one that is enabled makes use of it.
            if (other.Plugin.Section == state.Plugin.Section && (other.IsEnabled || Array.IndexOf(all, other) < Array.IndexOf(all, state)))
            {
                return;
            }
        }

        var because = state.Reason == PluginReason.NotMentioned ? "" : $": {state.ReasonText}";
        findings.Add(
            new Finding(Rules.PluginDisabled, $"section {state.Plugin.Section} is configured, but its plugin is not enabled{because}")
            {
                Setting = state.Plugin.Section,
                Place = configuration.Root[state.Plugin.Section].FirstPlace,
                Remedy = state.Plugin.EnablingVariable is null ? null : $"set {state.Plugin.EnablingVariable}=true",
            });
    }
}

using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Checks;

/// <summary>Finds settings and values that should no longer be used.</summary>
internal static class DeprecationCheck
{
    public static void Run(CheckContext context, in ConfigurationNode node, SettingDefinition definition)
    {
        if (node.Merged is not null || node.Value.Source.IsDefault || IsDefaultOfPlugin(context))
        {
            return;
        }

        var place = node.Value.Place;
        if (definition.ReplacedBy is null)
        {
            context.Report(Rules.DeprecatedSetting, place, $"{context.Path} is deprecated", "remove it");
            return;
        }

        var catalogue = context.Definitions.Catalogue;
        if (definition.Advice(catalogue) is { } advice && catalogue.Find(advice) is var replacement && context.MayBeRead(replacement))
        {
            var since = replacement is { HasVersionOfOrthanc: false, Since: { } first } ? $", from version {first} of the plugin on" : "";
            context.Report(Rules.DeprecatedSetting, place, $"{context.Path} is deprecated", $"use {NameOf(context, advice, place)}{since}");
        }
    }

    public static void RunOnText(CheckContext context, JsonValue value, string text, SettingDefinition definition)
    {
        if (definition.IsDeprecatedValue(text))
        {
            var message = $"the value \"{text}\" of {context.Path} is deprecated";
            var remedy = $"write one of {string.Join(", ", definition.AdvisedValues)}";
            context.Report(Rules.DeprecatedSetting, value.Place, message, remedy);
        }
    }

    /// <summary>Whether the image gives the setting to its plugin, which therefore still reads it.</summary>
    private static bool IsDefaultOfPlugin(CheckContext context)
    {
        foreach (var state in context.Plugins)
        {
            if (context.Segments is [var section, var name] && state.Plugin.Section == section
                && state.Plugin.Defaults is { Exists: true } defaults && defaults.Member(name).Exists)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How to spell another setting where this one is written.</summary>
    public static string NameOf(CheckContext context, string path, Place place)
    {
        var segments = SettingPath.Split(path);
        for (var i = 0; i < segments.Length && i < context.Segments.Count; i++)
        {
            segments[i] = segments[i] == "*" ? context.Segments[i] : segments[i];
        }

        return place.Source.Kind is SourceKind.Variable or SourceKind.Secret ? context.NameAsWritten(segments, place)
            : SettingPath.Show(segments);
    }
}

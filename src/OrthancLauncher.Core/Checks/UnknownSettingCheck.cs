using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Checks;

/// <summary>Reports keys that are not settings, with what was probably meant.</summary>
internal static class UnknownSettingCheck
{
    private const int SettingsListed = 12;

    /// <summary>Unknown keys of one object that are reported one by one.</summary>
    private const int KeysReported = 100;

    /// <summary>What people write at the root for the log, with the variable and the option of Orthanc that stand for it.</summary>
    private static readonly (string Name, string Variable, string Option)[] OfLog =
    [
        ("Verbose", "VERBOSE_ENABLED=true", "--verbose"), ("Trace", "TRACE_ENABLED=true", "--trace"),
        ("LogLevel", "VERBOSE_ENABLED=true", "--verbose"), ("LogFile", "LOGFILE=PATH", "--logfile=PATH"),
        ("LogDir", "LOGDIR=FOLDER", "--logdir=FOLDER"), ("LogDirectory", "LOGDIR=FOLDER", "--logdir=FOLDER"),
    ];

    /// <param name="context">Where the key stands.</param>
    /// <param name="parent">The section that does not know the key.</param>
    public static void Run(CheckContext context, ConfigurationNode node, SettingDefinition parent, ref int count)
    {
        var place = CheckContext.PlaceOf(node);
        if (place is { Source.IsDefault: true } || context.IsUnknownName || ++count > KeysReported)
        {
            return;
        }

        var path = context.Path;
        var severity = parent.IsClosed ? TypeSeverity.Of(parent, Deviations.Key) : Severity.Warning;
        var isRoot = context.Segments.Count == 1;
        if (isRoot && node.Kind == JsonKind.Object && SectionOf(context, path) is { } section)
        {
            if (!node.IsEmpty)
            {
                // An empty section of a plugin's name only enables it.
                var written = place is { } where ? context.NameAsWritten([section], where) : section;
                context.Report(Rules.UnknownSetting, place, $"the plugin {path} reads its settings in {section}, not in {path}",
                    $"move them to {written}");
            }

            return;
        }

        if ((RemedyOf(context, node, parent) ?? Meant(context, node, parent, place)) is { } remedy)
        {
            context.Report(Rules.UnknownSetting, severity, place, $"{path} is not a setting of Orthanc or its plugins", remedy);
        }
        else if (isRoot && node.Kind is JsonKind.Object or JsonKind.Array)
        {
            // Users' own scripts read sections of their own, so this must not stop anybody, strict or not.
            context.Report(
                Rules.UnknownSetting,
                Severity.Information,
                place,
                $"no known plugin reads {path}",
                "ignore this if one of your own scripts reads it");
        }
        else if (isRoot)
        {
            context.Report(
                Rules.UnknownSetting,
                severity,
                place,
                $"{path} is not a setting of Orthanc or its plugins",
                "remove it, or put what your own scripts read into a section of its own");
        }
        else
        {
            var above = SettingPath.Show([.. context.Segments.SkipLast(1)]);
            context.Report(
                Rules.UnknownSetting,
                severity,
                place,
                $"{path} is not a setting of Orthanc or its plugins",
                Listed(parent) is { Length: > 0 } names
                    ? $"the settings of {above} are {names}"
                    : $"remove it; {above} has no settings");
        }
    }

    /// <summary>What to do instead of a setting that many expect, or null.</summary>
    private static string? RemedyOf(CheckContext context, ConfigurationNode node, SettingDefinition parent)
    {
        if (context.Segments is [var single] && node.Kind != JsonKind.Object
            && Array.Find(OfLog, log => log.Name == single) is { Name: not null } ofLog)
        {
            return context.HasLauncher ? $"remove it; {ofLog.Variable} sets it" : $"remove it; Orthanc's option {ofLog.Option} sets it";
        }

        if (context.Segments is not [var section, "Enable" or "Enabled"] || parent.FixedChild("Enable").Exists
            || parent.FixedChild("Enabled").Exists
            || context.Plugins.FirstOrDefault(state => state.Plugin.Section == section) is not { Plugin: var plugin })
        {
            return null;
        }

        return context.HasLauncher && plugin.EnablingVariable is { } variable
            ? $"remove it; {variable}=true enables the plugin, =false disables it"
            : "remove it; the plugin is enabled where its library is loaded";
    }

    /// <summary>Asks for the setting that was probably meant, as it is written where the key stands; null if there is none.</summary>
    private static string? Meant(CheckContext context, ConfigurationNode node, SettingDefinition parent, Place? place)
    {
        var (key, isRoot) = (context.Segments[^1], context.Segments.Count == 1);
        var here = SettingNames.Suggest(key, parent) is { } near && (!isRoot || Fits(node, parent.FixedChild(near))) ? near : null;
        var isCertain = here is not null && SettingNames.IsCertain(key, here, parent);
        // A section of the user's own may be called anything.
        if (!isCertain && !(isRoot && node.Kind == JsonKind.Object)
            && SettingNames.Misplaced(context.Segments, context.Definitions.Catalogue.Root) is { } elsewhere)
        {
            var path = SettingPath.Show(elsewhere);
            var written = place is { } from ? context.NameAsWritten(elsewhere, from) : path;
            return written != elsewhere[^1] ? $"did you mean {written}?"
                : elsewhere.Count > 1 ? $"did you mean {path}?"
                : "move it to the root, where it is a setting of Orthanc";
        }

        return here is null ? null
            : $"did you mean {(place is { } at ? context.NameAsWritten([.. context.Segments.SkipLast(1), here], at) : here)}?";
    }

    /// <summary>The section of an enabled plugin whose name is another, or null.</summary>
    private static string? SectionOf(CheckContext context, string name)
    {
        foreach (var state in context.Plugins)
        {
            if (state.IsEnabled && state.Plugin.Name == name && state.Plugin.Section != name && !state.Plugin.OnlyByVariable)
            {
                return state.Plugin.Section;
            }
        }

        return null;
    }

    /// <summary>Reports how many keys of an object were not reported one by one.</summary>
    public static void ReportRest(CheckContext context, ConfigurationNode node, int count)
    {
        if (count > KeysReported)
        {
            var isRoot = context.Segments.Count == 0;
            context.Report(
                Rules.UnknownSetting,
                isRoot ? Severity.Information : Severity.Warning,
                isRoot ? null : CheckContext.PlaceOf(node),
                $"{count - KeysReported} more keys{(isRoot ? "" : $" of {context.Path}")} are not settings of Orthanc or its plugins",
                "correct those that are listed first");
        }
    }

    /// <summary>Whether a suggestion can be meant by an unknown section; a section of the user's own may be called anything.</summary>
    private static bool Fits(ConfigurationNode node, SettingDefinition meant) =>
        node.Kind != JsonKind.Object || meant.Types.HasFlag(SettingTypes.Object);

    private static string Listed(SettingDefinition parent)
    {
        var names = (from child in parent.Children where child is { IsRead: true, IsDeprecated: false } select child.Name).ToList();
        var rest = names.Count - SettingsListed;
        return string.Join(", ", names.Take(SettingsListed)) + (rest > 0 ? $" and {rest} more" : "");
    }
}

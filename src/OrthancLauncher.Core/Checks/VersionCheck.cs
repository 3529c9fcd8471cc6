using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Checks;

/// <summary>Reports settings without effect: too new or too old for the version in use, or read by nobody.</summary>
internal static class VersionCheck
{
    public static void Run(CheckContext context, ConfigurationNode node, SettingDefinition definition)
    {
        if (CheckContext.PlaceOf(node) is not { Source.IsDefault: false } place)
        {
            return;
        }

        if (definition.IsUnread || definition.Until is not null)
        {
            var reason = definition.IsUnread ? "neither Orthanc nor a plugin reads it"
                : $"it is not read any more since version {definition.Until}";
            var remedy = definition.Advice(context.Definitions.Catalogue) is { } advice
                ? $"use {DeprecationCheck.NameOf(context, advice, place)}" : "remove it";
            context.Report(Rules.DeprecatedSetting, place, $"{context.Path} has no effect: {reason}", remedy);
            return;
        }

        var isReleased = OrthancVersion.TryParse(definition.Since, out var since) && since.Major < int.MaxValue;
        var origin = isReleased ? $"came with Orthanc {since}" : "is in no release yet";
        context.Report(
            Rules.NotInThisVersion,
            place,
            $"Orthanc {context.Version} does not have {context.Path}, which {origin}",
            FormerName(context) is { } former ? $"use {DeprecationCheck.NameOf(context, former, place)}"
                : isReleased ? $"remove it, or use Orthanc {since}" : "remove it");
    }

    /// <summary>Of the libraries that a plugin can have, another than the one in the image may read the setting.</summary>
    public static void RunOnLibrary(CheckContext context, ConfigurationNode node, SettingDefinition definition)
    {
        if (context.IsUnread || CheckContext.PlaceOf(node) is not { Source.IsDefault: false } place)
        {
            return;
        }

        var section = context.Definitions.Catalogue.Find(context.Segments[0]);
        var former = section.Children.Where(sibling => sibling.ReplacedBy == context.Path)
            .Select(sibling => $"{context.Segments[0]}.{sibling.Name}").FirstOrDefault();
        context.Report(
            Rules.UnknownSetting,
            place,
            $"{context.Path} has no effect: only {definition.Library} reads it, which is not loaded",
            former is null ? "remove it" : $"use {DeprecationCheck.NameOf(context, former, place)}");
    }

    /// <summary>The name of a root setting before it was renamed, where the version in use reads that.</summary>
    private static string? FormerName(CheckContext context)
    {
        foreach (var child in context.Definitions.Catalogue.Root.Children)
        {
            if (child.ReplacedBy == context.Path && child.IsRead)
            {
                return child.Name;
            }
        }

        return null;
    }
}

using System.CommandLine.Completions;
using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Commands;

/// <summary>Words of the catalogue that a shell can complete.</summary>
internal static class CatalogueWords
{
    public static IEnumerable<CompletionItem> Settings() =>
        SettingsCatalogue.BuiltIn.All().Select(setting => setting.Path)
            .Where(path => !path.Contains('[', StringComparison.Ordinal)).Select(path => new CompletionItem(path));

    public static IEnumerable<CompletionItem> Components() =>
        SettingsCatalogue.BuiltIn.All().SelectMany(setting => setting.Definition.Component?.Split('|') ?? []).Distinct()
            .Select(component => new CompletionItem(component));
}

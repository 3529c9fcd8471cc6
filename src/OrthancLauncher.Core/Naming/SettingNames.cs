using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Core.Naming;

/// <summary>Finds settings whose names are not quite right.</summary>
internal static class SettingNames
{
    /// <summary>The setting that was probably meant, by spelling or because one name begins the other.</summary>
    /// <returns>The name of a setting of the section, or null.</returns>
    public static string? Suggest(string name, SettingDefinition parent)
    {
        if (parent.MatchIgnoringCaseAndUnderscores(name, out _) is { Exists: true } similar)
        {
            return similar.Name;
        }

        var names = new List<string>();
        string? longer = null;
        foreach (var child in parent.Children)
        {
            names.Add(child.Name);
            if (name.Length >= 4 && child.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (longer is null || child.Name.Length < longer.Length))
            {
                longer = child.Name;
            }
        }

        return Spelling.Nearest(name, names) ?? longer;
    }
}

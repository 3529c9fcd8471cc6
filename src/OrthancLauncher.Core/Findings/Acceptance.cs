using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Findings;

/// <summary>Somebody knows of what a rule finds, and wants it so.</summary>
/// <param name="Setting">The setting or section concerned; null for all.</param>
/// <param name="Place">Where it is written; null for an option.</param>
internal sealed record Acceptance(Rule Rule, string? Setting, Place? Place)
{
    /// <summary>Reads <c>RULE</c> or <c>RULE=SETTING</c>; null if there is no such rule.</summary>
    public static Acceptance? Parse(string text, Place? place)
    {
        var parts = text.Split('=', 2);
        var setting = parts.Length > 1 ? SettingPath.Join(SettingPath.Split(parts[1].Trim())) : null;
        return Rules.Find(parts[0].Trim()) is { } rule ? new Acceptance(rule, setting, place) : null;
    }

    public bool Covers(Finding finding) =>
        finding.Rule == Rule
            && (Setting is null || (finding.Setting is { } concerned && SettingPath.IsWithin(concerned, Setting)));

    /// <inheritdoc/>
    public override string ToString() => Setting is null ? Rule.Id : $"{Rule}={Setting}";
}

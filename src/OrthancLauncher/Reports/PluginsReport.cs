using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>Writes which plugins are enabled, why, and whether their libraries are there.</summary>
internal static class PluginsReport
{
    private static readonly Rule[] OwnRules = [Rules.PluginLibraryMissing, Rules.PluginDisabled, Rules.PluginsFolderOmitted];

    /// <param name="width">Characters in a line; 0 for as many as are needed.</param>
    public static string WriteTable(LaunchPlan plan, int width, TextStyle style)
    {
        var table = new TextTable("Plugin", "Enabled", "Because", "Library", "To enable or disable");
        foreach (var state in plan.Plugins)
        {
            table.Add(
                state.Plugin.Name, state.IsEnabled ? "yes" : "no", state.ReasonText, LibraryState(state, plan),
                state.Plugin.EnablingVariable ?? "");
        }

        var text = new StringBuilder(table.Write(width, style));
        foreach (var finding in PluginFindings(plan))
        {
            text.Append('\n').Append(style.Severity(finding.Severity)).Append(": ").Append(Printable.Of(finding.ToString()));
        }

        return Printable.WithoutCommands(text.ToString().TrimEnd('\n') + "\n");
    }

    /// <summary>The list as a JSON array.</summary>
    public static string WriteJson(LaunchPlan plan) => ReportJson.Document(json => json.Objects(plan.Plugins, state =>
    {
        json.Text("plugin", state.Plugin.Name);
        json.Text("section", state.Plugin.Section);
        json.Flag("enabled", state.IsEnabled);
        json.Text("reason", ReasonWord(state.Reason));
        json.Text("because", state.ReasonText);
        json.Text("library", LibraryState(state, plan));
        json.Texts("libraries", [.. state.Plugin.Libraries.Select(alternatives => string.Join('|', alternatives))]);
        json.Text("enablingVariable", state.Plugin.EnablingVariable);
        if (state.Reason == PluginReason.LegacyVariable)
        {
            json.Text("deprecatedVariable", state.Plugin.LegacyEnablingVariable);
        }
    }));

    private static string ReasonWord(PluginReason reason) => reason switch
    {
        PluginReason.Default => "default",
        PluginReason.Section => "section",
        PluginReason.RootSetting => "root-setting",
        PluginReason.Variable => "variable",
        PluginReason.LegacyVariable => "legacy-variable",
        PluginReason.OwnName => "own-name",
        PluginReason.LibraryMissing => "library-missing",
        _ => "not-mentioned",
    };

    private static string LibraryState(PluginState state, LaunchPlan plan)
    {
        if (plan.AvailableLibraries is not { } available)
        {
            return "not checked";
        }

        return state.Plugin.Libraries.All(alternatives => alternatives.Any(available.Contains)) ? "found" : "missing";
    }

    private static IEnumerable<Finding> PluginFindings(LaunchPlan plan) =>
        plan.Findings.Where(finding => Array.IndexOf(OwnRules, finding.Rule) >= 0
            || (finding.Rule == Rules.DeprecatedName && finding.Setting is null));
}

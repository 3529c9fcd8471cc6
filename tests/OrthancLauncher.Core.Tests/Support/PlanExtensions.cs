using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;

namespace OrthancLauncher.Core.Tests.Support;

/// <summary>Short ways to ask a plan what a test wants to know.</summary>
internal static class PlanExtensions
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The written configuration.</summary>
    public static string Output(this LaunchPlan plan) => Encoding.UTF8.GetString(plan.Configuration.ToJson().Span);

    /// <summary>The value of a setting in the written configuration as compact JSON, or null if it is not there.</summary>
    public static string? Setting(this LaunchPlan plan, params string[] segments)
    {
        JsonNode? node = JsonNode.Parse(plan.Output());
        foreach (var segment in segments.Length == 1 ? segments[0].Split('.') : segments)
        {
            if (node is not JsonObject found || !found.TryGetPropertyValue(segment, out node))
            {
                return null;
            }
        }

        return node is null ? "null" : node.ToJsonString(Compact);
    }

    /// <summary>The keys of an object of the written configuration, in its order.</summary>
    public static IEnumerable<string> Keys(this LaunchPlan plan, string? section = null)
    {
        var root = JsonNode.Parse(plan.Output())!.AsObject();
        return (section is null ? root : root[section]!.AsObject()).Select(member => member.Key);
    }

    public static IReadOnlyList<Finding> Of(this IEnumerable<Finding> findings, Rule rule) =>
        [.. findings.Where(finding => finding.Rule == rule)];

    public static Finding Only(this IEnumerable<Finding> findings, Rule rule) =>
        findings.Of(rule).Should().ContainSingle($"there is one {rule}").Subject;

    /// <summary>Where a finding stands, as <c>3:7</c>.</summary>
    public static string At(this Finding finding) => finding.Place is { } place ? $"{place.Line}:{place.Column}" : "nowhere";

    public static PluginState Plugin(this LaunchPlan plan, string name) => plan.Plugins.Single(state => state.Plugin.Name == name);

    public static bool Enables(this LaunchPlan plan, string plugin) => plan.Plugin(plugin).IsEnabled;

    /// <summary>Everything that a finding says, to be searched for what must not be in it.</summary>
    public static string AllTexts(this IEnumerable<Finding> findings) =>
        string.Join(
            '\n', findings.Select(finding => $"{finding}\n{finding.Message}\n{finding.Remedy}\n{finding.Setting}\n{finding.Excerpt}"));
}

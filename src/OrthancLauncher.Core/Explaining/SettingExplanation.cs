using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Plugins;

namespace OrthancLauncher.Core.Explaining;

/// <summary>One setting explained, with all that lies below it.</summary>
internal sealed record SettingExplanation
{
    /// <summary>The setting's path; empty for the whole configuration.</summary>
    public required IReadOnlyList<string> Segments { get; init; }

    /// <summary>The dotted path.</summary>
    public string Path => SettingPath.Join(Segments);

    /// <summary>The last segment; empty for the whole configuration.</summary>
    public string Name => Segments.Count == 0 ? "" : Segments[^1];

    /// <summary>Whether Orthanc finds it in its configuration.</summary>
    public bool IsSet { get; init; }

    /// <summary>
    /// The value that holds: the one in the configuration, otherwise what Orthanc does by itself. Null when that is not known,
    /// and for an object, whose members each have a value of their own.
    /// </summary>
    public ExplainedValue? Value { get; init; }

    /// <summary>Overridden values, the strongest first.</summary>
    public IReadOnlyList<ExplainedValue> Overridden { get; init; } = [];

    /// <summary>Defaults other than <see cref="Value"/> itself, in the order in which they would be used.</summary>
    public IReadOnlyList<ExplainedValue> Defaults { get; init; } = [];

    /// <summary>What the catalogue knows of it.</summary>
    public required SettingFacts Facts { get; init; }

    /// <summary>The environment variable that sets it, or null if none does.</summary>
    public string? Variable { get; init; }

    /// <summary>The plugins whose section this is; only said of sections.</summary>
    public IReadOnlyList<PluginState> Plugins { get; init; } = [];

    /// <summary>What was noticed about it.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The members: first those that are set, in their order, then known ones that are not, if they were asked for.</summary>
    public IReadOnlyList<SettingExplanation> Members { get; init; } = [];

    /// <summary>Whether it is an object with members rather than a value.</summary>
    public bool IsGroup => Value is null && (Members.Count > 0 || Segments.Count == 0);

    /// <summary>This setting and all below it, each before its members.</summary>
    public IEnumerable<SettingExplanation> All()
    {
        var open = new Stack<SettingExplanation>([this]);
        while (open.TryPop(out var setting))
        {
            yield return setting;
            for (var i = setting.Members.Count - 1; i >= 0; i--)
            {
                open.Push(setting.Members[i]);
            }
        }
    }
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Explaining;

/// <summary>A source and how much of what is explained it has a part in.</summary>
internal sealed record ExplainedSource(Source Source, int Used, int Overridden);

/// <summary>Where the configuration, or a part of it, comes from.</summary>
internal sealed record Explanation
{
    /// <summary>The setting that was asked for, or the whole configuration.</summary>
    public required SettingExplanation Setting { get; init; }

    /// <summary>
    /// What was noticed but belongs to no setting shown. Where only a part is explained, these are the errors of the sources
    /// alone, because of which the explanation may be incomplete.
    /// </summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The sources with a part in it, the weakest first.</summary>
    public required IReadOnlyList<ExplainedSource> Sources { get; init; }

    /// <summary>How many findings of the whole configuration forbid a start.</summary>
    public int Errors { get; init; }

    /// <summary>How many warnings there are about the whole configuration.</summary>
    public int Warnings { get; init; }

    /// <summary>Whether every source could be read.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether secret values are shown.</summary>
    public bool ShowsSecrets { get; init; }

    /// <summary>Whether all of the configuration is explained.</summary>
    public bool IsWhole => Setting.Segments.Count == 0;
}

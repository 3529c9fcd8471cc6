using OrthancLauncher.Core.Explaining;

namespace OrthancLauncher.Core.Comparing;

/// <summary>What the right side does to something of the left side.</summary>
internal enum Change
{
    Added,
    Removed,
    Changed,
}

/// <summary>A setting that Orthanc would get differently.</summary>
/// <param name="Path">The dotted path.</param>
/// <param name="Left">The value and its source on the left; null if it is not set there.</param>
/// <param name="Right">The same on the right.</param>
/// <param name="IsHidden">Whether the values differ only in what is secret, so that both are shown alike.</param>
internal sealed record SettingDifference(string Path, ExplainedValue? Left, ExplainedValue? Right, bool IsHidden)
{
    public Change Change => Left is null ? Change.Added : Right is null ? Change.Removed : Change.Changed;
}

/// <summary>A plugin that is enabled on one side only.</summary>
/// <param name="IsEnabled">Whether the right side enables it.</param>
/// <param name="Reason">Why it is enabled or disabled on the right, in words.</param>
internal sealed record PluginDifference(string Plugin, bool IsEnabled, string Reason);

/// <summary>What Orthanc would get differently from two plans.</summary>
internal sealed record Comparison
{
    /// <summary>In the order of the left side; what is only on the right follows.</summary>
    public required IReadOnlyList<SettingDifference> Settings { get; init; }

    public required IReadOnlyList<PluginDifference> Plugins { get; init; }

    /// <summary>Other things that the right side does, each a sentence; only where a running Orthanc is on the left.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];

    /// <summary>Arguments of Orthanc that only the left side passes.</summary>
    public required IReadOnlyList<string> RemovedArguments { get; init; }

    /// <summary>Arguments of Orthanc that only the right side passes.</summary>
    public required IReadOnlyList<string> AddedArguments { get; init; }

    public bool IsEqual =>
        Settings.Count == 0 && Plugins.Count == 0 && Steps.Count == 0 && RemovedArguments.Count == 0 && AddedArguments.Count == 0;
}

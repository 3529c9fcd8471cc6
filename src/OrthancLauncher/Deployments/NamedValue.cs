using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>A variable of a file, perhaps a name alone.</summary>
/// <param name="Value">The value, or null.</param>
internal sealed record NamedValue(string Name, string? Value)
{
    /// <summary>Where each part of the value is written, or null.</summary>
    public Origin? Origin { get; init; }
}

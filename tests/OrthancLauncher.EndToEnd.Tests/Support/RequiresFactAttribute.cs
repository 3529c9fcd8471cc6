namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>A fact that is skipped, with the reason, where a part that it needs is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresFactAttribute : FactAttribute
{
    public RequiresFactAttribute(Part parts)
    {
        Parts = parts;
        Skip = SkipReason.For(parts);
    }

    public Part Parts { get; }
}

/// <summary>A theory that is skipped, with the reason, where a part that it needs is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresTheoryAttribute : TheoryAttribute
{
    public RequiresTheoryAttribute(Part parts)
    {
        Parts = parts;
        Skip = SkipReason.For(parts);
    }

    public Part Parts { get; }
}

internal static class SkipReason
{
    /// <summary>Null, as the attributes want it, when nothing is missing.</summary>
    public static string? For(Part parts)
    {
        var missing = string.Join("; ", Machine.Missing(parts));
        return missing.Length == 0 ? null : "Skipped: " + missing;
    }
}

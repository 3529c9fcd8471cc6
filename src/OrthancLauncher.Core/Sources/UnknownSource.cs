namespace OrthancLauncher.Core.Sources;

/// <summary>A part of a deployment that cannot be seen here, such as an external secret or a volume.</summary>
/// <param name="Message">What is not known, in one sentence without a full stop.</param>
/// <param name="MayHoldSettings">Whether it may contain settings, variables or files, so that what is missing may be there.</param>
internal sealed record UnknownSource(string Message, Place? Place, bool MayHoldSettings = true)
{
    /// <summary>How to make it known, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>Whether it was probably meant to be here.</summary>
    public bool IsSuspicious { get; init; }
}

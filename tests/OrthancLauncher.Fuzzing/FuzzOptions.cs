namespace OrthancLauncher.Fuzzing;

internal sealed record FuzzOptions
{
    /// <summary>Of each target; null without such a limit.</summary>
    public long? Executions { get; init; }

    /// <summary>Of all targets together; null without such a limit.</summary>
    public long? Seconds { get; init; } = 60;

    public int Seed { get; init; } = 1;

    /// <summary>Where inputs that fail are kept.</summary>
    public string Failures { get; init; } = Path.GetTempPath();
}

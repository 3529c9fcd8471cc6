namespace OrthancLauncher.Tests.Support;

/// <summary>A fact about the golden cases as a whole, skipped where they are not there.</summary>
internal sealed class GoldenFactAttribute : FactAttribute
{
    public GoldenFactAttribute()
    {
        Skip = new GoldenTheoryAttribute().Skip;
    }
}

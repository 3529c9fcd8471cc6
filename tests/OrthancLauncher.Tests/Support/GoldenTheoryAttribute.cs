namespace OrthancLauncher.Tests.Support;

/// <summary>A theory over a folder of cases, skipped with the reason where the folder is not there.</summary>
internal sealed class GoldenTheoryAttribute : TheoryAttribute
{
    public GoldenTheoryAttribute()
    {
        if (!Directory.Exists(Repository.Golden))
        {
            Skip = "the golden cases are not beside the repository (../shared/golden)";
        }
    }
}

namespace OrthancLauncher.Tests.Support;

/// <summary>A fact about what may not be read, skipped for root, who may read everything.</summary>
internal sealed class NotRootFactAttribute : FactAttribute
{
    public NotRootFactAttribute()
    {
        if (Environment.IsPrivilegedProcess)
        {
            Skip = "root may read every file";
        }
    }
}

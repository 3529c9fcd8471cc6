namespace OrthancLauncher.Empty;

/// <summary>A program that does nothing.</summary>
internal static class Program
{
    private static int Main() => 0;
}

namespace OrthancLauncher.Tests.Support;

/// <summary>Places in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Cases that stand beside the repository, if they are there.</summary>
    public static string Golden => Path.GetFullPath($"{Root}/../shared/golden");

    private static string Find(string folder) =>
        File.Exists($"{folder}/OrthancLauncher.sln") ? folder : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests do not run inside the repository"));
}

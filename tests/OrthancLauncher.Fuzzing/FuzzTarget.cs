using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Fuzzing;

/// <summary>Something that reads text from outside.</summary>
/// <param name="Name">As on the command line, and the folder of its own seeds.</param>
/// <param name="Run">Reads an input, and throws if what must hold does not.</param>
/// <param name="Tokens">Words that mean something to it.</param>
/// <param name="SeedFiles">Files of the repository to begin with, as <c>tests/cases/*.json</c>; the folders below are searched.</param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Run, string[] Tokens, params string[] SeedFiles)
{
    private const int LongestSeed = 8 * 1024;

    public IEnumerable<byte[]> Seeds()
    {
        string[] patterns = [.. SeedFiles, $"tests/OrthancLauncher.Fuzzing/corpus/{Name}/*"];
        return patterns.Select(static pattern => Path.Combine(Repository.Root, pattern))
            .Where(static pattern => Directory.Exists(Path.GetDirectoryName(pattern)))
            .SelectMany(static pattern =>
                Directory.EnumerateFiles(Path.GetDirectoryName(pattern)!, Path.GetFileName(pattern), SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes).Where(static content => content.Length <= LongestSeed);
    }
}

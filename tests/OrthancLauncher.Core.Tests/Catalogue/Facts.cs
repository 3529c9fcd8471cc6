using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Catalogue;

/// <summary>The tables of <c>tests/facts</c>.</summary>
internal static class Facts
{
    /// <summary>The rows of a table, each by column.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests", "facts", name));
        var columns = lines[0].Split('\t');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split('\t')).ToDictionary(pair => pair.First, pair => pair.Second))];
    }
}

using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Architecture;

/// <summary>The limit of <c>.editorconfig</c>, which the formatter does not check.</summary>
public sealed class LineLengthTests
{
    private const int Limit = 140;

    [Fact]
    public void No_line_of_the_sources_is_longer_than_140_columns() =>
        Repository.Files("*.cs").SelectMany(LongLines).Should().BeEmpty();

    private static IEnumerable<string> LongLines(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, file))
            .Select((line, index) => (Columns: line.EnumerateRunes().Count(), Number: index + 1))
            .Where(line => line.Columns > Limit)
            .Select(line => $"{file}:{line.Number}: {line.Columns} columns");
}

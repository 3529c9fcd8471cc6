using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Architecture;

/// <summary>What <c>Substitutions.xml</c> leaves out of the executable must not be used.</summary>
public sealed class SubstitutionTests
{
    [Fact]
    public void No_source_uses_regular_expressions() =>
        Repository.Files("*.cs").Where(file => file.StartsWith("src/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(Path.Combine(Repository.Root, file)).Contains("Regex", StringComparison.Ordinal))
            .Should().BeEmpty();
}

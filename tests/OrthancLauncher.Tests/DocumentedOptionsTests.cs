using OrthancLauncher.Options;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class DocumentedOptionsTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void The_readme_names_every_shared_option_with_its_variable_and_default()
    {
        foreach (var option in SharedOption.All)
        {
            var row = Readme.Split('\n').Single(line => line.StartsWith($"| `{option.CommandLineName}` |", StringComparison.Ordinal));
            string[] expected = [$"`{option.VariableName}`", string.Join(':', option.Defaults), .. option.Choices];
            expected.Where(text => !row.Contains(text, StringComparison.Ordinal)).Should().BeEmpty(row);
            row.Contains("(several: `a:b`)", StringComparison.Ordinal).Should().Be(option.IsList, row);
        }
    }

    [Fact]
    public void The_readme_names_every_command()
    {
        using var host = new TestHost();
        foreach (var command in new CommandLine([], host.Host).Root.Subcommands)
        {
            Readme.Should().MatchRegex($@"\| `{command.Name}[ `]");
        }
    }
}

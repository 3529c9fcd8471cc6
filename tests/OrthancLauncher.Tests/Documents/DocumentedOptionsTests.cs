using OrthancLauncher.Options;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Documents;

public sealed class DocumentedOptionsTests
{
    [Fact]
    public void Variables_md_names_every_shared_option_with_its_variable_and_default()
    {
        var document = Document("variables.md");
        foreach (var option in SharedOption.All)
        {
            var row = document.Split('\n').Single(line => line.StartsWith($"| `{option.CommandLineName}` |", StringComparison.Ordinal));
            string[] expected = [$"`{option.VariableName}`", string.Join(':', option.Defaults), .. option.Choices];
            expected.Where(text => !row.Contains(text, StringComparison.Ordinal)).Should().BeEmpty(row);
            row.Contains($"(several: `a{option.Separator}b`)", StringComparison.Ordinal).Should().Be(option.IsList, row);
        }
    }

    [Fact]
    public void Commands_md_names_every_command()
    {
        var document = Document("commands.md");
        using var host = new TestHost();
        foreach (var command in new CommandLine([], host.Host).Root.Subcommands)
        {
            document.Should().MatchRegex($@"\| `{command.Name}[ `]");
        }
    }

    private static string Document(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));
}

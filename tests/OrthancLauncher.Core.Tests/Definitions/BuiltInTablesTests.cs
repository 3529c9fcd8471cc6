using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Definitions;

public class BuiltInTablesTests
{
    [Fact]
    public void The_compiled_tables_say_what_the_files_say() =>
        File.ReadAllText(Path.Combine(Repository.Root, "src", "OrthancLauncher.Core", "Definitions", "BuiltInTables.g.cs"))
            .Should().Be(DefinitionsCompiler.Compile(LauncherDefinitions.FromFiles()), "dotnet run scripts/compile-catalogue.cs brings them up to date");

    [Fact]
    public void Every_name_is_found_as_it_is_listed()
    {
        var definitions = LauncherDefinitions.Load([], new FindingList());
        definitions.Aliases.Should().NotBeEmpty().And.AllSatisfy(alias => definitions.FindAlias(alias.Key).Should().Be(alias.Value));
        definitions.LegacyNames.Should().NotBeEmpty().And.AllSatisfy(name => definitions.FindLegacyName(name.Key).Should().Be(name.Value));
        definitions.FindAlias("PATH").Should().BeNull();
        definitions.FindLegacyName("PATH").Should().BeNull();
    }
}

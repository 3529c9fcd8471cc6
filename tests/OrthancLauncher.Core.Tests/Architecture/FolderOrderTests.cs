using System.Text.RegularExpressions;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Architecture;

/// <summary>The folders of the sources are a pipeline; the order is the one that docs/architecture.md lists.</summary>
public partial class FolderOrderTests
{
    [Theory]
    [InlineData("core", "src/OrthancLauncher.Core", "OrthancLauncher.Core")]
    [InlineData("program", "src/OrthancLauncher", "OrthancLauncher")]
    public void Folders_use_only_those_that_the_order_allows(string list, string project, string name)
    {
        var order = Order(list);
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
            .Select(
                path => (Folder: Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Repository.Root, project), path))!, Path: path))
            .Where(
                file =>
                    !file.Folder.StartsWith("obj", StringComparison.Ordinal) && !file.Folder.StartsWith("bin", StringComparison.Ordinal))
            .Select(file => (Folder: file.Folder.Length == 0 ? "." : file.Folder, file.Path, Text: File.ReadAllText(file.Path)))
            .ToList();
        files.Should().NotBeEmpty();
        files.Select(file => file.Folder).Distinct().Should().BeEquivalentTo(order, "docs/architecture.md lists every folder");
        var types = files.SelectMany(file => Declaration().Matches(file.Text).Select(match => (Type: match.Groups[1].Value, file.Folder)))
            .ToLookup(type => type.Folder, type => type.Type);

        // The core is listed from what is used to what uses it, the program the other way round.
        bool IsAllowed(string from, string to) =>
            list == "core" ? order.IndexOf(to) <= order.IndexOf(from) : order.IndexOf(to) >= order.IndexOf(from);
        var arrows =
            from file in files
            from folder in order
            where folder != "." && !IsAllowed(file.Folder, folder) && Regex.IsMatch(file.Text, $@"(?<![\w.])({name}\.)?{folder}(;|\.[A-Z])")
            let used = types[folder].Where(type => Regex.IsMatch(file.Text, $@"\b{type}\b"))
            where used.Any()
            select $"{file.Folder}/{Path.GetFileNameWithoutExtension(file.Path)} uses {folder}/{string.Join(", ", used)}";

        arrows.Should().BeEmpty();
    }

    private static List<string> Order(string list)
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var rows = lines.SkipWhile(line => !line.StartsWith($"| {list} |", StringComparison.Ordinal)).Skip(2);
        return [.. rows.TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('`')[1])];
    }

    [GeneratedRegex(@"^(?:public|internal) (?:[a-z]+ )*?(?:class|struct|record|interface|enum) (?:struct )?(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}

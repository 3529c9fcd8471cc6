using System.Text;
using System.Text.RegularExpressions;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Documents;

/// <summary>Every text that the program can print, by the file that makes it: each string of two words and more.</summary>
public partial class MessagesDocumentTests
{
    private const string Introduction =
        """
        # Messages

        <!-- Generated from the strings in src; a test of the core tells how. -->

        All texts that the program can print: findings, errors, log lines, help. Those of the rules are in checks.md.

        """;

    [Fact]
    public void Messages_md_lists_the_texts_of_the_sources() => GeneratedDocument.ShouldBeCurrent("docs/messages.md", Write());

    [Theory]
    [InlineData(
        """Add($"{name} is not {(x ? "a string" : $"b {c}")}; {remedy}"); // "in a comment"'""",
        "a string|b {c}|{name} is not {…}; {remedy}")]
    [InlineData(""""var c = '"'; var d = '\''; throw new E("two \"words\"" + @"a ""b""");"""", "two \"words\"|a \"b\"")]
    [InlineData("""a("{ b }\n", $"{{\n{c}}}"); """, "{ b }\\n|{{\\n{c}}}")]
    public void Strings_are_found(string code, string strings) => CodeStrings.Of(code).Should().Equal(strings.Split('|'));

    private static string Write()
    {
        var text = new StringBuilder(Introduction);
        var root = Path.Combine(Repository.Root, "src");
        var files = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path));
        foreach (var file in files.Where(file => !Passed().IsMatch(file)).Order(StringComparer.Ordinal))
        {
            var messages = CodeStrings.Of(File.ReadAllText(Path.Combine(root, file)))
                .Where(message => Words().IsMatch(message) && message.TrimStart()[0] is not ('<' or '#'))
                .Select(message => $"- `{Space().Replace(message, " ").Trim()}`\n").Distinct().ToList();
            text.Append(messages.Count == 0 ? "" : $"\n## {file}\n\n{string.Concat(messages)}");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"[\p{L}}][:,;]? [\p{L}{]")]
    private static partial Regex Words();

    [GeneratedRegex(@"\s+|\\n")]
    private static partial Regex Space();

    [GeneratedRegex(@"^CompileDefinitions/|/(obj|bin)/|\.g\.cs$|/Rules\.cs$")]
    private static partial Regex Passed();
}

using System.Text.RegularExpressions;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Documents;

public sealed partial class LinkTests
{
    public static TheoryData<string> Documents =>
        [.. Repository.Files("*.md").Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_to_files_and_headings_that_exist(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))))
        {
            var target = link.Groups["target"].Value;
            if (target.Contains("://", StringComparison.Ordinal))
            {
                continue;
            }

            var (file, heading) = target.Split('#', 2) is [var name, var anchor] ? (name, anchor) : (target, null);
            var path = file.Length == 0 ? Path.Combine(Repository.Root, document) : Path.GetFullPath(Path.Combine(folder, file));
            Path.Exists(path).Should().BeTrue("{0} links to {1}", document, target);
            if (heading is not null)
            {
                Headings(path).Should().Contain(heading, "{0} links to {1}", document, target);
            }
        }
    }

    private static IEnumerable<string> Headings(string path) =>
        File.ReadLines(path).Where(line => line.StartsWith('#'))
            .Select(line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"(?<!`)!?\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();
}

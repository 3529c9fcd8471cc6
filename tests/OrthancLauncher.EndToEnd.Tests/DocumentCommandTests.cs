using System.Text.RegularExpressions;
using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>
/// The commands that README.md and docs show, with the published executable. The comment <c>run in FOLDER</c> before a block says where;
/// what a <c>console</c> block shows as output is compared. A block that is only shown says so with <c>not run: REASON</c>.
/// </summary>
public sealed partial class DocumentCommandTests
{
    private static readonly string[] Shells = ["sh", "bash", "console"];

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var document in Documents())
            {
                for (var i = 0; i < BlocksOf(document).Count; i++)
                {
                    data.Add(document, i);
                }
            }

            return data;
        }
    }

    [RequiresTheory(Part.Binary)]
    [MemberData(nameof(Blocks))]
    public async Task Commands_do_what_the_document_shows(string document, int number)
    {
        var block = BlocksOf(document)[number];
        var mark = block.Groups["mark"].Value;
        mark.Should().MatchRegex("^(run in .+|not run: .+)$", "the block says whether it is run:\n{0}", block.Value);
        if (!mark.StartsWith("run in ", StringComparison.Ordinal))
        {
            return;
        }

        using var copy = new TempFolder();
        var folder = copy["work"];
        (await RunAsync($"cp -r '{Path.Combine(Repository.Root, mark["run in ".Length..])}' '{folder}'", "/")).ExitCode.Should().Be(0);
        var body = block.Groups["body"].Value;
        if (block.Groups["language"].Value != "console")
        {
            var finished = await RunAsync(body, folder);
            finished.ExitCode.Should().Be(0, body + finished.Output);
            return;
        }

        foreach (var step in Regex.Split(body, @"(?m)^\$ ").Skip(1))
        {
            var lines = step.Split('\n', 2);
            (await RunAsync(lines[0], folder)).Output.Trim().Should().Be(lines[1].Trim(), lines[0]);
        }
    }

    [RequiresFact(Part.Binary)]
    public async Task The_picture_in_the_readme_is_what_validate_prints()
    {
        var check = await RunAsync($"scripts/picture --check '{Machine.Binary}'", Repository.Root);
        check.ExitCode.Should().Be(0, check.Everything);
    }

    private static async Task<Finished> RunAsync(string commands, string folder)
    {
        var preparation = $"exec 2>&1; unset ${{!ORTHANC@}}; export PATH=\"{Path.GetDirectoryName(Machine.Binary)}:$PATH\" COLUMNS=100";
        using var shell = new RunningProcess("/bin/bash", ["-euc", $"{preparation}\n{commands}"], folder);
        return await shell.WaitAsync();
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"))
            .Where(file => !File.ReadAllText(file).Contains("<!-- Generated from ", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal);

    private static List<Match> BlocksOf(string document) =>
        Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
            .Where(block => Shells.Contains(block.Groups["language"].Value)).ToList();

    [GeneratedRegex(
        @"(?:^<!-- (?<mark>.*?) -->\n)?^```(?<language>\w*)\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

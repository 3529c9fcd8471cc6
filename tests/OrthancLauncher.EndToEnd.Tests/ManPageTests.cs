using System.Text.RegularExpressions;
using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The man pages that <c>scripts/man-pages</c> makes from the help of the commands.</summary>
public sealed partial class ManPageTests : IDisposable
{
    private readonly TempFolder _pages = new();

    public void Dispose() => _pages.Dispose();

    [RequiresFact(Part.Binary | Part.ManPages)]
    public async Task Every_command_has_a_man_page_without_mistakes()
    {
        await WritePagesAsync();

        var pages = Directory.GetFiles(_pages.Root).Select(file => Path.GetFileNameWithoutExtension(file)!).ToList();
        pages.Should().Contain(["orthanc-launcher", "orthanc-launcher-validate", "orthanc-launcher-variables-check"]);
        foreach (var page in pages)
        {
            var shown = await RunAsync("man", "--warnings", "--encoding=UTF-8", "--local-file", _pages[$"{page}.1"]);
            shown.Error.Should().BeEmpty(page);

            // Each option of the help, and each line of the usage, is in the page.
            var help = (await RunAsync(Machine.Binary, [.. page.Split('-').Skip(2), "--help"])).Output;
            var text = WithoutSpace(shown.Output);
            foreach (Match row in OptionRow().Matches(help))
            {
                text.Should().Contain(WithoutSpace(row.Groups["option"].Value), page);
            }

            var usage = help.Split("\nUsage:\n")[1].Split("\n\n")[0];
            text.Should().Contain(WithoutSpace(usage.Replace("…", "...", StringComparison.Ordinal)));
        }
    }

    [RequiresFact(Part.Binary | Part.ManPages)]
    public async Task A_man_page_fits_a_terminal_of_80_columns()
    {
        await WritePagesAsync();

        foreach (var page in Directory.GetFiles(_pages.Root))
        {
            var shown = await RunAsync("man", "--encoding=UTF-8", "--local-file", page);
            shown.Output.Split('\n').Should().OnlyContain(line => line.Length <= 80, page);
        }
    }

    private async Task WritePagesAsync()
    {
        var written = await RunAsync($"{Repository.Root}/scripts/man-pages", Machine.Binary, _pages.Root);
        written.ExitCode.Should().Be(0, written.Everything);
    }

    private static async Task<Finished> RunAsync(string program, params string[] arguments)
    {
        using var process = new RunningProcess("/usr/bin/env", ["MANWIDTH=80", "MAN_KEEP_FORMATTING=", program, .. arguments], "/");
        return await process.WaitAsync();
    }

    private static string WithoutSpace(string text) => Space().Replace(text, "");

    [GeneratedRegex(@"^  (?<option>-\S+( \S+)*)", RegexOptions.Multiline)]
    private static partial Regex OptionRow();

    [GeneratedRegex(@"\s+|\\\n")]
    private static partial Regex Space();
}

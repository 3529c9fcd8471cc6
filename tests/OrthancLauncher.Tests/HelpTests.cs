using System.CommandLine;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class HelpTests : IDisposable
{
    private const int TwoScreens = 2 * 30;

    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    /// <summary>Every command of the tree, as it is typed; the root is the empty one.</summary>
    public static TheoryData<string> Commands => [.. PathsBelow(Tree.Root, "")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_help_fits_a_page_and_its_width(string command)
    {
        foreach (var width in (int[])[40, 60, 80, 100, 250])
        {
            var lines = Help(command, width).TrimEnd('\n').Split('\n');
            lines.Should().OnlyContain(line => line.Length <= Math.Min(width, 100));
            if (width >= 80)
            {
                lines.Length.Should().BeLessThanOrEqualTo(TwoScreens);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_help_says_what_can_be_typed(string command)
    {
        var help = Help(command, 100);
        var examples = help.IndexOf("\nExamples:\n", StringComparison.Ordinal);
        help[..examples].Should().Contain($"\nUsage:\n  {$"orthanc-launcher {command}".TrimEnd()}").And.Contain("\n  -h, --help")
            .And.NotContainAny("<", "[default:");
        help[examples..].Should().Contain($"orthanc-launcher {command}".TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_help_lists_the_words_that_a_shell_completes(string command) =>
        Help(command, 100).Should().NotContainAny("DicomWeb.Servers", "AcceptedTransferSyntaxes", "bash|");

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_option_is_described_once(string command)
    {
        var help = Help(command, 100);
        foreach (var option in Find(command).Options)
        {
            if (command.Length > 0)
            {
                help.Split('\n')
                    .Count(line => line.TrimStart().Split(' ').Contains(option.Name) && line.StartsWith("  -", StringComparison.Ordinal))
                    .Should().Be(1, option.Name);
            }

            option.Description.Should().NotBeNullOrEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_command_line(string command)
    {
        var help = Help(command, 100);
        var examples = help[help.IndexOf("\nExamples:\n", StringComparison.Ordinal)..].Split('\n')
            .Select(line => line.Split('#', '>')[0].Trim());
        foreach (
            var example in examples.Where(
                line =>
                    line.StartsWith("orthanc-launcher", StringComparison.Ordinal) && !line.Contains("COMMAND", StringComparison.Ordinal)))
        {
            Tree.Parse(example.Split("-- ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]).Errors.Should().BeEmpty(example);
        }
    }

    [Fact]
    public void The_commands_input_options_are_below_one_heading()
    {
        var help = Help("validate", 100);
        var input = help[help.IndexOf("\nInput ", StringComparison.Ordinal)..help.IndexOf("\nLog:", StringComparison.Ordinal)];
        input.Should().ContainAll("--root", "--env-file", "--compose", "--kubernetes", "--config-dir", "--secrets-dir");
    }

    private static CommandLine Tree { get; } = new([], new TestHost().Host);

    private string Help(string command, int width)
    {
        _host.Width = width;
        _host.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Should().Be(0, _host.Error);
        _host.Error.Should().BeEmpty();
        return _host.Output;
    }

    private static Command Find(string command) =>
        command.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((Command)Tree.Root, (parent, name) => parent.Subcommands.Single(child => child.Name == name));

    private static IEnumerable<string> PathsBelow(Command command, string path) =>
        command.Subcommands.SelectMany(child => PathsBelow(child, $"{path} {child.Name}".TrimStart())).Prepend(path);
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;

namespace OrthancLauncher.Terminal;

/// <summary>Writes a command's help: usage that can be typed, arguments, options by group, examples.</summary>
/// <param name="terminalWidth">Columns of a line.</param>
internal sealed class HelpWriter(Func<int> terminalWidth, DocumentedCommand defaultCommand) : SynchronousCommandLineAction
{
    private const string Program = "orthanc-launcher";
    private const int WidestPage = 100;
    private const int NarrowestPage = 40;
    private const int WidestName = 24;
    private const string Indent = "  ";
    private const string Continuation = "      ";

    private readonly StringBuilder _text = new();
    private int _width = WidestPage;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(Write(parseResult.CommandResult.Command));
        return 0;
    }

    public string Write(Command command)
    {
        _width = Math.Clamp(terminalWidth(), NarrowestPage, WidestPage);
        _text.Clear();
        AppendLines(command.Description!, "");
        _text.Append("\nUsage:\n");
        foreach (var line in Usage(command))
        {
            AppendCommandLine(line);
        }

        AppendTable("Commands", command.Subcommands.Select(child => new HelpLine(child.Name, child.Description!)));
        if (command is RootCommand)
        {
            AppendTable("Options", command.Options.Where(IsGeneral).Select(Row));
            AppendExamples(command.Subcommands.OfType<DocumentedCommand>().SelectMany(child => child.Examples.Take(1)));
            _text.Append('\n');
            AppendLines($"{Program} COMMAND --help shows the options of a command and more examples.", "");
        }
        else
        {
            AppendOptions((DocumentedCommand)command);
        }

        return _text.ToString();
    }

    private IEnumerable<string> Usage(Command command)
    {
        if (command is RootCommand)
        {
            return
            [
                $"{Program} [{defaultCommand.Name}]{UsageTail(defaultCommand)}",
                $"{Program} COMMAND [options]",
                $"{Program} PROGRAM [ARGUMENT…]",
            ];
        }

        return command.Subcommands.Count == 0
            ? [FullName(command) + UsageTail(command)]
            : command.Subcommands.Select(child => FullName(child) + UsageTail(child));
    }

    private static string UsageTail(Command command)
    {
        var arguments = command.Arguments.Select(argument => argument.Arity switch
        {
            { MinimumNumberOfValues: 0, MaximumNumberOfValues: > 1 } => $" [{argument.Name}…]",
            { MinimumNumberOfValues: 0 } => $" [{argument.Name}]",
            _ => $" {argument.Name}",
        });
        return $"{string.Concat(arguments)} [options]"
            + $"{(command is DocumentedCommand { Trailer.Length: > 0 } documented ? $" {documented.Trailer}" : "")}";
    }

    public static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{FullName(parent)} {command.Name}" : Program;

    private void AppendOptions(DocumentedCommand command)
    {
        AppendTable("Arguments", command.Arguments.Select(argument => new HelpLine(argument.Name, argument.Description!)));
        var grouped = command.Groups.SelectMany(group => group.Options).ToHashSet();
        var help = command.Parents.OfType<Command>().SelectMany(WithParents).SelectMany(parent => parent.Options).OfType<HelpOption>();
        AppendTable("Options", command.Options.Where(option => !grouped.Contains(option)).Concat(help).Select(Row));
        foreach (var group in command.Groups)
        {
            AppendTable(group.Heading, group.Options.Select(Row));
        }

        AppendExamples(command.Examples);
    }

    private void AppendExamples(IEnumerable<HelpLine> examples)
    {
        _text.Append("\nExamples:\n");
        foreach (var example in examples)
        {
            AppendExample(example.Text, example.Remark);
        }
    }

    private static IEnumerable<Command> WithParents(Command command) =>
        command.Parents.OfType<Command>().SelectMany(WithParents).Prepend(command);

    private static bool IsGeneral(Option option) => option is HelpOption or VersionOption;

    private static HelpLine Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Where(alias => alias.Length == 2).Append(option.Name));
        return new HelpLine(option.HelpName is null ? names : $"{names} {option.HelpName}", option.Description!);
    }

    private void AppendTable(string heading, IEnumerable<HelpLine> entries)
    {
        var rows = entries.ToList();
        if (rows.Count == 0)
        {
            return;
        }

        _text.Append('\n');
        AppendLines(heading + ":", "");
        var column = rows.Max(row => row.Text.Length <= WidestName ? row.Text.Length : 0);
        var isNarrow = _width < 2 * column;
        var left = isNarrow ? Continuation : new string(' ', Indent.Length + column + Indent.Length);
        foreach (var row in rows)
        {
            var isBeside = !isNarrow && row.Text.Length <= column;
            _text.Append(Indent).Append(isBeside ? row.Text.PadRight(column + Indent.Length) : row.Text + "\n");
            AppendLines(row.Remark, left, isBeside);
        }
    }

    /// <summary>A line that is longer than the page goes on after a backslash, so that it can still be copied.</summary>
    private void AppendCommandLine(string line) =>
        _text.Append(Indent).AppendJoin($" \\\n{Continuation}", Printable.Lines(line, _width - Continuation.Length - 2)).Append('\n');

    private void AppendExample(string line, string remark)
    {
        const int remarkColumn = 56;
        var padded = line.PadRight(remarkColumn);
        if (remark.Length > 0 && Indent.Length + padded.Length + 2 + remark.Length <= _width)
        {
            _text.Append(Indent).Append(padded).Append("# ").Append(remark).Append('\n');
            return;
        }

        if (remark.Length > 0)
        {
            AppendLines(remark, Indent + "# ");
        }

        AppendCommandLine(line);
    }

    private void AppendLines(string text, string left, bool isFirstIndented = false)
    {
        foreach (var line in Printable.Lines(text, _width - left.Length))
        {
            _text.Append(isFirstIndented ? "" : left).Append(line).Append('\n');
            isFirstIndented = false;
        }
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using OrthancLauncher.Commands;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher;

/// <summary>The command line in terms of System.CommandLine: all commands, and what is wrong with arguments.</summary>
internal sealed class CommandLine
{
    /// <summary>Options of Orthanc itself; more begin with <c>--verbose-</c> and <c>--trace-</c>.</summary>
    private static readonly string[] OrthancOptions =
    [
        "--verbose", "--trace", "--upgrade", "--no-jobs", "--logdir", "--logfile", "--config", "--errors", "--openapi", "--cheatsheet",
        "--logs-no-thread", "--logs-threadnames-in-context", "--logs-thread-names-in-context",
    ];

    private const string SuggestDirective = "[suggest:";

    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    private readonly LauncherHost _host;
    private readonly IReadOnlyList<string> _orthancArguments;
    private readonly DocumentedCommand _launch;

    /// <param name="orthancArguments">The arguments after <c>--</c>.</param>
    public CommandLine(IReadOnlyList<string> orthancArguments, LauncherHost host)
    {
        _host = host;
        _orthancArguments = orthancArguments;
        var input = new InputOptions(host);
        _launch = LaunchCommand.Build(input, orthancArguments, host);
        Root = new RootCommand("Merges Orthanc's configuration from files, secrets and environment variables, and starts Orthanc with it.")
        {
            _launch,
            RenderCommand.Build(input, host),
            ValidateCommand.Build(input, host),
            ExplainCommand.Build(input, host),
            CompareCommand.Build(input, host),
            DriftCommand.Build(input, orthancArguments, host),
            DoctorCommand.Build(input, orthancArguments, host),
            VariablesCommand.Build(input, host),
            ConvertCommand.Build(input, host),
            PluginsCommand.Build(input, host),
            SchemaCommand.Build(input, host),
            ProbeCommand.Build(host),
            CompletionCommand.Build(host),
        };
        MakeDefault(_launch);
        ReplaceHelp();
    }

    public RootCommand Root { get; }

    public bool IsCommand(string word) => Root.Subcommands.Any(command => command.Name == word);

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    public int Run(IReadOnlyList<string> arguments)
    {
        if (arguments is [['[', .., ']'] directive, var line] && directive.StartsWith(SuggestDirective, StringComparison.Ordinal)
            && int.TryParse(directive.AsSpan()[SuggestDirective.Length..^1], CultureInfo.InvariantCulture, out var position))
        {
            _host.Write(string.Concat(Suggestions(line[..Math.Clamp(position, 0, line.Length)]).Select(word => word + "\n")));
            return ExitCodes.Fine;
        }

        var result = Parse(arguments);
        if (result.Action is not HelpWriter && !Root.Directives.Any(directive => result.GetResult(directive) is not null))
        {
            Check(result);
        }

        using var output = new StreamWriter(_host.Output, leaveOpen: true);
        return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = _host.Error });
    }

    public ParseResult Parse(IReadOnlyList<string> arguments) =>
        Root.Parse(arguments, Configuration);

    /// <summary>
    /// What can come at the end of a line. Options are only suggested where one was begun; where there is nothing else, the shell completes
    /// paths.
    /// </summary>
    private IEnumerable<string> Suggestions(string line)
    {
        var word = line[(line.LastIndexOf(' ') + 1)..];
        var isOption = word.StartsWith('-');
        if (isOption && word.Contains('=', StringComparison.Ordinal))
        {
            // The library fails at an option and its value in one word.
            line = $"{line[..^word.Length]}{word.Replace('=', ' ')}";
            isOption = false;
        }

        return Root.Parse(line, Configuration).GetCompletions(line.Length).Select(item => item.Label)
            .Where(label => label.Length > 0 && label.StartsWith('-') == isOption);
    }

    private void MakeDefault(Command command)
    {
        foreach (var option in command.Options)
        {
            Root.Add(option);
        }

        foreach (var argument in command.Arguments)
        {
            Root.Add(argument);
        }

        Root.Action = command.Action;
    }

    private void ReplaceHelp()
    {
        Root.Options.Remove(Root.Options.OfType<HelpOption>().Single());
        var version = Root.Options.OfType<VersionOption>().Single();
        version.Description = "show the version";
        Root.Add(new HelpOption("--help", "-h") { Description = "show this help", Action = new HelpWriter(_host.OutputWidth, _launch) });
    }

    private void Check(ParseResult result)
    {
        var command = result.CommandResult.Command;
        CheckOptionsBeforeCommand(command, result.RootCommandResult);
        if (_orthancArguments.Count > 0 && command is DocumentedCommand { Trailer.Length: 0 })
        {
            throw new UsageException($"{_orthancArguments[0]} is after --, where {ShortName(command)} accepts nothing; leave the -- out");
        }

        foreach (var token in Arguments(result).Concat(result.UnmatchedTokens))
        {
            CheckIsNoOption(token, command);
        }

        if (result.UnmatchedTokens.Count > 0)
        {
            var names = command.Subcommands.Select(child => child.Name).ToList();
            throw new UsageException(names.Count == 0
                ? $"unexpected argument {result.UnmatchedTokens[0]}; {HelpWriter.FullName(command)} --help shows the usage"
                : "unknown command "
                    + $"{result.UnmatchedTokens[0]}{Suggestion(Spelling.Nearest(result.UnmatchedTokens[0], names), command, "commands")}");
        }

        if (result.Errors.Count > 0)
        {
            throw new UsageException(Describe(result.Errors[0], command));
        }

        CheckValues(result.CommandResult);
        if (command == Root || command == _launch)
        {
            CheckWords(Arguments(result));
        }
    }

    /// <summary>What is written before a command must not be lost silently.</summary>
    private void CheckOptionsBeforeCommand(Command command, CommandResult root)
    {
        var stray = root.Children.OfType<OptionResult>()
            .FirstOrDefault(option => !option.Implicit && !command.Options.Contains(option.Option));
        if (command != Root && stray is not null)
        {
            throw new UsageException($"{stray.Option.Name} is before the command; write {HelpWriter.FullName(command)} first");
        }
    }

    private static IEnumerable<string> Arguments(ParseResult result) =>
        result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);

    /// <summary>A misspelt option must never be taken for a file.</summary>
    private void CheckIsNoOption(string token, Command command)
    {
        if (token.Length < 2 || token[0] != '-')
        {
            return;
        }

        var name = token.Split('=')[0];
        if ((command == Root || command == _launch) && IsOrthancOption(name))
        {
            throw new UsageException($"{name} is an option of Orthanc; write it after --: orthanc-launcher -- {token}");
        }

        var options = command.Options.Concat(Root.Options.Where(option => option.Recursive)).Select(option => option.Name).ToList();
        var nearest = Spelling.Nearest(name, options)
            ?? options.Find(option => option.Length > name.Length && Spelling.Nearest(name, [option[..(name.Length + 1)]]) is not null);
        var others = Root.Subcommands.Where(other => other.Options.Any(option => option.Name == name)).Select(other => other.Name).ToList();
        throw new UsageException(others.Count > 0
            ? $"{name} is an option of {Words.Alternatives(others)}, not of {ShortName(command == Root ? _launch : command)}"
            : $"unknown option {name}{Suggestion(nearest, command, "options")}");
    }

    private static bool IsOrthancOption(string name) =>
        OrthancOptions.Contains(name)
            || name.StartsWith("--verbose-", StringComparison.Ordinal)
            || name.StartsWith("--trace-", StringComparison.Ordinal);

    private static string Suggestion(string? nearest, Command command, string what) =>
        nearest is null ? $"; {HelpWriter.FullName(command)} --help lists the {what}" : $"; did you mean {nearest}?";

    private static string Describe(ParseError error, Command command) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0, Option: var option } => $"{option.Name} needs a value: {option.Name} {option.HelpName}",
        OptionResult { Tokens.Count: > 1, Option: { Arity.MaximumNumberOfValues: 1 } option } => $"{option.Name} can be given only once",
        ArgumentResult { Tokens.Count: 0, Argument: var argument } => $"{ShortName(command)} needs {argument.Name}, {argument.Description}",
        CommandResult { Command.Subcommands: { Count: > 0 } children } =>
            $"{ShortName(command)} needs a command: {Words.Alternatives([.. children.Select(child => child.Name)])}",
        CommandResult when command.Arguments.Count > 0 =>
            $"{ShortName(command)} needs {command.Arguments[0].Name}, {command.Arguments[0].Description}",
        _ => error.Message.TrimEnd('.'),
    };

    /// <summary>The command without the program's name, which begins the message anyway.</summary>
    private static string ShortName(Command command) => HelpWriter.FullName(command).Split(' ', 2)[^1];

    /// <summary>No file has an empty name or a NUL in it, and no function that opens files expects one.</summary>
    private static void CheckValues(CommandResult result)
    {
        foreach (var child in result.Children)
        {
            var name = child is OptionResult option ? option.Option.Name : ((ArgumentResult)child).Argument.Name;
            foreach (var token in child.Tokens)
            {
                if (token.Value.Length == 0 && name != "--pwd" && name != "--keypwd")
                {
                    throw new UsageException($"{name} is empty");
                }

                if (token.Value.Contains('\0', StringComparison.Ordinal))
                {
                    throw new UsageException($"{name} contains a NUL character");
                }
            }
        }
    }

    /// <summary>A word that is neither a command nor a file is a misspelt command or a program that this image does not have.</summary>
    private void CheckWords(IEnumerable<string> sources)
    {
        foreach (var source in sources)
        {
            if (!source.Contains('/', StringComparison.Ordinal) && source != "-" && !File.Exists(source) && !Directory.Exists(source))
            {
                var nearest = Spelling.Nearest(source, Root.Subcommands.Select(command => command.Name).Append("--help"));
                throw new UsageException($"{source}: not a command, program, file or folder"
                    + (nearest is null ? HostFolder.Suggestion(source) : $"; did you mean {nearest}?"));
            }
        }
    }
}

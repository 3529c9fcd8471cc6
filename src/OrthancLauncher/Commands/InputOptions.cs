using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>The options that say where a command takes its configuration from. Each is one object for all commands.</summary>
internal sealed class InputOptions
{
    private readonly LauncherHost _host;

    private readonly Dictionary<SharedOption, Option> _shared = SharedOption.All.ToDictionary(option => option, Create);

    private readonly Option<string> _root = new("--root") { HelpName = "DIR", Description = "use DIR as the container's /" };

    private readonly Option<string[]> _envFile = new("--env-file")
    {
        HelpName = "FILE",
        Description = "read variables from FILE, by docker's rules; can be repeated",
    };

    private readonly Option<string[]> _env = new("--env", "-e")
    {
        HelpName = "NAME=VALUE",
        Description = "set a variable; can be repeated",
    };

    private readonly Option<string[]> _compose = new("--compose")
    {
        HelpName = "FILE",
        Description = "read a service of compose files, merged in order",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _projectDirectory = new("--project-directory")
    {
        HelpName = "DIR",
        Description = "base of the paths in compose files",
    };

    private readonly Option<string[]> _interpolationEnv = new("--interpolation-env")
    {
        HelpName = "FILE",
        Description = "variables in compose files (default .env)",
    };

    private readonly Option<string> _service = new("--service") { HelpName = "NAME", Description = "the service, if several are possible" };

    private readonly Option<string[]> _kubernetes = new("--kubernetes")
    {
        HelpName = "PATH",
        Description = "read a workload of manifests (file or folder)",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _workload = new("--workload")
    {
        HelpName = "NAME",
        Description = "the workload or workload/container, if several",
    };

    private readonly Option<bool> _environment = new("--environment")
    {
        Description = "read the process's variables all the same",
    };

    private readonly Option<bool> _noEnvironment = new("--no-environment") { Description = "do not read the process's variables" };

    private readonly Option<bool> _noAccept = new("--no-accept") { Description = "ignore what the checked files accept" };

    public InputOptions(LauncherHost host)
    {
        _host = host;
        _shared[SharedOption.Accept].CompletionSources.Add(_ => Rules.All.Select(rule => new CompletionItem(rule.Id)));
        _service.CompletionSources.Add(context => DeploymentWords.Services(Named(context), _host));
        _workload.CompletionSources.Add(context => DeploymentWords.Containers(Named(context), _host));
    }

    /// <summary>How much findings matter.</summary>
    public Option[] Severity => [.. LaunchSeverity, _noAccept];

    /// <summary>The same without what only matters where the files of others are checked.</summary>
    public Option[] LaunchSeverity => [_shared[SharedOption.Strict], _shared[SharedOption.Accept]];

    public OptionGroup Logging => new("Log", _shared[SharedOption.LogLevel], _shared[SharedOption.LogFormat]);

    /// <summary>What a launch can be told about the container that it runs in.</summary>
    public OptionGroup Container => new(
        "Container (also as variables: --config-dir is ORTHANC_LAUNCHER_CONFIG_DIR)",
        [
            .. Folders, _shared[SharedOption.OrthancVersion], _shared[SharedOption.Output], _shared[SharedOption.Orthanc],
            _shared[SharedOption.HostIdFile],
        ]);

    /// <summary>For commands that look at a configuration without starting anything.</summary>
    public OptionGroup Input => new(
        "Input (default: the container that the command runs in)",
        [
            _root, _envFile, _env, _compose, _service, _projectDirectory, _interpolationEnv, _kubernetes, _workload, _environment,
            _noEnvironment, .. Folders,
            _shared[SharedOption.OrthancVersion],
        ]);

    /// <summary>For commands that need no configuration, only what is known about settings and plugins.</summary>
    public OptionGroup Definitions => new("Input", _shared[SharedOption.Definitions], _root);

    /// <summary>Definitions, and variables that a file may contain.</summary>
    public OptionGroup Variables => new("Input", [_envFile, _env, _environment, .. Definitions.Options]);

    private IEnumerable<Option> Folders =>
    [
        _shared[SharedOption.ConfigDir], _shared[SharedOption.SecretsDir], _shared[SharedOption.Definitions],
        _shared[SharedOption.PluginsAvailable], _shared[SharedOption.PluginsDir],
    ];

    public static Argument<string[]> Paths(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrMore };

    public InputArguments Read(ParseResult result, Argument<string[]>? paths = null) => new()
    {
        Options = Given(result),
        Sources = paths is null ? [] : result.GetValue(paths) ?? [],
        Root = result.GetValue(_root),
        EnvFiles = result.GetValue(_envFile) ?? [],
        Variables = result.GetValue(_env) ?? [],
        ComposeFiles = result.GetValue(_compose) ?? [],
        ComposeService = result.GetValue(_service),
        ProjectDirectory = result.GetValue(_projectDirectory),
        InterpolationFiles = result.GetValue(_interpolationEnv) ?? [],
        KubernetesPaths = result.GetValue(_kubernetes) ?? [],
        KubernetesWorkload = result.GetValue(_workload),
        IgnoresAcceptances = result.GetValue(_noAccept),
        UsesEnvironment = result.GetValue(_environment),
        IgnoresEnvironment = result.GetValue(_noEnvironment),
    };

    /// <summary>The deployment on a line that is being completed, on which other options may still lack their values.</summary>
    private InputArguments Named(CompletionContext context) => new()
    {
        Sources = [.. context.ParseResult.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens).Select(token => token.Value)],
        ComposeFiles = context.ParseResult.GetValue(_compose) ?? [],
        KubernetesPaths = context.ParseResult.GetValue(_kubernetes) ?? [],
    };

    private Dictionary<SharedOption, IReadOnlyList<string>> Given(ParseResult result)
    {
        var values = new Dictionary<SharedOption, IReadOnlyList<string>>();
        foreach (var (shared, option) in _shared)
        {
            if (result.GetResult(option) is { Implicit: false } given)
            {
                values[shared] = given.Tokens.Count > 0 ? [.. given.Tokens.Select(token => token.Value)] : ["true"];
            }
        }

        return values;
    }

    private static Option Create(SharedOption shared)
    {
        var name = shared.CommandLineName;
        return shared switch
        {
            { ValueName: null } => new Option<bool>(name) { Description = shared.Help },
            { IsList: true } => new Option<string[]>(name) { HelpName = shared.ValueName, Description = Describe(shared) },
            { Choices.Length: > 0 } => CreateChoice(shared),
            _ => new Option<string>(name) { HelpName = shared.ValueName, Description = Describe(shared) },
        };
    }

    /// <summary>Its value is checked with that of the variable, which needs the same message.</summary>
    private static Option<string> CreateChoice(SharedOption shared)
    {
        var choices = shared.Choices.Select(choice => choice == shared.Defaults[0] ? $"{choice} (default)" : choice);
        var option = new Option<string>(shared.CommandLineName)
        {
            HelpName = shared.ValueName,
            Description = $"{shared.Help}: {Words.Alternatives([.. choices])}",
        };
        option.CompletionSources.Add(_ => shared.Choices.Select(choice => new CompletionItem(choice)));
        return option;
    }

    private static string Describe(SharedOption shared)
    {
        var text = $"{shared.Help} (default {shared.DefaultText ?? string.Join(" and ", shared.Defaults)})";
        return shared.IsList ? $"{text}; can be repeated" : text;
    }
}

using System.CommandLine;
using OrthancLauncher.Commands;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher;

/// <summary>The command line in the terms of System.CommandLine: what there is, and which command it leads to.</summary>
internal sealed class CommandLine
{
    private readonly LauncherHost _host;
    private readonly IReadOnlyList<string> _orthancArguments;

    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "Further configuration files or folders, merged after those of the folders; - is standard input.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Dictionary<string, Option> _shared = new(StringComparer.Ordinal)
    {
        [OptionNames.ConfigDir] = Repeated(OptionNames.ConfigDir, "DIR", "Folder with configuration files (default /etc/orthanc); may be repeated."),
        [OptionNames.SecretsDir] = Repeated(OptionNames.SecretsDir, "DIR", "Folder with secrets (default /run/secrets); may be repeated."),
        [OptionNames.Definitions] = Repeated(OptionNames.Definitions, "DIR", "Folder with definitions of the image (default /startup and /usr/share/orthanc-launcher); may be repeated."),
        [OptionNames.PluginsAvailable] = Single(OptionNames.PluginsAvailable, "DIR", "Folder with the libraries of all plugins (default /usr/share/orthanc/plugins-available)."),
        [OptionNames.PluginsDir] = Single(OptionNames.PluginsDir, "DIR", "Folder from which Orthanc loads plugins (default /run/orthanc/plugins if it exists, else /usr/share/orthanc/plugins)."),
        [OptionNames.LogLevel] = Single(OptionNames.LogLevel, "LEVEL", "Least severity that is logged: error, warning (default) or information."),
        [OptionNames.LogFormat] = Single(OptionNames.LogFormat, "FORMAT", "Shape of log lines: text (default) or json."),
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Treat warnings as errors." };

    private readonly Option<string> _root = new("--root") { HelpName = "DIR", Description = "Use DIR as the container's /." };
    private readonly Option<string[]> _envFile = new("--env-file") { HelpName = "FILE", Description = "Read variables from FILE, by docker's rules; may be repeated." };
    private readonly Option<string[]> _env = new("--env", "-e") { HelpName = "NAME=VALUE", Description = "Set a variable; may be repeated." };
    private readonly Option<string> _compose = new("--compose") { HelpName = "FILE", Description = "Take variables, secrets and mounted files from a service of a compose file." };
    private readonly Option<string> _service = new("--service") { HelpName = "NAME", Description = "The service of the compose file." };
    private readonly Option<string> _kubernetes = new("--kubernetes") { HelpName = "FILE", Description = "Take variables, secrets and mounted files from a workload of Kubernetes manifests." };
    private readonly Option<string> _workload = new("--workload") { HelpName = "NAME", Description = "The workload of the manifests." };
    private readonly Option<bool> _environment = new("--environment") { Description = "Read the process's own variables also where others are given." };
    private readonly Option<bool> _noEnvironment = new("--no-environment") { Description = "Do not read the process's own variables." };

    private CommandLine(LauncherHost host, IReadOnlyList<string> orthancArguments)
    {
        _host = host;
        _orthancArguments = orthancArguments;
    }

    /// <summary>Understands the arguments and runs the command that they name.</summary>
    /// <param name="arguments">The arguments before <c>--</c>.</param>
    /// <param name="orthancArguments">The arguments after it.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    public static int Run(IReadOnlyList<string> arguments, IReadOnlyList<string> orthancArguments, LauncherHost host)
    {
        var commandLine = new CommandLine(host, orthancArguments);
        var root = commandLine.Build();
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (result.Errors.Count > 0 && result.Action is not HelpWithExamples)
        {
            throw new UsageException(result.Errors[0].Message.TrimEnd('.'));
        }

        using var output = new StreamWriter(host.Output, leaveOpen: true);
        return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = host.Error });
    }

    private RootCommand Build()
    {
        var root = new RootCommand("Merges the configuration of Orthanc from files, secrets and variables, and starts Orthanc with it.") { Action = null };
        var launchOptions = LaunchOptions();
        var launch = new Command("launch", "Start Orthanc (the default command).");
        AddTo(launch, launchOptions);
        launch.Add(_sources);
        launch.SetAction(Launch);
        AddTo(root, launchOptions);
        root.Add(_sources);
        root.SetAction(Launch);
        var help = root.Options.OfType<System.CommandLine.Help.HelpOption>().Single();
        help.Action = new HelpWithExamples((System.CommandLine.Help.HelpAction)help.Action!);
        root.Add(launch);
        root.Add(RenderCommandLine());
        root.Add(ValidateCommandLine());
        root.Add(ExplainCommandLine());
        root.Add(EnvCommandLine());
        root.Add(ConvertCommandLine());
        root.Add(PluginsCommandLine());
        root.Add(SchemaCommandLine());
        root.Add(CompletionCommandLine());
        root.Add(ProbeCommandLine());
        return root;

        int Launch(ParseResult result) => LaunchCommand.Run(new LaunchArguments(Input(result, launchOptions), _orthancArguments), _host);
    }

    private List<Option> LaunchOptions() =>
    [
        .. _shared.Values,
        _strict,
        Single(OptionNames.Output, "FILE", "File to write for Orthanc (default /tmp/orthanc.json)."),
        Single(OptionNames.Orthanc, "PROGRAM", "Orthanc's program (default: Orthanc on PATH)."),
        Single(OptionNames.HostIdFile, "FILE", "File with the host id (default /etc/hostid)."),
    ];

    private Command RenderCommandLine()
    {
        var output = new Option<string>("--output") { HelpName = "FILE", Description = "Write to FILE (mode 0600) instead of standard output." };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Show secret values, which are masked otherwise." };
        var annotated = new Option<bool>("--annotated") { Description = "Add comments that name each value's source; Orthanc can still read the result." };
        var plan = new Option<bool>("--plan") { Description = "Print what a launch would do, step by step, instead of the configuration." };
        var format = OneOf("--format", RenderArguments.Formats, "How to write the steps of --plan");
        var render = new Command("render", "Print the merged configuration without starting anything.") { output, showSecrets, annotated, plan, format };
        var options = AddInputTo(render);
        render.SetAction(result => RenderCommand.Run(
            new RenderArguments(Input(result, options), result.GetValue(output), result.GetValue(showSecrets))
            {
                IsAnnotated = result.GetValue(annotated),
                IsPlan = result.GetValue(plan),
                Format = result.GetValue(format)!,
            },
            _host));
        return render;
    }

    private Command ValidateCommandLine()
    {
        var format = OneOf("--format", ValidateArguments.Formats, "How to write the findings");
        var validate = new Command("validate", "Check the configuration; exit code 1 if there are errors.") { format };
        var options = AddInputTo(validate);
        validate.SetAction(result => ValidateCommand.Run(new ValidateArguments(Input(result, options), result.GetValue(format)!), _host));
        return validate;
    }

    private Command ExplainCommandLine()
    {
        var setting = Completed(new Argument<string?>("SETTING") { Description = "A setting or section, such as DicomWeb.Root, or a variable; all settings without one.", Arity = ArgumentArity.ZeroOrOne }, SettingPaths);
        var format = OneOf("--format", ExplainArguments.Formats, "How to write it");
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Show secret values, which are masked otherwise." };
        var explain = new Command("explain", "Tell where each value comes from and what it overrode.") { setting, format, showSecrets };
        var options = AddInputTo(explain, takesSources: false);
        explain.SetAction(result => ExplainCommand.Run(
            new ExplainArguments(Input(result, options), result.GetValue(setting), result.GetValue(format)!, result.GetValue(showSecrets)), _host));
        return explain;
    }

    private Command EnvCommandLine()
    {
        List<Option> options = [_shared[OptionNames.Definitions]];
        var env = new Command("env", "Translate between settings and environment variables.")
        {
            EnvListCommandLine(options),
            EnvSubcommand("name", "Print the variable of a setting, its type and default, separated by tabs.", Completed(new Argument<string>("SETTING") { Description = "A setting, such as DicomWeb.Root." }, SettingPaths), options, EnvCommand.Name),
            EnvSubcommand("setting", "Print the setting of a variable, its type and default, separated by tabs.", new Argument<string>("VARIABLE") { Description = "A variable, such as ORTHANC__DICOM_WEB__ROOT." }, options, EnvCommand.Setting),
            EnvSubcommand("check", "Report unknown, malformed and misspelt variables of an env file; exit code 1 if there are any.", new Argument<string>("FILE") { Description = "A file with variables, by docker's rules; - is standard input." }, options, EnvCommand.Check),
        };
        return env;
    }

    private Command EnvListCommandLine(List<Option> options)
    {
        var filter = new Argument<string?>("FILTER") { Description = "A piece of a variable or setting.", Arity = ArgumentArity.ZeroOrOne };
        var component = new Option<string>("--component") { HelpName = "NAME", Description = "Only the settings of Orthanc or of one plugin, such as DicomWeb." };
        component.CompletionSources.Add(_ => Components());
        var format = OneOf("--format", EnvListArguments.Formats, "How to write the list");
        var list = new Command("list", "List all settings with their variables, types and defaults.") { filter, component, format };
        AddTo(list, [.. options, _root]);
        list.SetAction(result => EnvCommand.List(
            new EnvListArguments(Input(result, options), result.GetValue(filter), result.GetValue(component), result.GetValue(format)!), _host));
        return list;
    }

    private Command EnvSubcommand(string name, string description, Argument<string> argument, List<Option> options, Func<InputArguments, string, LauncherHost, int> run)
    {
        var command = new Command(name, description) { argument };
        AddTo(command, [.. options, _root]);
        command.SetAction(result => run(Input(result, options), result.GetValue(argument)!, _host));
        return command;
    }

    private Command ConvertCommandLine()
    {
        var file = new Argument<string>("FILE") { Description = "A configuration of Orthanc, or an env file; - is standard input." };
        var to = OneOf("--to", ConvertArguments.Targets, "What to write");
        var from = OneOf("--from", ConvertArguments.Origins, "What FILE is");
        var secretsOut = new Option<string>("--secrets-out") { HelpName = "DIR", Description = "Write the secret values to files in DIR (mode 0600)." };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Make secret values part of the output." };
        var convert = new Command("convert", "Rewrite a configuration as variables, a compose file, Kubernetes manifests or plain JSON; secrets apart.") { file, to, from, secretsOut, showSecrets };
        List<Option> options = [_shared[OptionNames.Definitions]];
        AddTo(convert, [.. options, _root, _envFile, _env, _environment]);
        convert.SetAction(result => ConvertCommand.Run(
            new ConvertArguments(Input(result, options), result.GetValue(file)!, result.GetValue(from)!, result.GetValue(to)!)
            {
                SecretsFolder = result.GetValue(secretsOut),
                ShowsSecrets = result.GetValue(showSecrets),
            },
            _host));
        return convert;
    }

    private Command PluginsCommandLine()
    {
        var format = OneOf("--format", PluginsArguments.Formats, "How to write the list; rst, markdown and html document variables and defaults");
        var plugins = new Command("plugins", "List every plugin: enabled or not, why, and whether its libraries are there.") { format };
        var options = AddInputTo(plugins);
        plugins.SetAction(result => PluginsCommand.Run(new PluginsArguments(Input(result, options), result.GetValue(format)!), _host));
        return plugins;
    }

    private Command ProbeCommandLine()
    {
        var config = Valued("--config", "FILE", "The configuration that Orthanc was started with (default: what a launch wrote, /tmp/orthanc.json).");
        var url = Valued("--url", "URL", "Base URL of the Orthanc to ask, instead of what the configuration says. Elsewhere than on this machine, certificates are verified and the configuration's users are not used.");
        var path = Valued("--path", "PATH", $"Path to ask for (default {ProbeArguments.DefaultPath}, which needs the database).");
        var timeout = Valued("--timeout", "SECONDS", $"Seconds until giving up, such as 0.5 (default {ProbeArguments.DefaultTimeout}).");
        var user = Valued("--user", "NAME[:PASSWORD]", "User to ask as (default: the first of RegisteredUsers); also ORTHANC_LAUNCHER_PROBE_USER.");
        var password = Valued("--pwd", "PASSWORD", "The user's password, if the configuration does not hold it; better in ORTHANC_LAUNCHER_PROBE_PASSWORD, which the list of processes does not show.");
        var port = Valued("--http_port", "PORT", "Port, instead of HttpPort.", "--http-port");
        var scheme = Valued("--http_scheme", "http|https", "Scheme, instead of what SslEnabled says. On this machine every server certificate is accepted, also a self-signed one.", "--http-scheme");
        var certificate = Valued("--certfile", "FILE", "The client's certificate to show (PEM, its chain may follow); means https.");
        var key = Valued("--keyfile", "FILE", "The certificate's private key (PEM), if it does not stand with the certificate.");
        var keyPassword = Valued("--keypwd", "PASSWORD", "The key's password; better in ORTHANC_LAUNCHER_PROBE_KEY_PASSWORD.");
        var probe = new Command("probe", "Check the health of the running Orthanc: silent with exit code 0, or one line and exit code 1.")
        {
            config, url, path, timeout, user, password, port, scheme, certificate, key, keyPassword,
        };
        probe.SetAction(result => ProbeCommand.Run(
            new ProbeArguments
            {
                ConfigurationFile = result.GetValue(config),
                Url = result.GetValue(url),
                Path = result.GetValue(path) ?? ProbeArguments.DefaultPath,
                Timeout = result.GetValue(timeout) ?? ProbeArguments.DefaultTimeout,
                User = result.GetValue(user),
                Password = result.GetValue(password),
                HttpPort = result.GetValue(port),
                HttpScheme = result.GetValue(scheme),
                CertificateFile = result.GetValue(certificate),
                KeyFile = result.GetValue(key),
                KeyPassword = result.GetValue(keyPassword),
            },
            _host));
        return probe;

        static Option<string> Valued(string name, string value, string description, params string[] aliases) =>
            new(name, aliases) { HelpName = value, Description = description };
    }

    private Command CompletionCommandLine()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.CompletionSources.Add(_ => CompletionCommand.Shells.Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        shell.Validators.Add(result =>
        {
            if (Array.IndexOf(CompletionCommand.Shells, result.Tokens[^1].Value) < 0)
            {
                result.AddError($"completion {result.Tokens[^1].Value}: the shell must be {Alternatives(CompletionCommand.Shells)}");
            }
        });
        var completion = new Command("completion", "Print a shell's completion script.") { shell };
        completion.SetAction(result => CompletionCommand.Run(result.GetValue(shell)!, _host));
        return completion;
    }

    private static Argument<T> Completed<T>(Argument<T> argument, Func<IEnumerable<string>> words)
    {
        argument.CompletionSources.Add(_ => words().Select(word => new System.CommandLine.Completions.CompletionItem(word)));
        return argument;
    }

    private static IEnumerable<string> SettingPaths() => SettingsCatalogue.BuiltIn.All().Select(setting => setting.Path).Where(path => !path.Contains('[', StringComparison.Ordinal));

    private static IEnumerable<System.CommandLine.Completions.CompletionItem> Components() =>
        SettingsCatalogue.BuiltIn.All().SelectMany(setting => setting.Definition.Component?.Split('|') ?? []).Distinct()
            .Select(component => new System.CommandLine.Completions.CompletionItem(component));

    private Command SchemaCommandLine()
    {
        var schema = new Command("schema", "Print the JSON Schema of Orthanc's configuration, for editors and other validators.");
        List<Option> options = [_shared[OptionNames.Definitions]];
        AddTo(schema, [.. options, _root]);
        schema.SetAction(result => SchemaCommand.Run(Input(result, options), _host));
        return schema;
    }

    private static string Alternatives(string[] values) => $"{string.Join(", ", values[..^1])} or {values[^1]}";

    private static Option<string> OneOf(string name, string[] values, string description)
    {
        var option = new Option<string>(name)
        {
            HelpName = string.Join('|', values),
            Description = $"{description}: {string.Join(", ", values)} (default {values[0]}).",
            DefaultValueFactory = _ => values[0],
        };
        option.CompletionSources.Add(_ => values.Select(value => new System.CommandLine.Completions.CompletionItem(value)));
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && Array.IndexOf(values, result.Tokens[^1].Value) < 0)
            {
                result.AddError($"{name} must be {Alternatives(values)}");
            }
        });
        return option;
    }

    /// <summary>Adds the options of commands that read a configuration without starting Orthanc.</summary>
    private List<Option> AddInputTo(Command command, bool takesSources = true)
    {
        List<Option> options = [.. _shared.Values, _strict];
        AddTo(command, options);
        AddTo(command, [_root, _envFile, _env, _environment, _noEnvironment, _compose, _service, _kubernetes, _workload]);
        if (takesSources)
        {
            command.Add(_sources);
        }

        return options;
    }

    private InputArguments Input(ParseResult result, List<Option> options)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var option in options)
        {
            if (result.GetResult(option) is not { Implicit: false } given)
            {
                continue;
            }

            var name = option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();
            values[name] = option == _strict
                ? (result.GetValue(_strict) ? "true" : "false")
                : string.Join(':', given.Tokens.Select(token => token.Value));
        }

        var sources = result.GetResult(_sources) is null ? [] : result.GetValue(_sources) ?? [];
        foreach (var source in sources)
        {
            // A misspelt option must never be taken for a file.
            if (source.Length > 1 && source[0] == '-')
            {
                throw new UsageException($"there is no option {source}{Suggestion(source, result.CommandResult.Command)}");
            }
        }

        return new InputArguments
        {
            Options = values,
            Sources = sources,
            Root = Given(result, _root),
            EnvFiles = Given(result, _envFile) ?? [],
            Variables = Given(result, _env) ?? [],
            ComposeFile = Given(result, _compose),
            ComposeService = Given(result, _service),
            KubernetesFile = Given(result, _kubernetes),
            KubernetesWorkload = Given(result, _workload),
            UsesEnvironment = Given(result, _environment),
            IgnoresEnvironment = Given(result, _noEnvironment),
        };
    }

    private static T? Given<T>(ParseResult result, Option<T> option) => result.GetResult(option) is null ? default : result.GetValue(option);

    private static string Suggestion(string given, Command command)
    {
        var name = given.Split('=')[0];
        var options = command.Options.Select(option => option.Name).ToList();
        var nearest = Spelling.Nearest(name, options)
            ?? options.Find(option => option.Length > name.Length && Spelling.Nearest(name, [option[..(name.Length + 1)]]) is not null);
        return nearest is null ? $"; {command.Name} --help lists the options" : $"; did you mean {nearest}?";
    }

    private static Option<string> Single(string name, string value, string description) =>
        new(OptionNames.ToCommandLine(name)) { HelpName = value, Description = description };

    private static Option<string[]> Repeated(string name, string value, string description) =>
        new(OptionNames.ToCommandLine(name)) { HelpName = value, Description = description };

    private static void AddTo(Command command, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            command.Add(option);
        }
    }
}

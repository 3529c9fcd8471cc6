using System.CommandLine;
using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>The command line of <c>variables list</c>; filter and component are null to list everything.</summary>
internal sealed record VariablesListArguments(InputArguments Input, string? Filter, string? Component, string Format);

/// <summary>Translates between settings and variables.</summary>
internal static class VariablesCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var command = new DocumentedCommand("variables", "Translate between settings and environment variables.")
        {
            Examples = [new("orthanc-launcher variables list wado"), new("orthanc-launcher variables check orthanc.env")],
        };
        command.Add(BuildList(input, host));
        var setting = new Argument<string>("SETTING") { Description = "a setting, such as DicomWeb.Root" };
        setting.CompletionSources.Add(_ => CatalogueWords.Settings());
        command.Add(
            BuildChild(
                "name", "Print the variable of a setting, its type and default, separated by tabs.", setting, "DicomWeb.Root", Name));
        command.Add(BuildChild(
            "setting",
            "Print the setting of a variable, its type and default, separated by tabs.",
            new Argument<string>("VARIABLE") { Description = "a variable, such as ORTHANC__DICOM_WEB__ROOT" },
            "ORTHANC__DICOM_WEB__ROOT",
            Setting));
        command.Add(BuildChild(
            "check",
            "Report unknown, malformed and misspelt variables of an env file; exit code 1 if there are any.",
            new Argument<string>("FILE") { Description = "a file with variables, by docker's rules; - is standard input" },
            "orthanc.env",
            Check));
        return command;

        DocumentedCommand BuildChild(
            string name, string description, Argument<string> argument, string example, Func<InputArguments, string, LauncherHost, int> run)
        {
            var child = new DocumentedCommand(name, description) { Examples = [new($"orthanc-launcher variables {name} {example}")] };
            child.Add(argument);
            child.Add(input.Definitions);
            child.SetAction(result => run(input.Read(result), result.GetValue(argument)!, host));
            return child;
        }
    }

    private static DocumentedCommand BuildList(InputOptions input, LauncherHost host)
    {
        var filter = new Argument<string?>("FILTER")
        {
            Description = "a part of a variable's or setting's name",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var component = new Option<string>("--component")
        {
            HelpName = "NAME",
            Description = "only settings of Orthanc or of one plugin, such as DicomWeb",
        };
        component.CompletionSources.Add(_ => CatalogueWords.Components());
        var format = new ChoiceOption("--format", "how to write the list", "table", "json", "dotenv");
        var command = new DocumentedCommand("list", "List all settings with their variables, types and defaults.")
        {
            Examples =
            [
                new("orthanc-launcher variables list wado"),
                new("orthanc-launcher variables list --component PostgreSQL --format dotenv"),
            ],
        };
        command.Add(filter);
        command.Add(component);
        command.Add(format);
        command.Add(input.Definitions);
        command.SetAction(result => List(
            new VariablesListArguments(input.Read(result), result.GetValue(filter), result.GetValue(component), result.GetValue(format)!),
            host));
        return command;
    }

    private static int List(VariablesListArguments arguments, LauncherHost host)
    {
        var definitions = new SourceReader(host).Definitions(arguments.Input, out _);
        var entries = Entries(definitions).Where(entry => Fits(entry, arguments)).ToList();
        if (entries.Count == 0)
        {
            var components = definitions.Catalogue.All().SelectMany(setting => setting.Definition.Component?.Split('|') ?? []).Distinct();
            var meant = arguments.Component is null ? null : Spelling.Nearest(arguments.Component, components);
            return Fail(host, $"no setting matches{(meant is null ? "" : $"; did you mean the component {meant}?")}");
        }

        host.Write(arguments.Format switch
        {
            "json" => AsJson(entries),
            "dotenv" => AsDotEnv(entries),
            _ => AsTable(entries, host),
        });
        return ExitCodes.Fine;
    }

    private static int Name(InputArguments input, string setting, LauncherHost host)
    {
        var definitions = new SourceReader(host).Definitions(input, out _);
        var naming = new VariableNaming(definitions);
        var segments = SettingPath.Split(setting.Trim('.'));
        var definition = definitions.Catalogue.Find(segments);
        if (!definition.Exists && IsOfKnownSection(segments, definitions.Catalogue, out var meant))
        {
            return Fail(host, $"{setting} is not a setting of Orthanc or its plugins{(meant is null ? "" : $"; did you mean {meant}?")}");
        }

        if (naming.ToVariable(segments) is not { } variable)
        {
            string? parent = null;
            for (var length = segments.Length - 1; length > 0 && parent is null; length--)
            {
                parent = naming.ToVariable(segments[..length]);
            }

            return Fail(
                host,
                $"no variable leads to {setting}, since a key in a variable's name begins with a capital and goes on in lower "
                    + $"case{(parent is null ? "" : $"; set {parent} to JSON instead")}");
        }

        host.Write($"{variable}\t{TypeOf(definition)}\t{definition.DefaultJson}".TrimEnd('\t') + "\n");
        return ExitCodes.Fine;
    }

    private static int Setting(InputArguments input, string variable, LauncherHost host)
    {
        var definitions = new SourceReader(host).Definitions(input, out _);
        var naming = new VariableNaming(definitions);
        var name = naming.PointedVariable(variable) ?? variable;
        if (name == SpecialVariables.Password)
        {
            host.Write("RegisteredUsers.orthanc\tstring\n");
            return ExitCodes.Fine;
        }

        if (naming.NearMiss(name) is { } right)
        {
            return Fail(host, $"{variable} sets nothing; did you mean {right}?");
        }

        if (!naming.IsSettingVariable(name))
        {
            return Fail(
                host,
                DescribeSpecial(variable, definitions)
                    ?? $"{variable} sets nothing; variables of settings begin with {VariableNaming.Prefix}");
        }

        if (naming.Resolve(name, out var malformed) is not { } resolved)
        {
            return Fail(host, $"{variable} is malformed: {malformed}");
        }

        if (resolved.Origin == NameOrigin.Unknown
            && IsOfKnownSection(resolved.Segments, definitions.Catalogue, out var meant)
            && meant is not null)
        {
            return Fail(
                host,
                $"{variable} means {resolved.Path}, which is not a setting of Orthanc or its plugins; "
                    + $"did you mean {naming.ToVariable(SettingPath.Split(meant)) ?? meant}?");
        }

        if (resolved.Origin == NameOrigin.Legacy)
        {
            host.WriteError($"{variable} is deprecated; use {naming.ToVariable(resolved.Segments)}");
        }

        host.Write($"{resolved.Path}\t{TypeOf(resolved.Definition)}\t{resolved.Definition.DefaultJson}".TrimEnd('\t') + "\n");
        return ExitCodes.Fine;
    }

    /// <exception cref="UsageException">The file cannot be read.</exception>
    private static int Check(InputArguments input, string file, LauncherHost host)
    {
        var definitions = new SourceReader(host).Definitions(input, out _);
        var lines = EnvFile.ReadLines(file, host.ReadNamed(file), static _ => null);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (number, variable) in lines)
        {
            numbers[variable.Name] = number;
        }

        var findings = Findings(definitions, [.. lines.Select(line => line.Variable).Reverse()]).Concat(Misspelt(definitions, numbers.Keys))
            .Where(finding => finding.Place is { Source.Kind: SourceKind.Variable } place && numbers.ContainsKey(place.Source.Name))
            .OrderBy(finding => numbers[finding.Place!.Value.Source.Name]).ToList();
        foreach (var finding in findings)
        {
            var remedy = finding.Remedy is null ? "" : $"; {finding.Remedy}";
            var severity = finding.Severity == Severity.Error ? "error" : "warning";
            var line = $"{file}:{numbers[finding.Place!.Value.Source.Name]}: {severity}: {finding.Message} [{finding.Rule}]{remedy}";
            host.Write(Printable.Of(line) + "\n");
        }

        return findings.Count == 0 ? ExitCodes.Fine : ExitCodes.Refused;
    }

    private static FindingList Findings(LauncherDefinitions definitions, List<EnvironmentVariable> variables)
    {
        // Only the variables are looked at: secrets, files and libraries belong to the place where they are used.
        var plan = LaunchPlanner.Plan(
            new LaunchRequest
            {
                Context = new LauncherContext(definitions, variables),
                Input = new ConfigurationInput { Variables = variables },
                Host = new HostFacts
                {
                    Plugins = new PluginsHost
                    {
                        Folders = [new PluginsFolder("/usr/share/orthanc/plugins", PluginsFolderState.Missing, [])],
                        Available = new AvailablePlugins("/usr/share/orthanc/plugins-available", null),
                    },
                },
                OutputPath = "/tmp/orthanc.json",
                OrthancProgram = "Orthanc",
                HostIdPath = "/etc/hostid",
                MinimumSeverity = Severity.Warning,
            });
        return plan.Findings;
    }

    /// <summary>In a file made for Orthanc, a name close to that of a special variable is meant as that.</summary>
    private static IEnumerable<Finding> Misspelt(LauncherDefinitions definitions, IEnumerable<string> names)
    {
        var naming = new VariableNaming(definitions);
        var known = SpecialVariables.All.Concat(
            definitions.Plugins.SelectMany(plugin => new[] { plugin.EnablingVariable, plugin.LegacyEnablingVariable }))
            .OfType<string>().ToList();
        foreach (var name in names)
        {
            if (!known.Contains(name)
                && !naming.IsSettingVariable(name)
                && naming.NearMiss(name) is null
                && Spelling.Nearest(name, known) is { } nearest
                && Spelling.Distance(name, nearest) <= 2)
            {
                yield return new Finding(Rules.NearMissName, $"{name} has no effect, but its name is nearly that of {nearest}")
                {
                    Place = new Place(new Source(SourceKind.Variable, name)),
                    Remedy = $"use {nearest}",
                };
            }
        }
    }

    /// <summary>Whether the path begins like a known one; if so, the known path that may have been meant.</summary>
    private static bool IsOfKnownSection(string[] segments, SettingsCatalogue catalogue, out string? meant)
    {
        var definition = catalogue.Root;
        var path = new List<string>();
        foreach (var segment in segments)
        {
            var child = definition.Child(segment);
            if (!child.Exists && SettingNames.Suggest(segment, definition) is { } name)
            {
                child = definition.Child(name);
                path.Add(name);
            }
            else if (!child.Exists)
            {
                meant = null;
                return path.Count > 0;
            }
            else
            {
                path.Add(segment);
            }

            definition = child;
        }

        meant = SettingPath.Join(path);
        return true;
    }

    private static string? DescribeSpecial(string variable, LauncherDefinitions definitions)
    {
        foreach (var plugin in definitions.Plugins)
        {
            if (plugin.EnablingVariable == variable || plugin.LegacyEnablingVariable == variable)
            {
                return $"{variable} is not a setting; it enables or disables the plugin {plugin.Name}";
            }
        }

        return SpecialVariables.All.Contains(variable) ? $"{variable} is not a setting; it has an effect of its own" : null;
    }

    private static int Fail(LauncherHost host, string message)
    {
        host.WriteError(message);
        return ExitCodes.Refused;
    }

    private sealed record Entry(string Variable, string Setting, SettingDefinition Definition);

    /// <summary>All settings that a variable leads to. Keys that users choose are shown as <c>KEY</c>.</summary>
    private static IEnumerable<Entry> Entries(LauncherDefinitions definitions)
    {
        var naming = new VariableNaming(definitions);
        foreach (var (path, definition) in definitions.Catalogue.All())
        {
            if (path.Contains('[', StringComparison.Ordinal))
            {
                continue;
            }

            var variable = naming.ToVariable(SettingPath.Split(path.Replace("*", "Key", StringComparison.Ordinal)));
            if (variable is not null)
            {
                yield return new Entry(variable, path, definition);
            }
        }
    }

    private static bool Fits(Entry entry, VariablesListArguments arguments) =>
        (
            arguments.Component is null
                || entry.Definition.Component?.Split('|').Contains(arguments.Component, StringComparer.OrdinalIgnoreCase) == true)
        && (arguments.Filter is null
            || entry.Variable.Contains(arguments.Filter, StringComparison.OrdinalIgnoreCase)
            || entry.Setting.Contains(arguments.Filter, StringComparison.OrdinalIgnoreCase));

    private static string TypeOf(SettingDefinition definition)
    {
        if (!definition.Exists || definition.Types == SettingTypes.Any)
        {
            return "any";
        }

        return string.Join('|', Enum.GetValues<SettingTypes>()
            .Where(type => type is not (SettingTypes.None or SettingTypes.Any) && definition.Types.HasFlag(type))
            .Select(type => type.ToString().ToLowerInvariant()));
    }

    private static string AsTable(List<Entry> entries, LauncherHost host)
    {
        var table = new TextTable("Variable", "Setting", "Type", "Default");
        foreach (var entry in entries)
        {
            table.Add(entry.Variable, entry.Setting, TypeOf(entry.Definition), Shortened(entry.Definition.DefaultJson));
        }

        return table.Write(host.OutputIsTerminal() ? host.OutputWidth() : 0, new TextStyle(host.OutputHasColours()));
    }

    private static string Shortened(string? value)
    {
        const int longest = 60;
        return value is null ? "" : value.Length <= longest ? value : value[..(longest - 1)] + "…";
    }

    private static string AsJson(List<Entry> entries)
    {
        var writing = new JsonWriter { IsForOrthanc = false };
        writing.StartArray();
        foreach (var (variable, setting, definition) in entries)
        {
            writing.StartObject();
            writing.Text("variable", variable);
            writing.Text("setting", setting);
            writing.Text("type", TypeOf(definition));
            if (definition.DefaultJson is { } json
                && JsonParser.TryRead(new Source(SourceKind.Launcher, "catalogue"), Encoding.UTF8.GetBytes(json), out var value))
            {
                writing.Key("default");
                writing.Value(value);
            }

            writing.Text("component", definition.Component);
            writing.Text("since", definition.Since);
            if (definition.IsSecret)
            {
                writing.Key("secret");
                writing.Boolean(true);
            }

            writing.EndObject();
        }

        writing.EndArray();
        writing.EndOfText();
        return Encoding.UTF8.GetString(writing.Written.Span);
    }

    /// <summary>A file in which each variable with its default waits to be uncommented.</summary>
    private static string AsDotEnv(List<Entry> entries)
    {
        var text = new StringBuilder();
        string? component = null;
        foreach (var (variable, setting, definition) in entries)
        {
            if (definition.ChildCount > 0 && definition.DefaultJson is null)
            {
                continue;
            }

            if (definition.Component != component)
            {
                component = definition.Component;
                text.Append(text.Length == 0 ? "" : "\n").Append("# ").Append(component).Append('\n');
            }

            text.Append("# ").Append(setting).Append(": ").Append(ValueReader.Describe(definition.Types)).Append('\n');
            text.Append('#').Append(variable).Append('=').Append(definition.IsSecret ? "" : definition.DefaultJson).Append('\n');
        }

        return text.ToString();
    }
}

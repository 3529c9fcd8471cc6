using System.CommandLine;
using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>The command line of <c>variables list</c>; filter and component are null to list everything.</summary>
internal sealed record VariablesListArguments(InputArguments Input, string? Filter, string? Component, string Format);

/// <summary>Lists the settings with their variables.</summary>
internal static class VariablesListCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
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
        command.SetAction(result => Run(
            new VariablesListArguments(input.Read(result), result.GetValue(filter), result.GetValue(component), result.GetValue(format)!),
            host));
        return command;
    }

    private static int Run(VariablesListArguments arguments, LauncherHost host)
    {
        var entries = Entries(new SourceReader(host).Context(arguments.Input, out _)).ToList();
        var matching = entries.Where(entry => Fits(entry, arguments)).ToList();
        if (matching.Count == 0)
        {
            var components = entries.SelectMany(entry => entry.Definition.Component?.Split('|') ?? []).Distinct();
            var meant = arguments.Component is null ? null : Spelling.Nearest(arguments.Component, components);
            host.WriteError($"no setting matches{(meant is null ? "" : $"; did you mean the component {meant}?")}");
            return ExitCodes.Refused;
        }

        host.Write(arguments.Format switch
        {
            "json" => AsJson(matching),
            "dotenv" => AsDotEnv(matching),
            _ => AsTable(matching, host),
        });
        return ExitCodes.Fine;
    }

    private sealed record Entry(string Variable, string Setting, SettingDefinition Definition);

    /// <summary>All settings that a variable leads to. Keys that users choose are shown as <c>KEY</c>.</summary>
    private static IEnumerable<Entry> Entries(LauncherContext context)
    {
        foreach (var (path, definition) in context.Definitions.Catalogue.All())
        {
            if (path.Contains('[', StringComparison.Ordinal))
            {
                continue;
            }

            var variable = context.Naming.ToVariable(SettingPath.Split(path.Replace("*", "Key", StringComparison.Ordinal)));
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

    private static string AsTable(List<Entry> entries, LauncherHost host)
    {
        var table = new TextTable("Variable", "Setting", "Type", "Default");
        foreach (var entry in entries)
        {
            var shortened = Printable.Beginning(entry.Definition.DefaultJson ?? "", 60);
            table.Add(entry.Variable, entry.Setting, VariablesCommand.TypeOf(entry.Definition), shortened);
        }

        return table.Write(host.OutputIsTerminal() ? host.OutputWidth() : 0, new TextStyle(host.OutputHasColours()));
    }

    private static string AsJson(List<Entry> entries) => ReportJson.Document(json => json.Objects(entries, entry =>
    {
        json.Text("variable", entry.Variable);
        json.Text("setting", entry.Setting);
        json.Text("type", VariablesCommand.TypeOf(entry.Definition));
        if (entry.Definition.DefaultJson is { } text
            && JsonParser.TryRead(new Source(SourceKind.Launcher, "catalogue"), Encoding.UTF8.GetBytes(text), out var value))
        {
            json.Key("default");
            json.Value(value);
        }

        json.Text("component", entry.Definition.Component);
        json.Text("since", entry.Definition.Since);
        if (entry.Definition.IsSecret)
        {
            json.Flag("secret", true);
        }
    }));

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

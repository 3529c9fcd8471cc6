using System.CommandLine;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Input;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>Translates between settings and variables.</summary>
internal static class VariablesCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var command = new DocumentedCommand("variables", "Translate between settings and environment variables.")
        {
            Examples = [new("orthanc-launcher variables list wado"), new("orthanc-launcher variables check orthanc.env")],
        };
        command.Add(VariablesListCommand.Build(input, host));
        var setting = new Argument<string>("SETTING") { Description = "a setting, such as DicomWeb.Root" };
        setting.CompletionSources.Add(_ => CatalogueWords.Settings());
        command.Add(BuildChild(
            "name",
            "Print the variable of a setting, its type and default, separated by tabs.",
            setting,
            "DicomWeb.Root",
            (arguments, text) => Name(arguments, text, host),
            input));
        command.Add(BuildChild(
            "setting",
            "Print the setting of a variable, its type and default, separated by tabs.",
            new Argument<string>("VARIABLE") { Description = "a variable, such as ORTHANC__DICOM_WEB__ROOT" },
            "ORTHANC__DICOM_WEB__ROOT",
            (arguments, text) => Setting(arguments, text, host),
            input));
        command.Add(VariablesCheckCommand.Build(input, host));
        return command;
    }

    /// <summary>A command with one argument that looks at the definitions alone.</summary>
    public static DocumentedCommand BuildChild(
        string name, string description, Argument<string> argument, string example, Func<InputArguments, string, int> run,
        InputOptions input)
    {
        var child = new DocumentedCommand(name, description) { Examples = [new($"orthanc-launcher variables {name} {example}")] };
        child.Add(argument);
        child.Add(input.Definitions);
        child.SetAction(result => run(input.Read(result), result.GetValue(argument)!));
        return child;
    }

    private static int Name(InputArguments input, string setting, LauncherHost host)
    {
        var context = new SourceReader(host).Context(input, out _);
        var (naming, catalogue) = (context.Naming, context.Definitions.Catalogue);
        var segments = SettingPath.Split(setting.Trim('.'));
        var definition = catalogue.Find(segments);
        if (!definition.Exists && IsOfKnownSection(segments, catalogue, out var meant))
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
        var context = new SourceReader(host).Context(input, out _);
        var (naming, catalogue) = (context.Naming, context.Definitions.Catalogue);
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
                DescribeSpecial(variable, context.Definitions)
                    ?? $"{variable} sets nothing; variables of settings begin with {VariableNaming.Prefix}");
        }

        if (naming.Resolve(name, out var malformed) is not { } resolved)
        {
            return Fail(host, $"{variable} is malformed: {malformed}");
        }

        if (resolved.Origin == NameOrigin.Unknown
            && IsOfKnownSection(resolved.Segments, catalogue, out var meant)
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

    /// <summary>The types of a setting, such as <c>string|null</c>.</summary>
    public static string TypeOf(SettingDefinition definition)
    {
        if (!definition.Exists || definition.Types == SettingTypes.Any)
        {
            return "any";
        }

        return string.Join('|', Enum.GetValues<SettingTypes>()
            .Where(type => type is not (SettingTypes.None or SettingTypes.Any) && definition.Types.HasFlag(type))
            .Select(type => type.ToString().ToLowerInvariant()));
    }

    private static int Fail(LauncherHost host, string message)
    {
        host.WriteError(message);
        return ExitCodes.Refused;
    }
}

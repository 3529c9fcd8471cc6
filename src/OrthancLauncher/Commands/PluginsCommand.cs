using OrthancLauncher.Core.Planning;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

internal sealed record PluginsArguments(InputArguments Input, string Format);

/// <summary>Lists every plugin: enabled or not, why, and whether its libraries are there.</summary>
internal static class PluginsCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var paths = InputOptions.Paths("PATH", "configuration file or folder, merged after those of the folders; - is standard input");
        var format = new ChoiceOption(
            "--format", "how to write it; the last three document enabling variables and defaults", "table", "json", "rst", "markdown",
            "html");
        var command = new DocumentedCommand("plugins", "List every plugin: enabled or not, why, and whether its libraries are present.")
        {
            Examples =
            [
                new("orthanc-launcher plugins"),
                new("orthanc-launcher plugins --format markdown", "for an image's documentation"),
            ],
        };
        command.Add(paths);
        command.Add(format);
        command.AddOptions(input.Severity);
        command.Add(input.Input);
        command.Add(input.Logging);
        command.SetAction(result => Run(new PluginsArguments(input.Read(result, paths), result.GetValue(format)!), host));
        return command;
    }

    private static int Run(PluginsArguments arguments, LauncherHost host)
    {
        var reader = new SourceReader(host);
        if (arguments.Format is "rst" or "markdown" or "html")
        {
            var plugins = reader.Context(arguments.Input, out _).Definitions.Plugins;
            host.Write(arguments.Format switch
            {
                "rst" => PluginDocumentation.WriteRst(plugins),
                "markdown" => PluginDocumentation.WriteMarkdown(plugins),
                _ => PluginDocumentation.WriteHtml(plugins),
            });
            return ExitCodes.Fine;
        }

        var plan = LaunchPlanner.Plan(reader.Read(arguments.Input, out var options));
        if (!plan.IsReadable)
        {
            // What is enabled would depend on it.
            using var log = new LaunchLog(host, options.LogLevel, options.LogsJson);
            FindingsLog.Write(plan, log);
            return ExitCodes.Refused;
        }

        host.Write(arguments.Format == "json"
            ? PluginsReport.WriteJson(plan)
            : PluginsReport.WriteTable(plan, host.OutputIsTerminal() ? host.OutputWidth() : 0, new TextStyle(host.OutputHasColours())));
        return ExitCodes.Fine;
    }
}

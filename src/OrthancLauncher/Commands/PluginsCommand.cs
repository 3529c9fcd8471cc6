using OrthancLauncher.Input;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>What <c>plugins</c> is asked to do.</summary>
/// <param name="Input">Where the configuration comes from.</param>
/// <param name="Format">How to write the list; rst, markdown and html document variables and defaults.</param>
internal sealed record PluginsArguments(InputArguments Input, string Format)
{
    /// <summary>All formats.</summary>
    public static readonly string[] Formats = ["table", "json", "rst", "markdown", "html"];
}

/// <summary>Lists every plugin: enabled or not, why, and whether its libraries are there.</summary>
internal static class PluginsCommand
{
    /// <summary>Writes the list to standard output.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code.</returns>
    public static int Run(PluginsArguments arguments, LauncherHost host)
    {
        var reader = new SourceReader(host);
        if (arguments.Format is "rst" or "markdown" or "html")
        {
            var plugins = reader.Definitions(arguments.Input, out _).Plugins;
            host.Write(arguments.Format switch
            {
                "rst" => PluginDocumentation.WriteRst(plugins),
                "markdown" => PluginDocumentation.WriteMarkdown(plugins),
                _ => PluginDocumentation.WriteHtml(plugins),
            });
            return ExitCodes.Fine;
        }

        var plan = reader.Plan(arguments.Input, isLaunch: false, [], out _);
        host.Write(arguments.Format == "json"
            ? PluginsReport.WriteJson(plan)
            : PluginsReport.WriteTable(plan, host.OutputIsTerminal() ? host.OutputWidth() : 0, new TextStyle(host.OutputHasColours())));
        return ExitCodes.Fine;
    }
}

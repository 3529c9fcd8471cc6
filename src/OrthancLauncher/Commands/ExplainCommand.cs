using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Input;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;

namespace OrthancLauncher.Commands;

/// <summary>What <c>explain</c> is asked to do.</summary>
/// <param name="Input">Where the configuration comes from.</param>
/// <param name="Setting">The setting, section or variable to explain, or null for the whole configuration.</param>
/// <param name="Format">How to write the explanation: text, json or html.</param>
/// <param name="ShowsSecrets">Whether secret values are shown.</param>
internal sealed record ExplainArguments(InputArguments Input, string? Setting, string Format, bool ShowsSecrets)
{
    /// <summary>All formats.</summary>
    public static readonly string[] Formats = ReportFormats.Explanation.Names;
}

/// <summary>Tells where values come from and what they replaced.</summary>
internal static class ExplainCommand
{
    /// <summary>Writes the explanation to standard output.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code; a configuration with errors is explained like any other.</returns>
    /// <exception cref="UsageException">There is no such setting.</exception>
    public static int Run(ExplainArguments arguments, LauncherHost host)
    {
        var reader = new SourceReader(host);
        var plan = reader.Plan(arguments.Input, isLaunch: false, [], out _);
        var explainer = new Explainer(plan, arguments.ShowsSecrets);
        var segments = string.IsNullOrWhiteSpace(arguments.Setting) ? [] : Find(arguments.Setting, explainer);

        // A page can fold away what is not set; a list of the whole configuration would only grow long by it.
        var explanation = explainer.Explain(segments, listsUnset: segments.Count > 0 || arguments.Format == "html");
        ReportFormats.Explanation.Write(explanation, arguments.Format, host);
        return ExitCodes.Fine;
    }

    private static IReadOnlyList<string> Find(string setting, Explainer explainer)
    {
        var match = explainer.Find(setting);
        if (match.Segments is { } segments)
        {
            return segments;
        }

        var meant = string.Join(" or ", match.Suggestions);
        throw new UsageException($"{setting}: there is no such setting{(meant.Length == 0 ? "" : $"; did you mean {meant}?")}");
    }
}

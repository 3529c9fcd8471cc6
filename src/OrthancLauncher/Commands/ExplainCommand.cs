using System.CommandLine;
using System.CommandLine.Completions;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Deployments;
using OrthancLauncher.Input;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>
/// The command line of <c>explain</c>; the setting may be a section or variable, and is null for the whole configuration.
/// </summary>
internal sealed record ExplainArguments(InputArguments Input, string? Setting, string Format, bool ShowsSecrets)
{
    /// <summary>The same without a setting, and with one PATH more.</summary>
    public ExplainArguments WithPath(string path) =>
        this with { Setting = null, Input = Input with { Sources = [path, .. Input.Sources] } };
}

/// <summary>Tells where values come from and what they replaced.</summary>
internal static class ExplainCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var setting = new Argument<string?>("SETTING")
        {
            Description = "a setting or section, such as DicomWeb.Root, a variable, or a rule; all settings without it",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var paths = InputOptions.Paths("PATH", "compose file, manifests or configuration; html: also several, or a folder with many");
        setting.CompletionSources.Add(_ => CatalogueWords.Settings());
        setting.CompletionSources.Add(_ => Rules.All.Select(rule => new CompletionItem(rule.Id)));
        var format = new ChoiceOption("--format", "how to write it", ReportFormats.Explanation.Names);
        var showSecrets = new Option<bool>("--show-secrets") { Description = "show secret values instead of ********" };
        var command = new DocumentedCommand("explain", "Show where each value comes from and what it overrode.")
        {
            Examples =
            [
                new("orthanc-launcher explain DicomWeb.Root"),
                new("orthanc-launcher explain ORTHANC__POSTGRESQL__HOST"),
                new("orthanc-launcher explain no-users", "a rule of validate"),
                new("orthanc-launcher explain DicomWeb.Root compose.yml"),
                new("orthanc-launcher explain --format html . > orthanc.html", "every Orthanc in a repository"),
            ],
        };
        command.Add(setting);
        command.Add(paths);
        command.Add(format);
        command.Add(showSecrets);
        command.AddOptions(input.Severity);
        command.Add(input.Input);
        command.Add(input.Logging);
        command.SetAction(result =>
        {
            var given = new ExplainArguments(
                input.Read(result, paths), result.GetValue(setting), result.GetValue(format)!, result.GetValue(showSecrets));
            return Run(given.Setting is { } word && IsPath(word) ? given.WithPath(word) : given, host);
        });
        return command;
    }

    /// <summary>Whether the first word is a PATH. No setting that is known has such a name.</summary>
    private static bool IsPath(string word) =>
        word is "-" || Path.IsPathRooted(word) || word.StartsWith("./", StringComparison.Ordinal)
        || Path.GetExtension(word) is ".json" or ".yml" or ".yaml" or ".env"
        || (FileStatus.Of(word).Error == 0 && Rules.Find(word) is null && SettingsCatalogue.BuiltIn.All().All(known => known.Path != word));

    /// <returns>0 also for a configuration with errors, which is explained like any other.</returns>
    /// <exception cref="UsageException">The setting is unknown.</exception>
    public static int Run(ExplainArguments arguments, LauncherHost host)
    {
        if (Rules.Find(arguments.Setting ?? "") is { } rule)
        {
            host.Write(arguments.Format switch
            {
                "text" => RulePage.WriteText(rule, TextStyle.Of(host), host.OutputWidth()),
                "json" => RulePage.WriteJson(rule),
                _ => throw new UsageException($"--format {arguments.Format}: a rule is explained in text or json"),
            });
            return ExitCodes.Fine;
        }

        LaunchPlan? only = null;
        if (arguments is { Setting: null, Format: "html" } && Parts(arguments, host, out only) is { Count: > 1 } parts)
        {
            host.Write(new ExplainHtmlReport(LauncherVersion.Number).Write("Configurations of Orthanc", parts));
            return ExitCodes.Fine;
        }

        var plan = only ?? LaunchPlanner.Plan(new SourceReader(host).Read(arguments.Input, out _));
        var explainer = new Explainer(plan, arguments.ShowsSecrets);
        var segments = string.IsNullOrWhiteSpace(arguments.Setting) ? [] : Find(arguments.Setting, explainer);

        // A page can fold away what is not set; a list of the whole configuration would only grow long by it.
        var explanation = explainer.Explain(segments, listsUnset: segments.Count > 0 || arguments.Format == "html");
        ReportFormats.Explanation.Write(explanation, arguments.Format, host);
        return ExitCodes.Fine;
    }

    /// <summary>All that the arguments lead to.</summary>
    /// <param name="last">The plan that was made last; null if there is none.</param>
    private static List<PagePart> Parts(ExplainArguments arguments, LauncherHost host, out LaunchPlan? last)
    {
        var paths = arguments.Input.IsOfPaths ? new CheckedPaths(arguments.Input, host) : null;
        var parts = new List<PagePart>();
        last = null;
        foreach (var input in paths?.Inputs() ?? new CheckedInputs(host).Of(arguments.Input))
        {
            try
            {
                if (input.Finding is { } said)
                {
                    throw new DeploymentException(said);
                }

                var request = new SourceReader(host).Read(input.Arguments, input.Describe?.Invoke(), out _);
                paths?.AddRead(request.Input.Files.Select(file => file.Source.Name));
                last = LaunchPlanner.Plan(request);

                // What is not set would be the same many times.
                var explainer = new Explainer(last, arguments.ShowsSecrets);
                parts.Add(ExplainHtmlReport.PartOf(input.Subject, explainer.Explain([], listsUnset: false)));
            }
            catch (DeploymentException exception)
            {
                parts.Add(new PagePart(input.Subject, [exception.Finding], null));
            }
        }

        return parts;
    }

    private static IReadOnlyList<string> Find(string setting, Explainer explainer)
    {
        var match = explainer.Find(setting);
        if (match.Segments is { } segments)
        {
            return segments;
        }

        if (RuleNames.Nearest(setting) is { } nearest && match.Suggestions.Count == 0)
        {
            throw new UsageException($"unknown setting or rule {setting}; did you mean {nearest}?");
        }

        var meant = string.Join(" or ", match.Suggestions);
        throw new UsageException($"unknown setting {setting}{(meant.Length == 0 ? "" : $"; did you mean {meant}?")}");
    }
}

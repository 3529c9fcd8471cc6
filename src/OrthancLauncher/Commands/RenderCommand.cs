using System.CommandLine;
using System.Text;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Input;
using OrthancLauncher.Launching;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

internal sealed record RenderArguments(InputArguments Input)
{
    /// <summary>The file to write; null for standard output.</summary>
    public string? OutputFile { get; init; }

    public bool ShowsSecrets { get; init; }

    /// <summary>Whether comments name each value's source.</summary>
    public bool IsAnnotated { get; init; }

    /// <summary>Whether the steps of a launch are printed instead of the configuration.</summary>
    public bool IsPlan { get; init; }

    /// <summary>How the steps are written.</summary>
    public required string Format { get; init; }
}

/// <summary>Prints the configuration that a launch would write.</summary>
internal static class RenderCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host)
    {
        var paths = InputOptions.Paths("PATH", "configuration file or folder, merged after those of the folders; - is standard input");
        var output = new Option<string>("--output")
        {
            HelpName = "FILE",
            Description = "write to FILE (mode 0600) instead of standard output",
        };
        var showSecrets = new Option<bool>("--show-secrets") { Description = "show secret values instead of ********" };
        var annotated = new Option<bool>("--annotated") { Description = "add each value's source as a comment, which Orthanc accepts" };
        var plan = new Option<bool>("--plan") { Description = "print what a launch would do, step by step" };
        var format = new ChoiceOption("--format", "how to write the steps of --plan", "text", "json");
        var command = new DocumentedCommand("render", "Print the merged configuration; exit code 1 if a launch would be refused.")
        {
            Examples =
            [
                new("orthanc-launcher render --plan", "what a start would do"),
                new("orthanc-launcher render --env ORTHANC__NAME=test --show-secrets"),
            ],
        };
        command.Add(paths);
        command.AddOptions(output, showSecrets, annotated, plan, format);
        command.AddOptions(input.LaunchSeverity);
        command.Add(input.Input);
        command.Add(input.Logging);
        command.SetAction(result => Run(
            new RenderArguments(input.Read(result, paths))
            {
                OutputFile = result.GetValue(output),
                ShowsSecrets = result.GetValue(showSecrets),
                IsAnnotated = result.GetValue(annotated),
                IsPlan = result.GetValue(plan),
                Format = result.GetValue(format)!,
            },
            host));
        return command;
    }

    private static int Run(RenderArguments arguments, LauncherHost host)
    {
        var plan = LaunchPlanner.Plan(new SourceReader(host).Read(arguments.Input, out var options));
        using var log = new LaunchLog(host, options.LogLevel, options.LogsJson);
        var refusal = FindingsLog.Write(plan, log);
        if (!plan.IsReadable)
        {
            return ExitCodes.Refused;
        }

        var content = Content(arguments, plan);
        if (arguments.OutputFile is null)
        {
            host.Output.Write(content.Span);
            host.Output.Flush();
        }
        else if (!ConfigurationFile.TryWrite(arguments.OutputFile, content, log.Warning, log.Error))
        {
            return ExitCodes.Refused;
        }

        return refusal is null ? ExitCodes.Fine : ExitCodes.Refused;
    }

    private static ReadOnlyMemory<byte> Content(RenderArguments arguments, LaunchPlan plan)
    {
        var renderer = new ConfigurationRenderer(plan.Context.Secrets, plan.Describe);
        return arguments switch
        {
            { IsPlan: true, Format: "json" } => Encoding.UTF8.GetBytes(PlanReport.WriteJson(plan)),
            { IsPlan: true } => Encoding.UTF8.GetBytes(PlanReport.WriteText(plan)),
            { IsAnnotated: true } => renderer.ToAnnotatedJson(plan.Configuration, arguments.ShowsSecrets),
            { ShowsSecrets: true } => plan.Configuration.ToJson(),
            _ => renderer.ToMaskedJson(plan.Configuration),
        };
    }
}

using System.Text;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Input;
using OrthancLauncher.Launching;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>What <c>render</c> is asked to do.</summary>
/// <param name="Input">Where the configuration comes from.</param>
/// <param name="OutputFile">The file to write, or null for standard output.</param>
/// <param name="ShowsSecrets">Whether secret values are shown.</param>
internal sealed record RenderArguments(InputArguments Input, string? OutputFile, bool ShowsSecrets)
{
    /// <summary>Whether comments name each value's source.</summary>
    public bool IsAnnotated { get; init; }

    /// <summary>Whether the steps of a launch are printed instead of the configuration.</summary>
    public bool IsPlan { get; init; }

    /// <summary>How the steps are written: text or json.</summary>
    public string Format { get; init; } = Formats[0];

    /// <summary>All formats.</summary>
    public static readonly string[] Formats = ["text", "json"];
}

/// <summary>Prints the configuration that a launch would write.</summary>
internal static class RenderCommand
{
    /// <summary>Prints or writes the configuration.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code: 1 if a launch would be refused.</returns>
    public static int Run(RenderArguments arguments, LauncherHost host)
    {
        var plan = new SourceReader(host).Plan(arguments.Input, isLaunch: false, [], out var options);
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
        else if (!TryWrite(arguments.OutputFile, content, log))
        {
            return ExitCodes.Refused;
        }

        return refusal is null ? ExitCodes.Fine : ExitCodes.Refused;
    }

    private static ReadOnlyMemory<byte> Content(RenderArguments arguments, LaunchPlan plan)
    {
        var renderer = new ConfigurationRenderer(plan.Context.Secrets);
        return arguments switch
        {
            { IsPlan: true, Format: "json" } => Encoding.UTF8.GetBytes(PlanReport.WriteJson(plan)),
            { IsPlan: true } => Encoding.UTF8.GetBytes(PlanReport.WriteText(plan)),
            { IsAnnotated: true } => renderer.ToAnnotatedJson(plan.Configuration, arguments.ShowsSecrets),
            { ShowsSecrets: true } => plan.Configuration.ToJson(),
            _ => renderer.ToMaskedJson(plan.Configuration),
        };
    }

    private static bool TryWrite(string path, ReadOnlyMemory<byte> content, LaunchLog log)
    {
        try
        {
            foreach (var warning in ConfigurationFile.Write(path, content).Warnings)
            {
                log.Warning($"{path}: {warning}");
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Error($"{path}: it cannot be written: {FileErrors.Describe(exception)}");
            return false;
        }
    }
}

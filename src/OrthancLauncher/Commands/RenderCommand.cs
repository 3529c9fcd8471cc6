using OrthancLauncher.Cli;
using OrthancLauncher.Output;
using OrthancLauncher.Platform;
using OrthancLauncher.Secrecy;
using OrthancLauncher.Sources;

namespace OrthancLauncher.Commands;

/// <summary>What <c>render</c> is asked to do.</summary>
/// <param name="Input">Where the configuration comes from.</param>
/// <param name="OutputFile">The file to write, or null for standard output.</param>
/// <param name="ShowsSecrets">Whether secret values are shown.</param>
internal sealed record RenderArguments(InputArguments Input, string? OutputFile, bool ShowsSecrets);

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

        var content = arguments.ShowsSecrets ? plan.Configuration.ToJson() : new SecretRules(plan.Catalogue).ToMaskedJson(plan.Configuration);
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

    private static bool TryWrite(string path, ReadOnlyMemory<byte> content, LaunchLog log)
    {
        try
        {
            ConfigurationFile.Write(path, content.Span);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Error($"{path}: it cannot be written: {FileErrors.Describe(exception)}");
            return false;
        }
    }
}

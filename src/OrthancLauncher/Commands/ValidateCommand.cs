using OrthancLauncher.Input;
using OrthancLauncher.Platform;
using OrthancLauncher.Reports;
using Serilog.Events;

namespace OrthancLauncher.Commands;

/// <summary>What <c>validate</c> is asked to do.</summary>
/// <param name="Input">Where the configuration comes from.</param>
/// <param name="Format">How to write the findings: text, json, sarif or github.</param>
internal sealed record ValidateArguments(InputArguments Input, string Format)
{
    /// <summary>All formats.</summary>
    public static readonly string[] Formats = ReportFormats.Validation.Names;
}

/// <summary>Checks a configuration.</summary>
internal static class ValidateCommand
{
    /// <summary>Checks, and writes what was found to standard output.</summary>
    /// <param name="arguments">What to do.</param>
    /// <param name="host">The outside world.</param>
    /// <returns>The exit code: 1 if there are errors.</returns>
    public static int Run(ValidateArguments arguments, LauncherHost host)
    {
        var plan = new SourceReader(host).Plan(arguments.Input, isLaunch: false, [], out var options);
        var report = ValidationReport.Of(plan, showsInformation: options.LogLevel <= LogEventLevel.Information);
        ReportFormats.Validation.Write(report, arguments.Format, host);
        return report.Errors > 0 ? ExitCodes.Refused : ExitCodes.Fine;
    }
}

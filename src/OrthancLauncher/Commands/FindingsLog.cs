using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

internal static class FindingsLog
{
    /// <returns>Why Orthanc must not be started, or null.</returns>
    public static string? Write(LaunchPlan plan, LaunchLog log)
    {
        foreach (var finding in plan.Findings)
        {
            log.Write(finding.Place is { } place ? finding with { Place = plan.Written(place) } : finding);
        }

        var errors = plan.Findings.Count(finding => finding.Severity == Severity.Error);
        return errors == 0 ? null : $"Orthanc was not started: {Counted.Of(errors, "error")}";
    }
}

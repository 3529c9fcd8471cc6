using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>Logs the findings of a plan.</summary>
internal static class FindingsLog
{
    /// <summary>Logs all findings.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="log">Takes them.</param>
    /// <returns>Why Orthanc must not be started, or null.</returns>
    public static string? Write(LaunchPlan plan, LaunchLog log)
    {
        foreach (var finding in plan.Findings)
        {
            log.Write(finding);
        }

        var errors = plan.Findings.Count(finding => finding.Severity == Severity.Error);
        return errors == 0 ? null : $"Orthanc was not started: {Counted.Of(errors, "error")}";
    }
}

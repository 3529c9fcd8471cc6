using OrthancLauncher.Core.Findings;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Terminal;

/// <summary>Messages on standard error that are not log lines.</summary>
internal static class ErrorMessages
{
    /// <summary>Writes one line: <c>orthanc-launcher: MESSAGE</c>.</summary>
    public static void WriteError(this LauncherHost host, string message)
    {
        host.Error.WriteLine($"orthanc-launcher: {Printable.Of(message)}");
        host.Error.Flush();
    }

    /// <summary>Writes a finding, and its excerpt below it.</summary>
    public static void WriteError(this LauncherHost host, Finding finding)
    {
        host.WriteError(finding.ToString());
        if (finding.Excerpt is not null)
        {
            host.Error.WriteLine(Printable.Excerpt(finding.Excerpt));
            host.Error.Flush();
        }
    }
}

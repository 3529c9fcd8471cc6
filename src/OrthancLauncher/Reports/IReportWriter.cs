using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

internal interface IReportWriter<in TReport>
{
    string Write(TReport report);
}

/// <summary>The formats of a report, the default first.</summary>
internal sealed class ReportFormats<TReport>(params (string Name, Func<LauncherHost, IReportWriter<TReport>> Writer)[] formats)
{
    public string[] Names { get; } = [.. formats.Select(format => format.Name)];

    /// <summary>Writes to standard output.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public void Write(TReport report, string name, LauncherHost host) =>
        host.Write(Array.Find(formats, format => format.Name == name).Writer(host).Write(report));
}

internal static class ReportFormats
{
    public static readonly ReportFormats<ValidationReport> Validation = new(
        ("text", host => new TextReport(TextStyle.Of(host))),
        ("json", _ => new JsonReport()),
        ("sarif", _ => new SarifReport(LauncherVersion.Number)),
        ("github", _ => new GitHubReport()),
        ("gitlab", _ => new GitLabReport()),
        ("junit", _ => new JUnitReport()),
        ("html", _ => new ExplainHtmlReport(LauncherVersion.Number)));

    public static readonly ReportFormats<Core.Explaining.Explanation> Explanation = new(
        ("text", host => new ExplainTextReport(TextStyle.Of(host), host.OutputWidth())),
        ("json", _ => new ExplainJsonReport()),
        ("html", _ => new ExplainHtmlReport(LauncherVersion.Number)));

    public static readonly ReportFormats<ComparisonReport> Comparison = new(
        ("text", host => new ComparisonTextReport(TextStyle.Of(host))),
        ("json", _ => new ComparisonJsonReport()),
        ("markdown", _ => new ComparisonMarkdownReport()));

    public static readonly ReportFormats<DoctorReport> Diagnosis = new(
        ("text", host => new DoctorTextReport(TextStyle.Of(host), host.OutputIsTerminal() ? host.OutputWidth() : 0)),
        ("json", _ => new DoctorJsonReport()),
        ("html", _ => new DoctorHtmlReport(LauncherVersion.Number)));
}

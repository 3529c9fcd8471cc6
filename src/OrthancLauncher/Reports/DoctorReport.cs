using System.Text;
using OrthancLauncher.Core.Diagnosing;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;
using static OrthancLauncher.Terminal.Printable;

namespace OrthancLauncher.Reports;

/// <summary>The doctor's page, ready to be written in any format.</summary>
internal sealed record DoctorReport(IReadOnlyList<DoctorLine> Lines)
{
    public bool HasFailures => Lines.Any(line => line.State == DoctorState.Failure);

    /// <summary>The sums in one line: <c>1 failure, 2 warnings, 20 ok</c>.</summary>
    public string Summary =>
        $"{Counted.Of(Count(DoctorState.Failure), "failure")}, {Counted.Of(Count(DoctorState.Warning), "warning")}, "
            + $"{Counted.Number(Count(DoctorState.Ok))} ok";

    /// <summary>A state in one word, on which programs may rely.</summary>
    public static string Word(DoctorState state) => state switch
    {
        DoctorState.Failure => "failure",
        DoctorState.Warning => "warning",
        _ => "ok",
    };

    private int Count(DoctorState state) => Lines.Count(line => line.State == state);
}

/// <summary>Writes the page as a table.</summary>
/// <param name="width">Characters in a line; 0 for as many as are needed.</param>
internal sealed class DoctorTextReport(TextStyle style, int width) : IReportWriter<DoctorReport>
{
    public string Write(DoctorReport report)
    {
        var table = new TextTable("", "", "");
        foreach (var line in report.Lines)
        {
            table.Add(
                new TextCell(DoctorReport.Word(line.State), Show: text => Coloured(line.State, text)), line.Topic, line.What);
            if (line.Remedy is not null)
            {
                table.Add("", "", new TextCell($"→ {line.Remedy}", Show: style.Faint));
            }
        }

        return WithoutCommands($"{table.Write(width, style).TrimStart('\n')}\n{report.Summary}\n");
    }

    private string Coloured(DoctorState state, string text) => state switch
    {
        DoctorState.Failure => style.Severity(Severity.Error, text),
        DoctorState.Warning => style.Severity(Severity.Warning, text),
        _ => style.Faint(text),
    };
}

/// <summary>
/// Writes the page for programs: <c>{"lines": [{"topic": …, "state": "ok", "what": …, "remedy": …}, …], "summary": …}</c>.
/// </summary>
internal sealed class DoctorJsonReport : IReportWriter<DoctorReport>
{
    public string Write(DoctorReport report) => ReportJson.Document(json => json.Object(() =>
    {
        json.Objects("lines", report.Lines, line =>
        {
            json.Text("topic", line.Topic);
            json.Text("state", DoctorReport.Word(line.State));
            json.Text("what", line.What);
            json.Text("remedy", line.Remedy);
        });
        json.Text("summary", report.Summary);
    }));
}

/// <summary>Writes the page as HTML that needs nothing else and runs nothing, one card a topic.</summary>
internal sealed class DoctorHtmlReport(string version) : IReportWriter<DoctorReport>
{
    public string Write(DoctorReport report)
    {
        var page = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{ExplainHtmlAssets.StyleHash}'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Health of Orthanc</title>
            <style>{ExplainHtmlAssets.Style}</style>
            </head>
            <body>
            <header>
            <h1>Health of Orthanc</h1>
            <p class="sub"><span class="state {(report.HasFailures ? "bad" : "good")}">{report.Summary}</span></p>
            </header>
            <main>

            """);
        string? topic = null;
        foreach (var line in report.Lines)
        {
            if (line.Topic != topic)
            {
                page.Append(topic is null ? "" : "</section>\n").Append("<section class=\"card\"><h2>").Append(Html(line.Topic))
                    .Append("</h2>\n");
                topic = line.Topic;
            }

            var kind = line.State switch { DoctorState.Failure => "error", DoctorState.Warning => "warning", _ => "ok" };
            page.Append($"<div class=\"finding {kind}\"><b>{DoctorReport.Word(line.State)}</b><span>{Html(line.What)}")
                .Append(line.Remedy is null ? "" : $"<em>{Html(line.Remedy)}</em>").Append("</span></div>\n");
        }

        return page.Append("</section>\n</main>\n<footer>Made by orthanc-launcher ").Append(Html(version))
            .Append(". Secrets are masked.</footer>\n</body>\n</html>\n").ToString();
    }
}

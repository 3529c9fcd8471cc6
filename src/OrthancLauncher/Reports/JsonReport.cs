namespace OrthancLauncher.Reports;

/// <summary>Writes a validation as one JSON object: <c>findings</c> and <c>summary</c>.</summary>
internal sealed class JsonReport : IReportWriter<ValidationReport>
{
    public string Write(ValidationReport report) => ReportJson.Document(json => json.Object(() =>
    {
        json.Findings(report.Findings);
        json.Object("summary", () =>
        {
            json.Number("errors", report.Errors);
            json.Number("warnings", report.Warnings);
            json.Number("accepted", report.Accepted);
            json.Number("settings", report.Settings);
            json.Number("sources", report.Sources);
        });
    }));
}

namespace OrthancLauncher.Reports;

/// <summary>
/// Writes a validation as one JSON object: <c>findings</c>, the sums of <c>files</c> where PATHs are checked, and <c>summary</c>.
/// </summary>
internal sealed class JsonReport : IReportWriter<ValidationReport>
{
    public string Write(ValidationReport report) => ReportJson.Document(json => json.Object(() =>
    {
        json.Findings(report.Findings);
        if (report.Files.Count > 0)
        {
            json.Objects("files", report.Files, file =>
            {
                json.Text("file", file.File);
                json.Number("errors", file.Errors);
                json.Number("warnings", file.Warnings);
                json.Number("accepted", file.Accepted);
            });
        }

        json.Object("summary", () =>
        {
            json.Number("errors", report.Errors);
            json.Number("warnings", report.Warnings);
            json.Number("accepted", report.Accepted);
            json.Number("settings", report.Settings);
            json.Number("sources", report.Sources);
            json.Number("leftOut", report.LeftOut);
        });
    }));
}

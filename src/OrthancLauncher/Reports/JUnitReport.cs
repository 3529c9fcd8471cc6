using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>
/// Writes a validation as the results of tests, in the XML of JUnit: a suite for each service, container or configuration, in it a
/// failed test for each error and warning, a skipped one for what is accepted, and one that passed where nothing was found.
/// </summary>
internal sealed class JUnitReport : IReportWriter<ValidationReport>
{
    public string Write(ValidationReport report)
    {
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        var suites = report.Parts
            .Select(part => (Name: part.Subject?.Title ?? "configuration", Findings: part.Report.Findings.ToList())).ToList();
        Open(xml, 0, "testsuites", [("name", "orthanc-launcher"), .. Counts([.. suites.Select(suite => suite.Findings)])]);
        foreach (var (name, findings) in suites)
        {
            Open(xml, 1, "testsuite", [("name", name), .. Counts([findings])]);
            if (findings.Count == 0)
            {
                xml.Append("    <testcase")
                    .Append(Attributes([("name", "no findings"), ("classname", name), ("time", "0")])).Append("/>\n");
            }

            foreach (var finding in findings)
            {
                WriteCase(xml, name, finding);
            }

            xml.Append("  </testsuite>\n");
        }

        return xml.Append("</testsuites>\n").ToString();
    }

    /// <summary>The sums of suites; one without findings has a test that passed.</summary>
    private static (string, string)[] Counts(List<List<Finding>> suites) =>
    [
        ("tests", Number(suites.Sum(suite => Math.Max(suite.Count, 1)))),
        ("failures", Number(suites.Sum(suite => suite.Count(IsFailure)))),
        ("errors", "0"),
        ("skipped", Number(suites.Sum(suite => suite.Count(finding => finding.IsAccepted)))),
        ("time", "0"),
    ];

    private static bool IsFailure(Finding finding) => finding.Severity > Severity.Information;

    private static void WriteCase(StringBuilder xml, string suite, Finding finding)
    {
        var attributes = new List<(string, string)>
        {
            ("name", $"{finding.Rule}: {finding.Message}"), ("classname", suite), ("time", "0"),
        };
        if (finding.Place is { Source.HasPath: true } place)
        {
            attributes.Add(("file", place.Source.Name));
            attributes.Add(("line", Number(Math.Max(place.Line, 1))));
        }

        Open(xml, 2, "testcase", attributes);
        if (finding.IsAccepted)
        {
            xml.Append("      <skipped").Append(Attributes([("message", "accepted")])).Append("/>\n");
        }
        else
        {
            var element = IsFailure(finding) ? "failure" : "system-out";
            xml.Append("      <").Append(element)
                .Append(Attributes(IsFailure(finding) ? [("type", finding.Rule.Id), ("message", finding.Message)] : []))
                .Append('>').Append(Details(finding)).Append("</").Append(element).Append(">\n");
        }

        xml.Append("    </testcase>\n");
    }

    /// <summary>The finding as people read it.</summary>
    private static string Details(Finding finding)
    {
        var where = finding.Place is { } place ? $"{place}: " : "";
        var lines = new List<string> { $"{where}{TextStyle.Word(finding.Severity)}: {finding.Message}" };
        lines.AddRange(finding.Excerpt is null ? [] : Printable.Excerpt(finding.Excerpt).Split('\n'));
        lines.AddRange(finding.Remedy is null ? [] : [finding.Remedy]);
        return string.Join('\n', lines.Select(Printable.Html));
    }

    private static void Open(StringBuilder xml, int depth, string element, IEnumerable<(string, string)> attributes) =>
        xml.Append(' ', 2 * depth).Append('<').Append(element).Append(Attributes(attributes)).Append(">\n");

    private static string Attributes(IEnumerable<(string Name, string Value)> attributes) =>
        string.Concat(attributes.Select(attribute => $" {attribute.Name}=\"{Printable.Html(attribute.Value)}\""));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Reports;

/// <summary>Writes a validation in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).</summary>
internal sealed class SarifReport(string version) : IReportWriter<ValidationReport>
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    public string Write(ValidationReport report) => ReportJson.Document(json => json.Object(() =>
    {
        var rules = report.Findings.Select(finding => finding.Rule).Distinct().OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        json.Text("$schema", Schema);
        json.Text("version", "2.1.0");
        json.Objects("runs", [report], _ =>
        {
            json.Object("tool", () => json.Object("driver", () => WriteDriver(json, rules)));
            json.Text("columnKind", "utf16CodeUnits");
            json.Objects("results", report.Findings, finding => WriteResult(json, finding, rules.IndexOf(finding.Rule)));
        });
    }));

    private void WriteDriver(JsonWriter json, List<Rule> rules)
    {
        json.Text("name", "orthanc-launcher");
        json.Text("semanticVersion", version);
        json.Objects("rules", rules, rule =>
        {
            json.Text("id", rule.Id);
            WriteMessage(json, "shortDescription", rule.Sentence);
            WriteMessage(json, "fullDescription", rule.Why);
            WriteMessage(json, "help", rule.Remedy);
        });
    }

    private static void WriteResult(JsonWriter json, Finding finding, int rule)
    {
        json.Text("ruleId", finding.Rule.Id);
        json.Number("ruleIndex", rule);
        json.Text("level", (finding.AcceptedSeverity ?? finding.Severity) switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        });
        var message = finding.Remedy is null ? finding.Message : $"{finding.Message}; {finding.Remedy}";
        WriteMessage(json, "message", message[^1] is '.' or '?' or '!' ? message : message + ".");
        if (finding.IsAccepted)
        {
            json.Objects("suppressions", [finding], _ => json.Text("kind", finding.IsAcceptedInSource ? "inSource" : "external"));
        }

        if (finding.Subject is { } subject)
        {
            json.Object("properties", () => json.Text("file", subject.File));
        }

        if (finding.Place is not null || finding.Setting is not null || finding.Subject?.Name is not null)
        {
            json.Objects("locations", [finding], _ => WriteLocation(json, finding));
        }
    }

    private static void WriteLocation(JsonWriter json, Finding finding)
    {
        if (finding.Place is { Source.HasPath: true } place)
        {
            json.Object("physicalLocation", () =>
            {
                var uri = Uri.EscapeDataString(place.Source.Name).Replace("%2F", "/", StringComparison.Ordinal);
                json.Object("artifactLocation", () => json.Text("uri", uri));
                if (place.Line > 0)
                {
                    json.Object("region", () =>
                    {
                        json.Number("startLine", place.Line);
                        json.Number("startColumn", place.Column);
                    });
                }
            });
        }

        WriteLogicalLocations(json, finding);
    }

    private static void WriteLogicalLocations(JsonWriter json, Finding finding)
    {
        var locations = new List<(string Key, string Name, string? Kind)>();
        if (finding.Setting is not null)
        {
            locations.Add(("fullyQualifiedName", finding.Setting, "member"));
        }

        if (finding.Place is { Source: { HasPath: false } source })
        {
            locations.Add(("name", source.Description, null));
        }

        if (finding.Subject is { Service: { } service })
        {
            locations.Add(("name", service, "service"));
        }
        else if (finding.Subject is { Workload: { } workload })
        {
            locations.Add(("name", workload, "workload"));
        }

        if (locations.Count > 0)
        {
            json.Objects("logicalLocations", locations, location =>
            {
                json.Text(location.Key, location.Name);
                json.Text("kind", location.Kind);
            });
        }
    }

    private static void WriteMessage(JsonWriter json, string key, string text) => json.Object(key, () => json.Text("text", text));
}

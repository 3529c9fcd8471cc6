using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Reports;

/// <summary>Writes a validation in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).</summary>
internal static class SarifReport
{
    /// <summary>The report as SARIF.</summary>
    /// <param name="report">The report.</param>
    /// <param name="version">The launcher's version.</param>
    public static string Write(ValidationReport report, string version)
    {
        var rules = report.Entries.Select(entry => entry.Finding.Rule).Distinct().OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        var writing = new JsonWriter { IsForOrthanc = false };
        writing.StartObject();
        writing.Text("$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
        writing.Text("version", "2.1.0");
        writing.Key("runs");
        writing.StartArray();
        writing.StartObject();
        WriteTool(writing, rules, version);
        writing.Text("columnKind", "utf16CodeUnits");
        writing.Key("results");
        writing.StartArray();
        foreach (var (finding, _) in report.Entries)
        {
            WriteResult(writing, finding, rules.IndexOf(finding.Rule));
        }

        writing.EndArray();
        writing.EndObject();
        writing.EndArray();
        writing.EndObject();
        writing.EndOfText();
        return Encoding.UTF8.GetString(writing.Written.Span);
    }

    private static void WriteTool(JsonWriter writing, List<Rule> rules, string version)
    {
        writing.Key("tool");
        writing.StartObject();
        writing.Key("driver");
        writing.StartObject();
        writing.Text("name", "orthanc-launcher");
        writing.Text("semanticVersion", version);
        writing.Key("rules");
        writing.StartArray();
        foreach (var rule in rules)
        {
            writing.StartObject();
            writing.Text("id", rule.Id);
            Message(writing, "shortDescription", rule.Sentence);
            writing.EndObject();
        }

        writing.EndArray();
        writing.EndObject();
        writing.EndObject();
    }

    private static void WriteResult(JsonWriter writing, Finding finding, int rule)
    {
        writing.StartObject();
        writing.Text("ruleId", finding.Rule.Id);
        Number(writing, "ruleIndex", rule);
        writing.Text("level", finding.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        });
        Message(writing, "message", Sentence(finding.Remedy is null ? finding.Message : $"{finding.Message}; {finding.Remedy}"));
        if (finding.Place is not null || finding.Setting is not null)
        {
            writing.Key("locations");
            writing.StartArray();
            WriteLocation(writing, finding);
            writing.EndArray();
        }

        writing.EndObject();
    }

    private static string Sentence(string text) => text[^1] is '.' or '?' or '!' ? text : text + ".";

    private static void WriteLocation(JsonWriter writing, Finding finding)
    {
        writing.StartObject();
        if (finding.Place is { Source.IsFile: true } place)
        {
            writing.Key("physicalLocation");
            writing.StartObject();
            writing.Key("artifactLocation");
            writing.StartObject();
            writing.Text("uri", Uri.EscapeDataString(place.Source.Name).Replace("%2F", "/", StringComparison.Ordinal));
            writing.EndObject();
            if (place.Line > 0)
            {
                writing.Key("region");
                writing.StartObject();
                Number(writing, "startLine", place.Line);
                Number(writing, "startColumn", place.Column);
                writing.EndObject();
            }

            writing.EndObject();
        }

        WriteLogicalLocations(writing, finding);
        writing.EndObject();
    }

    private static void WriteLogicalLocations(JsonWriter writing, Finding finding)
    {
        var isNamed = finding.Place is { Source.IsFile: false };
        if (!isNamed && finding.Setting is null)
        {
            return;
        }

        writing.Key("logicalLocations");
        writing.StartArray();
        if (finding.Setting is not null)
        {
            writing.StartObject();
            writing.Text("fullyQualifiedName", finding.Setting);
            writing.Text("kind", "member");
            writing.EndObject();
        }

        if (isNamed)
        {
            writing.StartObject();
            writing.Text("name", finding.Place!.Value.Source.Description);
            writing.EndObject();
        }

        writing.EndArray();
    }

    private static void Message(JsonWriter writing, string key, string text)
    {
        writing.Key(key);
        writing.StartObject();
        writing.Text("text", text);
        writing.EndObject();
    }

    private static void Number(JsonWriter writing, string key, int number)
    {
        writing.Key(key);
        writing.Number(number.ToString(CultureInfo.InvariantCulture));
    }
}

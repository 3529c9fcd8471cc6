using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Reports;

/// <summary>Writes a validation as one JSON object.</summary>
internal static class JsonReport
{
    /// <summary>The report as JSON.</summary>
    /// <param name="report">The report.</param>
    public static string Write(ValidationReport report)
    {
        var writing = new JsonWriter { IsForOrthanc = false };
        writing.StartObject();
        writing.Key("findings");
        writing.StartArray();
        foreach (var (finding, _) in report.Entries)
        {
            WriteFinding(writing, finding);
        }

        writing.EndArray();
        writing.Key("summary");
        writing.StartObject();
        WriteNumber(writing, "errors", report.Errors);
        WriteNumber(writing, "warnings", report.Entries.Count(entry => entry.Finding.Severity == Severity.Warning));
        WriteNumber(writing, "settings", report.Settings);
        WriteNumber(writing, "sources", report.Sources);
        writing.EndObject();
        writing.EndObject();
        writing.EndOfText();
        return Encoding.UTF8.GetString(writing.Written.Span);
    }

    /// <summary>A severity in one lower-case word.</summary>
    /// <param name="severity">The severity.</param>
    internal static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "information",
    };

    private static void WriteFinding(JsonWriter writing, Finding finding)
    {
        writing.StartObject();
        writing.Text("rule", finding.Rule.Id);
        writing.Text("severity", Word(finding.Severity));
        writing.Text("message", finding.Message);
        writing.Text("setting", finding.Setting);
        if (finding.Place is { } place)
        {
            writing.Text("source", place.Source.Description);
            if (place.Line > 0 && (place.Source.IsFile || place.Line > 1 || place.Column > 1))
            {
                WriteNumber(writing, "line", place.Line);
                WriteNumber(writing, "column", place.Column);
            }
        }

        writing.Text("remedy", finding.Remedy);
        writing.EndObject();
    }

    private static void WriteNumber(JsonWriter writing, string key, int number)
    {
        writing.Key(key);
        writing.Number(number.ToString(CultureInfo.InvariantCulture));
    }
}

using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Reports;

/// <summary>What the JSON of all reports has in common. A key without a value is left out.</summary>
internal static class ReportJson
{
    public static string Document(Action<JsonWriter> write)
    {
        var json = new JsonWriter { IsForOrthanc = false };
        write(json);
        json.EndOfText();
        return Printable.Document(Encoding.UTF8.GetString(json.Written.Span));
    }

    public static void Object(this JsonWriter json, Action members)
    {
        json.StartObject();
        members();
        json.EndObject();
    }

    public static void Object(this JsonWriter json, string key, Action members)
    {
        json.Key(key);
        json.Object(members);
    }

    /// <summary>An array of objects, also if it is empty.</summary>
    public static void Objects<T>(this JsonWriter json, string key, IEnumerable<T> items, Action<T> members)
    {
        json.Key(key);
        json.Objects(items, members);
    }

    public static void Objects<T>(this JsonWriter json, IEnumerable<T> items, Action<T> members)
    {
        json.StartArray();
        foreach (var item in items)
        {
            json.Object(() => members(item));
        }

        json.EndArray();
    }

    public static void Texts(this JsonWriter json, string key, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        json.Key(key);
        json.StartArray();
        foreach (var text in texts)
        {
            json.String(text);
        }

        json.EndArray();
    }

    public static void Number(this JsonWriter json, string key, long? number)
    {
        if (number is { } value)
        {
            json.Key(key);
            json.Number(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void Flag(this JsonWriter json, string key, bool value)
    {
        json.Key(key);
        json.Boolean(value);
    }

    public static void Findings(this JsonWriter json, IEnumerable<Finding> findings) => json.Objects("findings", findings, finding =>
    {
        json.Text("rule", finding.Rule.Id);
        json.Text("severity", TextStyle.Word(finding.AcceptedSeverity ?? finding.Severity));
        if (finding.IsAccepted)
        {
            json.Flag("accepted", true);
        }

        json.Text("file", finding.Subject?.File);
        json.Text("service", finding.Subject?.Service);
        json.Text("workload", finding.Subject?.Workload);
        json.Text("message", finding.Message);
        json.Text("setting", finding.Setting);
        json.Text("source", finding.Place?.Source.Description);
        json.Position(finding.Place);
        json.Text("remedy", finding.Remedy);
    });

    /// <summary>Line and column; the value of a variable usually is all of it, so that a position would say nothing.</summary>
    public static void Position(this JsonWriter json, Place? place)
    {
        if (place is { Line: > 0 } at && (at.Source.IsFile || at.Line > 1 || at.Column > 1))
        {
            json.Number("line", at.Line);
            json.Number("column", at.Column);
        }
    }
}

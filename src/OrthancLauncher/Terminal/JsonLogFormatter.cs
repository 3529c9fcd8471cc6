using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace OrthancLauncher.Terminal;

/// <summary>Writes each log line as a JSON object: time, level, message and, for findings, rule, setting, place, remedy.</summary>
internal sealed class JsonLogFormatter : ITextFormatter
{
    private static readonly string[] FindingProperties = [LaunchLog.Rule, LaunchLog.Setting, LaunchLog.Place, LaunchLog.Remedy];

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var json = new JsonWriter { IsIndented = false, IsForOrthanc = false };
        json.StartObject();
        json.Text("time", logEvent.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));
        json.Text("level", logEvent.Level switch
        {
            >= LogEventLevel.Error => "error",
            LogEventLevel.Warning => "warning",
            _ => "information",
        });
        json.Text("message", OrthancLogFormatter.TextOf(logEvent));
        foreach (var name in FindingProperties)
        {
            json.Text(name.ToLowerInvariant(), OrthancLogFormatter.ScalarOf(logEvent, name));
        }

        json.EndObject();
        output.Write(Printable.Of(Encoding.UTF8.GetString(json.Written.Span)));
        output.Write('\n');
    }
}

using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace OrthancLauncher.Terminal;

/// <summary>Writes each log line as a JSON object: time, level, message and, for findings, rule, setting, place, remedy.</summary>
internal sealed class JsonLogFormatter : ITextFormatter
{
    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var writing = new JsonWriter { IsIndented = false, IsForOrthanc = false };
        writing.StartObject();
        writing.Key("time");
        writing.String(logEvent.Timestamp.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));
        writing.Key("level");
        writing.String(logEvent.Level switch
        {
            >= LogEventLevel.Error => "error",
            LogEventLevel.Warning => "warning",
            _ => "information",
        });
        writing.Key("message");
        writing.String(OrthancLogFormatter.TextOf(logEvent));
        foreach (var name in (string[])[LaunchLog.Rule, LaunchLog.Setting, LaunchLog.Place, LaunchLog.Remedy])
        {
            if (OrthancLogFormatter.ScalarOf(logEvent, name) is { } value)
            {
                writing.Key(name.ToLowerInvariant());
                writing.String(value);
            }
        }

        writing.EndObject();
        output.Write(Encoding.UTF8.GetString(writing.Written.Span));
        output.Write('\n');
    }
}

using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace OrthancLauncher.Terminal;

/// <summary>Writes log lines in the format of Orthanc's own: <c>W1121 17:14:51.408390 launcher] text</c>.</summary>
internal sealed class OrthancLogFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var letter = logEvent.Level switch
        {
            >= LogEventLevel.Error => 'E',
            LogEventLevel.Warning => 'W',
            _ => 'I',
        };
        var time = logEvent.Timestamp.ToString("MMdd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
        foreach (var line in TextOf(logEvent).Split('\n'))
        {
            output.Write($"{letter}{time} launcher] {line}\n");
        }
    }

    internal static string TextOf(LogEvent logEvent) => ScalarOf(logEvent, LaunchLog.Text) ?? "";

    internal static string? ScalarOf(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: string text } ? text : null;
}

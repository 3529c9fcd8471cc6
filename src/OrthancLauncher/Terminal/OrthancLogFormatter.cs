using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace OrthancLauncher.Terminal;

/// <summary>Writes log lines in the shape of Orthanc's own: <c>W1121 17:14:51.408390 launcher] text</c>.</summary>
internal sealed class OrthancLogFormatter : ITextFormatter
{
    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var letter = logEvent.Level switch
        {
            >= LogEventLevel.Error => 'E',
            LogEventLevel.Warning => 'W',
            _ => 'I',
        };
        foreach (var line in TextOf(logEvent).Split('\n'))
        {
            output.Write(letter);
            output.Write(logEvent.Timestamp.ToString("MMdd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));
            output.Write(" launcher] ");
            output.Write(line);
            output.Write('\n');
        }
    }

    /// <summary>The text of an event.</summary>
    /// <param name="logEvent">The event.</param>
    internal static string TextOf(LogEvent logEvent) => ScalarOf(logEvent, LaunchLog.Text) ?? "";

    /// <summary>A property of an event, or null.</summary>
    /// <param name="logEvent">The event.</param>
    /// <param name="name">The property's name.</param>
    internal static string? ScalarOf(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: string text } ? text : null;
}

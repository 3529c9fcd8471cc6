using OrthancLauncher.Core.Findings;
using OrthancLauncher.Platform;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace OrthancLauncher.Terminal;

/// <summary>The log on standard error. The logger is made when the first line is written, since most starts write none.</summary>
/// <param name="minimum">Less important lines are not written.</param>
internal sealed class LaunchLog(LauncherHost host, LogEventLevel minimum, bool writesJson) : IDisposable
{
    /// <summary>Names of the properties of a log event.</summary>
    internal const string Text = "Text", Rule = "Rule", Setting = "Setting", Place = "Place", Remedy = "Remedy";

    private Logger? _logger;

    public void Information(string text) => Write(LogEventLevel.Information, text, Printable.Of);

    public void Warning(string text) => Write(LogEventLevel.Warning, text, Printable.Of);

    public void Error(string text) => Write(LogEventLevel.Error, text, Printable.Of);

    /// <summary>Writes a text of several lines for people who follow the start.</summary>
    public void Document(string text) => Write(LogEventLevel.Information, text, Printable.Document);

    public void Write(Finding finding)
    {
        var level = finding.Severity switch
        {
            Severity.Error => LogEventLevel.Error,
            Severity.Warning => LogEventLevel.Warning,
            // Orthanc may stop because of what was accepted, and then the log must tell why.
            _ when finding.AcceptedSeverity == Severity.Error => LogEventLevel.Warning,
            _ => LogEventLevel.Information,
        };
        if (level < minimum)
        {
            return;
        }

        var excerpt = finding.Excerpt is null || writesJson ? "" : $"\n{Printable.Excerpt(finding.Excerpt)}";
        Logger
            .ForContext(Rule, finding.Rule.Id)
            .ForContext(Setting, finding.Setting)
            .ForContext(Place, finding.Place?.ToString())
            .ForContext(Remedy, finding.Remedy)
            .Write(level, "{Text}", writesJson ? finding.Message : Printable.Of(finding.ToString()) + excerpt);
    }

    public void Dispose() => _logger?.Dispose();

    private Logger Logger => _logger ??= Create();

    private void Write(LogEventLevel level, string text, Func<string, string> escape)
    {
        if (level >= minimum)
        {
            Logger.Write(level, "{Text}", escape(text));
        }
    }

    private Logger Create()
    {
        ITextFormatter formatter = writesJson ? new JsonLogFormatter() : new OrthancLogFormatter();
        // Opened first, because it takes care of a standard error that is closed.
        _ = host.Error;
        var configuration = new LoggerConfiguration().MinimumLevel.Is(minimum);
        configuration = host.LogSink is null
            ? configuration.WriteTo.Console(formatter, standardErrorFromLevel: LogEventLevel.Verbose)
            : configuration.WriteTo.Sink(host.LogSink);
        return configuration.CreateLogger();
    }
}

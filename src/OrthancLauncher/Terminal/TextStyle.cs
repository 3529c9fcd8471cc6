using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Terminal;

/// <summary>Colours for a terminal, or none.</summary>
internal sealed class TextStyle(bool usesColours)
{
    public static TextStyle Of(LauncherHost host) => new(host.OutputHasColours());

    /// <summary>A severity in one lower-case word, on which programs may rely.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Core.Findings.Severity.Error => "error",
        Core.Findings.Severity.Warning => "warning",
        _ => "information",
    };

    public string Severity(Severity severity) => Severity(severity, Word(severity));

    /// <summary>A text in the colour of a severity.</summary>
    public string Severity(Severity severity, string text) => Coloured(text, severity switch
    {
        Core.Findings.Severity.Error => "1;31",
        Core.Findings.Severity.Warning => "1;33",
        _ => "36",
    });

    public string Bold(string text) => Coloured(text, "1");

    public string Faint(string text) => Coloured(text, "2");

    public string Origin(ValueOrigin origin, string text) => Coloured(text, origin switch
    {
        ValueOrigin.File => "34",
        ValueOrigin.Variable => "32",
        ValueOrigin.Secret => "35",
        ValueOrigin.Launcher => "36",
        ValueOrigin.ImageDefault or ValueOrigin.PluginDefault => "33",
        _ => "2",
    });

    private string Coloured(string text, string code) => usesColours ? $"\e[{code}m{text}\e[0m" : text;
}

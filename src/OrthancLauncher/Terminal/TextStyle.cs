using OrthancLauncher.Core.Explaining;
using OrthancLauncher.Core.Findings;

namespace OrthancLauncher.Terminal;

/// <summary>Colours for a terminal, or none.</summary>
/// <param name="usesColours">Whether escape sequences are written.</param>
internal sealed class TextStyle(bool usesColours)
{
    /// <summary>A severity in words, coloured.</summary>
    /// <param name="severity">The severity.</param>
    public string Severity(Severity severity) => severity switch
    {
        Core.Findings.Severity.Error => Coloured("error", "1;31"),
        Core.Findings.Severity.Warning => Coloured("warning", "1;33"),
        _ => Coloured("information", "36"),
    };

    /// <summary>Text that stands out.</summary>
    /// <param name="text">The text.</param>
    public string Bold(string text) => Coloured(text, "1");

    /// <summary>Text that stands back.</summary>
    /// <param name="text">The text.</param>
    public string Faint(string text) => Coloured(text, "2");

    /// <summary>Text in the colour of the place that it comes from.</summary>
    /// <param name="origin">What kind of place it is.</param>
    /// <param name="text">The text.</param>
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

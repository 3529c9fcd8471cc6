using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Findings;

/// <summary>One thing noticed about the inputs. Its texts never hold a secret value.</summary>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Severity">How much it matters; usually the severity of the rule.</param>
/// <param name="Message">What is wrong, in one sentence without a full stop.</param>
internal sealed record Finding(Rule Rule, Severity Severity, string Message)
{
    /// <summary>A finding of the rule's usual severity.</summary>
    public Finding(Rule rule, string message)
        : this(rule, rule.Severity, message)
    {
    }

    /// <summary>What is wrong, in one sentence and on one line, whatever the names in it hold.</summary>
    public string Message
    {
        get;
        init => field = OneLine(value);
    } = OneLine(Message);

    /// <summary>The dotted path of the setting concerned, or null.</summary>
    public string? Setting { get; init; }

    /// <summary>Where it stands, or null when no single source is to blame.</summary>
    public Place? Place { get; init; }

    /// <summary>What to write or do instead, in one line, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>The offending line with a caret below it, secrets masked, or null.</summary>
    public string? Excerpt { get; init; }

    private static string OneLine(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return Escaped(text);
            }
        }

        return text;
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 5);
        foreach (var c in text)
        {
            _ = char.IsControl(c) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>The finding in one line: place, message and remedy.</summary>
    public override string ToString()
    {
        var text = Place is { } place ? $"{place}: {Message}" : Message;
        if (Setting is not null && !Message.Contains(Setting, StringComparison.Ordinal))
        {
            text += $" (setting {Setting})";
        }

        text += $" [{Rule}]";
        return OneLine(Remedy is null ? text : $"{text}; {Remedy}");
    }
}

namespace OrthancLauncher.Findings;

/// <summary>One thing noticed about the inputs. Its texts never hold a secret value.</summary>
/// <param name="Rule">The rule's kebab-case name, one of <see cref="Rules"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong, in one sentence without a full stop.</param>
public sealed record Finding(string Rule, Severity Severity, string Message)
{
    /// <summary>The dotted path of the setting concerned, or null.</summary>
    public string? Setting { get; init; }

    /// <summary>Where it stands, or null when no single source is to blame.</summary>
    public Place? Place { get; init; }

    /// <summary>What to write or do instead, in one line, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>The offending line with a caret below it, secrets masked, or null.</summary>
    public string? Excerpt { get; init; }

    /// <summary>The finding in one line: place, message and remedy.</summary>
    public override string ToString()
    {
        var text = Place is { } place ? $"{place}: {Message}" : Message;
        if (Setting is not null && !Message.Contains(Setting, StringComparison.Ordinal))
        {
            text += $" (setting {Setting})";
        }

        text += $" [{Rule}]";
        return Remedy is null ? text : $"{text}; {Remedy}";
    }
}

using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Findings;

/// <summary>
/// One thing noticed about the inputs. Its texts never contain a secret value, but names in them are as they were found:
/// line ends and control characters are escaped where a text is printed.
/// </summary>
/// <param name="Severity">How much it matters; usually the severity of the rule.</param>
/// <param name="Message">What is wrong, in one sentence without a full stop.</param>
internal sealed record Finding(Rule Rule, Severity Severity, string Message)
{
    /// <summary>A finding of the rule's usual severity.</summary>
    public Finding(Rule rule, string message)
        : this(rule, rule.Severity, message)
    {
    }

    /// <summary>The severity that it would have if nobody had accepted it; null if nobody has.</summary>
    public Severity? AcceptedSeverity { get; init; }

    public bool IsAccepted => AcceptedSeverity is not null;

    /// <summary>Whether what is checked accepts it itself, rather than an option.</summary>
    public bool IsAcceptedInSource { get; init; }

    /// <summary>The dotted path of the setting concerned, or null.</summary>
    public string? Setting { get; init; }

    /// <summary>Where it was found, or null when no single source is to blame.</summary>
    public Place? Place { get; init; }

    /// <summary>What it is about where several things are checked; otherwise null.</summary>
    public Subject? Subject { get; init; }

    /// <summary>What to write or do instead, in one sentence, or null.</summary>
    public string? Remedy { get; init; }

    /// <summary>The offending line with a caret below it, secrets masked, or null.</summary>
    public string? Excerpt { get; init; }

    /// <summary>The finding in one sentence: place, message and remedy.</summary>
    public override string ToString()
    {
        var place = Place is { } at ? $"{at}: " : "";
        var setting = Setting is not null && !Message.Contains(Setting, StringComparison.Ordinal) ? $" (setting {Setting})" : "";
        return $"{place}{Message}{setting} [{Rule}{(IsAccepted ? ", accepted" : "")}]{(Remedy is null ? "" : $"; {Remedy}")}";
    }
}

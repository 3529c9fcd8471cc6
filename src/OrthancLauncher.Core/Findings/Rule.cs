namespace OrthancLauncher.Core.Findings;

/// <summary>A rule by which findings are made. <see cref="Rules"/> makes them all; docs/checks.md prints them.</summary>
/// <param name="Id">A kebab-case name, by which users know the rule.</param>
internal sealed record Rule(string Id, Severity Severity, string Sentence)
{
    /// <summary>Why it matters, in Markdown.</summary>
    public required string Why { get; init; }

    /// <summary>Something that breaks the rule: JSON of a file, lines of an env file or a compose file.</summary>
    public required string Example { get; init; }

    /// <summary>The language of the example, as Markdown calls it.</summary>
    public string ExampleLanguage => Example[0] == '{' ? "json" : Example.StartsWith("services:", StringComparison.Ordinal) ? "yaml" : "sh";

    /// <summary>What to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>Whether its errors are the launcher's own, which nobody can accept, rather than predictions of what Orthanc does.</summary>
    public bool IsOfLauncher { get; init; }

    /// <summary>When a finding has another severity, or null.</summary>
    public string? Otherwise { get; init; }

    /// <summary>The identifier.</summary>
    public override string ToString() => Id;
}

namespace OrthancLauncher.Core.Findings;

/// <summary>A rule by which findings are made. <see cref="Rules"/> makes them all.</summary>
/// <param name="Id">A kebab-case name, by which users know the rule.</param>
/// <param name="Severity">The severity of most of its findings.</param>
/// <param name="Sentence">What a finding of this rule reports.</param>
internal sealed record Rule(string Id, Severity Severity, string Sentence)
{
    /// <summary>The identifier.</summary>
    public override string ToString() => Id;
}

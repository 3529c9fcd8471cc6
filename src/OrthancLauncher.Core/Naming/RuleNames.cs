using OrthancLauncher.Core.Findings;

namespace OrthancLauncher.Core.Naming;

internal static class RuleNames
{
    /// <summary>Why a word is not a rule, with what was probably meant.</summary>
    public static string DescribeUnknown(string word)
    {
        var nearest = Nearest(word);
        return $"unknown rule {word}{(nearest is null ? "; docs/checks.md lists the rules" : $"; did you mean {nearest}?")}";
    }

    public static string? Nearest(string word) => Spelling.Nearest(word, Rules.All.Select(rule => rule.Id));
}

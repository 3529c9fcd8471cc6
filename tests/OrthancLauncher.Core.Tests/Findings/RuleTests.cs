using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Findings;

public class RuleTests
{
    public static TheoryData<string> WithExample => [.. Rules.All.Where(rule => rule.Example is not null).Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(WithExample))]
    public void The_example_of_a_rule_breaks_it(string id)
    {
        var rule = Rules.All.Single(rule => rule.Id == id);
        var scenario = new Scenario();
        var (name, value) = rule.Example!.Split('=', 2) is [var left, var right] && !left.Contains('{', StringComparison.Ordinal)
            ? (left, right)
            : ("", "");
        _ = name.Length == 0 ? scenario.File(rule.Example) : scenario.Variable(name, value);

        scenario.Plan().Findings.Select(finding => finding.Rule).Should().Contain(rule);
    }

    [Fact]
    public void Identifiers_are_unique_kebab_case_words_in_alphabetical_order() =>
        Rules.All.Select(rule => rule.Id).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder(StringComparer.Ordinal)
            .And.OnlyContain(id => id.All(c => char.IsAsciiLetterLower(c) || c == '-' || char.IsAsciiDigit(c)));

    [Fact]
    public void Texts_are_sentences() =>
        Rules.All.SelectMany(rule => (string[])[rule.Sentence, rule.Why, rule.Remedy])
            .Should().OnlyContain(text => text.EndsWith('.') && char.IsUpper(text.TrimStart('`')[0]));
}

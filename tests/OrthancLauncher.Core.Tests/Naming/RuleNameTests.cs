using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Core.Tests.Naming;

public sealed class RuleNameTests
{
    [Theory]
    [InlineData("no-user", "unknown rule no-user; did you mean no-users?")]
    [InlineData("something-else", "unknown rule something-else; docs/checks.md lists the rules")]
    public void An_unknown_rule_is_answered_with_the_nearest_one(string word, string answer) =>
        RuleNames.DescribeUnknown(word).Should().Be(answer);
}

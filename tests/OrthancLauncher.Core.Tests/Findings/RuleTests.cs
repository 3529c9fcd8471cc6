using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Findings;

public class RuleTests
{
    /// <summary>Those of compose files are tried by the tests of the program.</summary>
    public static TheoryData<string> WithExample => [.. Rules.All.Where(rule => rule.ExampleLanguage != "yaml").Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(WithExample))]
    public void The_example_of_a_rule_breaks_it(string id)
    {
        var rule = Rules.All.Single(rule => rule.Id == id);

        var scenario = rule.ExampleLanguage == "sh" ? OfVariables(rule.Example) : OfFile(rule);

        if (rule != Rules.InvalidDefinitions)
        {
            scenario.Plan().Findings.Select(finding => finding.Rule).Should().Contain(rule);
        }
    }

    private static Scenario OfVariables(string lines)
    {
        // Of all libraries only that of DICOMweb is there.
        var scenario = new Scenario { IsLaunch = true }.Libraries("libOrthancDicomWeb.so");
        foreach (var line in lines.Split('\n'))
        {
            var parts = line.Split('=', 2);
            scenario.Variable(parts[0], parts[1]);
        }

        return scenario;
    }

    private static Scenario OfFile(Rule rule)
    {
        var scenario = new Scenario();
        scenario.With(scenario.Request().Host with { FileExists = _ => false });
        if (rule == Rules.InvalidDefinitions)
        {
            var findings = new FindingList();
            scenario.With(Scenario.Overlay(findings, ("plugins-defaults.json", rule.Example)));
            findings.Select(finding => finding.Rule).Should().Contain(rule);
        }

        return rule == Rules.NotAConfiguration ? scenario.SecretFile(rule.Example)
            : rule == Rules.NotUtf8 ? scenario.File(Encoding.Latin1.GetBytes(rule.Example))
            : scenario.File(rule.Example);
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

using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Core.Tests.Documents;

public class ChecksDocumentTests
{
    private const string Introduction =
        """
        # What is checked

        <!-- Generated from src/OrthancLauncher.Core/Findings/Rules.cs; a test of the core tells how. -->

        A launch, `render` and `validate` use the same plan and so find the same. An **error** refuses the start with exit code 1;
        a **warning** is logged and Orthanc starts (with `--strict` it is an error); **information** is shown by
        `--log-level information` and by `VERBOSE_STARTUP=true`. `orthanc-launcher explain RULE` prints what stands here.

        What is wanted can be accepted: `--accept RULE` or `--accept RULE=SETTING` (also `ORTHANC_LAUNCHER_ACCEPT`, with commas between
        several), or in the checked files: `x-orthanc-launcher: {accept: [RULE]}` in a compose service, the annotation
        `orthanc-launcher/accept` of a workload. Accepted findings are counted in the summary and do not fail a check, with `--strict`
        either. A prediction that is accepted is logged at a start, and Orthanc decides. Errors of the launcher itself cannot be
        accepted; each of their rules says so. `--no-accept` ignores what the checked files accept.


        """;

    [Fact]
    public void Checks_md_is_made_of_the_rules() => GeneratedDocument.ShouldBeCurrent("docs/checks.md", Write());

    private static string Write()
    {
        var text = new StringBuilder(Introduction).Append("| rule | severity | reports |\n| --- | --- | --- |\n");
        foreach (var rule in Rules.All)
        {
            text.Append($"| [`{rule.Id}`](#{rule.Id}) | {Word(rule)} | {rule.Sentence} |\n");
        }

        foreach (var rule in Rules.All)
        {
            text.Append(
                $"\n## {rule.Id}\n\n{rule.Sentence} Severity: {Word(rule)}{(rule.Otherwise is null ? "" : $"; {rule.Otherwise}")}."
                    + $"{(rule.IsOfLauncher ? " As an error it cannot be accepted." : "")}\n\n"
                    + $"{rule.Why}\n\n");
            text.Append($"```{rule.ExampleLanguage}\n{rule.Example}\n```\n\n{rule.Remedy}\n");
        }

        return text.ToString();
    }

    private static string Word(Rule rule) => rule.Severity.ToString().ToLowerInvariant();
}

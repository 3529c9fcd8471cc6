using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Documents;

/// <summary>Debian's <c>codespell</c> reads the documents and help; <c>tests/words.txt</c> has what it mistakes for a mistake.</summary>
public sealed class SpellingTests
{
    [SpellingFact]
    public void The_documents_are_spelt_right()
    {
        var documents = Repository.Files("*.md").Where(file => !file.StartsWith("tests/", StringComparison.Ordinal));

        Mistakes([.. documents]).Should().BeEmpty();
    }

    [SpellingFact]
    public void Help_is_spelt_right()
    {
        using var host = new TestHost();
        foreach (var command in HelpTests.Commands.Cast<object[]>().Select(row => (string)row[0]))
        {
            host.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Should().Be(0, host.Error);
            host.WithFile($"help {command}.txt", host.Output);
        }

        Mistakes(host.Folder).Should().BeEmpty();
    }

    private static string Mistakes(params string[] files) =>
        Programs.Run("codespell", Repository.Root, ["--ignore-words=tests/words.txt", .. files]).Output;
}

/// <summary>A fact that is skipped where nobody checks spelling.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SpellingFactAttribute : FactAttribute
{
    public SpellingFactAttribute()
    {
        if (!Programs.IsOnPath("codespell"))
        {
            Skip = "codespell is missing (Debian's package codespell)";
        }
    }
}

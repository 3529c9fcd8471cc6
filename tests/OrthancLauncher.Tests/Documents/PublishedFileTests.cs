using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Documents;

/// <summary>The files by which other programs use this repository have the structure that those programs ask for.</summary>
public sealed class PublishedFileTests
{
    [NodeTheory]
    [InlineData("", "", "[]")]
    [InlineData("shell: bash", "shel: bash", "Additional property 'shel' is not allowed")]
    [InlineData("color: blue", "color: bluish", "/branding/color")]
    public void The_action_fits_the_schema_of_actions(string text, string other, string expected)
    {
        var action = File.ReadAllText(Path.Combine(Repository.Root, "action.yml"));
        action = text.Length == 0 ? action : action.Replace(text, other, StringComparison.Ordinal);

        Node.RunScript("action.mjs", action).Should().Contain(expected);
    }

    [PreCommitTheory]
    [InlineData("entry:", "entry:", 0)]
    [InlineData("entry:", "entri:", 1)]
    [InlineData("language: system", "language: sistem", 1)]
    public void The_hooks_are_what_pre_commit_takes(string text, string other, int expected)
    {
        using var host = new TestHost();
        var hooks = File.ReadAllText(Path.Combine(Repository.Root, ".pre-commit-hooks.yaml"));
        host.WithFile("hooks.yaml", hooks.Replace(text, other, StringComparison.Ordinal));

        var (exitCode, output) = Programs.Run("pre-commit", host.Folder, "validate-manifest", "hooks.yaml");

        exitCode.Should().Be(expected, output);
    }
}

/// <summary>A theory that is skipped where pre-commit is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PreCommitTheoryAttribute : TheoryAttribute
{
    public PreCommitTheoryAttribute()
    {
        if (!Programs.IsOnPath("pre-commit"))
        {
            Skip = "pre-commit is missing";
        }
    }
}

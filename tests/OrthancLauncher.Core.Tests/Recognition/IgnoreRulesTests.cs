using System.Diagnostics;
using OrthancLauncher.Core.Recognition;

namespace OrthancLauncher.Core.Tests.Recognition;

public sealed class IgnoreRulesTests
{
    public static TheoryData<string, string, bool> Table => new()
    {
        { "build", "build/", true },
        { "build", "a/build", true },
        { "build/", "build", false },
        { "build/", "a/build/", true },
        { "/build", "a/build", false },
        { "/build", "build", true },
        { "a/b", "a/b", true },
        { "a/b", "c/a/b", false },
        { "a/b/", "a/b/", true },
        { "*.log", "x/y.log", true },
        { "*.log", "x/y.logs", false },
        { "*", ".env", true },
        { "a?c", "abc", true },
        { "a?c", "ac", false },
        { "a/*", "a/b", true },
        { "a/*/c", "a/b/c", true },
        { "a/*/c", "a/b/x/c", false },
        { "**/c", "c", true },
        { "**/c", "a/b/c", true },
        { "a/**", "a/b", true },
        { "a/**", "a/b/c/", true },
        { "a/**", "a/", false },
        { "a/**/c", "a/c", true },
        { "a/**/c", "a/x/y/c", true },
        { "a/**/b/**/c", "a/b/x/b/c", true },
        { "a**c", "abbc", true },
        { "a**/c", "ab/c", true },
        { "[abc].env", "b.env", true },
        { "[!abc].env", "b.env", false },
        { "[^abc].env", "d.env", true },
        { "[a-c]x", "bx", true },
        { "[]-]x", "]x", true },
        { "[[:digit:]]x", "7x", true },
        { "[[:digit:]]x", "ax", false },
        { "[ab", "a", false },
        { "# comment", "# comment", false },
        { "\\#name", "#name", true },
        { "\\!name", "!name", true },
        { "name  ", "name", true },
        { "name\\ ", "name ", true },
        { "name\r", "name", true },
        { "a\n!a", "a", false },
        { "!a\na", "a", true },
        { "*.json\n!orthanc.json", "x/orthanc.json", false },
        { "*.json\n!/orthanc.json", "x/orthanc.json", true },
        { "/", "a", false },
        { "", "a", false },
        { "a\\", "a", false },
        { "*a*b*c*d*e*f*g*h*i*j*k", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_pattern_ignores_what_git_ignores(string patterns, string path, bool ignored)
    {
        var isFolder = path.EndsWith('/');
        IgnoreRules.None.With("/repository/", patterns).IsIgnored($"/repository/{path.TrimEnd('/')}", isFolder).Should().Be(ignored);
    }

    [GitFact]
    public void The_table_is_what_git_says()
    {
        var folder = Directory.CreateTempSubdirectory("ignore-").FullName;
        try
        {
            Git(folder, "init", "--quiet").Should().Be(0);
            foreach (var row in Table)
            {
                var (patterns, path, ignored) = ((string)row[0], (string)row[1], (bool)row[2]);
                File.WriteAllText($"{folder}/.gitignore", patterns);
                Directory.CreateDirectory(path.EndsWith('/') ? $"{folder}/{path}" : folder);
                Git(folder, "check-ignore", "--quiet", "--no-index", path.TrimEnd('/'))
                    .Should().Be(ignored ? 0 : 1, $"{patterns} and {path}");
                Directory.GetDirectories(folder).Where(made => !made.EndsWith("/.git", StringComparison.Ordinal)).ToList()
                    .ForEach(made => Directory.Delete(made, recursive: true));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_deeper_file_decides_before_one_above_it()
    {
        var rules = IgnoreRules.None.With("/r/", "*.json\n/b/secret.env").With("/r/a/", "!*.json\n/x");
        rules.IsIgnored("/r/a/c.json", isFolder: false).Should().BeFalse();
        rules.IsIgnored("/r/b/c.json", isFolder: false).Should().BeTrue();
        rules.IsIgnored("/r/a/x", isFolder: true).Should().BeTrue();
        rules.IsIgnored("/r/a/b/x", isFolder: true).Should().BeFalse();
        rules.IsIgnored("/r/b/secret.env", isFolder: false).Should().BeTrue();
    }

    private static int Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var git = Process.Start(start)!;
        git.WaitForExit();
        return git.ExitCode;
    }

    private sealed class GitFactAttribute : FactAttribute
    {
        public GitFactAttribute() =>
            Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists($"{folder}/git"))
                ? null
                : "there is no git";
    }
}

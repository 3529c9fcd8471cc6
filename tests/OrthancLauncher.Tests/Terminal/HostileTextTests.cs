using System.Globalization;
using System.Text;
using System.Text.Json;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Terminal;

/// <summary>Names and lines of broken files that would steer a terminal, a log or a workflow if they were printed as they are.</summary>
public sealed class HostileTextTests : IDisposable
{
    private const string Name = "::error file=x::forged\e]0;title\a\r\u2028\u202E\n::warning::forged.json";

    private readonly TestHost _host = ValidationHosts.Quiet();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("validate")]
    [InlineData("validate", "--format=github")]
    [InlineData("validate", "--format=json")]
    [InlineData("validate", "--format=sarif")]
    [InlineData("explain")]
    [InlineData("explain", "--format=json")]
    [InlineData("explain", "--format=html")]
    [InlineData("render", "--annotated")]
    [InlineData("plugins")]
    [InlineData("launch")]
    public void Nothing_that_a_file_holds_steers_a_terminal_or_forges_a_line(params string[] arguments)
    {
        _host.WithFile("etc/" + Name, "{\n  \"Na\e[2Jme\" \u202E\u2028 \"x\n::error::forged\"}")
            .WithFile(
                "etc/z.json", "{\"a\\u001b[31m\\n::error::b\\u2028\\u202e\": {\"c\": 1}, \"Locale\": \"::set-output\\n::error::\\u001b\"}")
            .Set("ORTHANC__N\e\nAMEE", "x");

        _host.Run([.. arguments, "--log-level=information"]);

        foreach (var line in (_host.Output + _host.Error).Split('\n'))
        {
            line.EnumerateRunes().Should().NotContain(rune => IsHidden(rune), "of {0}", line);
            if (line.TrimStart().StartsWith("::", StringComparison.Ordinal))
            {
                arguments.Should().Contain("--format=github");
                line.Should().MatchRegex("^::(error|warning|notice) (file=[^:]*,)?title=[a-z0-9-]+::").And.NotContain("::forged,");
            }
        }
    }

    [Fact]
    public void Json_keeps_the_meaning_of_what_is_escaped()
    {
        _host.WithFile("etc/z.json", "{\"a\\u202e\\u2028b\": 1}");

        _host.Run("validate", "--format=json", "--log-level=information");

        using var document = JsonDocument.Parse(_host.Output);
        document.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("setting").GetString())
            .Should().Contain("a\u202E\u2028b");
    }

    [Fact]
    public void An_error_message_is_one_line()
    {
        _host.Run("explain", "Na\e\nme");

        _host.Error.Should().EndWith("\n").And.Contain(@"Na\u001b\u000ame").And.NotContain("\e");
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}

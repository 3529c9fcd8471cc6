using OrthancLauncher.Terminal;

namespace OrthancLauncher.Tests.Explaining;

public sealed class ExplainTextTests : IDisposable
{
    private readonly ExplainRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        _run.WithSite()
            .WithFile(
                "etc/30.json",
                """{"Name": "日本語の長い名前を持つ放射線科のアーカイブ", "LongKeyLongKeyLongKeyLongKeyLongKeyLongKeyLongKey": "word word word word word word """
                    + """word word word"}""")
            .WithFile("etc/40.json", """{ "StorageDirectory": oops }""");
        foreach (
            var setting in (string?[])[
                null, "StableAge", "PostgreSQL.Password", "DicomWeb", "DicomModalities",
                "LongKeyLongKeyLongKeyLongKeyLongKeyLongKeyLongKey"])
        {
            for (var width = 20; width <= 200; width += 9)
            {
                _run.Width = width;
                foreach (var line in _run.Explain(setting).Split('\n'))
                {
                    Printable.Width(line).Should().BeLessThanOrEqualTo(width, "{0} at {1}: {2}", setting, width, line);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_terminal_without_width_does_no_harm(int width)
    {
        _run.Width = width;
        _run.WithSite().Explain().Should().Contain("StableAge");
    }

    [Fact]
    public void Colours_come_only_where_the_host_says_so_and_take_no_width()
    {
        var plain = _run.WithSite().Explain();
        plain.Should().NotContain("\e[");

        _run.HasColours = true;
        var coloured = _run.Explain();
        coloured.Should().Contain("\e[32m", "variables are green").And.Contain("\e[34m", "files are blue");
        WithoutColours(coloured).Should().Be(plain);
    }

    [Fact]
    public void Keys_and_values_cannot_steer_the_terminal()
    {
        var text = _run.WithFile("etc/a.json", """{"Ke\u001b[31my": "a\u009b31mb\u202ec", "Name": "x\u007f\u2028"}""").Explain();

        text.Should().NotContainAny("\e", "\u009b", "\u202e", "\u007f", "\u2028");
        text.Should().Contain("\\u001b[31m").And.Contain("\\u009b").And.Contain("\\u202e");
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef", "abcdef")]
    [InlineData("abcdefg", 6, "abcde…", "…cdefg")]
    [InlineData("日本語", 5, "日本…", "…本語")]
    [InlineData("a日本語", 4, "a日…", "…語")]
    [InlineData("😀😀😀", 4, "😀…", "…😀")]
    public void Texts_are_cut_to_a_width(string text, int width, string beginning, string end)
    {
        Printable.Beginning(text, width).Should().Be(beginning);
        Printable.End(text, width).Should().Be(end);
    }

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("onetwothree", 4, "onet|woth|ree")]
    [InlineData("a 日本語日本語", 6, "a|日本語|日本語")]
    [InlineData("", 6, "")]
    public void Texts_are_broken_into_lines(string text, int width, string lines) =>
        Printable.Lines(text, width).Should().Equal(lines.Split('|'));

    private static string WithoutColours(string text)
    {
        for (var start = text.IndexOf('\e', StringComparison.Ordinal); start >= 0; start = text.IndexOf('\e', StringComparison.Ordinal))
        {
            text = text.Remove(start, text.IndexOf('m', start) + 1 - start);
        }

        return text;
    }
}

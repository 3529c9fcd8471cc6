using OrthancLauncher.Terminal;

namespace OrthancLauncher.Tests.Terminal;

public class PrintableTests
{
    [Theory]
    [InlineData("plain ü 漢 🩻", "plain ü 漢 🩻")]
    [InlineData("\e[31mred\e[0m", @"\u001b[31mred\u001b[0m")]
    [InlineData("a\r\nb\tc\0", @"a\u000d\u000ab\u0009c\u0000")]
    [InlineData("a\u0085b\u2028c\u2029d", @"a\u0085b\u2028c\u2029d")]
    [InlineData("\u202Etxt.exe\u2066\u200B\uFEFF", @"\u202etxt.exe\u2066\u200b\ufeff")]
    [InlineData("\U000E0041", @"\udb40\udc41")]
    public void Whatever_could_steer_a_terminal_is_escaped(string text, string printable) => Printable.Of(text).Should().Be(printable);

    [Fact]
    public void Half_a_surrogate_pair_is_escaped() => Printable.Of("a" + (char)0xD83D + "b" + (char)0xDE00).Should().Be(@"a\ud83db\ude00");

    [Fact]
    public void A_document_keeps_its_line_ends_alone() => Printable.Document("a\n\r\e\u2028b").Should().Be("a\n" + @"\u000d\u001b\u2028b");

    [Theory]
    [InlineData("abc\n  ^", "abc\n  ^")]
    [InlineData("\ebc\n  ^", @"\u001bbc" + "\n       ^")]
    [InlineData("漢b\n ^", "漢b\n  ^")]
    [InlineData("no caret", "no caret")]
    public void The_caret_of_an_excerpt_stays_below_its_character(string excerpt, string printable) =>
        Printable.Excerpt(excerpt).Should().Be(printable);

    [Theory]
    [InlineData("a\n::error::x\n  ##[error]y\na::b ##c", "a\n" + @"\u003a:error::x" + "\n" + @"  \u0023#[error]y" + "\na::b ##c")]
    [InlineData("::", @"\u003a:")]
    public void A_line_cannot_be_a_command_of_a_workflow(string text, string harmless) =>
        Printable.WithoutCommands(text).Should().Be(harmless);

    [Fact]
    public void Markup_stays_text() =>
        Printable.Html("<a href='x'>\"&\e</a>").Should().Be(@"&lt;a href=&#39;x&#39;&gt;&quot;&amp;\u001b&lt;/a&gt;");
}

using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Tests.Json;

public sealed class AcceptedTextTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" \t\r\n{ } \r\n")]
    [InlineData("// only a comment before\n{}")]
    [InlineData("/* a */{/* b */}/* c */")]
    [InlineData("{}// at the end without a line end")]
    [InlineData("{} // at the end\n")]
    [InlineData("{ /* over\nseveral\n** lines **/ }")]
    [InlineData("{ // \" a quote and a { bracket\n}")]
    [InlineData("{ // a // b /* c\n}")]
    public void An_empty_object_may_have_comments_around_and_in_it(string text)
    {
        var root = JsonTexts.Read(text);

        root.Kind.Should().Be(JsonKind.Object);
        root.IsEmpty.Should().BeTrue();
    }

    [Theory]
    [InlineData("{/**/\"Name\"/**/:/**/\"x\"/**/}")]
    [InlineData("{ // a\n \"Name\" // b\n : // c\n \"x\" // d\n }")]
    [InlineData("{ \"Name\": \"x\", }")]
    [InlineData("{ \"Name\": \"x\", /* last */ }")]
    [InlineData("{ \"Name\": \"x\" // last\r\n, }")]
    [InlineData("{\r\n\t\"Name\":\t\"x\"\r\n}")]
    public void Comments_and_trailing_commas_stand_anywhere(string text)
    {
        JsonTexts.Read(text).Member("Name").GetString().Should().Be("x");
    }

    [Fact]
    public void A_comment_may_hold_a_unicode_line_separator()
    {
        JsonTexts.Read("{ // copied\u2028from a web page\n \"Name\": \"x\" }").Member("Name").GetString().Should().Be("x");
    }

    [Fact]
    public void Arrays_may_end_with_a_comma_too()
    {
        JsonTexts.Write("{\"a\": [1, 2, /* three */], \"b\": [[],], }").Should().Be("{\"a\": [1, 2], \"b\": [[]]}");
    }

    [Theory]
    [InlineData("http://host/path")]
    [InlineData("/* no comment */")]
    [InlineData("// no comment")]
    [InlineData("a, }")]
    public void What_looks_like_a_comment_inside_a_string_is_text(string text)
    {
        JsonTexts.Read($"{{\"{text}\": \"{text}\"}}").Member(text).GetString().Should().Be(text);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. "{\"Name\": \"x\"}"u8];
        var findings = new FindingList();

        var root = JsonParser.ReadConfiguration(new SourceText(JsonTexts.File, text), findings)!.Root;

        findings.Should().BeEmpty();
        root.Member("Name").GetString().Should().Be("x");
        root.Member("Name").Place.Should().Be(new Place(JsonTexts.File, 1, 2), "the mark takes no column");
    }

    [Theory]
    [InlineData("123456789012")]
    [InlineData("1e5")]
    [InlineData("1E+5")]
    [InlineData("0.10")]
    [InlineData("-0")]
    [InlineData("-0.0e-0")]
    [InlineData("18446744073709551616")]
    [InlineData("1.00000000000000000000000000000000001")]
    public void Numbers_keep_their_text(string number)
    {
        JsonTexts.Read($"{{\"a\": {number}}}").Member("a").Kind.Should().Be(JsonKind.Number);
        JsonTexts.Write($"{{\"a\": [{number}]}}").Should().Be($"{{\"a\": [{number}]}}");
    }

    [Theory]
    [InlineData("\\u0041", "A")]
    [InlineData("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t")]
    [InlineData("\\uD83D\\uDE00", "😀")]
    [InlineData("\\ud83d\\ude00!", "😀!")]
    [InlineData("é漢😀", "é漢😀")]
    [InlineData("\\u00e9\\u6f22", "é漢")]
    [InlineData("\\u0000", "\0")]
    [InlineData("", "")]
    public void Escapes_are_decoded(string literal, string text)
    {
        JsonTexts.Read($"{{\"a\": \"{literal}\"}}").Member("a").GetString().Should().Be(text);
        var member = JsonTexts.Read($"{{\"{literal}\": true}}").Member(text);
        member.Exists.Should().BeTrue();
        member.IsTrue.Should().BeTrue();
    }

    [Fact]
    public void Every_kind_is_told()
    {
        var root = JsonTexts.Read("{\"n\": null, \"b\": false, \"i\": 1, \"s\": \"\", \"a\": [], \"o\": {}}");

        root.Members.Current.Should().Be(default(JsonMember));
        Kind("n").Should().Be(JsonKind.Null);
        Kind("b").Should().Be(JsonKind.Boolean);
        Kind("i").Should().Be(JsonKind.Number);
        Kind("s").Should().Be(JsonKind.String);
        Kind("a").Should().Be(JsonKind.Array);
        Kind("o").Should().Be(JsonKind.Object);
        root.Member("x").Exists.Should().BeFalse();
        root.Member("N").Exists.Should().BeFalse("keys are case-sensitive");

        JsonKind Kind(string name) => root.Member(name).Kind;
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Nesting_may_be_200_deep(int depth, bool accepted)
    {
        Check(Repeat("{\"a\":", depth - 1) + "{}" + new string('}', depth - 1));
        Check("{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}");

        void Check(string text)
        {
            if (accepted)
            {
                JsonTexts.Read(text).Kind.Should().Be(JsonKind.Object);
            }
            else
            {
                var finding = JsonTexts.Refuse(text);
                finding.Rule.Should().Be(Rules.InvalidJson);
                finding.Message.Should().Contain("200");
            }
        }

        static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
    }

    [Fact]
    public void Files_may_have_64_MiB()
    {
        const int limit = 64 * 1024 * 1024;
        var content = new byte[limit + 1];
        content.AsSpan().Fill((byte)' ');
        content[0] = (byte)'{';
        content[limit - 1] = (byte)'}';
        var findings = new FindingList();

        JsonParser.ReadConfiguration(new SourceText(JsonTexts.File, content.AsMemory(0, limit)), findings).Should().NotBeNull();
        findings.Should().BeEmpty();

        JsonParser.ReadConfiguration(new SourceText(JsonTexts.File, content), findings).Should().BeNull();
        var finding = findings.Should().ContainSingle().Subject;
        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.Severity.Should().Be(Severity.Error);
        finding.Message.Should().Contain("64 MiB");
        finding.Place!.Value.Source.Should().Be(JsonTexts.File);
    }

    [Fact]
    public void Places_are_those_of_the_keys_and_elements()
    {
        var root = JsonTexts.Read("{\n  \"a\": {\n\t\"b\": [1,\r\n 2]}}");

        root.Member("a").Place.Should().Be(new Place(JsonTexts.File, 2, 3));
        root.Member("a").Member("b").Place.Should().Be(new Place(JsonTexts.File, 3, 2));
        var elements = root.Member("a").Member("b").Elements;
        elements.MoveNext().Should().BeTrue();
        elements.Current.Place.Should().Be(new Place(JsonTexts.File, 3, 8));
        elements.MoveNext().Should().BeTrue();
        elements.Current.Place.Should().Be(new Place(JsonTexts.File, 4, 2));
        elements.MoveNext().Should().BeFalse();
    }
}

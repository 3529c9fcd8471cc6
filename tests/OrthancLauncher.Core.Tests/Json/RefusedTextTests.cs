using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Json;

public sealed class RefusedTextTests
{
    [Theory]
    [InlineData("{\"a\": 'x'}", "1:7", "'")]
    [InlineData("{'a': 1}", "1:2", "'")]
    [InlineData("{a: 1}", "1:2", "a")]
    [InlineData("{\"a\": x}", "1:7", "x")]
    [InlineData("{\"a\": 1 \"b\": 2}", "1:9", "\"")]
    [InlineData("{\"a\": 1,, \"b\": 2}", "1:9", ",")]
    [InlineData("{, \"b\": 2}", "1:2", ",")]
    [InlineData("{\"a\" 1}", "1:6", "1")]
    [InlineData("{\"a\"= 1}", "1:5", "=")]
    [InlineData("{\"a\": NaN}", "1:7", "N")]
    [InlineData("{\"a\": Infinity}", "1:7", "I")]
    [InlineData("{\"a\": -}", "1:8", "}")]
    [InlineData("{\"a\": +1}", "1:7", "+")]
    [InlineData("{\"a\": .5}", "1:7", ".")]
    [InlineData("{\"a\": 0x10}", "1:8", "x")]
    [InlineData("{\"a\": True}", "1:7", "T")]
    [InlineData("{\"a\": }", "1:7", "}")]
    [InlineData("{\"a\": [1, 2}", "1:12", "}")]
    [InlineData("{\"a\": {\"b\": 1]}", "1:14", "]")]
    [InlineData("{\"a\": 1}}", "1:9", "}")]
    [InlineData("{\"a\": 1} {\"b\": 2}", "1:10", "{")]
    [InlineData("{\n  \"a\": 1\n  \"b\": 2\n}", "3:3", "\"")]
    [InlineData("{\r\n  \"a\": 1,\r\n  \"b\": x\r\n}", "3:8", "x")]
    [InlineData("{\t\"a\":\t\tx}", "1:9", "x")]
    [InlineData("{\"é\": \"漢字\", x}", "1:13", "x")]
    [InlineData("{\r\n  \"é\": 1,\r\n  \"漢字\": x\r\n}", "3:9", "x")]
    [InlineData("// c\n/* d\n e */ {\"a\": x}", "3:13", "x")]
    [InlineData("{\"a\": \"\\q\"}", "1:9", "q")]
    [InlineData("{\"a\": # comment\n1}", "1:7", "#")]
    public void The_place_and_the_caret_are_those_of_the_offending_character(string text, string place, string character)
    {
        var finding = JsonTexts.Refuse(text);

        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.At().Should().Be(place);
        JsonTexts.AboveCaret(finding).Should().Be(character);
        finding.ToString().Should().StartWith($"/etc/orthanc/a.json:{place}: ");
    }

    [Theory]
    [InlineData("{\"a\": tru}", "1:7", "1:10")]
    [InlineData("{\"a\": nul }", "1:7", "1:10")]
    [InlineData("{\"a\": nope}", "1:7", "1:10")]
    [InlineData("{\"a\": 01}", "1:7", "1:8")]
    public void The_place_of_a_broken_word_or_number_lies_within_it(string text, string first, string last)
    {
        var finding = JsonTexts.Refuse(text);

        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.Place!.Value.Line.Should().Be(1);
        finding.Place!.Value.Column.Should().BeInRange(int.Parse(first[2..], null), int.Parse(last[2..], null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\r\n\t")]
    [InlineData("\uFEFF")]
    public void An_empty_file_is_refused(string text)
    {
        var finding = JsonTexts.Refuse(text);

        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.Message.Should().Contain("empty");
        finding.At().Should().Be("1:1");
        finding.Remedy.Should().Contain("{}");
    }

    [Theory]
    [InlineData("// nothing but a comment")]
    [InlineData("/* nothing but a comment */")]
    [InlineData("/* never closed {}")]
    [InlineData("{} /* never closed")]
    [InlineData("{\r// a carriage return ends a comment too\r\"a\": 1 \"b\": 2\n}")]
    public void A_text_without_a_whole_value_is_refused(string text)
    {
        JsonTexts.Refuse(text).Rule.Should().Be(Rules.InvalidJson);
    }

    [Theory]
    [InlineData("[]", "1:1", "an array")]
    [InlineData(" \"x\"", "1:2", "a string")]
    [InlineData("\n12", "2:1", "a number")]
    [InlineData("true", "1:1", "a boolean")]
    [InlineData("null", "1:1", "null")]
    public void The_root_must_be_an_object(string text, string place, string kind)
    {
        var finding = JsonTexts.Refuse(text);

        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.At().Should().Be(place);
        finding.Message.Should().Contain(kind).And.Contain("object");
    }

    [Theory]
    [InlineData("{\"a\": 1", "object", 1, 1, "}")]
    [InlineData("\n {\"a\": [1, 2", "array", 2, 8, "]")]
    [InlineData("{\n  \"a\": {\n    \"b\": 1\n}\n", "object", 1, 1, "}")]
    [InlineData("{\"a\": 1,", "object", 1, 1, "}")]
    [InlineData("{", "object", 1, 1, "}")]
    public void An_unclosed_bracket_is_named_with_its_place(string text, string kind, int line, int column, string missing)
    {
        var finding = JsonTexts.Refuse(text);

        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.Message.Should().Contain(kind).And.Contain($"line {line}, column {column}");
        finding.Remedy.Should().Contain(missing);
    }

    [Theory]
    [InlineData("{\"a\": [1, 2}", "] is expected before this }")]
    [InlineData("{\"a\": {\"b\": 1]}", "} is expected before this ]")]
    public void Of_brackets_that_do_not_match_the_missing_one_is_named(string text, string message) =>
        JsonTexts.Refuse(text).Message.Should().Be(message);

    [Theory]
    [InlineData("{\"a\": \"x\n\"}")]
    [InlineData("{\"a\": \"x\r\n\"}")]
    public void A_line_end_inside_a_string_is_refused_where_it_stands(string text)
    {
        var finding = JsonTexts.Refuse(text);

        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.At().Should().Be("1:9");
        finding.Message.Should().Contain("line ends inside a string");
    }

    [Theory]
    [InlineData("{\"a\": 'x'}", "double quotes")]
    [InlineData("{\"a\": 1 \"b\": 2}", "comma")]
    [InlineData("{\"a\"= 1}", "colon")]
    [InlineData("{\"a\": True}", "lower case")]
    public void The_remedy_says_what_to_write(string text, string remedy)
    {
        JsonTexts.Refuse(text).Remedy.Should().Contain(remedy);
    }

    [Fact]
    public void A_byte_order_mark_takes_no_column()
    {
        var finding = JsonTexts.Refuse([0xEF, 0xBB, 0xBF, .. "{\"a\": x}"u8]);

        finding.At().Should().Be("1:7");
        JsonTexts.AboveCaret(finding).Should().Be("x");
    }

    [Fact]
    public void What_is_not_utf8_is_refused_with_its_place()
    {
        var finding = JsonTexts.Refuse([.. "{\n \"é\": \""u8, 0xE9, .. "\"}"u8]);

        finding.Rule.Should().Be(Rules.NotUtf8);
        finding.At().Should().Be("2:8");
        finding.Remedy.Should().Contain("UTF-8");
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void Other_unicode_encodings_are_refused(string encoding)
    {
        var encoder = Encoding.GetEncoding(encoding);

        JsonTexts.Refuse([.. encoder.GetPreamble(), .. encoder.GetBytes("{\"a\": 1}")])
            .Rule.Should().BeOneOf(Rules.NotUtf8, Rules.InvalidJson);
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xE2, 0x82 })]
    public void Overlong_forms_and_surrogates_are_not_utf8(byte[] bytes)
    {
        JsonTexts.Refuse([.. "{\"a\": \""u8, .. bytes, .. "\"}"u8]).Rule.Should().Be(Rules.NotUtf8);
    }

    [Theory]
    [InlineData("""{"Name": "\ud800"}""", 11)]
    [InlineData("""{"Name": "a\uDBFFb\n"}""", 12)]
    [InlineData("""{"a": {"b\\\uda00": 1}}""", 12)]
    [InlineData("""{"a": ["\ud83d\ude00\ud83d"]}""", 21)]
    public void Half_of_a_surrogate_pair_is_refused_as_Orthanc_refuses_it(string text, int column)
    {
        var finding = JsonTexts.Refuse(text);

        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.Message.Should().Be("the first half of a surrogate pair is escaped here without the second");
        finding.Place!.Value.Column.Should().Be(column);
    }

    [Theory]
    [InlineData("""{"Name": "\ud83d\ude00"}""")]
    [InlineData("""{"Name": "\udc00"}""")]
    [InlineData("""{"Name": "\ud800\u0041"}""")]
    [InlineData("""{"Name": "\\ud800"}""")]
    public void Other_escapes_are_accepted_as_Orthanc_accepts_them(string text)
    {
        JsonTexts.Read(text).Member("Name").Exists.Should().BeTrue();
    }

    [Fact]
    public void A_broken_surrogate_pair_in_a_key_before_an_error_is_no_exception()
    {
        JsonTexts.Refuse("{\"\\ud800\": 1, x}").Rule.Should().Be(Rules.InvalidJson);
    }

    [Fact]
    public void Long_lines_are_shown_around_the_caret_only()
    {
        var many = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"k{i}\":{i}"));
        var finding = JsonTexts.Refuse($"{{{many},\"z\":@,{many}}}");

        finding.Place!.Value.Line.Should().Be(1);
        finding.Place!.Value.Column.Should().Be(2 + many.Length + 5);
        JsonTexts.AboveCaret(finding).Should().Be("@");
        finding.Excerpt!.Split('\n')[0].Length.Should().BeLessThan(200);
        finding.Excerpt.Should().Contain("\"k499\"").And.NotContain("\"k0\"");
    }

    [Fact]
    public void All_files_are_read_and_all_errors_shown()
    {
        var plan = new Scenario()
            .File("{\"Name\": x}", "/etc/orthanc/a.json")
            .File("{\"Name\": \"good\"}", "/etc/orthanc/b.json")
            .File("{\"HttpPort\": 1,\n y}", "/etc/orthanc/c.json")
            .UnreadableFile("/etc/orthanc/d.json", "permission denied")
            .Plan();

        plan.Findings.Of(Rules.InvalidJson).Select(finding => finding.Place.ToString())
            .Should().Equal("/etc/orthanc/a.json:1:10", "/etc/orthanc/c.json:2:2");
        plan.Findings.Only(Rules.UnreadableSource).Place.ToString().Should().Be("/etc/orthanc/d.json");
        plan.Findings.Only(Rules.UnreadableSource).Message.Should().Contain("permission denied");
        plan.IsRefused.Should().BeTrue();
        plan.IsReadable.Should().BeFalse();
    }

    [Fact]
    public void Nothing_is_merged_from_a_file_that_failed()
    {
        var plan = new Scenario().File("{\"Name\": \"good\", \"HttpPort\": 1, }", "/a.json")
            .File("{\"Name\": \"bad\", \"HttpPort\": x}", "/b.json").Plan();

        plan.Setting("Name").Should().Be("\"good\"");
        plan.Setting("HttpPort").Should().Be("1");
    }
}

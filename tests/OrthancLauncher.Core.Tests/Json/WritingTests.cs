using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Json;

public sealed class WritingTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("a\nb\rc\td", "\"a\\nb\\rc\\td\"")]
    [InlineData("\b\f\u0001", "\"\\u0008\\u000c\\u0001\"")]
    [InlineData("é漢😀", "\"é漢😀\"")]
    [InlineData("a/b", "\"a/b\"")]
    [InlineData("${NAME}", "\"\\u0024{NAME}\"")]
    [InlineData("$${NAME}", "\"$\\u0024{NAME}\"")]
    [InlineData("${", "\"\\u0024{\"")]
    [InlineData("a${b}c${d}", "\"a\\u0024{b}c\\u0024{d}\"")]
    [InlineData("\\${NAME}", "\"\\\\\\u0024{NAME}\"")]
    [InlineData("$NAME costs 5$", "\"$NAME costs 5$\"")]
    [InlineData("$ {", "\"$ {\"")]
    public void Strings_are_escaped(string text, string literal)
    {
        var writing = new JsonWriter { IsIndented = false };
        writing.StartObject();
        writing.Key(text);
        writing.String(text);
        writing.EndObject();

        var written = Encoding.UTF8.GetString(writing.Written.Span);
        written.Should().Be($"{{{literal}: {literal}}}");
        JsonNode.Parse(written)!.AsObject().Single().Key.Should().Be(text);
        JsonNode.Parse(written)![text]!.GetValue<string>().Should().Be(text);
    }

    [Theory]
    [InlineData("{\"${A}\": {\"${B}\": [\"${C}\", {\"${D}\": \"$${E}\"}]}}")]
    [InlineData("{\"\\u0024{A}\": \"\\u0024{B}\"}")]
    public void No_dollar_stands_before_a_brace_in_the_output(string text)
    {
        var written = JsonTexts.Write(text);

        written.Should().NotContain("${").And.Contain("\\u0024{");
        JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(text)).Should().BeTrue();
    }

    [Fact]
    public void No_dollar_stands_before_a_brace_whatever_it_comes_from()
    {
        var plan = new Scenario()
            .File("{\"Name\": \"\\${FILE}\", \"Mine\": {\"\\${KEY}\": [\"\\${ELEMENT}\"]}, \"DicomWeb\": {\"Root\": \"${VALUE}\"}}")
            .Variable("VALUE", "${INNER}")
            .Variable("ORTHANC__DICOM_AET", "${AET}")
            .Variable("ORTHANC__MINE__MORE", "{\"${K}\": \"${V}\"}")
            .Secret("ORTHANC__POSTGRESQL__PASSWORD", "pa${ss}")
            .Plan();

        plan.Output().Should().NotContain("${");
        plan.Setting("Name").Should().Be("\"${FILE}\"");
        plan.Setting("Mine", "${KEY}").Should().Be("[\"${ELEMENT}\"]");
        plan.Setting("DicomWeb.Root").Should().Be("\"${INNER}\"");
        plan.Setting("DicomAet").Should().Be("\"${AET}\"");
        plan.Setting("Mine.More").Should().Be("{\"${K}\":\"${V}\"}");
        plan.Setting("PostgreSQL.Password").Should().Be("\"pa${ss}\"");
    }

    [Fact]
    public void Objects_are_indented_by_two_spaces()
    {
        JsonTexts.Write("{\"a\":{\"b\":[1,{}],\"c\":[]}}", indented: true)
            .Should().Be("{\n  \"a\": {\n    \"b\": [\n      1,\n      {}\n    ],\n    \"c\": []\n  }\n}");
        JsonTexts.Write("{}", indented: true).Should().Be("{}");
    }

    [Theory]
    [InlineData("[\"A\",  \"h\",104]", "[\"A\",  \"h\",104]")]
    [InlineData("[[1, 2],[ ]]", "[[1, 2],[ ]]")]
    [InlineData("[\"${A}\", 1]", "[\n    \"\\u0024{A}\",\n    1\n  ]")]
    [InlineData("[1, 2,]", "[\n    1,\n    2\n  ]")]
    [InlineData("[1, 2\t, ]", "[\n    1,\n    2\n  ]")]
    [InlineData("[1, /* one */ 2]", "[\n    1,\n    2\n  ]")]
    [InlineData("[1,\n2]", "[\n    1,\n    2\n  ]")]
    [InlineData("[{\"a\": 1}]", "[\n    {\n      \"a\": 1\n    }\n  ]")]
    public void A_short_array_on_one_line_stays_as_it_was_written_if_that_is_JSON(string array, string written)
    {
        JsonTexts.Write($"{{\"k\":{array}}}", indented: true).Should().Be($"{{\n  \"k\": {written}\n}}");
        JsonTexts.Write($"{{\"k\": {array}}}", indented: true).Should().Be($"{{\n  \"k\": {written}\n}}");
    }

    [Fact]
    public void The_file_ends_with_a_line_end()
    {
        new Scenario().Plan().Output().Should().StartWith("{\n").And.EndWith("\n}\n");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_tree_is_written_as_json_that_says_the_same(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var text = new StringBuilder();
            AppendObject(text, random, 0);

            foreach (var indented in (bool[])[true, false])
            {
                var written = JsonTexts.Write(text.ToString(), indented);
                written.Should().NotContain("${");
                JsonNode.DeepEquals(JsonNode.Parse(written), JsonNode.Parse(text.ToString()))
                    .Should().BeTrue($"{written} must say the same as {text}");
            }
        }
    }

    private static void AppendObject(StringBuilder text, Random random, int depth)
    {
        text.Append('{');
        for (int i = 0, count = random.Next(6); i < count; i++)
        {
            text.Append(i == 0 ? "" : " ,");
            text.Append(CultureInfo.InvariantCulture, $"\"{i}");
            AppendCharacters(text, random);
            text.Append("\" : ");
            AppendValue(text, random, depth + 1);
        }

        text.Append('}');
    }

    private static void AppendValue(StringBuilder text, Random random, int depth)
    {
        switch (random.Next(depth > 5 ? 4 : 6))
        {
            case 0:
                text.Append(((string[])["true", "false", "null"])[random.Next(3)]);
                break;
            case 1:
                text.Append(((string[])["0", "-0", "1e5", "0.10", "123456789012", "-1.5E-3"])[random.Next(6)]);
                break;
            case 2 or 3:
                text.Append('"');
                AppendCharacters(text, random);
                text.Append('"');
                break;
            case 4:
                AppendObject(text, random, depth);
                break;
            default:
                text.Append('[');
                for (int i = 0, count = random.Next(4); i < count; i++)
                {
                    text.Append(i == 0 ? "" : ",\n");
                    AppendValue(text, random, depth + 1);
                }

                text.Append(']');
                break;
        }
    }

    private static void AppendCharacters(StringBuilder text, Random random)
    {
        string[] pieces =
        [
            "a", "Z", "0", "é", "漢", "😀", "$", "{", "${", "${X}", "\\\"", "\\\\", "\\n", "\\u0024", "\\u007b", "\\ud83d\\ude00", "\\/", "/",
            "//", "/*", " ", ",", ":", "}", "]",
        ];
        for (int i = 0, count = random.Next(8); i < count; i++)
        {
            text.Append(pieces[random.Next(pieces.Length)]);
        }
    }
}

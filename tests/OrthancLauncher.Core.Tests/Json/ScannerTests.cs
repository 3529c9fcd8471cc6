using System.Text;
using System.Text.Json;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Tests.Json;

/// <summary>Compares the quick reader with .NET's, which decides wherever the quick one gives up.</summary>
public sealed class ScannerTests
{
    private const string Sample = """
        {
          // a comment
          "Name" : "Orthanc \"of\" \u00e9t\u00C9 漢😀", "Empty": "", /* another */
          "Numbers": [0, -1, 12.5, 1e3, -0.25E-2, 2E+2,],
          "Words": [true, false, null],
          "Nested": {"a": {"b": [[], {}, [{}]]}, "long": "0123456789012345678901234567890123456789 \\ / \b\f\n\r\t"},
          "Twice": 1, "Twice": 2, "Tw\u0069ce": 3,
                        "Indented": "by many blanks",
        }

        """;

    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "/", "//", "/*", "*/", "\n", "\r", " ", "\t", "0", "00", "-", ".", "e", "1", "true", "nul", "\u2028", "é", "\u0001", "\"a\"", "\\u12", "\\x", "{}", "[]", "\"k\":", "        "];

    [Theory]
    [InlineData(Sample)]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("\"\"")]
    [InlineData("12")]
    [InlineData("0")]
    [InlineData(" null ")]
    [InlineData("{\"a\":1}// end")]
    [InlineData("{\"a\":1}/* end */")]
    [InlineData("[1,2,]")]
    public void Texts_in_which_nothing_is_wrong_are_read_quickly(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var rows = new JsonRows(content.Length);
        JsonScanner.TryScan(content, rows).Should().BeTrue();
        Rows(rows).Should().Equal(Rows(Reference(content)!));
        rows.Duplicates.Should().Equal(Reference(content)!.Duplicates);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1")]
    [InlineData("{,}")]
    [InlineData("[,]")]
    [InlineData("[1,,2]")]
    [InlineData("[1 2]")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{a:1}")]
    [InlineData("[1}")]
    [InlineData("{\"a\":1]")]
    [InlineData("[01]")]
    [InlineData("[1.]")]
    [InlineData("[.5]")]
    [InlineData("[1e]")]
    [InlineData("[-]")]
    [InlineData("[+1]")]
    [InlineData("[truer]")]
    [InlineData("[tru]")]
    [InlineData("[\"a]")]
    [InlineData("[\"\\x\"]")]
    [InlineData("[\"\\u12G4\"]")]
    [InlineData("[\"\\u123")]
    [InlineData("[\"\t\"]")]
    [InlineData("[\"0123456789012345678901234567\n\"]")]
    [InlineData("{} {}")]
    [InlineData("{} x")]
    [InlineData("/")]
    [InlineData("{} /* open")]
    [InlineData("{} / /")]
    [InlineData("{\"Name\"// x\r: 1}")]
    public void What_is_wrong_is_left_to_the_other_reader(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        JsonScanner.TryScan(content, new JsonRows(content.Length)).Should().BeFalse();
    }

    [Fact]
    public void Depth_is_limited_alike()
    {
        foreach (var depth in new[] { JsonParser.MaximumDepth, JsonParser.MaximumDepth + 1 })
        {
            var content = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
            JsonScanner.TryScan(content, new JsonRows(content.Length)).Should().Be(depth == JsonParser.MaximumDepth);
            (Reference(content) is not null).Should().Be(depth == JsonParser.MaximumDepth);
        }
    }

    [Fact]
    public void Whatever_is_read_quickly_is_read_as_the_other_reader_reads_it()
    {
        var random = new Random(20211);
        var understood = 0;
        for (var i = 0; i < 60_000; i++)
        {
            var text = new StringBuilder(i % 3 == 0 ? Sample : i % 3 == 1 ? "{\"a\": [1, \"b\", {\"c\": null}], \"d\": 2.5}" : "[]");
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(text.Length + 1);
                if (random.Next(2) == 0 && at < text.Length)
                {
                    text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
                }
                else
                {
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                }
            }

            var content = Encoding.UTF8.GetBytes(text.ToString());
            var rows = new JsonRows(content.Length);
            if (!JsonScanner.TryScan(content, rows))
            {
                continue;
            }

            understood++;
            var reference = Reference(content);
            (reference is not null).Should().BeTrue("this is no JSON: {0}", text);
            Rows(rows).Should().Equal(Rows(reference!), "this is the text: {0}", text);
            rows.Duplicates.Should().Equal(reference!.Duplicates);
        }

        understood.Should().BeGreaterThan(5_000, "otherwise nothing was compared");
    }

    private static JsonRows? Reference(byte[] content)
    {
        var rows = new JsonRows(content.Length);
        var reader = new Utf8JsonReader(content, new JsonReaderOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = JsonParser.MaximumDepth,
        });
        try
        {
            while (reader.Read())
            {
                rows.Add(ref reader, content);
            }

            return rows;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonText.Row[] Rows(JsonRows rows) => rows.ToRows()[..rows.Count];
}

using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Layers;

public sealed class SubstitutionTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["SET"] = "value",
        ["EMPTY"] = "",
        ["PORT"] = "8042",
        ["_under_9"] = "u",
        ["QUOTE"] = "a\"b\\c\nd\te",
        ["DOLLAR"] = "$SET ${SET} \\$",
        ["UNICODE"] = "é漢😀",
        ["LINES"] = "1,\n  2",
        ["JSON"] = "{\"x\": [1, 2]}",
    };

    [Theory]
    [InlineData("\"$SET\"", "\"value\"")]
    [InlineData("\"${SET}\"", "\"value\"")]
    [InlineData("\"a${SET}b$SET\"", "\"avalueb" + "value\"")]
    [InlineData("\"$SET-x\"", "\"value-x\"")]
    [InlineData("\"$_under_9.\"", "\"u.\"")]
    [InlineData("\"${EMPTY}\"", "\"\"")]
    [InlineData("\"$EMPTY\"", "\"\"")]
    [InlineData("\"${SET:-x}\"", "\"value\"")]
    [InlineData("\"${EMPTY:-x}\"", "\"x\"")]
    [InlineData("\"${UNSET:-x}\"", "\"x\"")]
    [InlineData("\"${SET-x}\"", "\"value\"")]
    [InlineData("\"${EMPTY-x}\"", "\"\"")]
    [InlineData("\"${UNSET-x}\"", "\"x\"")]
    [InlineData("\"${UNSET:-}\"", "\"\"")]
    [InlineData("\"${UNSET-}\"", "\"\"")]
    [InlineData("\"${UNSET:-a b:c-d?e}\"", "\"a b:c-d?e\"")]
    [InlineData("\"${UNSET:-é漢😀}\"", "\"é漢😀\"")]
    [InlineData("\"${SET:?message}\"", "\"value\"")]
    [InlineData("\"${SET?message}\"", "\"value\"")]
    [InlineData("\"${EMPTY?message}\"", "\"\"")]
    [InlineData("\"${UNSET:-$SET}\"", "\"value\"")]
    [InlineData("\"${UNSET:-a${SET}b}\"", "\"avalueb\"")]
    [InlineData("\"${UNSET:-${UNSET2:-${UNSET3-deep}}}\"", "\"deep\"")]
    [InlineData("\"${UNSET:-${EMPTY:-x}}y\"", "\"xy\"")]
    [InlineData("\"${SET:-${UNSET}}\"", "\"value\"")]
    public void Every_form_is_understood(string text, string expected)
    {
        Apply(text, out var findings).Should().Be(expected);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"\\$SET\"", "\"$SET\"")]
    [InlineData("\"\\${SET}\"", "\"${SET}\"")]
    [InlineData("\"a\\$\"", "\"a$\"")]
    [InlineData("\"\\$\\$SET\"", "\"$$SET\"")]
    [InlineData("\"\\\\$SET\"", "\"\\\\value\"")]
    [InlineData("\"\\\\\\$SET\"", "\"\\\\$SET\"")]
    [InlineData("\"\\\"$SET\"", "\"\\\"value\"")]
    [InlineData("\"${UNSET:-\\$SET}\"", "\"$SET\"")]
    [InlineData("\"\\u0024{SET}\"", "\"\\u0024{SET}\"")]
    public void A_backslash_makes_a_literal_dollar(string text, string expected)
    {
        Apply(text, out var findings).Should().Be(expected);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"$5\"")]
    [InlineData("\"$\"")]
    [InlineData("\"a$\"")]
    [InlineData("\"${5}\"")]
    [InlineData("\"${}\"")]
    [InlineData("\"$ SET\"")]
    [InlineData("\"${ SET}\"")]
    [InlineData("\"$-\"")]
    [InlineData("\"$(SET)\"")]
    [InlineData("\"$é\"")]
    [InlineData("\"^a$|^b$\"")]
    [InlineData("$")]
    public void A_dollar_that_begins_no_name_stays(string text)
    {
        Apply(text, out var findings).Should().Be(text);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"${SET\"")]
    [InlineData("\"${SET\"\n}")]
    [InlineData("\"${SET:+x}\"")]
    [InlineData("\"${SET#x}\"")]
    public void What_is_none_of_the_forms_stays(string text)
    {
        Apply(text, out _).Should().Be(text);
    }

    [Theory]
    [InlineData("\"$QUOTE\"", "\"a\\\"b\\\\c\\nd\\te\"")]
    [InlineData("\"${UNSET:-$QUOTE}\"", "\"a\\\"b\\\\c\\nd\\te\"")]
    [InlineData("\"$UNICODE\"", "\"é漢😀\"")]
    [InlineData("\"$DOLLAR\"", "\"$SET ${SET} \\\\$\"")]
    public void Inside_a_string_the_value_is_escaped_and_not_substituted_again(string text, string expected)
    {
        Apply(text, out var findings).Should().Be(expected);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("{\"HttpPort\": ${PORT}}", "{\"HttpPort\": 8042}")]
    [InlineData("{\"HttpPort\": $PORT}", "{\"HttpPort\": 8042}")]
    [InlineData("{\"a\": ${JSON}}", "{\"a\": {\"x\": [1, 2]}}")]
    [InlineData("{\"a\": [${LINES}]}", "{\"a\": [1,\n  2]}")]
    [InlineData("{\"a\": ${UNSET:-12}}", "{\"a\": 12}")]
    [InlineData("{\"a\": ${UNSET:-true}, \"b\": \"$SET\"}", "{\"a\": true, \"b\": \"value\"}")]
    [InlineData("{\"a\": ${UNSET:-{\"b\": 1}}}", "{\"a\": {\"b\": 1}}")]
    [InlineData("{\"a\": ${UNSET:-\"$SET\"}}", "{\"a\": \"value\"}")]
    [InlineData("{\"$SET\": 1}", "{\"value\": 1}")]
    public void Outside_strings_the_value_is_inserted_as_it_is(string text, string expected)
    {
        Apply(text, out var findings).Should().Be(expected);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("{\"a\": \"${UNSET-\", \"b\": \"}\"}")]
    [InlineData("{\"${UNSET-\":\"}\"}")]
    [InlineData("{\"a\": \"${UNSET:-\\\"\", \"b\": \"}\"}")]
    public void A_reference_in_a_string_does_not_end_in_another(string text)
    {
        Apply(text, out var findings).Should().Be(text);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("// $UNSET ${UNSET:?no} \\$\n{}")]
    [InlineData("/* $UNSET\n${UNSET} */{}")]
    [InlineData("{} // ${UNSET}")]
    [InlineData("{\"a\": 1, // it's \"$UNSET\n\"b\": 2}")]
    [InlineData("{\"a\": /* \" */ 1 /* ${UNSET} */}")]
    [InlineData("/* never closed $UNSET")]
    public void Comments_are_not_touched(string text)
    {
        Apply(text, out var findings).Should().Be(text);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"http://$SET\"", "\"http://value\"")]
    [InlineData("\"/* $SET */\"", "\"/* value */\"")]
    [InlineData("\"\\\"// $SET\"", "\"\\\"// value\"")]
    [InlineData("\"// \\\\\" /* \" $UNSET */ $PORT", "\"// \\\\\" /* \" $UNSET */ 8042")]
    [InlineData("/* a */ $PORT // \" $UNSET\n $PORT", "/* a */ 8042 // \" $UNSET\n 8042")]
    [InlineData("1 / $PORT", "1 / 8042")]
    [InlineData("// $UNSET\r$PORT", "// $UNSET\r8042")]
    public void What_looks_like_a_comment_in_a_string_is_none(string text, string expected)
    {
        Apply(text, out var findings).Should().Be(expected);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("\"a$UNSET\"", "\"a\"", "1:3")]
    [InlineData("\"${UNSET}b\"", "\"b\"", "1:2")]
    [InlineData("{\n  \"é\": \"$UNSET\"\n}", "{\n  \"é\": \"\"\n}", "2:9")]
    [InlineData("\"$SET ${UNSET}\"", "\"value \"", "1:7")]
    [InlineData("\"$LINES\",\r\n\t\"$UNSET\"", "\"1,\\n  2\",\r\n\t\"\"", "2:3")]
    [InlineData("\"${SET:-x}${EMPTY:-$UNSET}\"", "\"value\"", "1:20")]
    public void An_unset_variable_is_empty_with_a_warning(string text, string expected, string place)
    {
        Apply(text, out var findings).Should().Be(expected);

        var finding = findings.Should().ContainSingle().Subject;
        finding.Rule.Should().Be(Rules.UnsetVariable);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Message.Should().Contain("UNSET");
        finding.At().Should().Be(place);
        finding.ToString().Should().StartWith($"/etc/orthanc/a.json:{place}");
    }

    [Theory]
    [InlineData("\"${UNSET:?it names the database}\"", "it names the database")]
    [InlineData("\"${EMPTY:?it names the database}\"", "it names the database")]
    [InlineData("\"${UNSET?it names the database}\"", "it names the database")]
    [InlineData("\"${UNSET:?}\"", "UNSET")]
    public void A_required_variable_that_is_missing_is_an_error(string text, string message)
    {
        Apply(text, out var findings);

        var finding = findings.Should().ContainSingle().Subject;
        finding.Rule.Should().Be(Rules.UnsetVariable);
        finding.Severity.Should().Be(Severity.Error);
        finding.Message.Should().Contain(text.Contains("EMPTY", StringComparison.Ordinal) ? "EMPTY" : "UNSET").And.Contain(message);
        finding.At().Should().Be("1:2");
    }

    [Theory]
    [InlineData("{\"RegisteredUsers\": {\"alice\": \"pass${a?word}\"}}")]
    [InlineData("{\"RegisteredUsers\": {\"alice\": \"${a:?word}!\"}}")]
    [InlineData("{\"RegisteredUsers\": {\"alice\": \"pass${a:-${b?word}}\"}}")]
    [InlineData("{\"RegisteredUsers\": {\"alice\": \"pass${word?}\"}}")]
    public void What_is_required_is_not_shown_where_it_may_be_a_piece_of_a_password(string text)
    {
        Apply(text, out var findings);

        findings.Only(Rules.UnsetVariable).Message.Should().Contain("must be set").And.NotContain("word");
    }

    [Fact]
    public void Nothing_is_merged_from_a_file_that_lacks_a_required_variable()
    {
        var plan = new Scenario().File("{\"Name\": \"a\", \"DicomAet\": \"${AET:?choose a title}\"}").Plan();

        plan.Findings.Only(Rules.UnsetVariable).Message.Should().Contain("choose a title");
        plan.IsRefused.Should().BeTrue();
        plan.Setting("Name").Should().BeNull();
    }

    [Theory]
    [InlineData("{\"a\": \"$LONG\", \"b\": x}", "1:21")]
    [InlineData("{\"a\": ${LINES}, \"b\": x}", "1:22")]
    [InlineData("{\"a\": ${LINES},\n \"b\": x}", "2:7")]
    [InlineData("{\"a\": \"${UNSET:-$LONG}\", \"é\": \"$LONG\",\n\"$LONG\": x}", "2:10")]
    [InlineData("{\"a\": \"\\$\", \"b\": x}", "1:18")]
    [InlineData("{\"a\": ${BROKEN}, \"b\": 1}", "1:7")]
    [InlineData("{\"a\": \"$EMPTY$EMPTY$EMPTY\", x}", "1:29")]
    public void Errors_after_an_insertion_are_placed_in_the_file_as_it_was_written(string text, string place)
    {
        var plan = new Scenario()
            .Variable("LONG", new string('é', 1000))
            .Variable("LINES", "[1,\n\n\n2]")
            .Variable("BROKEN", "[1,\n 2, x]")
            .Variable("EMPTY", "")
            .File(text)
            .Plan();

        plan.Findings.Only(Rules.InvalidJson).At().Should().Be(place);
    }

    [Fact]
    public void Values_keep_their_places_too()
    {
        var plan = new Scenario().Variable("A", "x\ny\nz").File("{\"Name\": \"$A\",\n \"HttpPort\": 1, \"HttpPort\": 2}").Plan();

        plan.Findings.Only(Rules.DuplicateKey).At().Should().Be("2:17");
        plan.Configuration.Root["HttpPort"].Value.Place.ToString().Should().Be("/etc/orthanc/orthanc.json:2:17");
    }

    [Fact]
    public void A_byte_order_mark_does_not_shift_places()
    {
        var findings = new FindingList();
        byte[] text = [0xEF, 0xBB, 0xBF, .. "{\"a\": \"$UNSET\"}"u8];

        Substitution.Apply(new SourceText(new Source(SourceKind.File, "/a.json"), text), static _ => null, findings, out _);

        findings.Single().At().Should().Be("1:8");
    }

    [Fact]
    public void Variables_and_secrets_are_not_substituted()
    {
        var plan = new Scenario()
            .Variable("A", "inserted")
            .Variable("ORTHANC__NAME", "$A ${A}")
            .Variable("ORTHANC_JSON", "{\"DicomAet\": \"$A\"}")
            .Variable("ORTHANC__MINE", "{\"x\": \"${A}\"}")
            .Secret("ORTHANC__POSTGRESQL__PASSWORD", "p$A${A:-x}\\$")
            .Variable("ORTHANC_PASSWORD", "$A")
            .Plan();

        plan.Setting("Name").Should().Be("\"$A ${A}\"");
        plan.Setting("DicomAet").Should().Be("\"$A\"");
        plan.Setting("Mine.x").Should().Be("\"${A}\"");
        plan.Setting("PostgreSQL.Password").Should().Be("\"p$A${A:-x}\\\\$\"");
        plan.Setting("RegisteredUsers.orthanc").Should().Be("\"$A\"");
    }

    [Fact]
    public void A_quote_in_a_password_cannot_break_the_file()
    {
        var plan = new Scenario()
            .Variable("PW", "\", \"RemoteAccessAllowed\": true, \"x\": \"\\")
            .File("{\"RemoteAccessAllowed\": false, \"PostgreSQL\": {\"Password\": \"${PW}\"}}")
            .Plan();

        plan.Setting("RemoteAccessAllowed").Should().Be("false");
        plan.Configuration.Find("PostgreSQL", "Password").Value.GetString().Should().Be("\", \"RemoteAccessAllowed\": true, \"x\": \"\\");
    }

    [Fact]
    public void Defaults_may_be_nested_50_deep()
    {
        Apply(Nested(50), out var findings).Should().Be("{\"Name\": \"x\"}");
        findings.Should().BeEmpty();

        Apply(Nested(40_000), out findings);
        var finding = findings.Should().ContainSingle().Subject;
        finding.Rule.Should().Be(Rules.InvalidJson);
        finding.Message.Should().Be("variable defaults are nested more than 50 deep");

        static string Nested(int depth) =>
            "{\"Name\": \"" + new StringBuilder().Insert(0, "${UNSET:-", depth) + "x" + new string('}', depth) + "\"}";
    }

    [Fact]
    public void References_that_are_never_closed_stay()
    {
        var text = "{\"Name\": \"" + new StringBuilder().Insert(0, "${UNSET:-", 40_000) + "\"\n}";

        Apply(text, out var findings).Should().Be(text);
        findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("$BIG")]
    [InlineData("${UNSET:-$BIG$BIG$BIG}")]
    public void A_small_file_does_not_grow_beyond_what_a_file_may_have(string reference)
    {
        var text = Json.JsonTexts.Source("{\"Name\": \"" + new StringBuilder().Insert(0, reference, 500) + "\"}");
        var big = new string('x', 1024 * 1024);
        var findings = new FindingList();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Substitution.Apply(text, name => name == "BIG" ? big : null, findings, out _).Should().BeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1L << 30);
        findings.Single().ToString().Should().StartWith("/etc/orthanc/a.json:1:").And
            .Contain("the file is larger than 64 MiB once its variables are inserted");
    }

    [Fact]
    public void A_text_without_a_dollar_is_the_same_text()
    {
        var text = Json.JsonTexts.Source("{\"a\": 1}");

        Substitution.Apply(text, static _ => "x", new FindingList(), out _).Should().BeSameAs(text);
    }

    private static string Apply(string text, out FindingList findings)
    {
        findings = new FindingList();
        var result = Substitution.Apply(Json.JsonTexts.Source(text), name => Variables.GetValueOrDefault(name), findings, out var doubtful);
        findings.AddRange(doubtful.Select(finding => finding.Finding));
        return Encoding.UTF8.GetString(result!.Content.Span);
    }
}

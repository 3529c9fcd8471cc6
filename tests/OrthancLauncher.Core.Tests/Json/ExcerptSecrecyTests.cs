using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Json;

/// <summary>Lines with an error and with secrets, of which no piece may be shown.</summary>
public sealed class ExcerptSecrecyTests
{
    [Theory]
    [InlineData("""{"PostgreSQL": {"Password": "S3CR3T", "Port": x}}""")]
    [InlineData("""{"PostgreSQL": {"Port": x, "Password": "S3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {"Password": S3CR3T}}""")]
    [InlineData("""{"PostgreSQL": {"Password": 'S3CR3T'}}""")]
    [InlineData("""{"PostgreSQL": {"Password": "S3CR3T}}""")]
    [InlineData("""{"PostgreSQL": {"Password": "\qS3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {"Password": "S3CR3T\q"}}""")]
    [InlineData("""{"PostgreSQL": {"Password": "S3CR3T" "Port": 1}}""")]
    [InlineData("""{"PostgreSQL": {"Password" "S3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {"Password"= "S3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {"Password"="S3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {"Password"=S3CR3T}}""")]
    [InlineData("""{"PostgreSQL": {Password: "S3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {Password: S3CR3T}}""")]
    [InlineData("""{"PostgreSQL": {Password=S3CR3T}}""")]
    [InlineData("""{"PostgreSQL": {'Password': 'S3CR3T'}}""")]
    [InlineData("""{"PostgreSQL": {"Password": tS3CR3T}}""")]
    [InlineData("""{"PostgreSQL": {"Password": 1S3CR3T}}""")]
    [InlineData("""{"PostgreSQL": {"Password": ["S3CR3T", x]}}""")]
    public void Passwords_are_not_shown_wherever_the_error_is(string text) => Check(text);

    [Theory]
    [InlineData("""{"PostgreSQL": {"Password": "abc"S3CR3T", "Port": 1}}""")]
    [InlineData("""{"PostgreSQL": {"Password": ""S3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {"Password": "abc" S3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {"Password": "abc",S3CR3T"}}""")]
    [InlineData("""{"RegisteredUsers": {"alice": "abc"S3CR3T"}}""")]
    [InlineData("""{"PostgreSQL": {"Password": "abc"123S3CR3T"}}""")]
    public void A_password_with_an_unescaped_quote_is_not_shown(string text) => Check(text);

    [Theory]
    [InlineData("""{"RegisteredUsers": {"alice": "S3CR3T", "bob" "S3CR3T"}}""")]
    [InlineData("""{"RegisteredUsers": {"alice": "S3CR3T" "bob": "S3CR3T"}}""")]
    [InlineData("""{"RegisteredUsers": {"alice": "S3CR3T"}, x}""")]
    [InlineData("""{x, "RegisteredUsers": {"alice": "S3CR3T"}}""")]
    [InlineData("""{"RegisteredUsers": {"alice": S3CR3T}}""")]
    [InlineData("""{"OrthancPeers": {"a": ["http://h/", "u", "S3CR3T"], "b": x}}""")]
    [InlineData("""{"OrthancPeers": {"a": ["http://h/", "u", S3CR3T]}}""")]
    [InlineData("""{"DicomWeb": {"Servers": {"a": {"Url": "http://h/", "Password": "S3CR3T", x}}}}""")]
    [InlineData("""{"DicomWeb": {"Servers": {"a": {"HttpHeaders": {"Authorization": "S3CR3T"}}, x}}}""")]
    [InlineData("""{"MyScript": {"ApiToken": "S3CR3T", "b": x}}""")]
    public void Users_peers_servers_and_telling_names_are_not_shown(string text) => Check(text);

    [Theory]
    [InlineData("""{"HttpProxy": "http://u:S3CR3T@proxy:3128/", "b": x}""")]
    [InlineData("""{"OrthancPeers": {"a": {"Url": "http://u:S3CR3T@h/"}, x}}""")]
    public void User_info_in_urls_is_not_shown(string text) => Check(text);

    [Theory]
    [InlineData("""{"Name": "a", /* "Password": "S3CR3T", */ x}""")]
    [InlineData("""{"Name": x, // "Password": "S3CR3T" """)]
    public void A_password_in_a_comment_is_not_shown(string text) => Check(text);

    [Theory]
    [InlineData("""{"Name": "S3CR3T", "b": x}""")]
    [InlineData("""{"Name": S3CR3T}""")]
    [InlineData("""{"Name": "S3CR3T" "b": 1}""")]
    [InlineData("""{"Name": "a"S3CR3T"}""")]
    [InlineData("""S3CR3T""")]
    [InlineData("""{"a": 1} S3CR3T""")]
    public void Nothing_of_a_secret_file_is_shown(string text)
    {
        var plan = new Scenario().SecretFile(text).Plan();

        var finding = plan.Findings.Only(Rules.InvalidJson);
        plan.Findings.AllTexts().Should().NotContain("S3CR").And.NotContain("R3T");
        finding.Place!.Value.Line.Should().Be(1);
    }

    [Fact]
    public void Passwords_are_not_shown_when_a_file_stands_on_one_long_line()
    {
        var padding = string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"k{i}\":{i}"));
        Check(
            $"{{{padding},\"PostgreSQL\":{{\"Password\":\"S3CR3T\",\"Port\":x,\"Username\":\"u\"}},"
                + $"\"RegisteredUsers\":{{\"a\":\"S3CR3T\"}},{padding}}}");
    }

    [Fact]
    public void Passwords_over_several_lines_are_not_shown()
    {
        Check("{\"PostgreSQL\": {\"Password\": \"S3CR3T\nS3CR3T\"}}");
        Check("{\"PostgreSQL\": {\"Password\":\n\"S3CR3T\" x}}");
    }

    [Fact]
    public void The_value_of_a_variable_is_not_shown()
    {
        var plan = new Scenario().Variable("PW", "S3CR3T").File("{\"PostgreSQL\": {\"Password\": \"${PW}\", \"Port\": x}}").Plan();

        plan.Findings.Only(Rules.InvalidJson).At().Should().Be("1:46");
        plan.Findings.AllTexts().Should().NotContain("S3CR");
    }

    [Fact]
    public void What_is_no_secret_is_shown()
    {
        var finding = new Scenario().File("{\"PostgreSQL\": {\"Password\": \"S3CR3T\", \"Host\": \"db\", \"Port\": x}}").Plan()
            .Findings.Only(Rules.InvalidJson);

        finding.Excerpt.Should().Contain("\"PostgreSQL\"").And.Contain("\"Password\": ********").And.Contain("\"Host\": \"db\"")
            .And.Contain("\"Port\": x");
        JsonTexts.AboveCaret(finding).Should().Be("x");
    }

    [Fact]
    public void A_whole_configuration_in_a_variable_is_masked_too()
    {
        var plan = new Scenario().Variable("ORTHANC_JSON", "{\"PostgreSQL\": {\"Password\": \"S3CR3T\", \"Port\": x}}").Plan();

        var finding = plan.Findings.Only(Rules.InvalidJson);
        finding.Place!.Value.Source.Description.Should().Be("environment variable ORTHANC_JSON");
        finding.At().Should().Be("1:47");
        plan.Findings.AllTexts().Should().NotContain("S3CR");
    }

    [Theory]
    [InlineData("ORTHANC__REGISTERED_USERS", "{\"a\": \"S3CR3T\" \"b\": 1}")]
    [InlineData("ORTHANC__REGISTERED_USERS", "S3CR3T")]
    [InlineData("ORTHANC__REGISTERED_USERS", "\"S3CR3T\"")]
    [InlineData("ORTHANC__POSTGRESQL", "{\"Password\": \"S3CR3T\", \"Port\": x}")]
    [InlineData("ORTHANC__POSTGRESQL", "{\"Password\": \"abc\"S3CR3T\"}")]
    [InlineData("ORTHANC__ORTHANC_PEERS", "{\"a\": [\"http://h/\", \"u\", \"S3CR3T\" x]}")]
    public void A_variable_with_json_is_masked_too(string name, string value)
    {
        var plan = new Scenario().Variable(name, value).Plan();

        plan.Findings.Of(Rules.WrongType).Should().NotBeEmpty();
        plan.Findings.AllTexts().Should().NotContain("S3CR").And.NotContain("R3T");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_small_mistake_shows_a_password(int seed)
    {
        const string line = "{\"Name\": \"a\", \"PostgreSQL\": {\"Password\": \"QZXJVKWY\", \"Port\": 1}, "
            + "\"RegisteredUsers\": {\"u\": \"QZXJVKWY\"}, \"HttpPort\": 2}";
        const string mistakes = "\"',:[]=x\\ \n1#";
        var random = new Random(seed);
        var leaks = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 400; i++)
        {
            var at = random.Next(line.Length);
            if (IsInKey(line, at))
            {
                continue;
            }

            // Without a bracket the users would lie elsewhere, where nobody knows that they are secret.
            var text = random.Next(3) == 0 && line[at] is not ('{' or '}')
                ? line.Remove(at, 1)
                : line.Insert(at, mistakes[random.Next(mistakes.Length)].ToString());
            var shown = new Scenario().File(text).Plan().Findings.AllTexts();
            for (var piece = 0; piece + 4 <= 8; piece++)
            {
                if (shown.Contains("QZXJVKWY".Substring(piece, 4), StringComparison.Ordinal))
                {
                    leaks.Add(text);
                }
            }
        }

        leaks.Should().BeEmpty();

        // A mistake in the name of a setting makes it another setting, of which nobody knows that it is secret.
        static bool IsInKey(string line, int at)
        {
            foreach (var key in new[] { "\"PostgreSQL\"", "\"Password\"", "\"RegisteredUsers\"" })
            {
                var start = line.IndexOf(key, StringComparison.Ordinal);
                if (at >= start && at <= start + key.Length)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static void Check(string text)
    {
        var plan = new Scenario().File(text).Plan();

        var findings = plan.Findings.Of(Rules.InvalidJson);
        findings.Should().ContainSingle();
        findings[0].Excerpt.Should().NotBeNull();
        plan.Findings.AllTexts().Should().NotContain("S3CR").And.NotContain("R3T");
    }
}

using System.Security.Cryptography;
using System.Text;
using OrthancLauncher.Reports;

namespace OrthancLauncher.Tests.Explaining;

public sealed class ExplainHtmlTests : IDisposable
{
    private readonly ExplainRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void The_policy_allows_exactly_the_pages_own_style_and_script()
    {
        ExplainHtmlAssets.StyleHash.Should().Be(Hash(ExplainHtmlAssets.Style));
        ExplainHtmlAssets.ScriptHash.Should().Be(Hash(ExplainHtmlAssets.Script));
        _run.WithSite().Explain(format: "html").Should().Contain("<style>" + ExplainHtmlAssets.Style + "</style>")
            .And.Contain("<script>" + ExplainHtmlAssets.Script + "</script>")
            .And.Contain($"default-src 'none'; style-src '{ExplainHtmlAssets.StyleHash}'; script-src '{ExplainHtmlAssets.ScriptHash}'");
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere()
    {
        var page = Markup(_run.WithFile("etc/a.json", """{"Name": "plain"}""").Explain(format: "html"));

        page.Should().NotContainAny("src=", "href=", "<link", "<iframe", "<img", " style=", " onclick=");
        ExplainHtmlAssets.Style.Should().NotContainAny("@import", "url(");
    }

    [Theory]
    [InlineData("""{"Name": "</script><img src=x onerror=alert(1)>"}""")]
    [InlineData("""{"</title><script>alert(1)</script>": 1}""")]
    [InlineData("""{"A\"><svg onload=alert(1)>": {"'b": "\"'<b>&amp;"}}""")]
    [InlineData("""{"DicomModalities": {"</template></div><script>alert(1)</script>": ["<i>", "&", 104]}}""")]
    [InlineData("""{"HttpPort": "<script>alert(1)</script>", "Locale": "<!-- \u0000 -->"}""")]
    public void Whatever_a_configuration_holds_stays_text(string configuration)
    {
        _run.WithFile("etc/a<b>&\"c.json", configuration).WithFile("etc/b.json", """{"Name": 1, "<u>": 2}""")
            .WithFile("etc/c.json", "{ <script>alert(1)</script>").Set("ORTHANC__NAME", "<script>alert(1)</script>");
        var own = Tags(_run.Explain(format: "html")).ToHashSet();

        own.Should().BeSubsetOf(
        [
            "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "div", "h1", "h2", "p", "span", "button", "input", "i",
            "b", "main", "section", "ul", "ol", "li", "pre", "details",
            "summary", "strong", "em", "small", "code", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "template", "footer",
            "script",
        ]);
        Count(_run.Explain(format: "html"), "<script").Should().Be(1);
    }

    [Fact]
    public void Every_element_that_is_opened_is_closed()
    {
        var open = new Stack<string>();
        foreach (var tag in AllTags(Markup(_run.WithSite().Explain(format: "html"))))
        {
            if (tag.StartsWith('/'))
            {
                open.Pop().Should().Be(tag[1..]);
            }
            else if (tag is not ("!DOCTYPE" or "meta" or "input"))
            {
                open.Push(tag);
            }
        }

        open.Should().BeEmpty();
    }

    [Fact]
    public void What_was_replaced_unfolds_and_findings_stand_in_place()
    {
        var page = _run.WithSite().Explain(format: "html");

        var age = Between(page, "data-path=\"StableAge\"", "</details>");
        age.Should().Contain("<li class=\"used\">")
            .And.Contain("<li class=\"replaced\"><span class=\"role\">replaced</span><code>30</code>").And.Contain("ORTHANC__STABLE_AGE")
            .And.Contain("built-in default of Orthanc");
        Between(page, "data-path=\"DicomModalities.pacs.AET\"", "</summary>").Should().Contain("class=\"finding warning\"")
            .And.Contain("aet-too-long");
        page.Should().Contain("data-only=\"file\"").And.Contain("data-only=\"secret\"").And.Contain("Orthanc would refuse to start");
    }

    [Fact]
    public void Of_a_large_map_only_the_first_entries_are_shown_at_once()
    {
        _run.WithFile(
            "etc/a.json",
            $"{{\"DicomModalities\": {{{string.Join(',', Enumerable.Range(0, 350).Select(i => $"\"m{i}\": [\"A\", \"h\", 104]"))}}}}}");
        var page = _run.Explain(format: "html");

        var map = page[page.IndexOf("data-path=\"DicomModalities\"", StringComparison.Ordinal)..];
        var template = map.IndexOf("<template>", StringComparison.Ordinal);
        Count(map[..template], "data-path=\"DicomModalities.m").Should().Be(100);
        Count(Between(map, "<template>", "</template>"), "data-path=\"DicomModalities.m").Should().Be(250);
        map.Should().Contain(">Show all 350</button>");
    }

    [Fact]
    public void A_page_with_secrets_says_so()
    {
        _run.WithSite();
        _run.Explain(format: "html", showsSecrets: true).Should().Contain("This page shows secrets.");
        _run.Explain(format: "html").Should().NotContain("This page shows secrets.").And.Contain("Secrets are masked.");
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The page without its style and script.</summary>
    private static string Markup(string page) =>
        page.Replace(ExplainHtmlAssets.Style, "", StringComparison.Ordinal).Replace(ExplainHtmlAssets.Script, "", StringComparison.Ordinal);

    private static IEnumerable<string> Tags(string page) => AllTags(Markup(page)).Select(tag => tag.TrimStart('/'));

    private static IEnumerable<string> AllTags(string markup)
    {
        for (var start = markup.IndexOf('<', StringComparison.Ordinal); start >= 0; start = markup.IndexOf('<', start + 1))
        {
            var end = start + 1;
            while (markup[end] is not (' ' or '>'))
            {
                end++;
            }

            yield return markup[(start + 1)..end];
        }
    }

    private static int Count(string text, string piece) => text.Split(piece).Length - 1;

    private static string Between(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.Ordinal);
        start.Should().BeGreaterThanOrEqualTo(0, from);
        return text[start..text.IndexOf(to, start, StringComparison.Ordinal)];
    }
}

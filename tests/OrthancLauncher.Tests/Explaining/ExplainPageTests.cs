using System.Xml.Linq;

namespace OrthancLauncher.Tests.Explaining;

/// <summary>The page as a browser shows it.</summary>
public sealed class ExplainPageTests : IDisposable
{
    private readonly ExplainRun _run = new();

    public void Dispose() => _run.Dispose();

    [BrowserFact]
    public void The_page_is_shown_light_and_dark()
    {
        var address = Page(_run.WithSite().Explain(format: "html"));

        var light = Browser.Screenshot(address, _run.Folder);
        light.Should().BeEquivalentTo(new { Width = 1200, Height = 900 });
        light.Colours.Should().BeGreaterThan(100, "a blank page has one colour");
        light.Brightness.Should().BeGreaterThan(220);

        var dark = Browser.Screenshot(address, _run.Folder, "--blink-settings=preferredColorScheme=0");
        dark.Colours.Should().BeGreaterThan(100);
        dark.Brightness.Should().BeLessThan(60);
    }

    [BrowserFact]
    public void The_script_runs_under_the_pages_policy_and_values_do_not()
    {
        var page = Dom(Page(_run.WithSite().Explain(format: "html")));

        Class(page, "html").Should().Contain("scripted");
        page.Should().Contain("<title>Configuration of Orthanc</title>", "the value that would change it is text");
        page.Should().Contain("&lt;/script&gt;&lt;img src=x onerror=").And.NotContain("<img");
        page.Should().Contain("data-path=\"DicomModalities.pacs.AET\"").And.Contain("aria-label=\"Switch to the dark theme\"");
    }

    [BrowserFact]
    public void The_search_of_the_address_filters()
    {
        var page = Dom(Page(_run.WithSite().Explain(format: "html")) + "#search=stableage");

        Shown(page).Should().Equal("StableAge");
        page.Should().Contain(">1 setting</span>");
        Class(page, "html").Should().Contain("searching");
    }

    [BrowserFact]
    public void The_search_looks_into_sources_former_values_and_settings_that_are_not_set()
    {
        var address = Page(_run.WithSite().Explain(format: "html"));

        Shown(Dom(address + "#search=20-site.json%20name")).Should().Contain("Name").And.NotContain("DicomAet");
        Shown(Dom(address + "#search=radiology")).Should().Equal("Name");
        Shown(Dom(address + "#search=JobsHistorySize")).Should().Contain("JobsHistorySize");
        Dom(address + "#search=no-such-thing").Should().Contain("<p id=\"nothing\">");
    }

    [BrowserFact]
    public void Ten_thousand_modalities_open_and_the_last_is_found()
    {
        _run.WithFile(
            "etc/a.json",
            "{\"DicomModalities\": "
                + $"{{{string.Join(",\n", Enumerable.Range(0, 10_000).Select(i => $"\"m{i}\": [\"AET{i}\", \"10.0.0.1\", 104]"))}}}}}");
        var address = Page(_run.Explain(format: "html"));

        Browser.Screenshot(address, _run.Folder).Colours.Should().BeGreaterThan(100);
        Shown(Dom(address + "#search=m9999")).Should().Equal("DicomModalities.m9999");
    }

    [BrowserFact]
    public void A_page_of_one_setting_has_nothing_to_search()
    {
        var page = Dom(Page(_run.WithSite().Explain("StableAge", "html")));

        page.Should().Contain("role=\"search\" hidden=\"\"").And.Contain("<title>StableAge</title>");
    }

    private string Page(string text)
    {
        var path = $"{_run.Folder}/page-{Guid.NewGuid():N}.html";
        File.WriteAllText(path, text);
        return $"file://{path}";
    }

    private string Dom(string address) => Browser.Dom(address, _run.Folder);

    private static string Class(string page, string tag)
    {
        var start = page.IndexOf($"<{tag} ", StringComparison.Ordinal);
        return page[start..page.IndexOf('>', start)];
    }

    /// <summary>The settings that a search leaves visible.</summary>
    private static List<string> Shown(string page)
    {
        // What a browser writes is no XML, but the tree's own markup is, once attributes without value have one.
        const string begin = "<div id=\"tree\">";
        var start = page.IndexOf(begin, StringComparison.Ordinal);
        var end = page.IndexOf("<p id=\"nothing\"", StringComparison.Ordinal);
        var tree = XElement.Parse(page[start..end].Replace("&nbsp;", " ", StringComparison.Ordinal));
        return [.. tree.Descendants("details")
            .Where(
                element =>
                    Classes(element).Contains("setting") && !element.AncestorsAndSelf().Any(each => each.Attribute("hidden") is not null))
            .Select(element => element.Attribute("data-path")!.Value)];
    }

    private static string[] Classes(XElement element) => element.Attribute("class")?.Value.Split(' ') ?? [];
}

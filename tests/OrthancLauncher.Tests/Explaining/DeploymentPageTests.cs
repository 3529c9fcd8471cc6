using System.Text.Json;
using System.Text.RegularExpressions;
using OrthancLauncher.Reports;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Explaining;

/// <summary>The page of several deployments, and that of findings only.</summary>
public sealed partial class DeploymentPageTests : IDisposable
{
    private const string Services = """
        services:
          archive:
            image: orthancteam/orthanc:24.10.1
            environment: {ORTHANC__NAME: "<b>Archive</b>", ORTHANC__STABLE_AGE: 30, ORTHANC__POSTGRESQL__PASSWORD: marker-1}
          gateway:
            image: orthancteam/orthanc:24.10.1
            environment: {ORTHANC__NAME: Gateway, ORTHANC__STABLE_AGE: soon, ORTHANC__DICOM_AET: GATEWAY}
          index:
            image: postgres
        """;

    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("explain")]
    [InlineData("validate")]
    public void Each_deployment_is_named_at_the_left_and_has_a_section(string command)
    {
        var page = Page(command);

        Names(page).Should().Equal("archive", "gateway");
        Section().Matches(page).Should().HaveCount(2);
        page.Should().Contain("<nav aria-label=\"Deployments\">").And.NotContain("<b>Archive</b>").And.NotContain("marker-1");
        Links().Matches(page).Select(link => link.Groups["target"].Value).Should().Equal("#d1", "#d2");
        SectionOf(page, 2).Should().Contain("wrong-type").And.NotContain("Archive");
    }

    [Fact]
    public void Findings_come_first_and_settings_after_them()
    {
        var gateway = SectionOf(Page("explain"), 2);

        gateway.IndexOf("<h3>Findings</h3>", StringComparison.Ordinal).Should().BePositive()
            .And.BeLessThan(gateway.IndexOf("<h3>Sources</h3>", StringComparison.Ordinal));
        gateway.Should().Contain("data-path=\"StableAge\"").And.Contain("GATEWAY");
    }

    [Fact]
    public void A_page_of_validate_has_findings_only()
    {
        var page = Page("validate");

        page.Should().Contain("Findings").And.NotContain("data-path=").And.NotContain("Sources</h3>");
    }

    [Fact]
    public void Of_one_deployment_all_is_on_the_page()
    {
        var archive = Services[..Services.IndexOf("  gateway", StringComparison.Ordinal)];
        _host.WithFile("one.yml", archive).Run("explain", "--format", "html", $"{_host.Folder}/one.yml").Should().Be(0, _host.Error);

        _host.Output.Should().Contain("<title>Configuration of Orthanc</title>").And.NotContain("<nav")
            .And.Contain("data-path=\"JobsHistorySize\"");
    }

    [Fact]
    public void A_setting_is_explained_for_a_path()
    {
        _host.WithFile("compose.yml", Services);
        _host.Run("explain", "StableAge", $"{_host.Folder}/compose.yml", "--service", "archive").Should().Be(0, _host.Error);
        _host.Output.Should().Contain("30").And.Contain("ORTHANC__STABLE_AGE");

        _host.Run("explain", $"{_host.Folder}/compose.yml").Should().Be(2);
        _host.Error.Should().Contain("choose one with --service: archive, gateway");
    }

    [BrowserFact]
    public void The_first_deployment_with_errors_is_shown_first()
    {
        _host.WithFile("orthanc.json", "{\"Name\": \"a\"}").WithFile("site.json", "{\"StableAge\": \"soon\", \"Name\": \"b\"}");
        _host.Run("validate", "--format", "html", $"{_host.Folder}/orthanc.json", $"{_host.Folder}/site.json");

        _host.Output.Should().Contain("No findings.");
        Hidden(Browser.Dom(Written(_host.Output), _host.Folder)).Should().Equal("d1");
    }

    [BrowserFact]
    public void One_deployment_is_shown_at_a_time()
    {
        var address = Written(Page("explain"));

        Hidden(Browser.Dom(address, _host.Folder)).Should().Equal("d2");
        Hidden(Browser.Dom($"{address}#d2", _host.Folder)).Should().Equal("d1");
        Hidden(Browser.Dom($"{address}#search=gateway", _host.Folder)).Should().Equal("d1");
        Hidden(Browser.Dom($"{address}#search=stableage", _host.Folder)).Should().BeEmpty("it is set in both");
    }

    [AccessibilityTheory]
    [InlineData("explain", "--blink-settings=preferredColorScheme=1")]
    [InlineData("explain", "--blink-settings=preferredColorScheme=0")]
    [InlineData("validate", "--blink-settings=preferredColorScheme=1")]
    public void Axe_finds_no_barriers(string command, string option)
    {
        var axe = File.ReadAllText($"{Node.Folder}/node_modules/axe-core/axe.min.js");
        var page = Policy().Replace(Page(command), "")
            .Replace("</body>", $"<script>{axe}</script><script>{Examination}</script></body>", StringComparison.Ordinal);

        var result = Browser.Dom(Written(page), _host.Folder, "--virtual-time-budget=1000000", option);

        var barriers = Result().Match(result).Groups["json"].Value;
        var rules = JsonSerializer.Deserialize<string[][]>(System.Net.WebUtility.HtmlDecode(barriers))!;
        rules[0].Should().Contain("color-contrast").And.Contain("nested-interactive");
        rules[1].Should().BeEmpty();
    }

    /// <summary>Opens all that can be opened; the rules that hold, and those that do not with their places.</summary>
    private const string Examination = """
        addEventListener('load', async () => {
          for (const each of document.querySelectorAll('details')) { each.open = true; }
          const found = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']});
          const result = document.createElement('pre');
          result.id = 'axe';
          result.textContent = JSON.stringify([found.passes.map(rule => rule.id),
            found.violations.map(rule => rule.id + ': ' + rule.nodes[0].html + ' ' + rule.nodes[0].failureSummary)]);
          document.body.replaceChildren(result);
        });
        """;

    private string Page(string command)
    {
        _host.WithFile("compose.yml", Services).Run(command, "--format", "html", $"{_host.Folder}/compose.yml");
        return _host.Output;
    }

    private string Written(string page)
    {
        var name = $"page-{Guid.NewGuid():N}.html";
        _host.WithFile(name, page);
        return $"file://{_host.Folder}/{name}";
    }

    private static IEnumerable<string> Names(string page) => Name().Matches(page).Select(name => name.Groups["name"].Value);

    private static string SectionOf(string page, int number) =>
        page.Split("<section class=\"deployment\"")[number].Replace(ExplainHtmlAssets.Script, "", StringComparison.Ordinal);

    private static IEnumerable<string> Hidden(string page) =>
        Section().Matches(page).Where(section => section.Value.Contains("hidden", StringComparison.Ordinal))
            .Select(section => section.Groups["id"].Value);

    [GeneratedRegex("""<section class="deployment" id="(?<id>d\d+)"[^>]*>""")]
    private static partial Regex Section();

    [GeneratedRegex("""<li><a href="#d\d+"><b>(?<name>[^<]*)</b>""")]
    private static partial Regex Name();

    [GeneratedRegex("href=\"(?<target>[^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("""<meta http-equiv="Content-Security-Policy"[^>]*>""")]
    private static partial Regex Policy();

    [GeneratedRegex("""<pre id="axe">(?<json>.*?)</pre>""", RegexOptions.Singleline)]
    private static partial Regex Result();
}

/// <summary>A theory that needs a browser and axe-core from npm, skipped with the reason where one of them cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AccessibilityTheoryAttribute : TheoryAttribute
{
    public AccessibilityTheoryAttribute()
    {
        Skip = new BrowserFactAttribute().Skip ?? Node.Missing;
    }
}

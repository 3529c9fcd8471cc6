using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class PluginsCommandTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Each_plugin_tells_whether_it_is_enabled_and_why()
    {
        _host.Set("DW_ENABLED", "true").Set("GDCM_PLUGIN_ENABLED", "false")
            .WithFile("etc/a.json", """{"OHIF": {"Preload": true}, "PythonScript": "/x.py", "WebViewer": {"CachePath": "/c"}}""")
            .WithFile("available/libOrthancOHIF.so", "");
        _host.Run("plugins", "--format", "json").Should().Be(0, _host.Error);
        var plugins = JsonNode.Parse(_host.Output)!.AsArray()
            .ToDictionary(plugin => plugin!["plugin"]!.GetValue<string>(), plugin => plugin!);
        Of("DicomWeb").Should().Be((true, "legacy-variable", "missing"));
        Of("Gdcm").Should().Be((false, "variable", "missing"));
        Of("Ohif").Should().Be((true, "section", "found"));
        Of("Python").Should().Be((true, "root-setting", "missing"));
        Of("OrthancExplorer2").Should().Be((false, "library-missing", "missing"));
        Of("OrthancWebViewer").Should().Be((false, "not-mentioned", "missing"));
        plugins["DicomWeb"]["deprecatedVariable"]!.GetValue<string>().Should().Be("DW_ENABLED");

        (bool, string, string) Of(string name) =>
            (plugins[name]["enabled"]!.GetValue<bool>(), plugins[name]["reason"]!.GetValue<string>(),
                plugins[name]["library"]!.GetValue<string>());
    }

    [Fact]
    public void The_table_names_what_is_wrong_below()
    {
        _host.Set("DW_ENABLED", "true").Run("plugins");
        _host.Output.Should().MatchRegex(@"DicomWeb +yes +the variable DW_ENABLED is set +missing +DICOM_WEB_PLUGIN_ENABLED")
            .And.Contain("use DICOM_WEB_PLUGIN_ENABLED").And.Contain("libOrthancDicomWeb.so");
    }

    [Fact]
    public void The_documentation_lists_every_plugin_with_its_variable_and_defaults()
    {
        _host.Run("plugins", "--format", "rst").Should().Be(0);
        var rows = RowsOf(_host.Output).ToDictionary(row => row.Plugin);
        var definitions = JsonNode.Parse(File.ReadAllText($"{Repository.Root}/plugins-defaults.json"))!.AsObject();
        rows.Keys.Should().BeEquivalentTo(definitions.Select(definition => definition.Key));
        foreach (var (name, definition) in definitions)
        {
            rows[name].Variable.Should().Be((string)definition!["enablingEnvVar"]!);
            rows[name].IsByDefault.Should().Be((bool?)definition["enabledByDefault"] ?? false);
            var defaults = rows[name].Defaults?[(string?)definition["section"] ?? name];
            JsonNode.DeepEquals(defaults, definition["nonStandardDefaults"])
                .Should().BeTrue("{0} should have other defaults than {1}", name, defaults);
        }
    }

    [Fact]
    public void Markdown_and_html_tell_the_same()
    {
        _host.Run("plugins", "--format", "markdown").Should().Be(0);
        _host.Output.Should().Contain("| **Gdcm** | `GDCM_PLUGIN_ENABLED`<br>Note: enabled by default | `{\"Gdcm\": {\"Throttling\": 4");
        _host.Run("plugins", "--format", "html").Should().Be(0);
        _host.Output.Should().Contain("<td><strong>Gdcm</strong></td><td><code>GDCM_PLUGIN_ENABLED</code>")
            .And.Contain("&quot;Throttling&quot;: 4");
    }

    private sealed record Row(string Plugin, string Variable, bool IsByDefault, JsonNode? Defaults);

    /// <summary>The rows of a grid table with three columns.</summary>
    private static IEnumerable<Row> RowsOf(string rst)
    {
        var cells = new[] { "", "", "" };
        foreach (var line in rst.Split('\n'))
        {
            if (line.StartsWith("+-", StringComparison.Ordinal) || line.StartsWith("+=", StringComparison.Ordinal))
            {
                if (Regex.Match(cells[0], @"\*\*(\w+)\*\*") is { Success: true } name)
                {
                    var json = cells[2].IndexOf('{', StringComparison.Ordinal);
                    yield return new Row(
                        name.Groups[1].Value, Regex.Match(cells[1], "``(\\w+)``").Groups[1].Value,
                        cells[1].Contains("enabled by default", StringComparison.Ordinal),
                        json < 0 ? null : JsonNode.Parse(cells[2][json..]));
                }

                cells = ["", "", ""];
            }
            else if (line.StartsWith("| ", StringComparison.Ordinal) && line.Split('|') is { Length: 5 } parts)
            {
                for (var i = 0; i < 3; i++)
                {
                    cells[i] += parts[i + 1].Trim() + "\n";
                }
            }
        }
    }
}

using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary>Checks of PATHs: folders, and files told by their content.</summary>
public sealed class RepositoryTests : IDisposable
{
    private const string Compose = "services:\n  orthanc:\n    image: orthancteam/orthanc\n    environment: {ORTHANC_PASSWORD: x, ";
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
        + "  - name: orthanc\n    image: orthancteam/orthanc\n    envFrom: [{configMapRef: {name: c}}]\n";
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  ORTHANC__HTTP_PORT: many\n";
    private const string Wrong = "{\"Name\": \"x\", \"HttpPort\": \"y\"}";

    private readonly TestHost _host = new();

    public RepositoryTests()
    {
        foreach (var name in _host.Environment.Select(variable => variable.Name).ToList())
        {
            _host.Set(name, "");
        }
    }

    private string Repository => $"{_host.Folder}/repository";

    public void Dispose() => _host.Dispose();

    private RepositoryTests With(string path, string content)
    {
        _host.WithFile($"repository/{path}", content);
        return this;
    }

    /// <summary>Checks paths of the repository; each finding as <c>file service: rule at place</c>.</summary>
    private List<string> Check(params string[] arguments) => CheckWithCode(out _, arguments);

    private List<string> CheckWithCode(out int code, params string[] arguments)
    {
        var paths = arguments.Select(path => path is ['-', ..] ? path : path is "." ? Repository : $"{Repository}/{path}");
        code = _host.Run(["validate", "--format=json", .. paths]);
        _host.Error.Should().BeEmpty();
        return [.. JsonNode.Parse(_host.Output)!["findings"]!.AsArray().Select(finding => Text(finding!))];
    }

    private string Text(JsonNode finding)
    {
        var subject = $"{finding["file"]} {finding["service"]}{finding["workload"]}".TrimEnd();
        var place = finding["line"] is null ? "" : $" at {finding["source"]}:{finding["line"]}:{finding["column"]}";
        return $"{subject}: {finding["rule"]}{place}".Replace(Repository + "/", "", StringComparison.Ordinal)
            .Replace(Repository, ".", StringComparison.Ordinal);
    }

    private int LeftOut() => (int)JsonNode.Parse(_host.Output)!["summary"]!["leftOut"]!;

    [Fact]
    public void A_folder_is_checked_with_all_that_concerns_Orthanc()
    {
        With("a/compose.yml", Compose + "ORTHANC__HTTP_PORT: many}\n  db: {image: postgres}\n")
            .With("b/stack", Compose + "ORTHANC__STABLE_AGE: soon}\n")
            .With("c/pod.yaml", Pod).With("c/map.yaml", ConfigMap)
            .With("d/orthanc.txt", Wrong)
            .With("e/variables", "# Ours\nORTHANC__HTTP_PORT=many\n")
            .With("f/wordpress.yml", "services:\n  wordpress: {image: wordpress}\n")
            .With("f/package.json", "{\"name\": \"x\"}").With("README.md", "services:\n\nOrthanc");

        CheckWithCode(out var code, ".").Should().Equal(
            "a/compose.yml orthanc: wrong-type at a/compose.yml:4:60", "b/stack orthanc: wrong-type at b/stack:4:61",
            "c/pod.yaml pod/p/orthanc: wrong-type at c/map.yaml:5:23", "c/pod.yaml pod/p/orthanc: no-users at c/pod.yaml:6:5",
            "d/orthanc.txt: wrong-type at d/orthanc.txt:1:15", "e/variables: wrong-type at e/variables:2:20");
        code.Should().Be(1);
        LeftOut().Should().Be(3);
    }

    [Fact]
    public void What_git_ignores_is_left_out()
    {
        With(".gitignore", "/ignored/\n*.bak\n").With("sub/.gitignore", "!*.bak\nlocal.json\n").With(".git/HEAD", "")
            .With(".git/x.json", Wrong).With("node_modules/x/x.json", Wrong).With("ignored/x.json", Wrong).With("a.bak", Wrong)
            .With("sub/b.bak", Wrong).With("sub/local.json", Wrong).With("sub/ignored/x.json", Wrong);

        Check(".").Should().Equal("sub/b.bak: wrong-type at sub/b.bak:1:15", "sub/ignored/x.json: wrong-type at sub/ignored/x.json:1:15");
        Check("sub").Should().HaveCount(2, "the rules of the folders above count too");
    }

    [Fact]
    public void What_a_deployment_reads_is_not_checked_alone_once_more()
    {
        With("compose.yml", Compose + "}\n    env_file: own.env\n    volumes: ['./conf:/etc/orthanc:ro']\n"
            + "    extends: {file: base.yml, service: o}\n")
            .With("base.yml", "services:\n  o: {image: orthancteam/orthanc, environment: {ORTHANC__DICOM_PORT: many}}\n")
            .With("own.env", "ORTHANC__HTTP_PORT=many\n").With(".env", "ORTHANC__NAME=interpolation\nORTHANC__X=1\n")
            .With("conf/a.json", Wrong).With("other/b.json", Wrong);

        Check(".").Should().BeEquivalentTo(
            "compose.yml orthanc: wrong-type at own.env:1:20", "compose.yml orthanc: wrong-type at base.yml:2:70",
            "other/b.json: wrong-type at other/b.json:1:15");
    }

    [Fact]
    public void An_override_file_is_merged_whichever_of_the_two_is_named()
    {
        With("compose.yml", Compose + "}\n")
            .With("compose.override.yml", "services: {orthanc: {environment: {ORTHANC__HTTP_PORT: many}}}\n");

        string[] expected = ["compose.yml orthanc: wrong-type at compose.override.yml:1:56"];
        Check(".").Should().Equal(expected);
        Check("compose.yml").Should().Equal(expected);
        Check("compose.override.yml").Should().Equal(expected);
        Check("compose.override.yml", "compose.yml").Should().Equal(expected);
    }

    [Fact]
    public void The_manifests_of_a_folder_are_one_set_and_those_that_are_named_too()
    {
        With("a/pod.yaml", Pod).With("b/map.yaml", ConfigMap).With("b/pod.yaml", "apiVersion: v1\nkind: [");

        Check(".", "--log-level=information").Should().Contain("a/pod.yaml pod/p/orthanc: not-known at a/pod.yaml:8:30")
            .And.Contain(finding => finding.StartsWith("b/pod.yaml: invalid-deployment", StringComparison.Ordinal));
        Check("a/pod.yaml", "b/map.yaml").Should().Equal(
            "a/pod.yaml pod/p/orthanc: wrong-type at b/map.yaml:5:23", "a/pod.yaml pod/p/orthanc: no-users at a/pod.yaml:6:5");
    }

    [Fact]
    public void Charts_and_kustomizations_are_named_with_the_command_that_renders_them()
    {
        With("chart/Chart.yaml", "apiVersion: v2\nname: orthanc\n").With("chart/templates/pod.yaml", "{{ if }}\n" + Pod)
            .With("wordpress/Chart.yaml", "apiVersion: v2\nname: wordpress\n")
            .With("base/kustomization.yaml", "resources:\n- pod.yaml\n").With("base/pod.yaml", Pod)
            .With("the top/kustomization.yaml", "resources: [../base]\npatches: [{path: p.yaml}]\n")
            .With("the top/p.yaml", "apiVersion: v1\nkind: Pod\n").With("other/kustomization.yaml", "resources: [x.yaml]\n");

        CheckWithCode(out var code, ".").Should().Equal("chart/Chart.yaml: not-known", "the top/kustomization.yaml: not-known");
        code.Should().Be(0);
        _host.Run("validate", Repository);
        _host.Output.Should().Contain($"helm template {Repository}/chart | orthanc-launcher validate -")
            .And.Contain($"kubectl kustomize '{Repository}/the top' | orthanc-launcher validate -");
        Check("chart/templates/pod.yaml").Should().Equal("chart/Chart.yaml: not-known");
    }

    [Theory]
    [InlineData("compose.json", """
        {"services": {"orthanc": {"image": "orthanc", "environment": {"ORTHANC_PASSWORD": "x", "ORTHANC__HTTP_PORT": "many"}}}}
        """)]
    [InlineData("pod.json", """
        {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "orthanc", "image": "orthanc", "env": [
            {"name": "ORTHANC_PASSWORD", "value": "x"}, {"name": "ORTHANC__HTTP_PORT", "value": "many"}]}]}}
        """)]
    [InlineData("orthanc.env", "ORTHANC__HTTP_PORT=many\n")]
    [InlineData("compose", "services:\n  o:\n    image: orthanc\n    environment: [ORTHANC_PASSWORD=x, ORTHANC__HTTP_PORT=many]\n")]
    [InlineData("orthanc.json", Wrong)]
    public void A_file_and_standard_input_are_told_by_their_content(string name, string content)
    {
        With(name, content).Check(name).Should().ContainSingle(finding => finding.Contains("wrong-type", StringComparison.Ordinal))
            .And.HaveCount(1);

        _host.Input = content;
        Check("-").Should().ContainSingle(finding => finding.Contains("wrong-type", StringComparison.Ordinal)).And.HaveCount(1);
        _host.Output.Should().Contain("\"standard input\"");
    }

    [Theory]
    [InlineData("compose.yml", "services: [", "invalid-deployment", "not valid YAML")]
    [InlineData("x.yml", "a: [", "invalid-deployment", "not valid YAML")]
    [InlineData("x.yml", "a: 1\n", "nothing-to-check", "it is not a compose file, a Kubernetes manifest")]
    [InlineData("x.yml", "services: {db: {image: postgres}}\n", "nothing-to-check", "no service of it seems to run Orthanc")]
    [InlineData("x.yml", "apiVersion: v1\nkind: Service\n", "nothing-to-check", "no container seems to run Orthanc")]
    [InlineData("x.yml", "services: {orthanc: {image: orthanc}}\n---\napiVersion: v1\nkind: Pod\n", "invalid-deployment", "in one file")]
    [InlineData("x.yml", "services: {orthanc: {image: orthanc}, db: {image: '${X:?no image}'}}\n", "unset-variable", "no image")]
    [InlineData("x.yml", "services: {orthanc: {image: orthanc, env_file: .}}\n", "unreadable-source", "cannot be read: it is a folder")]
    [InlineData("x.yml", "services: {orthanc: {image: orthanc, imge: x}}\n", "invalid-deployment", "has no key `imge`")]
    [InlineData("compose.yml", "services:\0", "not-utf8", "not text")]
    [InlineData("orthanc.json", "{\"Name\": ", "invalid-json", "is not closed")]
    [InlineData("orthanc.json", "", "invalid-json", "the file is empty")]
    [InlineData("notes.md", "# Orthanc\n", "nothing-to-check", "it is not a compose file")]
    [InlineData("x.env", "ORTHANC__NAME=x\nORTHANC__A__=1\n", "malformed-name", "ORTHANC__A__")]
    public void Something_wrong_is_one_finding_and_the_rest_is_checked(string name, string content, string rule, string message)
    {
        With(name, content).With("other.json", Wrong);

        CheckWithCode(out var code, name, "other.json").Should().HaveCount(2)
            .And.ContainSingle(finding => finding.StartsWith($"{name}", StringComparison.Ordinal) && finding.Contains(rule))
            .And.ContainSingle(finding => finding.StartsWith("other.json: wrong-type", StringComparison.Ordinal));
        code.Should().Be(1);
        _host.Output.Should().Contain(message);
    }

    [Fact]
    public void A_path_that_does_not_exist_is_a_finding_too()
    {
        With("other.json", Wrong);
        CheckWithCode(out var code, "none", "othr.json", "other.json").Should().HaveCount(3).And.Contain("none: unreadable-source");
        code.Should().Be(1);
        _host.Output.Should().Contain($"\"did you mean {Repository}/other.json?\"");
    }

    [Fact]
    public void A_file_that_is_too_large_is_a_finding()
    {
        With("compose.yml", Compose + "}\n" + new string('\n', 10_000))
            .With("sub/orthanc.json", Wrong + new string('\n', 10_000));
        foreach (var path in (string[])["compose.yml", "sub/orthanc.json"])
        {
            using var file = File.OpenWrite($"{Repository}/{path}");
            file.SetLength((64 * 1024 * 1024) + 1);
        }

        Check(".").Should().Equal("compose.yml: unreadable-source", "sub/orthanc.json: unreadable-source");
        _host.Output.Should().Contain("it is larger than 64 MiB");
    }

    [Fact]
    public void Links_are_followed_to_files_outside_and_never_to_folders()
    {
        With("real.json", Wrong).With("sub/x", "");
        _host.WithFile("outside.json", Wrong);
        File.CreateSymbolicLink($"{Repository}/link.json", "real.json");
        File.CreateSymbolicLink($"{Repository}/nowhere.json", "none.json");
        File.CreateSymbolicLink($"{Repository}/outside.json", "../outside.json");
        Directory.CreateSymbolicLink($"{Repository}/sub/loop", "..");

        Check(".").Should().Equal("outside.json: wrong-type at outside.json:1:15", "real.json: wrong-type at real.json:1:15");
    }

    [Fact]
    public void A_file_to_be_merged_with_another_is_refused_only_where_it_is_named()
    {
        With("compose.prod.yml", "services: {orthanc: {environment: {ORTHANC__HTTP_PORT: many}, volumes: ['data:/x']}}\n");
        Check(".").Should().Equal("compose.prod.yml orthanc: wrong-type at compose.prod.yml:1:56");
        Check("compose.prod.yml").Should().Contain("compose.prod.yml orthanc: invalid-deployment at compose.prod.yml:1:12");
    }

    [Fact]
    public void An_acceptance_is_without_effect_only_where_no_file_needs_it()
    {
        With("a.json", "{\"Name\": \"x\", \"HttpPort\": 70000}").With("b.json", "{\"Name\": \"y\", \"Locale\": \"\"}").With("c.txt", "");
        Check(".", "--accept=out-of-range", "--accept=aet-too-long", "--log-level=information")
            .Where(finding => finding.Contains("unused", StringComparison.Ordinal)).Should().Equal("a.json: unused-acceptance");
        _host.Output.Should().Contain("aet-too-long is accepted, but there is no such finding").And.NotContain("out-of-range is accepted");
    }

    [Theory]
    [InlineData("many", "a")]
    [InlineData("many", "a/pod.yaml", "a/map.yaml")]
    [InlineData("soon", "b")]
    [InlineData("soon", ".", "--service=orthanc")]
    public void The_other_commands_take_what_leads_to_one_Orthanc(string value, params string[] arguments)
    {
        With("a/pod.yaml", Pod).With("a/map.yaml", ConfigMap).With("a/README.md", "")
            .With("b/compose.yml", Compose + "ORTHANC__STABLE_AGE: soon}\n").With("b/other.json", Wrong);
        var paths = arguments.Select(path => path is ['-', ..] ? path : path is "." ? Repository : $"{Repository}/{path}");
        _host.Run(["render", .. paths]).Should().Be(1, "the value is wrong");
        _host.Output.Should().Contain($"\"{value}\"");
    }

    [Fact]
    public void The_other_commands_take_a_deployment_from_standard_input()
    {
        _host.Input = Compose + "ORTHANC__STABLE_AGE: soon}\n  b: {image: orthanc}\n";
        _host.Run("render", "-").Should().Be(2);
        _host.Error.Should().Contain("-: more than one Orthanc; choose one with --service or --workload: standard input, service orthanc");
        _host.Run("render", "-", "--service=orthanc").Should().Be(1);
        _host.Output.Should().Contain("\"soon\"");
    }

    [Fact]
    public void No_location_of_a_report_points_at_standard_input()
    {
        _host.Input = Compose + "ORTHANC__STABLE_AGE: soon}\n";
        _host.Run("validate", "-", "--format=github");
        _host.Output.Should().StartWith("::error title=wrong-type::service orthanc: standard input:4:61: StableAge");
        _host.Run("validate", "-", "--format=sarif");
        _host.Output.Should().NotContain("physicalLocation").And.Contain("standard input");
    }

    [Fact]
    public void A_service_that_no_file_of_a_folder_has_is_said()
    {
        With("compose.yml", Compose + "}\n").With("a.json", "{\"Name\": \"x\", \"HttpPort\": 1}");
        CheckWithCode(out var code, ".", "--service=none").Should().Equal(".: nothing-to-check");
        code.Should().Be(1);
        _host.Run("validate", $"{Repository}/a.json", "--service=none").Should().Be(2);
        _host.Error.Should().Contain("--service needs a compose file");
    }

    [Fact]
    public void A_folder_without_Orthanc_is_said_and_no_error()
    {
        With("README.md", "").With("x.yml", "services: {db: {image: postgres}}");
        CheckWithCode(out var code, ".").Should().Equal(".: nothing-to-check");
        code.Should().Be(0);
        LeftOut().Should().Be(2);
    }

    [Fact]
    public void A_folder_of_configurations_alone_is_one_configuration()
    {
        With("etc/a.json", "{\"Name\": \"x\"}").With("etc/b.json", "{\"Name\": \"y\", \"HttpPort\": \"z\"}");
        Check("etc", "--log-level=information").Should().Contain("etc: overwritten at etc/b.json:1:2");
        With("etc/README.md", "Two sites.").Check("etc", "--log-level=information")
            .Should().NotContain(finding => finding.Contains("overwritten", StringComparison.Ordinal));
    }

    [Fact]
    public void What_services_share_is_reported_once()
    {
        With("compose.yml", "x-e: &e {ORTHANC_PASSWORD: x, ORTHANC__HTTP_PORT: many}\nservices:\n"
            + "  a: {image: orthanc, environment: *e}\n  b: {image: orthanc, environment: *e}\n");
        Check(".").Should().Equal("compose.yml a: wrong-type at compose.yml:1:51");
    }

    [Fact]
    public void The_text_has_a_line_for_each_file_and_one_for_all()
    {
        With("compose.yml", Compose + "ORTHANC__HTTP_PORT: many}\n").With("a.json", Wrong).With("README.md", "");
        _host.Run("validate", Repository);
        _host.Output.Replace(Repository + "/", "", StringComparison.Ordinal).Should().EndWith("""

            a.json: 1 error, 0 warnings
            compose.yml (orthanc): 1 error, 0 warnings
            2 errors, 0 warnings in 4 settings from 3 sources; 2 files, 1 left out

            """);
    }

    [Fact]
    public void A_service_that_is_named_is_checked_whatever_it_seems_to_run()
    {
        With("compose.yml", "services: {pacs: {image: mine, environment: {ORTHANC_PASSWORD: x, VERBOSE_ENABLED: perhaps}}}\n");
        Check("compose.yml").Should().Equal("compose.yml: nothing-to-check");
        Check("compose.yml", "--service=pacs").Should().ContainSingle(
            finding => finding.StartsWith("compose.yml pacs: invalid-flag", StringComparison.Ordinal));
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Comparing;

public sealed class CompareCommandTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Each_difference_has_both_values_and_their_sources()
    {
        Compare("""{"Name": "A", "StableAge": 60, "HttpPort": 8042}""", """{"StableAge": 30, "DicomAet": "B", "HttpPort": 8042}""")
            .Should().Be(1);
        _host.Output.Should().Be($"""
            - Name
                - "A"  {_host.Folder}/left.json:1:2
            ~ StableAge
                - 60  {_host.Folder}/left.json:1:15
                + 30  {_host.Folder}/right.json:1:2
            + DicomAet
                + "B"  {_host.Folder}/right.json:1:19

            3 settings differ

            """);
    }

    [Theory]
    [InlineData("""{"Name": "A", "StableAge": 60}""", """{ "StableAge" : 60, /* the same */ "Name": "\u0041" }""")]
    [InlineData("""{"DicomWeb": {"Root": "/a/", "Enable": true}}""", """{"DicomWeb": {"Enable": true, "Root": "/a/"}}""")]
    [InlineData("""{"StableAge": 60}""", """{"StableAge": 6e1}""")]
    [InlineData("""{"DicomModalities": {}}""", """{"DicomModalities": { }}""")]
    public void Order_and_formatting_do_not_matter(string left, string right)
    {
        Compare(left, right).Should().Be(0);
        _host.Output.Should().Be("no difference\n");
    }

    [Theory]
    [InlineData("""{"StableAge": 60}""", """{"StableAge": "60"}""", "StableAge")]
    [InlineData("""{"LuaScripts": ["a", "b"]}""", """{"LuaScripts": ["b", "a"]}""", "LuaScripts")]
    [InlineData("""{"DicomModalities": {"a": ["A", "h", 104]}}""", """{"DicomModalities": []}""", "DicomModalities")]
    [InlineData("""{"DicomModalities": {}}""", "{}", "DicomModalities")]
    [InlineData("""{"DicomModalities": {"a": ["A", "h", 104]}}""", """{"DicomModalities": {}}""", "DicomModalities.a")]
    [InlineData("""{"Name": null}""", "{}", "Name")]
    [InlineData("""{"StableAge": 123456789012345678901234567890123}""", """{"StableAge": 123456789012345678901234567890124}""",
        "StableAge")]
    public void What_Orthanc_could_tell_apart_is_a_difference(string left, string right, string setting)
    {
        Compare(left, right, "--format", "json").Should().Be(1);
        Report()["settings"]!.AsArray().Select(difference => difference!["setting"]!.GetValue<string>()).Should().Equal(setting);
    }

    [Theory]
    [InlineData("a.json", "a.env")]
    [InlineData("a.json", "compose.yml")]
    [InlineData("a.json", "manifest.yml")]
    [InlineData("a.json", "configuration")]
    [InlineData("a.json", "manifests")]
    [InlineData("a.json", "project")]
    [InlineData("compose.yml", "manifests")]
    [InlineData("project", "-")]
    public void Both_sides_can_be_of_any_kind(string left, string right)
    {
        const string compose = """
            services:
              orthanc:
                image: jodogne/orthanc-launcher
                environment: {ORTHANC__NAME: A, ORTHANC__STABLE_AGE: "30"}
            """;
        const string manifest = """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "orthanc"}, "spec": {"containers": [{"name": "orthanc",
             "image": "orthanc", "env": [{"name": "ORTHANC__NAME", "value": "A"}, {"name": "ORTHANC__STABLE_AGE", "value": "30"}]}]}}
            """;
        _host.Input = manifest;
        _host.WithFile("in/a.json", """{"StableAge": 30, "Name": "A"}""").WithFile("in/a.env", "ORTHANC__NAME=A\nORTHANC__STABLE_AGE=30\n")
            .WithFile("in/compose.yml", compose).WithFile("in/project/compose.yml", compose).WithFile("in/manifest.yml", manifest)
            .WithFile("in/manifests/orthanc.yaml", manifest).WithFile("in/configuration/1.json", """{"StableAge": 30, "Name": "x"}""")
            .WithFile("in/configuration/2.json", """{"Name": "A"}""");

        _host.Run("compare", Path(left), Path(right)).Should().Be(0, _host.Output + _host.Error);

        string Path(string name) => name == "-" ? name : $"{_host.Folder}/in/{name}";
    }

    [Fact]
    public void A_value_of_a_deployment_is_shown_where_somebody_wrote_it_and_what_render_printed_can_be_compared()
    {
        _host.WithFile("compose.yml", """
            services:
              orthanc:
                image: orthanc
                environment:
                  ORTHANC__NAME: A
                  NO_JOBS: "true"
              second: {image: orthanc}
            """);
        _host.Run("render", "--compose", $"{_host.Folder}/compose.yml", "--service", "orthanc");
        _host.WithFile("rendered.json", _host.Output.Replace("\"A\"", "\"B\""));

        _host.Run("compare", $"{_host.Folder}/compose.yml", $"{_host.Folder}/rendered.json", "--service", "orthanc").Should().Be(1);
        _host.Output.Should().Be($"""
            ~ Name
                - "A"  {_host.Folder}/compose.yml:5:22
                + "B"  {_host.Folder}/rendered.json:2:3
            - argument of Orthanc: --no-jobs

            1 setting and 1 argument differ

            """);
    }

    [Fact]
    public void Options_that_are_of_no_use_and_several_services_are_wrong_usage()
    {
        _host.WithFile("a.json", "{}").WithFile("compose.yml", "services: {a: {image: orthanc}, b: {image: orthanc}}");
        var (json, compose) = ($"{_host.Folder}/a.json", $"{_host.Folder}/compose.yml");

        _host.Run("compare", json, json, "--service", "a").Should().Be(2);
        _host.Error.Should().Contain("--service needs a compose file");
        _host.Run("compare", json, json, "--workload", "a").Should().Be(2);
        _host.Error.Should().Contain("--workload needs Kubernetes manifests");
        _host.Run("compare", json, compose).Should().Be(2);
        _host.Error.Should().Contain(
            $"{compose}: more than one Orthanc; choose one with --service or --workload: {compose}, service a, {compose}, service b");
        _host.Run("compare", compose, json, "--service", "c").Should().Be(2);
        _host.Error.Should().Contain($"{compose}: no service c; the services are a, b");
        _host.Run("render", json, "--service", "a").Should().Be(2);
        _host.Error.Should().Contain("--service needs a compose file");
    }

    [Fact]
    public void Secrets_are_compared_and_never_shown()
    {
        const string left =
            """{"RegisteredUsers": {"alice": "marker-1"}, "HttpProxy": "http://me:marker-2@proxy", "MyToken": "marker-3"}""";
        foreach (var format in (string[])["text", "json", "markdown"])
        {
            Compare(left, left.Replace("marker", "marker-new"), "--format", format).Should().Be(1);
            _host.Output.Should().NotContain("marker").And.Contain("RegisteredUsers.alice").And.Contain("HttpProxy").And.Contain("MyToken");
        }

        Compare(left, left).Should().Be(0);
    }

    [Fact]
    public void Plugins_that_come_or_go_are_named_with_the_reason()
    {
        Compare("""{"DicomWeb": {"Root": "/a/"}}""", "{}");
        _host.Output.Should().Contain("- plugin DicomWeb: disabled because nothing enables it\n").And.EndWith("and 1 plugin differ\n");
    }

    [Fact]
    public void Markdown_shows_every_text_as_it_is()
    {
        Compare("""{"Name": "a|b*c_d`e<f"}""", """{"Name": "@everyone #1 [x](y)"}""", "--format", "markdown");
        _host.Output.Should().Contain("<code>\"a&#124;b&#42;c&#95;d&#96;e&lt;f\"</code>")
            .And.Contain("&#64;everyone &#35;1 &#91;x&#93;(y)");
    }

    [Fact]
    public void Services_of_compose_files_are_compared()
    {
        const string compose = "services:\n  orthanc:\n    image: orthancteam/orthanc\n    environment:\n      ORTHANC__NAME: ";
        _host.WithFile("a.yml", compose + "A\n").WithFile("b.yml", compose + "B\n");
        _host.Run("compare", $"{_host.Folder}/a.yml", $"{_host.Folder}/b.yml").Should().Be(1, _host.Error);
        _host.Output.Should().Contain("~ Name\n    - \"A\"").And.EndWith("1 setting differs\n");

        _host.Run("render", $"{_host.Folder}/a.yml");
        _host.Output.Should().Contain("\"Name\": \"A\"");
    }

    [Fact]
    public void A_side_can_be_standard_input()
    {
        _host.WithFile("left.json", """{"Name": "A"}""");
        _host.Input = """{"Name": "B"}""";
        _host.Run("compare", $"{_host.Folder}/left.json", "-", "--no-environment").Should().Be(1);
        _host.Output.Should().Contain("standard input:1:2");

        _host.Run("compare", "-", "-").Should().Be(2);
        _host.Error.Should().Contain("standard input can be read once");
    }

    [Fact]
    public void A_side_that_cannot_be_read_ends_with_2()
    {
        Compare("{}", "{\"Name\": }").Should().Be(2);
        _host.Error.Should().Contain($"{_host.Folder}/right.json:1:10");
        _host.Output.Should().BeEmpty();

        _host.Run("compare", $"{_host.Folder}/left.json", $"{_host.Folder}/missing.json").Should().Be(2);
        _host.Error.Should().Contain("missing.json: it cannot be read: it does not exist");
    }

    [Fact]
    public void A_revision_is_compared_with_the_working_tree_and_runs_nothing_of_the_repository()
    {
        var ran = $"{_host.Folder}/ran";
        _host.WithFile("repo/deploy/site.json", """{"Name": "committed"}""");
        Git("init", "--quiet");
        Git("add", ".");
        Git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "first");
        foreach (var key in (string[])["core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "core.hooksPath"])
        {
            Git("config", key, $"touch {ran}; true");
        }

        _host.WithFile("repo/deploy/site.json", """{"Name": "changed"}""");
        var path = $"{_host.Folder}/repo/deploy/site.json";
        _host.Run("compare", "--with-git", "HEAD", path, "--no-environment").Should().Be(1, _host.Error);
        _host.Output.Should().Contain("- \"committed\"  HEAD:deploy/site.json:1:2").And.Contain($"+ \"changed\"  {path}:1:2");
        File.Exists(ran).Should().BeFalse();

        _host.WithFile("repo/deploy/new.json", "{}");
        _host.Run("compare", "--with-git", "HEAD", $"{_host.Folder}/repo/deploy/new.json").Should().Be(2);
        _host.Error.Should().Contain("HEAD:deploy/new.json: it cannot be read: it does not exist");
        _host.Run("compare", "--with-git", "nosuch", path).Should().Be(2);
        _host.Error.Should().Contain("nosuch");
        _host.Run("compare", "--with-git", "HEAD", path, path).Should().Be(2);
        _host.Run("compare", path).Should().Be(2);
        _host.Error.Should().Contain("compare needs RIGHT, or --with-git REF");
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = $"{_host.Folder}/repo" })!;
        git.WaitForExit();
        git.ExitCode.Should().Be(0);
    }

    private int Compare(string left, string right, params string[] arguments)
    {
        _host.WithFile("left.json", left).WithFile("right.json", right);
        return _host.Run(["compare", $"{_host.Folder}/left.json", $"{_host.Folder}/right.json", "--no-environment", .. arguments]);
    }

    private JsonNode Report() => JsonNode.Parse(_host.Output)!;
}

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
        _host.Error.Should().Contain("missing.json: no such file or folder");
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
        _host.Error.Should().Contain("HEAD:deploy/new.json: no such file or folder");
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

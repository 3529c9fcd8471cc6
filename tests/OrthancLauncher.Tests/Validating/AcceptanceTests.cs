using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary>Findings that somebody knows of and wants so.</summary>
public sealed class AcceptanceTests : IDisposable
{
    private readonly TestHost _host = ValidationHosts.Quiet();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("no-authentication", "0 errors, 0 warnings, 1 accepted in")]
    [InlineData("no-authentication=AuthenticationEnabled", "0 errors, 0 warnings, 1 accepted in")]
    [InlineData("no-authentication=Authentication", "1 error, 0 warnings in")]
    [InlineData("no-users", "1 error, 0 warnings in")]
    public void What_is_accepted_is_counted_and_not_judged(string accepted, string summary)
    {
        Open();
        _host.Run("validate", "--strict", "--accept", accepted).Should().Be(summary.StartsWith('0') ? 0 : 1);
        _host.Output.Should().Contain(summary);
        if (summary.StartsWith('0'))
        {
            _host.Output.Should().NotContain("no-authentication");
            _host.Run("validate", "--accept", accepted, "--log-level=information");
            _host.Output.Should().Contain("information: remote access is enabled without authentication [no-authentication, accepted]");
        }
    }

    [Fact]
    public void The_variable_lists_several_with_commas()
    {
        Open().WithFile("etc/b.json", """{"name": "x", "DicomWeb": {"Rooot": "/"}}""").Set("DICOM_WEB_PLUGIN_ENABLED", "true")
            .Set("ORTHANC_LAUNCHER_ACCEPT", "no-authentication, unknown-setting=DicomWeb");
        _host.Run("validate").Should().Be(0);
        _host.Output.Should().Contain("[unknown-setting]").And.Contain("0 errors, 1 warning, 2 accepted in");
    }

    [Fact]
    public void A_section_covers_its_settings()
    {
        _host.WithFile("etc/a.json", """{"DicomModalities": {"a": ["TOOLONGFORANAETITLE", "h", 104]}, "HttpPort": 70000}""");
        _host.Run("validate", "--format=json").Should().BeInRange(0, 1);
        _host.Run("validate", "--accept=aet-too-long=DicomModalities", "--accept=out-of-range", "--strict").Should().Be(0, _host.Output);
        _host.Output.Should().Contain("2 accepted");
    }

    [Fact]
    public void A_prediction_that_is_accepted_is_logged_and_Orthanc_decides()
    {
        _host.Set("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", $"{_host.Folder}/available").WithFile("etc/a.json", """{"HttpPort": "8042"}""");
        _host.Run().Should().Be(1);
        _host.Processes.Path.Should().BeNull();
        _host.Set("ORTHANC_LAUNCHER_ACCEPT", "wrong-type").Run();
        _host.Processes.Path.Should().NotBeNull(_host.Error);
        _host.Error.Should().StartWith("W").And.Contain("HttpPort must be a whole number").And.Contain("[wrong-type, accepted]");
    }

    [Theory]
    [InlineData("no-users", """{"RegisteredUsers": {}}""")]
    [InlineData("invalid-json", "{")]
    public void The_launchers_own_errors_cannot_be_accepted(string rule, string json)
    {
        _host.WithoutPassword().WithFile("etc/a.json", json).Set("ORTHANC_LAUNCHER_ACCEPT", rule);
        _host.Run().Should().Be(1);
        _host.Processes.Path.Should().BeNull();
        _host.Run("validate", "--log-level=information").Should().Be(1);
        _host.Output.Should().Contain($"error {rule} cannot be accepted: the launcher itself refuses to start with it");
    }

    [Fact]
    public void An_acceptance_that_matches_nothing_is_information()
    {
        _host.Run("validate", "--accept", "out-of-range=HttpPort", "--strict").Should().Be(0);
        _host.Output.Should().NotContain("accepted");
        Validation.Of(_host, "--accept", "out-of-range=HttpPort").ShouldBe(
            Expected.Information("unused-acceptance", null, "nowhere", "remove the acceptance",
                "out-of-range=HttpPort is accepted, but there is no such finding"));
    }

    [Theory]
    [InlineData("no-autentication", "unknown rule no-autentication; did you mean no-authentication?")]
    [InlineData("zzz=Name", "unknown rule zzz; docs/checks.md lists the rules")]
    public void An_unknown_rule_is_wrong_usage(string rule, string message)
    {
        _host.Run("validate", "--accept", rule).Should().Be(2);
        _host.Error.Should().Be($"orthanc-launcher: --accept (ORTHANC_LAUNCHER_ACCEPT): {message}\n");
        _host.Set("ORTHANC_LAUNCHER_ACCEPT", rule).Run("validate").Should().Be(2);
    }

    [Fact]
    public void Machines_see_what_was_accepted()
    {
        Open();
        _host.Run("validate", "--accept=no-authentication", "--format=json");
        var json = JsonNode.Parse(_host.Output)!;
        var finding = json["findings"]!.AsArray().Single()!;
        ((string?)finding["severity"]).Should().Be("warning");
        ((bool?)finding["accepted"]).Should().BeTrue();
        ((int?)json["summary"]!["accepted"]).Should().Be(1);
        ((int?)json["summary"]!["warnings"]).Should().Be(0);

        _host.Run("validate", "--accept=no-authentication", "--format=sarif");
        var result = JsonNode.Parse(_host.Output)!["runs"]![0]!["results"]![0]!;
        ((string?)result["level"]).Should().Be("warning");
        ((string?)result["suppressions"]![0]!["kind"]).Should().Be("external");

        _host.Run("validate", "--accept=no-authentication", "--format=github");
        _host.Output.Should().NotContain("::").And.Contain("1 accepted");
        _host.Run("validate", "--accept=no-authentication", "--format=github", "--log-level=information");
        _host.Output.Should().Contain("::notice ").And.Contain("without authentication (accepted); ");
    }

    [Fact]
    public void A_compose_service_accepts_for_itself()
    {
        _host.WithFile("compose.yml", """
            services:
              orthanc:
                image: orthancteam/orthanc
                environment: {ORTHANC__AUTHENTICATION_ENABLED: "false", ORTHANC_LAUNCHER_ACCEPT: unknown-setting, ORTHANC__NMAE: x}
                x-orthanc-launcher:
                  accept:
                    - no-authentication
                    - no-autentication
            """);
        _host.Run("validate", "--compose", $"{_host.Folder}/compose.yml").Should().Be(0);
        _host.Output.Should().Contain("unknown rule no-autentication; did you mean no-authentication?").And.Contain("compose.yml")
            .And.Contain("8:11: warning").And.Contain("0 errors, 1 warning, 2 accepted");
        _host.Run("validate", "--compose", $"{_host.Folder}/compose.yml", "--no-accept").Should().Be(0);
        _host.Output.Should().Contain("[no-authentication]").And.Contain("[unknown-setting]").And.NotContain("accepted");
    }

    [Theory]
    [InlineData("metadata: {name: o, annotations: {orthanc-launcher/accept: 'no-authentication, unknown-setting=Nmae'}}", "metadata: {}")]
    [InlineData("metadata: {name: o}", "metadata: {annotations: {orthanc-launcher/accept: 'no-authentication,unknown-setting'}}")]
    public void A_workload_accepts_by_an_annotation(string workload, string pod)
    {
        _host.WithFile("all.yaml", $$$$"""
            kind: Deployment
            {{{{workload}}}}
            spec:
              template:
                {{{{pod}}}}
                spec:
                  containers:
                    - image: orthancteam/orthanc
                      env: [{name: ORTHANC__AUTHENTICATION_ENABLED, value: "false"}, {name: ORTHANC__NMAE, value: x}]
            """);
        _host.Run("validate", "--strict", "--kubernetes", $"{_host.Folder}/all.yaml").Should().Be(0, _host.Output);
        _host.Output.Should().Contain("0 errors, 0 warnings, 2 accepted");
        _host.Run("validate", "--strict", "--kubernetes", $"{_host.Folder}/all.yaml", "--no-accept").Should().Be(1);
    }

    [Fact]
    public void A_rule_is_explained()
    {
        _host.Width = 60;
        _host.Run("explain", "no-authentication").Should().Be(0, _host.Error);
        _host.Output.Should().StartWith("no-authentication: Remote access is enabled without\nauthentication.\n")
            .And.Contain("\nSeverity: warning\n").And.Contain("--accept no-authentication accepts it.")
            .And.Contain("Anybody who reaches the server").And.Contain("Example:\n    {\"RemoteAccessAllowed\": true,");
        _host.Output.Split('\n').Should().OnlyContain(line => line.Length <= 60);
        _host.Run("explain", "invalid-json");
        _host.Output.Should().Contain("cannot be accepted");
        _host.Run("explain", "no-users", "--format=json");
        ((string?)JsonNode.Parse(_host.Output)!["rule"]).Should().Be("no-users");
        _host.Run("explain", "no-users", "--format=html").Should().Be(2);
        _host.Run("explain", "no-usres").Should().Be(2);
        _host.Error.Should().Be("orthanc-launcher: unknown setting or rule no-usres; did you mean no-users?\n");
    }

    [Fact]
    public void A_terminal_shows_what_to_do_next()
    {
        Open();
        _host.Run("validate");
        _host.Output.Should().NotContain("explain no-authentication");
        _host.IsTerminal = true;
        _host.Run("validate");
        _host.Output.Should().EndWith("orthanc-launcher explain no-authentication tells more; --accept no-authentication accepts it\n");
        _host.Run("validate", "--accept=no-authentication");
        _host.Output.Should().EndWith("1 source\n");
    }

    private TestHost Open() =>
        _host.WithoutPassword().WithFile("etc/a.json", """{"RemoteAccessAllowed": true, "AuthenticationEnabled": false}""");
}

using System.Text.Json;

namespace OrthancLauncher.Tests.Support;

/// <summary>A finding as <c>validate --format=json</c> writes it.</summary>
internal sealed record Reported(
    string Rule, string Severity, string Message, string? Setting, string? Source, int Line, int Column, string? Remedy)
{
    /// <summary>The source, with line and column where the report has them; the place of a plain variable is the variable.</summary>
    public string Place => Line == 0 || IsAllOfVariable ? Source ?? "nowhere" : $"{Source}:{Line}:{Column}";

    private bool IsAllOfVariable =>
        (Line, Column) == (1, 1)
            && (
                Source!.StartsWith("environment variable ", StringComparison.Ordinal)
                    || Source.StartsWith("secret ", StringComparison.Ordinal));

    /// <summary>Severity, rule, setting and place in one line, for comparisons.</summary>
    public override string ToString() => $"{Severity} {Rule} {Setting ?? "-"} at {Place}";
}

/// <summary>What a test expects of a finding; of the remedy and the message, a piece.</summary>
internal sealed record Expected(string Severity, string Rule, string? Setting, string Place, string? Remedy = null, string? Message = null)
{
    public static Expected Error(string rule, string? setting, string place, string? remedy = null, string? message = null) =>
        new("error", rule, setting, place, remedy, message);

    public static Expected Warning(string rule, string? setting, string place, string? remedy = null, string? message = null) =>
        new("warning", rule, setting, place, remedy, message);

    public static Expected Information(string rule, string? setting, string place, string? remedy = null, string? message = null) =>
        new("information", rule, setting, place, remedy, message);

    public override string ToString() => $"{Severity} {Rule} {Setting ?? "-"} at {Place}";
}

/// <summary>The outcome of a run of <c>validate</c>.</summary>
internal sealed record Validation(int ExitCode, IReadOnlyList<Reported> Findings, string Json)
{
    /// <summary>Runs <c>validate</c> and reads its JSON; paths below the host's folder are shown without it.</summary>
    public static Validation Of(TestHost host, params string[] options)
    {
        var exitCode = host.Run(["validate", "--format=json", "--log-level=information", .. options]);
        host.Error.Should().BeEmpty("findings are data and go to standard output");
        using var document = JsonDocument.Parse(host.Output);
        var findings = document.RootElement.GetProperty("findings").EnumerateArray().Select(finding => Read(finding, host)).ToList();
        return new Validation(exitCode, findings, host.Output);
    }

    /// <summary>All findings, those expected and no others, in any order.</summary>
    public void ShouldBe(params Expected[] expected)
    {
        Findings.Select(finding => finding.ToString()).Should().BeEquivalentTo(expected.Select(one => one.ToString()), Json);
        foreach (var one in expected)
        {
            var finding = Findings.First(finding => finding.ToString() == one.ToString());
            if (one.Remedy is not null)
            {
                finding.Remedy.Should().Contain(one.Remedy);
            }

            if (one.Message is not null)
            {
                finding.Message.Should().Contain(one.Message);
            }
        }
    }

    private static Reported Read(JsonElement finding, TestHost host)
    {
        return new Reported(
            Text("rule")!, Text("severity")!, Text("message")!, Text("setting"), Text("source"), Number("line"), Number("column"),
            Text("remedy"));

        string? Text(string name) =>
            finding.TryGetProperty(name, out var value)
                ? value.GetString()!.Replace(host.Folder + "/", "", StringComparison.Ordinal)
                : null;

        int Number(string name) => finding.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
    }
}

/// <summary>Outside worlds for checks.</summary>
internal static class ValidationHosts
{
    /// <summary>
    /// A world without findings: one user by <c>ORTHANC_PASSWORD</c>, no plugin enabled, and no folder of libraries, so that
    /// plugins can be enabled without them.
    /// </summary>
    public static TestHost Quiet() => new TestHost().Startable().WithoutLibraries();

    public static TestHost WithoutLibraries(this TestHost host) => host.Set("ORTHANC_LAUNCHER_PLUGINS_AVAILABLE", "");

    /// <summary>Takes away the user that <see cref="Quiet"/> has.</summary>
    public static TestHost WithoutPassword(this TestHost host) => host.Set("ORTHANC_PASSWORD", "");
}

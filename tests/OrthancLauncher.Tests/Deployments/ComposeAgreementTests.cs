using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>
/// Each folder of tests/compose is read as compose reads it: expected.json holds what it answers, refused what it complains of.
/// scripts/compare-with-compose asks the real one.
/// </summary>
public sealed class ComposeAgreementTests
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("ORTHANC_LAUNCHER_TEST_COMPOSE_FILES") ?? Path.Combine(Repository.Root, "tests/compose");

    /// <summary>Compose's executable, or null.</summary>
    private static readonly string? Compose = Environment.GetEnvironmentVariable("ORTHANC_LAUNCHER_TEST_COMPOSE");

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Cases =>
        [.. Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_compose_file_means_what_compose_says(string name)
    {
        var folder = Path.Combine(Folder, name);
        var (services, refusal) = ComposeView.OfLauncher(folder, Files(folder));
        var expected = Compose is null ? Recorded(folder) : Ask(folder);
        if (expected is null)
        {
            refusal.Should().NotBeNull("compose refuses it");
            refusal.Should().StartWith(folder);
        }
        else
        {
            refusal.Should().BeNull();
            services!.ToJsonString(Readable).Should().Be(expected.ToJsonString(Readable));
        }
    }

    [Fact]
    public void There_are_cases_of_every_kind()
    {
        if (Environment.GetEnvironmentVariable("ORTHANC_LAUNCHER_TEST_COMPOSE_FILES") is null)
        {
            Directory.GetFiles(Folder, "expected.json", SearchOption.AllDirectories).Should().HaveCountGreaterThan(120);
            Directory.GetFiles(Folder, "refused", SearchOption.AllDirectories).Should().HaveCountGreaterThan(40);
        }
    }

    /// <summary>The compose files of a case: those that the file <c>files</c> names, else compose.yml.</summary>
    private static string[] Files(string folder) => File.Exists($"{folder}/files")
        ? File.ReadAllText($"{folder}/files").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        : [((string[])["compose.yml", "compose.yaml", "docker-compose.yml", "docker-compose.yaml"])
            .FirstOrDefault(file => File.Exists($"{folder}/{file}"), "compose.yml")];

    private static JsonObject? Recorded(string folder) => File.Exists($"{folder}/expected.json")
        ? JsonNode.Parse(File.ReadAllText($"{folder}/expected.json"))!.AsObject()
        : File.Exists($"{folder}/refused") ? null
        : throw new InvalidOperationException(
            $"{folder} has neither expected.json nor refused; scripts/compare-with-compose --record makes it");

    /// <summary>What the real compose says now; it has to be what was recorded, unless it is to be recorded anew.</summary>
    private static JsonObject? Ask(string folder)
    {
        var arguments = Files(folder).SelectMany(file => (string[])["-f", $"{folder}/{file}"]);
        var start = new ProcessStartInfo(Compose!, ["--profile", "*", .. arguments, "config", "--format", "json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        start.Environment["HOME"] = "/root";
        start.Environment["PATH"] = "/usr/bin:/bin";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit(TimeSpan.FromMinutes(1)).Should().BeTrue();
        var answer = process.ExitCode == 0 ? ComposeView.OfCompose(JsonNode.Parse(output)!.AsObject(), folder) : null;
        if (Environment.GetEnvironmentVariable("ORTHANC_LAUNCHER_TEST_COMPOSE_RECORD") == "1")
        {
            Record(folder, answer, error.Result);
        }
        else if (File.Exists($"{folder}/expected.json") || File.Exists($"{folder}/refused"))
        {
            (answer?.ToJsonString(Readable)).Should().Be(Recorded(folder)?.ToJsonString(Readable), "that was recorded");
        }

        return answer;
    }

    private static void Record(string folder, JsonObject? answer, string error)
    {
        File.Delete($"{folder}/expected.json");
        File.Delete($"{folder}/refused");
        if (answer is not null)
        {
            File.WriteAllText($"{folder}/expected.json", answer.ToJsonString(Readable) + "\n");
        }
        else
        {
            File.WriteAllText($"{folder}/refused", error.Replace(folder, ".", StringComparison.Ordinal).Trim() + "\n");
        }
    }
}

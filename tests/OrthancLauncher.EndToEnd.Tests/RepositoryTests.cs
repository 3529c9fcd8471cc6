using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>A whole repository as the published executable checks it.</summary>
public sealed class RepositoryTests : IDisposable
{
    private const string Compose = """
        services:
          orthanc:
            image: orthancteam/orthanc:24.6.1
            environment:
              ORTHANC_PASSWORD: ${PASSWORD}
              ORTHANC__HTTP_PORT: "{port}"
          db: {image: postgres}

        """;

    private readonly LauncherRun _run = new();

    public RepositoryTests()
    {
        foreach (var variable in (string[])["CONFIG_DIR", "SECRETS_DIR", "PLUGINS_AVAILABLE", "PLUGINS_DIR", "DEFINITIONS"])
        {
            _run.Unset($"ORTHANC_LAUNCHER_{variable}");
        }

        _run.WorkingDirectory = _run.Folder.Folder("repository");
    }

    public void Dispose() => _run.Dispose();

    private RepositoryTests With(string path, string content)
    {
        _run.Folder.Write($"repository/{path}", content);
        return this;
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_repository_is_checked_in_one_call()
    {
        With("deploy/compose.yml", Compose.Replace("{port}", "eighty", StringComparison.Ordinal)).With("deploy/.env", "PASSWORD=x\n")
            .With("conf/orthanc.json", "{\"Name\": \"x\", \"Nmae\": \"y\", \"HttpPort\": 8042}").With("README.md", "# Orthanc\n")
            .With(".gitignore", "/old\n").With("old/compose.yml", "services: [")
            .With("chart/Chart.yaml", "apiVersion: v2\nname: orthanc\n");

        var finished = await _run.RunAsync("validate", ".");

        finished.ExitCode.Should().Be(1, finished.Everything);
        finished.Output.Should().Be("""
            chart/Chart.yaml
              information: a Helm chart is not rendered here [not-known]
                helm template chart | orthanc-launcher validate -

            conf/orthanc.json
              1:15: warning: Nmae is not a setting of Orthanc or its plugins [unknown-setting]
                | {"Name": "x", "Nmae": "y", "HttpPort": 8042}
                |               ^
                did you mean Name?

            deploy/compose.yml, service orthanc
              6:28: error: HttpPort must be a whole number, but the value is not [wrong-type]
                for example: 8042

            chart/Chart.yaml: not checked
            conf/orthanc.json: 0 errors, 1 warning
            deploy/compose.yml (orthanc): 1 error, 0 warnings
            1 error, 1 warning in 5 settings from 4 sources; 3 files, 3 left out

            """);
        finished.Error.Should().BeEmpty();
    }

    [RequiresFact(Part.Launcher)]
    public async Task Every_machine_format_is_one_document_about_all_that_is_wrong()
    {
        With("compose.yml", Compose.Replace("{port}", "8042", StringComparison.Ordinal)).With("broken.yml", "services: {orthanc: [")
            .With("binary.json", "\0\u0001").With("two.yml", "services: {orthanc: {image: x}}\n---\napiVersion: v1\nkind: Pod\n");

        foreach (var format in (string[])["json", "sarif", "gitlab"])
        {
            var finished = await _run.RunAsync(
                "validate", "compose.yml", "broken.yml", "binary.json", "two.yml", "none.yml", "--format", format);
            finished.ExitCode.Should().Be(1);
            finished.Error.Should().BeEmpty();
            JsonNode.Parse(finished.Output).Should().NotBeNull();
            finished.Output.Should().ContainAll("broken.yml", "binary.json", "two.yml", "none.yml");
        }
    }

    /// <summary>The limit is that of the garbage collector, in hexadecimal: 192 MB, so that with the program it is less than 256.</summary>
    [RequiresFact(Part.Launcher)]
    public async Task Ten_thousand_files_need_little_memory()
    {
        for (var i = 0; i < 10_000; i++)
        {
            With($"{i / 100}/{i}.yml", i % 2 == 0 ? "a: 1\n" : Compose.Replace("{port}", "eighty", StringComparison.Ordinal));
        }

        var finished = await _run.Set("DOTNET_GCHeapHardLimit", "C000000").RunAsync("validate", ".", "--format", "json");

        finished.ExitCode.Should().Be(1, finished.Error);
        ((int)JsonNode.Parse(finished.Output)!["summary"]!["errors"]!).Should().Be(5_000);
        ((int)JsonNode.Parse(finished.Output)!["summary"]!["leftOut"]!).Should().Be(5_000);
    }

    [RequiresFact(Part.Launcher | Part.Tracing)]
    public async Task A_folder_is_walked_once()
    {
        With("compose.yml", Compose.Replace("{port}", "8042", StringComparison.Ordinal)).With("notes/other.txt", "of no interest\n");
        var trace = _run.Folder["trace"];
        _run.Through("/usr/bin/strace", "-f", "-o", trace, "-e", "trace=openat");

        foreach (var command in (string[][])[["render"], ["explain"], ["explain", "--format", "html"], ["validate"]])
        {
            var finished = await _run.RunAsync([.. command, "."]);

            finished.ExitCode.Should().Be(0, finished.Everything);
            File.ReadLines(trace).Count(line => line.Contains("other.txt", StringComparison.Ordinal)).Should().Be(1, command[0]);
        }
    }
}

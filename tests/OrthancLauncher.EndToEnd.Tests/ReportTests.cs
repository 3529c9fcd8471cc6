using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The commands that start nothing, as the published executable runs them.</summary>
public sealed class ReportTests
{
    /// <summary>Each command once, with arguments that make it do all that it can.</summary>
    public static TheoryData<string> Commands =>
    [
        "render", "render --annotated", "render --plan", "render --plan --format json", "validate", "validate --format json",
        "validate --format sarif",
        "validate --format github --log-level information", "explain", "explain DicomModalities", "explain --format json",
        "explain --format html",
        "plugins", "plugins --format json", "plugins --format rst", "plugins --format markdown", "plugins --format html",
        "variables list", "variables list --format dotenv", "variables name DicomWeb.Root", "variables setting ORTHANC__NAME",
        "schema", "completion bash", "--help", "--version",
    ];

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Commands))]
    public async Task Every_command_copes_with_every_case(string command)
    {
        foreach (var input in Case.All)
        {
            using var run = new LauncherRun();
            var finished = await run.WithoutUsers().With(input).RunAsync(command.Split(' '));
            if (input.Configuration is null && (command.StartsWith("render", StringComparison.Ordinal)
                || command is "plugins" or "plugins --format json"))
            {
                finished.ExitCode.Should().Be(1);
                finished.Output.Should().BeEmpty();
            }
            else
            {
                ShouldBeAReport(command, finished);
            }
        }
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Commands))]
    public async Task Every_command_copes_without_any_configuration(string command)
    {
        using var run = new LauncherRun();
        Directory.EnumerateFileSystemEntries(run.ConfigDirectory).Concat(Directory.EnumerateFileSystemEntries(run.SecretsDirectory))
            .Should().BeEmpty();
        ShouldBeAReport(command, await run.WithoutUsers().RunAsync(command.Split(' ')));
    }

    [RequiresTheory(Part.Launcher)]
    [MemberData(nameof(Commands))]
    public async Task Every_command_copes_with_ten_thousand_modalities(string command)
    {
        using var run = new LauncherRun();
        var modalities = string.Join(
            ",\n", Enumerable.Range(0, 10_000).Select(i => $"    \"m{i}\": [\"AET{i}\", \"10.0.{i / 250}.{i % 250}\", 104]"));
        run.Config("many.json", $"{{\n  \"DicomModalities\": {{\n{modalities}\n  }}\n}}\n");
        ShouldBeAReport(command, await run.RunAsync(command.Split(' ')));
    }

    [RequiresTheory(Part.Launcher | Part.Tracing)]
    [MemberData(nameof(Commands))]
    public async Task No_command_but_launch_changes_the_file_system(string command)
    {
        using var run = new LauncherRun();
        run.Config("a.json", """{"Name": "watched", "DicomWeb": {"Root": "/x/"}}""").Secret("ORTHANC__POSTGRESQL__PASSWORD", "pw")
            .Library("libOrthancDicomWeb.so");
        var trace = run.Folder["trace"];
        var finished = await run.Through("/usr/bin/strace", "-f", "-y", "-o", trace, "-e", "trace=%file,%desc")
            .RunAsync(command.Split(' '));
        ShouldBeAReport(command, finished);

        var changes = File.ReadLines(trace).Where(Changes).ToList();
        changes.Should().BeEmpty();
        File.ReadLines(trace)
            .Should().Contain(line => line.Contains("execve(", StringComparison.Ordinal), "the trace should have seen something");
    }

    [RequiresTheory(Part.Launcher | Part.Tracing)]
    [InlineData("env")]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    [InlineData("json")]
    public async Task A_conversion_writes_secrets_only_where_it_was_told_to(string to)
    {
        using var run = new LauncherRun();
        var file = run.Folder["original.json"];
        await File.WriteAllTextAsync(file, """{"Name": "x", "PostgreSQL": {"Password": "hush"}}""");
        var trace = run.Folder["trace"];
        var quiet = await run.Through("/usr/bin/strace", "-f", "-y", "-o", trace, "-e", "trace=%file,%desc")
            .RunAsync("convert", file, "--to", to);
        quiet.ExitCode.Should().Be(0, quiet.Error);
        quiet.Everything.Should().NotContain("hush");
        File.ReadLines(trace).Where(Changes).Should().BeEmpty();
        if (to == "json")
        {
            return;
        }

        using var other = new LauncherRun();
        var folder = other.Folder["kept"];
        var written = await other.RunAsync("convert", file, "--to", to, "--secrets-out", folder);
        written.ExitCode.Should().Be(0, written.Error);
        written.Everything.Should().NotContain("hush");
        Directory.GetFiles(folder).Should().NotBeEmpty().And.AllSatisfy(
            secret => File.GetUnixFileMode(secret).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [RequiresTheory(Part.Launcher)]
    [InlineData("env", "--env-file")]
    [InlineData("compose", "--compose")]
    [InlineData("kubernetes", "--kubernetes")]
    public async Task Every_configuration_survives_a_conversion(string to, string option)
    {
        foreach (var input in Case.All.Where(input => input.Configuration is not null))
        {
            using var run = new LauncherRun();
            var original = run.Folder["original.json"];
            var converted = run.Folder["converted"];
            await File.WriteAllTextAsync(original, input.Configuration);
            var none = run.Folder.Folder("none");
            var before = await run.RunAsync(
                "render", "--show-secrets", "--no-environment", "--config-dir", none, "--secrets-dir", none, original);

            var conversion = await run.RunAsync("convert", original, "--to", to, "--show-secrets");
            conversion.ExitCode.Should().Be(0, conversion.Error);
            await File.WriteAllTextAsync(converted, conversion.Output);
            // An env file has no folders with it, and those of this machine are none of its business.
            string[] folders = to == "env" ? [none, none] : ["/etc/orthanc", "/run/secrets"];
            var after = await run.RunAsync(
                "render", "--show-secrets", "--config-dir", folders[0], "--secrets-dir", folders[1], option, converted);

            CanonicalJson.Of(after.Output)
                .Should().Be(
                    CanonicalJson.Of(before.Output), "{0} as {1} should say the same:\n{2}{3}", input.Name, to, conversion.Output,
                    after.Error);
        }
    }

    [RequiresFact(Part.Launcher | Part.Tracing)]
    public async Task The_watch_sees_what_a_launch_changes()
    {
        using var run = new LauncherRun();
        var trace = run.Folder["trace"];
        await run.Through("/usr/bin/strace", "-f", "-y", "-o", trace, "-e", "trace=%file,%desc").RunAsync();
        File.ReadLines(trace).Where(Changes).Should().Contain(line => line.Contains("orthanc.json", StringComparison.Ordinal))
            .And.Contain(line => line.Contains("symlink", StringComparison.Ordinal));
    }

    [RequiresFact(Part.Container)]
    public async Task Orthanc_reads_an_annotated_configuration()
    {
        using var run = new LauncherRun();
        var port = OrthancContainer.FreePort();
        run.Config("a.json", """{"Name": "annotated", "DicomServerEnabled": false, "Plugins": [], "HttpsCACertificates": ""}""")
            .Set("ORTHANC__HTTP_PORT", port.ToString(CultureInfo.InvariantCulture)).Set("ORTHANC__STORAGE_DIRECTORY", run.Folder["db"]);
        var rendered = await run.RunAsync("render", "--annotated", "--show-secrets");
        rendered.ExitCode.Should().Be(0, rendered.Error);
        rendered.Output.Should().Contain("// environment variable ORTHANC__HTTP_PORT").And.Contain("a.json:1:2");
        var file = run.Folder["annotated.json"];
        await File.WriteAllTextAsync(file, rendered.Output);

        using var orthanc = new RunningProcess("/usr/sbin/Orthanc", [file], "/");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("demo:demo")));
        await orthanc.UntilAsync(
            async () =>
            {
                try
                {
                    using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/system"));
                    return answer.StatusCode == HttpStatusCode.OK
                        && (await answer.Content.ReadAsStringAsync()).Contains("\"annotated\"", StringComparison.Ordinal);
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "Orthanc answers");
        await orthanc.TerminateAsync();
        (await orthanc.WaitAsync()).ExitCode.Should().Be(0);
    }

    private static void ShouldBeAReport(string command, Finished finished)
    {
        finished.ExitCode.Should().BeInRange(0, 1, "{0}: {1}", command, finished.Error);
        finished.Everything.Should().NotContain("   at OrthancLauncher").And.NotContain("Unhandled exception");
        finished.Output.Should().NotBeEmpty("{0}: {1}", command, finished.Error);
        if (command.Contains("json", StringComparison.Ordinal) || command.Contains("sarif", StringComparison.Ordinal))
        {
            JsonNode.Parse(finished.Output).Should().NotBeNull();
        }
    }

    /// <summary>Whether a traced call changed, or tried to change, a file or folder.</summary>
    private static bool Changes(string line)
    {
        string[] changing =
        [
            "rename", "unlink", "symlink", "link(", "linkat", "mkdir", "rmdir", "chmod", "chown", "truncate", "utime", "mknod", "pwrite",
            "setxattr",
        ];
        if (line.Contains("openat(", StringComparison.Ordinal)
            || line.Contains(" open(", StringComparison.Ordinal)
            || line.Contains(" creat(", StringComparison.Ordinal))
        {
            var writes = line.Contains("O_WRONLY", StringComparison.Ordinal)
                || line.Contains("O_RDWR", StringComparison.Ordinal)
                || line.Contains("O_CREAT", StringComparison.Ordinal);
            return writes && !line.Contains("\"/dev/", StringComparison.Ordinal) && !line.Contains("\"/proc/", StringComparison.Ordinal);
        }

        var call = line[..Math.Max(0, line.IndexOf('(', StringComparison.Ordinal) + 1)];
        return changing.Any(name => call.Contains(name, StringComparison.Ordinal)) && !call.Contains("readlink", StringComparison.Ordinal);
    }
}

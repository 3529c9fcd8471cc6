using System.Text.RegularExpressions;
using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The action for GitHub and the hooks of pre-commit, run as those run them, in a repository of git.</summary>
public sealed partial class ContinuousIntegrationTests : IDisposable
{
    private const string Image = "orthanc-launcher/orthanc:debian";

    private static readonly string Action = File.ReadAllText(Path.Combine(Repository.Root, "action.yml"));

    private readonly TempFolder _folder = new();
    private readonly string _work;

    public ContinuousIntegrationTests()
    {
        _work = _folder.Folder("work");
        Write("compose.yml", """
            services:
              orthanc:
                image: orthancteam/orthanc:24.6.1
                environment:
                  ORTHANC_PASSWORD: ${PASSWORD-x}
                  ORTHANC__HTTP_PORT: "eighty"
            """);
        Write("conf/orthanc.json", "{\"Name\": \"x\", \"name\": \"y\"}");
        Write("db/compose.yml", "services: {db: {image: postgres}}");
        Write("package.json", "{\"HttpPort\": \"not Orthanc's\"}");
        Write("src/orthanc.py", "not a configuration");

        // The image's entry point is the launcher; gh brings a release's files.
        _folder.Script("programs/docker", $"""
            printf '%s\n' "$*" >"$RECORD"
            while [ "$1" != {Image} ]; do shift; done
            shift
            exec orthanc-launcher "$@"
            """);
        _folder.Script("programs/gh", """
            printf '%s\n' "$*" >"$RECORD"
            version=${3#v}
            name=orthanc-launcher-$version-linux-$(dpkg --print-architecture)
            mkdir "$7/$name" && cp "$(command -v orthanc-launcher)" "$7/$name/" && cd "$7"
            tar -czf "$name.tar.gz" "$name" && rm -r "$name" && sha256sum "$name.tar.gz" >SHA256SUMS
            """);
    }

    public void Dispose() => _folder.Dispose();

    [RequiresTheory(Part.Binary)]
    [InlineData("orthanc-launcher")]
    [InlineData("orthanc-launcher-system")]
    public async Task A_hook_checks_the_staged_files_that_are_its_own(string hook)
    {
        var finished = await RunHookAsync(hook);

        finished.ExitCode.Should().Be(1, finished.Everything);
        finished.Output.Should().Contain("compose.yml, service orthanc\n  6:28: error: HttpPort must be")
            .And.Contain("conf/orthanc.json\n  1:15: warning: ")
            .And.NotContain("package.json").And.NotContain("orthanc.py");
    }

    [RequiresTheory(Part.Binary)]
    [InlineData("orthanc-launcher")]
    [InlineData("orthanc-launcher-system")]
    public async Task A_hook_passes_where_nothing_is_wrong(string hook)
    {
        Write("compose.yml", File.ReadAllText($"{_work}/compose.yml").Replace("eighty", "8042", StringComparison.Ordinal));

        var finished = await RunHookAsync(hook);

        finished.ExitCode.Should().Be(0, finished.Everything);
    }

    [RequiresFact(Part.Binary)]
    public async Task The_action_runs_the_image_in_the_repository()
    {
        var finished = await RunActionAsync("PATHS='compose.yml\nconf/orthanc.json'", "FORMAT=github", $"IMAGE={Image}");

        finished.ExitCode.Should().Be(1, finished.Everything);
        finished.Output.Should().StartWith("::error file=compose.yml,line=6,col=28,title=wrong-type::").And.Contain("::warning file=conf/");
        (await File.ReadAllTextAsync(_folder["record"])).Should().Match(
            $"run --rm --network none --user *:* --volume {_work}:/src:ro --workdir /src {Image} "
                + "validate --format github compose.yml conf/orthanc.json\n");
    }

    [RequiresFact(Part.Binary)]
    public async Task The_action_hands_its_inputs_over()
    {
        var finished = await RunActionAsync(
            "PATHS=conf/orthanc.json", "FORMAT=gitlab", $"IMAGE={Image}", "STRICT=true", "NO_ACCEPT=true",
            "ACCEPT='unknown-setting=name\nno-users'", $"OUTPUT={_folder["report.json"]}");

        finished.ExitCode.Should().Be(0, finished.Everything);
        finished.Output.Should().BeEmpty();
        (await File.ReadAllTextAsync(_folder["report.json"])).Should().Be("[]\n");
        (await File.ReadAllTextAsync(_folder["record"])).Should().EndWith(
            $"{Image} validate --format gitlab --strict --no-accept --accept unknown-setting=name --accept no-users conf/orthanc.json\n");
    }

    [RequiresFact(Part.Binary)]
    public async Task The_action_runs_the_executable_of_a_release()
    {
        var finished = await RunActionAsync("PATHS=compose.yml", "FORMAT=json", "VERSION=1.2.3", "REPOSITORY=some/fork");

        finished.ExitCode.Should().Be(1, finished.Everything);
        finished.Output.Should().Contain("\"rule\": \"wrong-type\"");
        (await File.ReadAllTextAsync(_folder["record"])).Should().StartWith("release download v1.2.3 --repo some/fork --dir ");
    }

    [Fact]
    public void The_image_is_one_that_is_built()
    {
        var bake = File.ReadAllText(Path.Combine(Repository.Root, "docker-bake.hcl"));
        bake.Should().Contain("default = \"orthanc-launcher/orthanc\"").And.Contain("target \"debian\"");
        Action.Should().Contain($"    default: {Image}\n");
        Hook("orthanc-launcher", "entry").Should().StartWith(Image + " ");
    }

    private void Write(string name, string text) => _folder.Write($"work/{name}", text + "\n");

    /// <summary>
    /// Does what pre-commit does: matches the staged files, and runs the entry with them in the repository. An image is run by docker
    /// with the repository as its working directory.
    /// </summary>
    private async Task<Finished> RunHookAsync(string hook)
    {
        var git = await RunAsync("git init -q . && git add . && git diff --cached --name-only -z");
        var files = git.Output.Split('\0').Where(file => Regex.IsMatch(file, Hook("orthanc-launcher", "files"))).ToList();
        Hook("orthanc-launcher-system", "files").Should().Be("*files");
        Hook("orthanc-launcher", "files").Should().NotBeEmpty();
        var entry = Hook(hook, "entry");
        var command = Hook(hook, "language") == "docker_image" ? $"docker run --rm -v {_work}:/src:rw,Z --workdir /src {entry}" : entry;
        return await RunAsync($"{command} {string.Join(' ', files)}");
    }

    private static string Hook(string id, string field)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, ".pre-commit-hooks.yaml"));
        var hook = Regex.Match(text, $@"^- id: {id}\n(  .*\n)*", RegexOptions.Multiline).Value;
        return Regex.Match(hook, $@"^  {field}: (&files )?(?<value>.*)$", RegexOptions.Multiline).Groups["value"].Value;
    }

    /// <summary>Runs the step of the action as GitHub does, in bash.</summary>
    private Task<Finished> RunActionAsync(params string[] inputs)
    {
        var script = ActionScript().Match(Action).Groups["script"].Value.Replace("\n        ", "\n", StringComparison.Ordinal);
        const string Empty = "OUTPUT= STRICT=false NO_ACCEPT=false ACCEPT= VERSION= REPOSITORY= GH_TOKEN=x";
        _folder.Write("step.sh", script);
        return RunAsync($"env {Empty} {string.Join(' ', inputs)} bash --noprofile --norc -e -o pipefail {_folder["step.sh"]}");
    }

    private async Task<Finished> RunAsync(string command)
    {
        var path = $"{_folder["programs"]}:{Path.GetDirectoryName(Machine.Binary)}";
        using var shell = new RunningProcess(
            "/bin/bash", ["-euc", $"unset ${{!ORTHANC@}} ${{!GIT@}}; export PATH=\"{path}:$PATH\" RECORD='{_folder["record"]}'\n{command}"],
            _work);
        return await shell.WaitAsync();
    }

    [GeneratedRegex(@"\n      run: \|\n        (?<script>.*)", RegexOptions.Singleline)]
    private static partial Regex ActionScript();
}

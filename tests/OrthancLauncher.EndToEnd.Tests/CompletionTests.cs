using OrthancLauncher.EndToEnd.Tests.Support;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>The completion scripts in the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public CompletionTests()
    {
        _folder.Write("compose.yml", "services:\n  pacs: {image: orthancteam/orthanc}\n  database: {image: postgres}\n");
        _folder.Write("hostile.yaml", string.Join("---\n", ((string[])["pacs", "$(touch here)"]).Select(name => $"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {name}
            spec:
              template:
                spec:
                  containers:
                    - name: orthanc
                      image: orthancteam/orthanc

            """)));
        _folder.Write("manifests/orthanc.yaml", "");
    }

    public void Dispose() => _folder.Dispose();

    [RequiresTheory(Part.Binary | Part.Shells)]
    [InlineData("vali", "validate")]
    [InlineData("validate --acc", "--accept")]
    [InlineData("validate --accept no-auth", "no-authentication")]
    [InlineData("validate compose.yml --service pa", "pacs")]
    [InlineData("validate hostile.yaml --workload deployment/p", "deployment/pacs/orthanc")]
    [InlineData("explain DicomWeb.Roo", "DicomWeb.Root")]
    [InlineData("validate --format sar", "sarif")]
    [InlineData("validate --format=sar", "sarif")]
    [InlineData("validate comp", "compose.yml")]
    [InlineData("validate --kubernetes mani", "manifests/")]
    public async Task A_word_that_was_begun_is_completed(string typed, string completed)
    {
        foreach (var shell in (string[])["bash", "zsh", "fish"])
        {
            var finished = await TypeAsync(shell, typed, completed);
            finished.ExitCode.Should().Be(0, "{0} says {1}", shell, finished.Everything);
            File.Exists(_folder["here"]).Should().BeFalse("{0} should run nothing that a file contains", shell);
        }
    }

    /// <summary>Types a line and a tab into a shell on a terminal of its own.</summary>
    private async Task<Finished> TypeAsync(string shell, string typed, string completed)
    {
        using var process = new RunningProcess(
            "python3",
            [
                $"{Repository.Root}/tests/type-in-shell.py", shell, Path.GetDirectoryName(Machine.Binary)!, $"orthanc-launcher {typed}",
                completed,
            ],
            _folder.Root);
        return await process.WaitAsync();
    }
}

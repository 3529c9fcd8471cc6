using System.Diagnostics;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("orthanc-launcher ren", "render")]
    [InlineData("orthanc-launcher variables name DicomWeb.Ro", "DicomWeb.Root")]
    [InlineData("orthanc-launcher validate --for", "--format")]
    [InlineData("orthanc-launcher validate --format ", "sarif")]
    [InlineData("orthanc-launcher variables list --component Dicom", "DicomWeb")]
    [InlineData("orthanc-launcher validate --format=sa", "sarif")]
    [InlineData("orthanc-launcher completion ", "fish")]
    [InlineData("orthanc-launcher explain no-u", "no-users")]
    [InlineData("orthanc-launcher validate --accept ", "no-users")]
    [InlineData("orthanc-launcher validate ROOT/examples/three-mistakes/compose.yml --service ", "index")]
    [InlineData("orthanc-launcher render --compose ROOT/examples/three-mistakes/compose.yml --service=o", "orthanc")]
    [InlineData("orthanc-launcher render ROOT/docker/examples/kubernetes/orthanc.yaml --workload ", "deployment/orthanc/host-id")]
    public void What_may_come_next_is_suggested(string line, string suggestion)
    {
        line = line.Replace("ROOT", Repository.Root, StringComparison.Ordinal);
        _host.Run($"[suggest:{line.Length}]", line).Should().Be(0);
        _host.Output.Split('\n').Should().Contain(suggestion);
    }

    [Theory]
    [InlineData("orthanc-launcher validate ")]
    [InlineData("orthanc-launcher validate comp")]
    [InlineData("orthanc-launcher render --config-dir ")]
    [InlineData("orthanc-launcher render --compose none.yml --service ")]
    public void Paths_are_left_to_the_shell(string line)
    {
        _host.Run($"[suggest:{line.Length}]", line).Should().Be(0);
        _host.Output.Should().BeEmpty();
    }

    [Theory]
    [InlineData("bash", "-n")]
    [InlineData("zsh", "-n")]
    [InlineData("fish", "-n")]
    public void Each_shell_has_a_script(string shell, string checkOnly)
    {
        _host.Run("completion", shell).Should().Be(0);
        _host.Output.Should().Contain("[suggest:").And.Contain("orthanc-launcher");
        _host.WithFile("script", _host.Output);
        if (File.Exists($"/usr/bin/{shell}") || File.Exists($"/bin/{shell}"))
        {
            using var process = Process.Start(shell, [checkOnly, $"{_host.Folder}/script"]);
            process.WaitForExit();
            process.ExitCode.Should().Be(0, "{0} should find no mistake in its script", shell);
        }
    }

    [Fact]
    public void An_unknown_shell_is_wrong_usage()
    {
        _host.Run("completion", "tcsh").Should().Be(2);
        _host.Error.Should().Contain("tcsh");
    }
}

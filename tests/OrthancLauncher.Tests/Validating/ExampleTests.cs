using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests.Validating;

/// <summary><c>validate</c> has nothing to say about the example of first steps.</summary>
public class ExampleTests
{
    [Fact]
    public void The_example_is_right()
    {
        using var host = new TestHost();
        var folder = $"{Repository.Root}/examples/first-steps";

        var validation = Validation.Of(
            host, "--no-environment", $"--config-dir={folder}/etc/orthanc", $"--secrets-dir={folder}/run/secrets",
            "--env-file", $"{folder}/variables.env");

        validation.Findings.Where(finding => finding.Severity != "information").Should().BeEmpty(validation.Json);
    }

    [Fact]
    public void The_example_is_right_also_as_a_folder_that_is_the_containers_root()
    {
        using var host = new TestHost();
        var folder = $"{Repository.Root}/examples/first-steps";

        var validation = Validation.Of(
            host, "--root", folder, "--config-dir=/etc/orthanc", "--secrets-dir=/run/secrets", "--env-file", $"{folder}/variables.env");

        validation.Findings.Where(finding => finding.Severity != "information").Should().BeEmpty(validation.Json);
    }
}

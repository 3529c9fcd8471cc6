using System.Text;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Tests.Deployments;

/// <summary>Small files that would become huge are refused with the place and the reason.</summary>
public sealed class GrowthTests : DeploymentTests
{
    private const int Doublings = 40;

    [Fact]
    public void Variables_of_an_env_file_that_double_one_another_are_refused()
    {
        Host.WithFile("bomb.env", Bomb("A{0}=${{A{1}}}${{A{1}}}\n"));
        Host.WithFile("compose.yml", "services: {orthanc: {image: orthancteam/orthanc, env_file: bomb.env}}");

        Run("validate", "--compose", $"{Folder}/compose.yml").Should().BeOneOf(ExitCodes.Refused, ExitCodes.WrongUsage);
        $"{Host.Output}{Host.Error}".Should().Contain("bomb.env").And.Contain("variables insert more than 256 Ki characters");
    }

    [Fact]
    public void Values_of_a_compose_file_that_insert_too_much_are_refused()
    {
        Host.WithFile(".env", $"A={new string('x', 1024 * 1024)}\n");
        var references = string.Concat(Enumerable.Repeat("${A}", 20));
        Host.WithFile("compose.yml", $"services: {{orthanc: {{image: orthancteam/orthanc, environment: {{B: '{references}'}}}}}}");

        Run("validate", "--compose", $"{Folder}/compose.yml").Should().BeOneOf(ExitCodes.Refused, ExitCodes.WrongUsage);
        $"{Host.Output}{Host.Error}".Should().Contain("compose.yml").And.Contain("variables insert more than 256 Ki characters");
    }

    [Fact]
    public void Variables_of_a_pod_that_double_one_another_are_refused()
    {
        Host.WithFile(
            "pod.yaml",
            "kind: Pod\nmetadata: {name: orthanc}\nspec:\n  containers:\n    - name: orthanc\n      image: orthancteam/orthanc\n"
                + "      env:\n"
                + Bomb("        - {{name: A{0}, value: $(A{1})$(A{1})}}\n", "        - {name: A0, value: aaaaaaaaaaaaaaaa}\n"));

        Run("validate", "--kubernetes", $"{Folder}/pod.yaml").Should().BeOneOf(ExitCodes.Refused, ExitCodes.WrongUsage);
        $"{Host.Output}{Host.Error}".Should().Contain("pod.yaml").And.Contain("longer than 256 Ki characters");
    }

    [Fact]
    public void Defaults_that_are_nested_too_deeply_are_refused()
    {
        const int depth = 40_000;
        var nested = $"{string.Concat(Enumerable.Repeat("${A:-", depth))}x{new string('}', depth)}";
        Host.WithFile("compose.yml", $"services: {{orthanc: {{image: orthancteam/orthanc, environment: {{B: '{nested}'}}}}}}");

        Run("validate", "--compose", $"{Folder}/compose.yml").Should().BeOneOf(ExitCodes.Refused, ExitCodes.WrongUsage);
        $"{Host.Output}{Host.Error}".Should().Contain("nested too deeply");
    }

    /// <summary>Lines of which each names the one before twice.</summary>
    private static string Bomb(string line, string first = "A0=aaaaaaaaaaaaaaaa\n")
    {
        var text = new StringBuilder(first);
        for (var i = 1; i <= Doublings; i++)
        {
            text.AppendFormat(System.Globalization.CultureInfo.InvariantCulture, line, i, i - 1);
        }

        return text.ToString();
    }
}

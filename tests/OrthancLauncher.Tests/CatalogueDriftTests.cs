using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

/// <summary><c>scripts/catalogue-drift</c> on the small sources of <c>tests/drift</c>.</summary>
public sealed class CatalogueDriftTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "drift");

    [PythonFact]
    public void Each_kind_of_difference_is_printed() =>
        Run("--catalogue", "drifted.json", "orthanc", "plugin").Should().Be((1, File.ReadAllText(Path.Combine(Folder, "expected.txt"))));

    [PythonFact]
    public void A_catalogue_that_says_what_the_code_reads_has_no_difference() =>
        Run("--catalogue", "right.json", "orthanc", "plugin").Should().Be((0, ""));

    [PythonFact]
    public void A_folder_that_does_not_exist_is_wrong_usage()
    {
        var (exitCode, output) = Run("nowhere");

        exitCode.Should().Be(2);
        output.Should().EndWith("error: nowhere is not a folder\n");
    }

    private static (int ExitCode, string Output) Run(params string[] arguments) =>
        Programs.Run("python3", Folder, [Path.Combine(Repository.Root, "scripts", "catalogue-drift"), .. arguments]);

    /// <summary>A fact that is skipped where there is no Python.</summary>
    private sealed class PythonFactAttribute : FactAttribute
    {
        public PythonFactAttribute()
        {
            Skip = Programs.IsOnPath("python3") ? null : "Skipped: python3 is missing";
        }
    }
}

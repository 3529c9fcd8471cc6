using OrthancLauncher.Platform;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.Tests;

/// <summary>Inputs that fuzzing found, and that once were no finding but an internal error.</summary>
public class FuzzedInputTests
{
    [Theory]
    [InlineData("compose.yml", "\"\\")]
    public void What_fuzzing_found_is_refused_in_words(string name, string content)
    {
        using var host = new TestHost();
        host.WithFile(name, content);

        host.Run("validate", $"{host.Folder}/{name}").Should().BeOneOf([ExitCodes.Refused, ExitCodes.WrongUsage], host.Error);
    }
}

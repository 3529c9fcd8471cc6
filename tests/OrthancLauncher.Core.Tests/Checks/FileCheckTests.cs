using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Checks;

/// <summary>Files that settings name, and that are there but of no use.</summary>
public sealed class FileCheckTests
{
    [Theory]
    [InlineData("/lua/pipe.lua", "Warning", "cannot be read: it is a named pipe, not a plain file", "read a plain file")]
    [InlineData("/lua/loop.lua", "Error", "cannot be read: too many levels of symbolic links", "correct the path")]
    [InlineData("/lua/none.lua", "Error", "does not exist", "mount the file")]
    public void What_is_wrong_with_a_file_is_said(string path, string severity, string reason, string remedy)
    {
        var finding = Findings(path).Should().ContainSingle().Subject;

        finding.Severity.ToString().Should().Be(severity);
        finding.Message.Should().EndWith(reason);
        finding.Remedy.Should().Contain(remedy);
    }

    [Fact]
    public void Of_a_file_that_can_be_read_nothing_is_said() => Findings("/lua/fine.lua").Should().BeEmpty();

    private static IEnumerable<Finding> Findings(string path)
    {
        var scenario = new Scenario().File($$"""{"RegisteredUsers": {"a": "b"}, "LuaScripts": ["{{path}}"]}""");
        scenario.With(scenario.Request().Host with
        {
            FileExists = static file => file is "/lua/pipe.lua" or "/lua/fine.lua",
            FileFailure = static file => file switch
            {
                "/lua/pipe.lua" => "it is a named pipe, not a plain file",
                "/lua/loop.lua" => "too many levels of symbolic links",
                _ => null,
            },
        });

        return scenario.Plan().Findings.Where(finding => finding.Rule == Rules.FileNotFound);
    }
}

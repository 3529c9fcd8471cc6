using OrthancLauncher.Platform;

namespace OrthancLauncher.Tests;

public class ShellCommandTests
{
    [Theory]
    [InlineData("/x/script.sh", "exec /x/script.sh")]
    [InlineData(" /x/script.sh a 'b c' ", "exec /x/script.sh a 'b c'")]
    [InlineData("./script.sh", "exec ./script.sh")]
    [InlineData(". /x/functions.sh", ". /x/functions.sh")]
    [InlineData("umask 022", "umask 022")]
    [InlineData("/a && /b", "/a && /b")]
    [InlineData("/a; /b", "/a; /b")]
    [InlineData("/a $HOME", "/a $HOME")]
    [InlineData("X=1 /a", "X=1 /a")]
    public void Only_a_program_with_its_arguments_takes_the_shells_place(string commandLine, string command) =>
        LinuxProcessControl.ShellCommand(commandLine).Should().Be(command);
}

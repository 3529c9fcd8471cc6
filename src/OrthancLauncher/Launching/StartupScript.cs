using System.Text;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Launching;

/// <summary>What the files of a start-up script's command line tell about why it fails.</summary>
/// <param name="path">The value of <c>PATH</c>, or null.</param>
internal sealed class StartupScript(string commandLine, string? path)
{
    private readonly string[] _words = commandLine.Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Why the program surely cannot be started, where the shell's "not found" would say nothing of the reason; or null.</summary>
    public string? WhyNotStartable()
    {
        // With an argument after it, an interpreter such as Perl may put up with the line end.
        var file = new ProgramSearch(path).Find(_words[0], out _);
        return file is not null && FirstLine(file) is ['#', '!', .. var interpreter, '\r'] && !interpreter.Trim().Contains(' ')
            ? WindowsLineEnds(file)
            : null;
    }

    /// <summary>What is probably wrong with a script that failed, or null.</summary>
    public string? LikelyMistake()
    {
        foreach (var word in _words)
        {
            var file = word == _words[0] ? new ProgramSearch(path).Find(word, out _) : word;
            if (file is null || FirstLine(file) is not { } line)
            {
                continue;
            }

            if (line.EndsWith('\r'))
            {
                return WindowsLineEnds(file);
            }

            if (line is ['#', '!', .. var rest]
                && rest.Trim().Split(' ')[0] is ['/', ..] interpreter && FileStatus.Of(interpreter).IsMissing)
            {
                return $"{file} needs {interpreter}, which does not exist";
            }
        }

        return null;
    }

    private static string WindowsLineEnds(string file) =>
        $"{file} has Windows line ends (CRLF); remove them: sed -i 's/\\r$//' {file}";

    /// <summary>The first line of a text file without its line feed, or null.</summary>
    private static string? FirstLine(string file)
    {
        var content = HostFile.Read(file, out var failure, HostFile.MaximumSecretLength).Span;
        var end = content.IndexOf((byte)'\n');
        return failure is null && end >= 0 && !content[..end].Contains((byte)0) ? Encoding.UTF8.GetString(content[..end]) : null;
    }
}

using System.Text;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>
/// Reads files of variables as <c>docker run --env-file</c> does: one <c>NAME=VALUE</c> a line, nothing is unquoted,
/// lines that begin with <c>#</c> are comments, a name alone takes the value of the process's own variable.
/// </summary>
internal static class EnvFile
{
    /// <param name="path">The file, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="UsageException">A line has no name.</exception>
    public static List<EnvironmentVariable> Read(string path, ReadOnlyMemory<byte> content, Func<string, string?> environment) =>
        ReadLines(path, content, environment).ConvertAll(line => line.Variable);

    /// <summary>Reads the variables of a file with the places of their values.</summary>
    /// <exception cref="DeploymentException">A line has no name.</exception>
    public static IEnumerable<NamedValue> ReadNamed(string path, ReadOnlyMemory<byte> content, Func<string, string?> environment)
    {
        var file = new SourceText(new Source(SourceKind.File, path), content);
        List<(int Number, EnvironmentVariable Variable)> lines;
        try
        {
            lines = ReadLines(path, content, environment);
        }
        catch (UsageException exception)
        {
            throw new DeploymentException(new Place(file.Source), exception.Message);
        }

        return lines.Select(line => new NamedValue(line.Variable.Name, line.Variable.Value)
        {
            Origin = ScalarOrigin.OfLine(file, line.Number, ColumnOf(file, line.Number), line.Variable.Value),
        });
    }

    /// <summary>The column behind the first equals sign of a line.</summary>
    private static int ColumnOf(SourceText file, int line)
    {
        var rest = file.Original.Span[(file.OffsetOf(line, 1) ?? 0)..];
        var end = rest.IndexOfAny((byte)'=', (byte)'\n');
        return end >= 0 && rest[end] == (byte)'=' ? Encoding.UTF8.GetCharCount(rest[..end]) + 2 : 1;
    }

    /// <summary>Reads the variables of a file with the numbers of their lines, from 1.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="UsageException">A line has no name.</exception>
    public static List<(int Number, EnvironmentVariable Variable)> ReadLines(
        string path, ReadOnlyMemory<byte> bytes, Func<string, string?> environment)
    {
        var content = SourceText.WithoutMark(bytes.Span);

        var variables = new List<(int Number, EnvironmentVariable Variable)>();
        var number = 0;
        foreach (var part in Encoding.UTF8.GetString(content).Split('\n'))
        {
            number++;
            var line = part.TrimEnd('\r').TrimStart();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var separator = line.IndexOf('=', StringComparison.Ordinal);
            var name = separator < 0 ? line.TrimEnd() : line[..separator];
            if (name.Length == 0 || name.AsSpan().IndexOfAny(" \t") >= 0)
            {
                throw new UsageException($"{path}:{number}: a variable name must not be empty or contain white space; write NAME=VALUE");
            }

            if (separator >= 0)
            {
                variables.Add((number, new EnvironmentVariable(name, line[(separator + 1)..])));
            }
            else if (environment(name) is { } value)
            {
                variables.Add((number, new EnvironmentVariable(name, value)));
            }
        }

        return variables;
    }
}

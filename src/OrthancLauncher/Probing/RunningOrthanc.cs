using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Probing;

/// <summary>The Orthanc that runs in this container, as <c>/proc</c> shows it.</summary>
/// <param name="Program">Its executable.</param>
/// <param name="IsReplaced">Whether another file lies at the executable's path now.</param>
/// <param name="Arguments">Its arguments, without its own name.</param>
/// <param name="Variables">Its environment; null where this user may not read it.</param>
internal sealed record RunningOrthanc(
    int ProcessId, string Program, bool IsReplaced, IReadOnlyList<string> Arguments, IReadOnlyList<EnvironmentVariable>? Variables)
{
    private const string Replaced = " (deleted)";

    /// <summary>The configuration that it was started with: the first argument that is not an option; null if there is none.</summary>
    public string? ConfigurationFile => Arguments.FirstOrDefault(argument => !argument.StartsWith('-'));

    /// <summary>Finds it by the name of its executable.</summary>
    /// <param name="folder">Where the processes are, <c>/proc</c>.</param>
    /// <param name="program">A path, or a name as it would be found on PATH.</param>
    /// <returns>Process 1 if it is Orthanc, otherwise the oldest; null if none runs.</returns>
    public static RunningOrthanc? Find(string folder, string program)
    {
        var name = Path.GetFileName(program);
        return HostFolder.List(folder, out _)
            .Select(entry => int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && IsInThisContainer(folder, id))
            .Order()
            .Select(id => Read(folder, id))
            .FirstOrDefault(process => process is not null && Path.GetFileName(process.Program) == name);
    }

    /// <summary>
    /// Where containers share their processes, another one's files are not ours; a process whose files are hidden may be.
    /// </summary>
    private static bool IsInThisContainer(string folder, int id) =>
        LinkTarget($"{folder}/{id.ToString(CultureInfo.InvariantCulture)}/ns/mnt") is not { } files
        || files == LinkTarget($"{folder}/self/ns/mnt");

    private static RunningOrthanc? Read(string folder, int id)
    {
        var process = $"{folder}/{id.ToString(CultureInfo.InvariantCulture)}";
        if (Fields($"{process}/cmdline") is not [var first, .. var arguments])
        {
            return null;
        }

        var program = LinkTarget($"{process}/exe") ?? first;
        var isReplaced = program.EndsWith(Replaced, StringComparison.Ordinal);

        // Under an emulator, or a loader, the executable is that; what was started is the first argument then.
        program = isReplaced ? program[..^Replaced.Length] : program;
        program = Path.GetFileName(program) == Path.GetFileName(first) ? program : first;
        return new RunningOrthanc(id, program, isReplaced, arguments, Fields($"{process}/environ") is { } fields ? Parse(fields) : null);
    }

    private static string? LinkTarget(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Texts that end with a NUL each; null where they cannot be read.</summary>
    private static string[]? Fields(string path)
    {
        var content = HostFile.Read(path, out var failure);
        return failure is null ? Encoding.UTF8.GetString(content.Span).TrimEnd('\0').Split('\0') : null;
    }

    private static List<EnvironmentVariable> Parse(string[] fields)
    {
        var variables = new List<EnvironmentVariable>();
        foreach (var field in fields)
        {
            if (field.IndexOf('=', StringComparison.Ordinal) is > 0 and var separator)
            {
                var value = field[(separator + 1)..];
                variables.Add(new EnvironmentVariable(field[..separator], value, !value.Contains('\uFFFD', StringComparison.Ordinal)));
            }
        }

        return variables;
    }
}

using OrthancLauncher.Platform;

namespace OrthancLauncher.Launching;

/// <summary>Finds programs as a shell does.</summary>
/// <param name="path">The value of <c>PATH</c>, or null.</param>
internal sealed class ProgramSearch(string? path)
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <param name="name">A path, or a name to be found on PATH.</param>
    /// <param name="exitCode">What the launcher ends with if there is none that can be started.</param>
    /// <returns>The program's file, or null.</returns>
    public string? Find(string name, out int exitCode)
    {
        exitCode = ExitCodes.NotFound;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            // A folder of PATH that cannot be searched is passed over; of a path that is named the reason is told.
            exitCode = FileStatus.Of(name).IsMissing ? ExitCodes.NotFound : ExitCodes.NotStartable;
            return IsStartable(name, ref exitCode) ? name : null;
        }

        foreach (var folder in (path ?? DefaultPath).Split(':'))
        {
            var candidate = folder.Length == 0 ? name : $"{folder.TrimEnd('/')}/{name}";
            if (IsStartable(candidate, ref exitCode))
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool IsStartable(string file, ref int exitCode)
    {
        var status = FileStatus.Of(file);
        if (status.Kind == FileKind.Plain && LibC.Access(file, LibC.AccessExecute) == 0)
        {
            return true;
        }

        exitCode = status.Error == 0 ? ExitCodes.NotStartable : exitCode;
        return false;
    }
}

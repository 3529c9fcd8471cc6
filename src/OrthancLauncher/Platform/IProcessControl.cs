namespace OrthancLauncher.Platform;

/// <summary>Starts other programs.</summary>
internal interface IProcessControl
{
    /// <summary>Runs a command line by the shell and waits for it; signals that arrive meanwhile are passed on to it.</summary>
    /// <returns>How it ended.</returns>
    ScriptResult RunScript(string commandLine);

    /// <summary>Replaces this process by another program (<c>execve</c>). On success this never returns.</summary>
    /// <param name="arguments">All arguments, the program's name first.</param>
    /// <param name="preload">The new value of <c>LD_PRELOAD</c>, or null to leave the environment as it is.</param>
    /// <returns>The error number.</returns>
    int Exec(string path, IReadOnlyList<string> arguments, string? preload);
}

/// <summary>How a start-up script ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="Signal">The number of a signal that asked to stop while it ran, or 0.</param>
internal readonly record struct ScriptResult(int ExitCode, int Signal);

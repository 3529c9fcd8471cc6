namespace OrthancLauncher.Platform;

/// <summary>Starts other programs.</summary>
internal interface IProcessControl
{
    /// <summary>The number of a signal that asked to stop since signals are watched, or 0.</summary>
    int StopSignal { get; }

    /// <summary>From now on remembers signals that would otherwise be lost.</summary>
    void WatchSignals();

    /// <summary>
    /// Runs a command line and waits for it; its words and patterns are expanded as those of an unquoted variable are by the shell.
    /// Signals that arrive meanwhile are passed on to it.
    /// </summary>
    /// <returns>Its exit code; 128 and the signal's number when a signal ended it.</returns>
    int RunScript(string commandLine);

    /// <summary>Runs a program with this process's streams and waits for it.</summary>
    /// <param name="arguments">All arguments, the program's path first.</param>
    /// <returns>As that of a script.</returns>
    int RunProgram(IReadOnlyList<string> arguments);

    /// <summary>Replaces this process by another program (<c>execve</c>). On success this never returns.</summary>
    /// <param name="arguments">All arguments, the program's name first.</param>
    /// <param name="preload">The new value of <c>LD_PRELOAD</c>, or null to leave the environment as it is.</param>
    /// <returns>The error number.</returns>
    int Exec(string path, IReadOnlyList<string> arguments, string? preload);
}

namespace OrthancLauncher.Platform;

/// <summary>All ways in which the launcher itself ends.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;

    /// <summary>The configuration forbids a start, or a step of the start failed.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>A mistake of the launcher itself; EX_SOFTWARE of sysexits.h.</summary>
    public const int InternalError = 70;

    /// <summary>A program was found but cannot be started.</summary>
    public const int NotStartable = 126;

    /// <summary>A program was not found.</summary>
    public const int NotFound = 127;

    /// <summary>Added to the number of the signal that ended the start.</summary>
    public const int Signalled = 128;
}

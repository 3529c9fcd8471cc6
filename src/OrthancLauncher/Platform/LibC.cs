using System.Runtime.InteropServices;

namespace OrthancLauncher.Platform;

/// <summary>The functions of glibc that .NET has no equal for. Pointers do not leave this folder.</summary>
internal static unsafe partial class LibC
{
    public const int Interrupted = 4;
    public const int BrokenPipeSignal = 13;

    public const int ChildSignal = 17;

    /// <summary><c>SIG_DFL</c></summary>
    public const nint DefaultSignal = 0;

    /// <summary><c>SIG_IGN</c></summary>
    public const nint IgnoreSignal = 1;

    public const int ContinueSignal = 18;

    /// <summary>Cannot be handled or ignored.</summary>
    public const int StopSignal = 19;

    public const int SetSignalMask = 2;

    /// <summary>Bytes of a <c>sigset_t</c>.</summary>
    public const int SignalSetSize = 128;

    /// <summary>More bytes than any <c>posix_spawnattr_t</c> has.</summary>
    public const int SpawnAttributesSize = 512;

    /// <summary><c>POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK</c></summary>
    public const short SpawnSetsSignals = 0x04 | 0x08;

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true)]
    public static partial int Execute(byte* path, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "sigprocmask")]
    public static partial int SignalMask(int how, byte* set, byte* old);

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    public static partial int Spawn(int* processId, byte* path, void* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitializeSpawnAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetSpawnFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetSpawnDefaultSignals(byte* attributes, byte* set);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSpawnSignalMask(byte* attributes, byte* set);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitFor(int processId, int* status, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int processId, int signal);

    /// <summary>Makes the process the parent of those below it whose own parent ended, as process 1 otherwise is.</summary>
    /// <remarks><c>PR_SET_CHILD_SUBREAPER</c></remarks>
    public static void AdoptOrphans() => _ = ControlProcess(36, 1, 0, 0, 0);

    /// <summary>Takes the process away from its terminal and its group, which must not be named after it.</summary>
    [LibraryImport("libc", EntryPoint = "setsid")]
    public static partial int BeginSession();

    [LibraryImport("libc", EntryPoint = "getsid")]
    public static partial int SessionOf(int processId);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getpid")]
    public static partial int ProcessId();

    /// <summary>The list of variables that the process was given, as libc holds it.</summary>
    public static byte** Environment
    {
        get
        {
            var symbol = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
            return *(byte***)symbol;
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ControlProcess(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}

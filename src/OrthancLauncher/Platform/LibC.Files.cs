using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrthancLauncher.Platform;

/// <summary>The functions for files: those of .NET follow links, wait for pipes and do not tell one kind of file from another.</summary>
internal static unsafe partial class LibC
{
    public const int NotPermitted = 1;
    public const int NoSuchFile = 2;
    public const int NoSuchDevice = 6;
    public const int WouldBlock = 11;
    public const int PermissionDenied = 13;
    public const int Busy = 16;
    public const int NotADirectory = 20;
    public const int FileTooLarge = 27;
    public const int NoSpace = 28;
    public const int BrokenPipe = 32;
    public const int TooManyLinks = 40;
    public const int QuotaExceeded = 122;

    public const int AccessWrite = 2;
    public const int AccessExecute = 1;

    public const int OpenWrite = 0x1;
    public const int OpenReadWrite = 0x2;
    public const int OpenCreate = 0x40;

    /// <summary>The file must be new; with it a link is never followed.</summary>
    public const int OpenExclusive = 0x80;

    public const int OpenTruncate = 0x200;

    /// <summary>Returns at once from a pipe that nobody writes to.</summary>
    public const int OpenNonBlocking = 0x800;

    public const int LockExclusive = 2;

    /// <summary>Fails at once if somebody else holds the lock.</summary>
    public const int LockNow = 4;

    private const int OpenNoTerminal = 0x100;
    private const int OpenCloseOnExec = 0x80000;
    private const int AtCurrentFolder = -100;
    private const int AtNoFollow = 0x100;
    private const int AtEmptyPath = 0x1000;

    /// <summary>Does not follow a link at the end of the path. The number is another one on ARM.</summary>
    public static int OpenNoFollow { get; } =
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "unlink", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Unlink(string path);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(SafeFileHandle file, uint mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, ReadOnlySpan<byte> content, nuint length);

    /// <summary>Waits until a descriptor that does not block takes more.</summary>
    public static void WaitUntilWritable(int descriptor)
    {
        const long writable = 4;
        // A struct pollfd: the descriptor, what is waited for, what came to pass.
        var entry = (uint)descriptor | (writable << 32);
        _ = Poll(&entry, 1, -1);
    }

    /// <summary>The columns of a terminal; null where it is none, or does not tell.</summary>
    public static int? TerminalWidth(int descriptor)
    {
        const nuint windowSize = 0x5413;
        // A struct winsize: rows, columns, and the same in pixels.
        var size = stackalloc ushort[4];
        return Control(descriptor, windowSize, size) == 0 && size[1] > 0 ? size[1] : null;
    }

    /// <summary>Opens a file; the handle is invalid, and the error number set, where that fails.</summary>
    public static SafeFileHandle OpenFile(string path, int flags, uint mode = 0)
    {
        var descriptor = Open(path, flags | OpenNoTerminal | OpenCloseOnExec, mode);
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Reserves room for a file's first bytes without changing its content or length.</summary>
    public static int Reserve(SafeFileHandle file, long length)
    {
        const int keepLength = 1;
        return Allocate(file, keepLength, 0, length);
    }

    /// <summary>The file system at a path; null where it does not tell.</summary>
    public static (long Size, long Free, long Inodes, long FreeInodes, bool IsReadOnly)? VolumeOf(string path)
    {
        // The fields of struct statvfs of 64-bit machines; the blocks that users may take are fewer than those that are free.
        var fields = stackalloc long[16];
        return VolumeStatus(path, fields) == 0
            ? (fields[2] * fields[1], fields[4] * fields[1], fields[5], fields[7], (fields[9] & 1) != 0)
            : null;
    }

    public static FileStatus StatusOf(string path, bool followsLinks)
    {
        // What YAML calls a path may contain what ends it here.
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return new FileStatus { Error = NoSuchFile };
        }

        var result = stackalloc byte[StatxSize];
        return StatusFrom(Statx(AtCurrentFolder, path, followsLinks ? 0 : AtNoFollow, StatxBasic, result), result);
    }

    public static FileStatus StatusOf(SafeFileHandle file)
    {
        var result = stackalloc byte[StatxSize];
        return StatusFrom(Statx((int)file.DangerousGetHandle(), "", AtEmptyPath, StatxBasic, result), result);
    }

    private const int StatxSize = 256;
    private const uint StatxBasic = 0x7FF;

    /// <summary>Takes apart a <c>struct statx</c>, which is the same on every architecture.</summary>
    private static FileStatus StatusFrom(int code, byte* result)
    {
        const ulong mountRoot = 0x2000;
        if (code != 0)
        {
            return new FileStatus { Error = Marshal.GetLastPInvokeError() };
        }

        return new FileStatus
        {
            RawMode = *(ushort*)(result + 28),
            IsMount = (*(ulong*)(result + 8) & mountRoot) != 0,
            Links = *(uint*)(result + 16),
            Owner = *(uint*)(result + 20),
            Inode = *(ulong*)(result + 32),
            Size = *(long*)(result + 40),
            Device = *(ulong*)(result + 136),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, void* result);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(long* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "statvfs", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int VolumeStatus(string path, long* fields);

    [LibraryImport("libc", EntryPoint = "fallocate64", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int folder, string path, int flags, uint mask, byte* result);
}

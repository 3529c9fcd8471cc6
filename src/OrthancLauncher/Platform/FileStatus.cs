using Microsoft.Win32.SafeHandles;

namespace OrthancLauncher.Platform;

/// <summary>What is found at a path.</summary>
internal enum FileKind
{
    /// <summary>Nothing, or something that cannot be looked at: <see cref="FileStatus.Error"/> tells.</summary>
    None,
    Plain,
    Folder,
    Link,
    Pipe,
    Socket,
    Device,
}

/// <summary>What is found at a path, as the kernel describes it.</summary>
internal readonly record struct FileStatus
{
    private const int KindBits = 0xF000;

    /// <summary>The error number where there is nothing, or nothing that may be looked at; otherwise 0.</summary>
    public int Error { get; init; }

    /// <summary>Kind and permissions, as <c>st_mode</c> holds them.</summary>
    public int RawMode { get; init; }

    public uint Owner { get; init; }

    public uint Links { get; init; }

    public ulong Inode { get; init; }

    public ulong Device { get; init; }

    /// <summary>In bytes.</summary>
    public long Size { get; init; }

    /// <summary>Whether it is known to be mounted there by itself; older kernels do not tell.</summary>
    public bool IsMount { get; init; }

    public FileKind Kind => (RawMode & KindBits) switch
    {
        0x8000 => FileKind.Plain,
        0x4000 => FileKind.Folder,
        0xA000 => FileKind.Link,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        0x2000 or 0x6000 => FileKind.Device,
        _ => FileKind.None,
    };

    /// <summary>Whether nothing is there, as opposed to something that may not be looked at.</summary>
    public bool IsMissing => Error is LibC.NoSuchFile or LibC.NotADirectory;

    /// <summary>The permissions, such as <c>0640</c>.</summary>
    public string Mode => Convert.ToString(RawMode & 0xFFF, 8).PadLeft(4, '0');

    /// <summary>Whether only its owner, and nobody else, can read and write it.</summary>
    public bool IsForOwnerOnly => (RawMode & 0xFFF) == 0x180;

    /// <summary>Whether only the owner of an entry can replace it there (<c>/tmp</c>).</summary>
    public bool IsSticky => (RawMode & 0x200) != 0;

    public string Description => Kind switch
    {
        FileKind.Plain => "a file",
        FileKind.Folder => "a folder",
        FileKind.Link => "a symbolic link",
        FileKind.Pipe => "a named pipe",
        FileKind.Socket => "a socket",
        _ => "a device",
    };

    /// <summary>What a path leads to, by links too.</summary>
    public static FileStatus Of(string path) => LibC.StatusOf(path, followsLinks: true);

    /// <summary>What is at a path itself, which may be a link.</summary>
    public static FileStatus OfEntry(string path) => LibC.StatusOf(path, followsLinks: false);

    public static FileStatus Of(SafeFileHandle file) => LibC.StatusOf(file);

    /// <summary>Stands for a plain file that is not on this machine.</summary>
    public static FileStatus Content => new() { RawMode = 0x8000 };

    /// <summary>Stands for a folder that is not on this machine.</summary>
    public static FileStatus EmptyFolder => new() { RawMode = 0x4000 };

    public bool IsSameFile(FileStatus other) => Error == 0 && other.Error == 0 && Inode == other.Inode && Device == other.Device;
}

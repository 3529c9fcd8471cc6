using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Launching;

/// <summary>
/// A new file that takes another one's place when it is complete. Nobody can guess its name, only this user can read it, and it
/// is locked as long as its process lives, so that what a killed process left behind can be told from what is still being written.
/// </summary>
internal sealed class StagedFile : IDisposable
{
    private const string Prefix = ".orthanc-launcher-";
    private const string Suffix = ".tmp";
    private const uint OwnerOnly = 0x180;

    private readonly string _target;
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private bool _isMoved;

    private StagedFile(string target, string path, SafeFileHandle handle)
    {
        _target = target;
        _path = path;
        _handle = handle;
        Stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
    }

    public FileStream Stream { get; }

    /// <summary>Creates an empty file beside its target.</summary>
    /// <exception cref="IOException">The folder does not allow it.</exception>
    public static StagedFile For(string target)
    {
        var folder = FolderOf(target);
        RemoveLeftOvers(folder);
        while (true)
        {
            var path = Path.Combine(folder, $"{Prefix}{Guid.NewGuid():N}{Suffix}");
            var handle = LibC.OpenFile(path, LibC.OpenWrite | LibC.OpenCreate | LibC.OpenExclusive | LibC.OpenNoFollow, OwnerOnly);
            if (handle.IsInvalid)
            {
                throw new IOException(WhyNotIn(folder, Marshal.GetLastPInvokeError()));
            }

            // Another start may have taken the file for a left-over before it was locked.
            _ = LibC.Lock(handle, LibC.LockExclusive);
            if (FileStatus.Of(handle).Links > 0)
            {
                return new StagedFile(target, path, handle);
            }

            handle.Dispose();
        }
    }

    /// <summary>Moves the file to its target.</summary>
    /// <returns>False if the target is a mount of its own, which cannot be replaced.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public bool TryMove()
    {
        if (LibC.Rename(_path, _target) == 0)
        {
            _isMoved = true;
            var present = FileStatus.OfEntry(_target);
            // Another start of this user may have followed, whose file is as whole as this one.
            return present.IsSameFile(FileStatus.Of(_handle)) || IsOwn(present)
                ? true
                : throw new IOException("somebody else replaced it at the same time");
        }

        var error = Marshal.GetLastPInvokeError();
        return error == LibC.Busy ? false : throw new IOException(WhyNotReplaced(error));
    }

    public void Dispose()
    {
        if (!_isMoved)
        {
            _ = LibC.Unlink(_path);
        }

        Stream.Dispose();
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";

    private static string WhyNotIn(string folder, int error)
    {
        var why = FileErrors.Describe(folder, error);
        return error == LibC.NoSuchFile ? $"the folder {folder} does not exist" : why;
    }

    private string WhyNotReplaced(int error)
    {
        var existing = FileStatus.OfEntry(_target);
        return existing.Error == 0 && existing.Owner != LibC.EffectiveUser() && FileStatus.Of(FolderOf(_target)).IsSticky
            ? $"it belongs to user id {existing.Owner}, and only that user can replace it in this folder"
            : FileErrors.Describe(FolderOf(_target), error);
    }

    /// <summary>Removes what killed processes of this user left behind.</summary>
    private static void RemoveLeftOvers(string folder)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
            {
                using var handle = LibC.OpenFile(path, LibC.OpenNoFollow | LibC.OpenNonBlocking);
                if (!handle.IsInvalid && IsOwn(FileStatus.Of(handle)) && LibC.Lock(handle, LibC.LockExclusive | LibC.LockNow) == 0)
                {
                    _ = LibC.Unlink(path);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where the folder cannot be listed they stay; creating the new file tells what is wrong with the folder.
        }
    }

    private static bool IsOwn(FileStatus status) => status is { Kind: FileKind.Plain, Links: 1 } && status.Owner == LibC.EffectiveUser();
}

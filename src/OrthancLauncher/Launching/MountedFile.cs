using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Launching;

/// <summary>
/// Writes a file that is a mount of its own, in place, as nothing can be moved there. If that fails, the old content is restored.
/// </summary>
internal static class MountedFile
{
    private const uint OwnerOnly = 0x180;
    private const long LargestRestored = 64 * 1024 * 1024;

    /// <param name="expected">The file as it was when it was decided to write it.</param>
    /// <returns>What the administrator should know about who can read it.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static List<string> Write(string path, FileStatus expected, ReadOnlySpan<byte> content)
    {
        using var handle = Open(path);
        var status = FileStatus.Of(handle);
        if (status.Kind != FileKind.Plain || !status.IsSameFile(expected))
        {
            throw new IOException("somebody else replaced it at the same time");
        }

        CheckRoom(handle, content.Length);
        var warnings = Protect(handle, status);
        var old = OldContent(handle, status);
        try
        {
            Overwrite(handle, content);
        }
        catch (IOException exception)
        {
            throw new IOException(FileErrors.Describe(exception) + (TryRestore(handle, old) ? "" : "; its old content is lost"));
        }

        return warnings;
    }

    private static SafeFileHandle Open(string path)
    {
        var flags = LibC.OpenNoFollow | LibC.OpenNonBlocking;
        var handle = LibC.OpenFile(path, LibC.OpenReadWrite | flags);
        if (handle.IsInvalid)
        {
            handle.Dispose();
            handle = LibC.OpenFile(path, LibC.OpenWrite | flags);
        }

        return handle.IsInvalid ? throw new IOException(FileErrors.Describe(path, Marshal.GetLastPInvokeError())) : handle;
    }

    private static void CheckRoom(SafeFileHandle handle, long length)
    {
        // File systems that cannot reserve room say so; then writing itself is the check.
        var error = LibC.Reserve(handle, length) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error is LibC.NoSpace or LibC.QuotaExceeded or LibC.FileTooLarge)
        {
            throw new IOException(FileErrors.Describe(error));
        }
    }

    private static List<string> Protect(SafeFileHandle handle, FileStatus status)
    {
        var warnings = new List<string>();
        if (status.Owner != LibC.EffectiveUser())
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture, $"the mounted file belongs to user id {status.Owner}, who can read the passwords in it"));
        }

        if (!status.IsForOwnerOnly)
        {
            _ = LibC.ChangeMode(handle, OwnerOnly);
            if (FileStatus.Of(handle) is { IsForOwnerOnly: false } remaining)
            {
                warnings.Add($"the mode of the mounted file cannot be set to 0600; it is {remaining.Mode}");
            }
        }

        return warnings;
    }

    private static byte[]? OldContent(SafeFileHandle handle, FileStatus status)
    {
        if (status.Size > LargestRestored)
        {
            return null;
        }

        var old = new byte[status.Size];
        try
        {
            return RandomAccess.Read(handle, old, 0) == old.Length ? old : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // It may be written but not read.
            return null;
        }
    }

    private static void Overwrite(SafeFileHandle handle, ReadOnlySpan<byte> content)
    {
        RandomAccess.Write(handle, content, 0);
        RandomAccess.SetLength(handle, content.Length);
    }

    private static bool TryRestore(SafeFileHandle handle, byte[]? old)
    {
        try
        {
            if (old is not null)
            {
                Overwrite(handle, old);
            }

            return old is not null;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

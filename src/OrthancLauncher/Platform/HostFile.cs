using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OrthancLauncher.Platform;

/// <summary>
/// The one door to the content of files. Whatever is not a plain file of a reasonable size is refused at once: a pipe or a device
/// named by mistake must neither block the start nor fill the memory.
/// </summary>
internal static class HostFile
{
    /// <summary>In bytes.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>In bytes.</summary>
    public const int MaximumSecretLength = 1024 * 1024;

    private const int Unit = 1024 * 1024;

    /// <param name="failure">Why it could not be read, without the path, or null.</param>
    /// <param name="maximum">The largest length in bytes that is accepted.</param>
    public static ReadOnlyMemory<byte> Read(string path, out string? failure, int maximum = MaximumLength)
    {
        using var handle = Open(path, out var size, out failure);
        return handle is null ? default : Read(handle, size, maximum, out failure);
    }

    /// <summary>Why a file cannot be read, without the path, or null.</summary>
    public static string? Failure(string path)
    {
        using var handle = Open(path, out _, out var failure);
        return failure;
    }

    /// <summary>Reads the beginning of a file of any size.</summary>
    /// <param name="first">As many bytes are read first.</param>
    /// <param name="isEnough">Tells whether they are enough.</param>
    /// <param name="length">As many bytes are read otherwise.</param>
    /// <param name="failure">Why it could not be read, without the path, or null.</param>
    public static ReadOnlyMemory<byte> ReadBeginning(
        string path, int first, Func<ReadOnlyMemory<byte>, bool> isEnough, int length, out string? failure)
    {
        using var handle = Open(path, out var size, out failure);
        if (handle is null)
        {
            return default;
        }

        try
        {
            var beginning = ReadUpTo(handle, first);
            return beginning.Length < first || isEnough(beginning) ? beginning : ReadUpTo(handle, (int)Math.Min(size, length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = FileErrors.Describe(exception);
            return default;
        }
    }

    private static ReadOnlyMemory<byte> ReadUpTo(SafeFileHandle handle, int maximum)
    {
        var content = new byte[maximum];
        var length = 0;
        while (length < maximum && RandomAccess.Read(handle, content.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
        }

        return content.AsMemory(0, length);
    }

    private static SafeFileHandle? Open(string path, out long size, out string? failure)
    {
        size = 0;
        var status = FileStatus.Of(path);
        failure = status.Error == 0 ? WhyNot(status) : FileErrors.Describe(path, status.Error);
        if (failure is not null)
        {
            return null;
        }

        var handle = LibC.OpenFile(path, LibC.OpenNonBlocking);
        if (handle.IsInvalid)
        {
            failure = FileErrors.Describe(path, Marshal.GetLastPInvokeError());
            return null;
        }

        // It may have been exchanged since.
        var opened = FileStatus.Of(handle);
        failure = WhyNot(opened);
        size = opened.Size;
        if (failure is not null)
        {
            handle.Dispose();
        }

        return failure is null ? handle : null;
    }

    /// <exception cref="UsageException">It is longer than any file that would be read.</exception>
    public static ReadOnlyMemory<byte> ReadStream(Stream stream, string name)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is > 0 and var read)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > MaximumLength)
            {
                throw new UsageException($"{name}: {TooLarge(MaximumLength)}");
            }
        }

        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
    }

    /// <summary>Opens a file to be overwritten in place; it is created where it is missing.</summary>
    /// <exception cref="IOException">It cannot be written, or is not a plain file.</exception>
    public static FileStream Overwrite(string path, uint mode)
    {
        var handle = LibC.OpenFile(path, LibC.OpenWrite | LibC.OpenCreate | LibC.OpenNonBlocking, mode);
        if (handle.IsInvalid)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException(FileStatus.Of(path) is { Error: 0 } status && WhyNot(status) is { } kind
                ? kind
                : FileErrors.Describe(path, error));
        }

        if (WhyNot(FileStatus.Of(handle)) is { } reason)
        {
            handle.Dispose();
            throw new IOException(reason);
        }

        RandomAccess.SetLength(handle, 0);
        return new FileStream(handle, FileAccess.Write, bufferSize: 0);
    }

    private static string? WhyNot(FileStatus status) => status.Kind switch
    {
        FileKind.Plain => null,
        FileKind.Folder => "it is a folder (docker creates one where the file to mount does not exist)",
        _ => $"it is {status.Description}, not a plain file",
    };

    private static string TooLarge(int maximum) => string.Create(CultureInfo.InvariantCulture, $"larger than {maximum / Unit} MiB");

    private static ReadOnlyMemory<byte> Read(SafeFileHandle handle, long size, int maximum, out string? failure)
    {
        failure = null;
        try
        {
            // One byte more than there should be tells whether it grew, or is one of /proc, which all have the size 0.
            var content = GC.AllocateUninitializedArray<byte>(size > maximum ? 0 : (int)Math.Max(size + 1, 512));
            var length = 0;
            while (size <= maximum && RandomAccess.Read(handle, content.AsSpan(length), length) is > 0 and var read)
            {
                length += read;
                size = Math.Max(size, length);
                if (length == content.Length)
                {
                    Array.Resize(ref content, Math.Min(2 * length, maximum + 1));
                }
            }

            failure = size > maximum ? $"it is {TooLarge(maximum)}" : null;
            return failure is null ? content.AsMemory(0, length) : default;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            failure = FileErrors.Describe(exception);
            return default;
        }
    }
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Launching;

/// <param name="Length">Its length in bytes.</param>
/// <param name="Warnings">Who else can read it, and the like.</param>
internal sealed record WrittenFile(long Length, IReadOnlyList<string> Warnings);

/// <summary>
/// Writes files with passwords in them: only their owner can read them, and every reader sees the old or the new file whole. Only a
/// file that is a mount of its own is overwritten in place.
/// </summary>
internal static class ConfigurationFile
{
    private const uint OwnerOnly = 0x180;

    private static readonly TimeSpan ReaderPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReaderPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Writes the configuration for Orthanc. Whatever is neither missing nor a plain file is refused.</summary>
    /// <exception cref="IOException">It cannot be written, with the reason; the old file, if there was one, is untouched.</exception>
    public static WrittenFile Write(string path, MergedConfiguration configuration) =>
        Replace(path, stream => configuration.WriteTo(stream.Write));

    /// <summary>Writes a file named on the command line; a device, a pipe and the target of a link are written into.</summary>
    /// <exception cref="IOException">It cannot be written, with the reason; the old file, if there was one, is untouched.</exception>
    public static WrittenFile Write(string path, ReadOnlyMemory<byte> content)
    {
        if (FileStatus.OfEntry(path).Kind is FileKind.Link or FileKind.Device or FileKind.Pipe)
        {
            WriteInto(path, content.Span);
            return new WrittenFile(content.Length, []);
        }

        return Replace(path, stream => stream.Write(content.Span));
    }

    /// <summary>The same for a command that says what is wrong and goes on.</summary>
    /// <param name="warn">Takes what is worth knowing about the written file.</param>
    /// <param name="fail">Takes the reason why it cannot be written.</param>
    /// <returns>Whether it was written.</returns>
    public static bool TryWrite(string path, ReadOnlyMemory<byte> content, Action<string> warn, Action<string> fail)
    {
        try
        {
            foreach (var warning in Write(path, content).Warnings)
            {
                warn($"{path}: {warning}");
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fail($"{path}: it cannot be written: {FileErrors.Describe(exception)}");
            return false;
        }
    }

    private static WrittenFile Replace(string path, Action<Stream> writeTo)
    {
        var existing = FileStatus.OfEntry(path);
        if (existing.Error != 0 && !existing.IsMissing)
        {
            throw new IOException(FileErrors.Describe(path, existing.Error));
        }

        if (existing.Kind is not (FileKind.None or FileKind.Plain))
        {
            throw new IOException($"it is {existing.Description}, and only a plain file is replaced");
        }

        if (existing.IsMount)
        {
            return WriteMounted(path, existing, writeTo);
        }

        using var staged = StagedFile.For(path);
        writeTo(staged.Stream);
        var length = staged.Stream.Length;
        return staged.TryMove() ? new WrittenFile(length, []) : WriteMounted(path, existing, writeTo);
    }

    private static WrittenFile WriteMounted(string path, FileStatus existing, Action<Stream> writeTo)
    {
        // Whatever goes wrong in making the text must not go wrong in the middle of the file.
        using var content = new MemoryStream();
        writeTo(content);
        return new WrittenFile(content.Length, MountedFile.Write(path, existing, content.GetBuffer().AsSpan(0, (int)content.Length)));
    }

    private static void WriteInto(string path, ReadOnlySpan<byte> content)
    {
        // A reader takes a pipe that was opened and closed for one that has ended, so this one stays open until the next is.
        using var held = FileStatus.Of(path).Kind == FileKind.Pipe ? AwaitReader(path) : null;
        using var handle = LibC.OpenFile(path, LibC.OpenWrite | LibC.OpenCreate | LibC.OpenTruncate, OwnerOnly);
        if (handle.IsInvalid)
        {
            throw new IOException(FileErrors.Describe(path, Marshal.GetLastPInvokeError()));
        }

        using var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        stream.Write(content);
    }

    /// <summary>Opening a pipe that nobody reads would wait without end.</summary>
    /// <returns>The open pipe, or no valid one where something else than a reader is missing.</returns>
    private static SafeFileHandle AwaitReader(string path)
    {
        for (var waited = TimeSpan.Zero; waited < ReaderPatience; waited += ReaderPause)
        {
            var handle = LibC.OpenFile(path, LibC.OpenWrite | LibC.OpenNonBlocking);
            if (!handle.IsInvalid || Marshal.GetLastPInvokeError() != LibC.NoSuchDevice)
            {
                return handle;
            }

            handle.Dispose();
            Thread.Sleep(ReaderPause);
        }

        throw new IOException("nobody reads the named pipe");
    }
}

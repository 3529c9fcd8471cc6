using System.Runtime.InteropServices;
using OrthancLauncher.Merging;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Output;

/// <summary>Writes the configuration so that only its owner reads it, and every reader sees the old or the new file whole.</summary>
internal static class ConfigurationFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="IOException">It cannot be written; the old file, if there was one, is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));

    /// <summary>Writes a configuration.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configuration">The configuration.</param>
    /// <returns>The bytes written.</returns>
    /// <exception cref="IOException">It cannot be written; the old file, if there was one, is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static long Write(string path, MergedConfiguration configuration)
    {
        var length = 0L;
        Write(path, stream =>
        {
            configuration.WriteTo(stream.Write);
            length = stream.Length;
        });
        return length;
    }

    private static void Write(string path, Action<FileStream> writeTo)
    {
        var staged = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            // A file that an earlier start with the same process id left behind is of no use to anybody.
            File.Delete(staged);
            using var stream = new FileStream(staged, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
                BufferSize = 0,
            });
            writeTo(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(staged);
            if (!File.Exists(path))
            {
                throw;
            }

            // Nothing can be made beside it, but the file itself may be a mount that can be written.
            Overwrite(path, writeTo);
            return;
        }

        if (LibC.Rename(staged, path) == 0)
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        TryDelete(staged);
        if (!File.Exists(path))
        {
            throw new IOException(FileErrors.Describe(error));
        }

        // The file is a mount of its own, which cannot be renamed over.
        Overwrite(path, writeTo);
    }

    private static void Overwrite(string path, Action<FileStream> writeTo)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        stream.SetLength(0);
        writeTo(stream);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where it cannot be deleted it could not be made either.
        }
    }
}

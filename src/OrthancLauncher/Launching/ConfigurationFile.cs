using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Launching;

/// <summary>
/// Writes the configuration so that only its owner reads it, and every reader sees the old or the new file whole. Only a file
/// that is a mount of its own is overwritten in place, as it cannot be exchanged.
/// </summary>
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

    private static void Write(string path, Action<Stream> writeTo)
    {
        var staged = $"{path}.{Environment.ProcessId}.tmp";
        if (!TryCreate(staged, path, out var stream))
        {
            Overwrite(path, writeTo);
            return;
        }

        try
        {
            using (stream)
            {
                writeTo(stream);
            }
        }
        catch
        {
            TryDelete(staged);
            throw;
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

    /// <returns>False if nothing can be made beside a file that is there: it may be a mount that can be written itself.</returns>
    private static bool TryCreate(string staged, string path, [NotNullWhen(true)] out FileStream? stream)
    {
        try
        {
            // A file that an earlier start with the same process id left behind is of no use to anybody.
            File.Delete(staged);
            stream = new FileStream(staged, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
                BufferSize = 0,
            });
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && File.Exists(path))
        {
            stream = null;
            return false;
        }
    }

    private static void Overwrite(string path, Action<Stream> writeTo)
    {
        // Whatever goes wrong in making the text must not go wrong in the middle of the file.
        using var content = new MemoryStream();
        writeTo(content);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        stream.SetLength(0);
        content.WriteTo(stream);
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

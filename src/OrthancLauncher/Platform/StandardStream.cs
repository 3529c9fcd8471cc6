using System.Runtime.InteropServices;

namespace OrthancLauncher.Platform;

/// <summary>
/// Standard output or error, which may be closed, full, or without a reader. The console's own stream would first send a terminal into a
/// mode for programs that read keys, and leave it there.
/// </summary>
/// <param name="isOutput">Whether what cannot be written is an <see cref="OutputException"/>; otherwise it is lost.</param>
internal sealed class StandardStream(int descriptor, bool isOutput) : Stream
{
    public const int Output = 1;
    public const int Error = 2;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = LibC.Write(descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case LibC.Interrupted:
                    break;
                case LibC.WouldBlock:
                    LibC.WaitUntilWritable(descriptor);
                    break;
                case var error when isOutput && error != LibC.BrokenPipe:
                    throw new OutputException(error);
                default:
                    // A reader that went away had enough, which is not an error.
                    return;
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Nothing is kept back.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Standard output could not be written.</summary>
internal sealed class OutputException(int error) : Exception($"standard output cannot be written: {FileErrors.Describe(error)}");

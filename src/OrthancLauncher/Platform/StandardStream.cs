namespace OrthancLauncher.Platform;

/// <summary>Standard output or error, which may be closed, full, or without a reader.</summary>
/// <param name="isOutput">Whether what cannot be written is an <see cref="OutputException"/>; otherwise it is lost.</param>
internal sealed class StandardStream(Func<Stream> open, bool isOutput) : Stream
{
    private Stream? _stream;

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
        try
        {
            (_stream ??= open()).Write(buffer);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (isOutput)
            {
                throw new OutputException(exception);
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
internal sealed class OutputException(Exception reason)
    : Exception($"standard output cannot be written: {FileErrors.Describe(reason)}", reason)
{
    private const int BrokenPipe = 32;

    public bool IsBrokenPipe => InnerException!.HResult == BrokenPipe;
}

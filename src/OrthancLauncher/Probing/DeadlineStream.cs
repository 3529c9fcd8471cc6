using System.Net;
using System.Net.Sockets;

namespace OrthancLauncher.Probing;

/// <summary>
/// A connection whose every step ends by one deadline. The socket does not block and each wait is one <c>poll</c>: timeouts
/// of .NET's own would start a thread.
/// </summary>
internal sealed class DeadlineStream : Stream
{
    private readonly Socket _socket;
    private readonly Deadline _deadline;

    private DeadlineStream(Socket socket, Deadline deadline)
    {
        _socket = socket;
        _deadline = deadline;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Connects.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port.</param>
    /// <param name="deadline">When to give up.</param>
    /// <exception cref="ProbeException">There is no connection.</exception>
    public static DeadlineStream Connect(IPAddress address, int port, Deadline deadline)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var stream = new DeadlineStream(socket, deadline);
        try
        {
            socket.Blocking = false;
            stream.Connect(new IPEndPoint(address, port));
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var count = _socket.Receive(buffer, SocketFlags.None, out var error);
            switch (error)
            {
                case SocketError.Success:
                    return count;
                case SocketError.WouldBlock:
                    Await(SelectMode.SelectRead, "no answer");
                    break;
                default:
                    throw new ProbeException(Describe(error));
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = _socket.Send(buffer, SocketFlags.None, out var error);
            switch (error)
            {
                case SocketError.Success:
                    buffer = buffer[count..];
                    break;
                case SocketError.WouldBlock:
                    Await(SelectMode.SelectWrite, "the question was not taken");
                    break;
                default:
                    throw new ProbeException(Describe(error));
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Connect(IPEndPoint endpoint)
    {
        try
        {
            // On the machine itself this is done at once, unless the program's queue of connections is full.
            _socket.Connect(endpoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            Await(SelectMode.SelectWrite, "no connection");
            var error = (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            if (error != SocketError.Success)
            {
                throw new ProbeException(Describe(error));
            }
        }
        catch (SocketException exception)
        {
            throw new ProbeException(Describe(exception.SocketErrorCode));
        }
    }

    private void Await(SelectMode mode, string failure)
    {
        if (!_socket.Poll(_deadline.Remaining, mode))
        {
            throw new ProbeException($"{failure} within {_deadline.Text}");
        }
    }

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused: nothing listens on the port",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the connection was cut off",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        SocketError.AccessDenied => "permission denied",
        SocketError.TimedOut => "the connection timed out",
        _ => $"the connection failed ({error})",
    };
}

using System.Net;
using System.Net.Sockets;

namespace OrthancLauncher.Probing;

/// <summary>What a request is sent through, and its response comes through.</summary>
internal interface IChannel
{
    /// <summary>Reads the available bytes, at least one.</summary>
    /// <param name="buffer">Destination; must not be empty.</param>
    /// <returns>The number of bytes read; zero at the end.</returns>
    /// <exception cref="ProbeException">Nothing came in time, or the connection failed.</exception>
    int Read(Span<byte> buffer);

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="ProbeException">They could not be sent in time, or the connection failed.</exception>
    void Write(ReadOnlySpan<byte> bytes);
}

/// <summary>A connection whose every step ends by one deadline. The socket does not block; each wait is one poll.</summary>
internal sealed class Connection : IChannel, IDisposable
{
    private readonly Socket _socket;
    private readonly Deadline _deadline;

    private Connection(Socket socket, Deadline deadline)
    {
        _socket = socket;
        _deadline = deadline;
    }

    /// <summary>The socket's descriptor.</summary>
    public int Descriptor => (int)_socket.Handle;

    /// <summary>Connects.</summary>
    /// <exception cref="ProbeException">There is no connection.</exception>
    public static Connection Open(IPEndPoint address, Deadline deadline)
    {
        var connection = new Connection(Create(address.AddressFamily), deadline);
        try
        {
            connection.Connect(address);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        while (true)
        {
            var count = _socket.Receive(buffer, SocketFlags.None, out var error);
            if (error == SocketError.Success)
            {
                return count;
            }

            Continue(error, AwaitReadable);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[_socket.Send(bytes, SocketFlags.None, out var error)..];
            if (error != SocketError.Success)
            {
                Continue(error, AwaitWritable);
            }
        }
    }

    /// <summary>Waits until there is something to read.</summary>
    /// <exception cref="ProbeException">There is nothing in time.</exception>
    public void AwaitReadable() => Await(SelectMode.SelectRead, "no answer");

    /// <summary>Waits until something can be written.</summary>
    /// <exception cref="ProbeException">Nothing can be in time.</exception>
    public void AwaitWritable() => Await(SelectMode.SelectWrite, "the request could not be sent");

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static Socket Create(AddressFamily family)
    {
        try
        {
            return new Socket(family, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        }
        catch (SocketException exception)
        {
            throw new ProbeException(Describe(exception.SocketErrorCode));
        }
    }

    private void Connect(IPEndPoint address)
    {
        try
        {
            // On the machine itself this is done at once, unless the program's queue of connections is full.
            _socket.Connect(address);
            return;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            Await(SelectMode.SelectWrite, "no connection");
        }
        catch (SocketException exception)
        {
            throw new ProbeException(Describe(exception.SocketErrorCode));
        }

        var error = (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error != SocketError.Success)
        {
            throw new ProbeException(Describe(error));
        }
    }

    private static void Continue(SocketError error, Action wait)
    {
        switch (error)
        {
            case SocketError.Interrupted:
                break;
            case SocketError.WouldBlock:
                wait();
                break;
            default:
                throw new ProbeException(Describe(error));
        }
    }

    private void Await(SelectMode mode, string failure)
    {
        TimeSpan remaining;
        do
        {
            remaining = _deadline.Remaining;
            if (_socket.Poll(remaining, mode))
            {
                return;
            }
        }
        while (remaining > TimeSpan.Zero);
        throw new ProbeException($"{failure} within {_deadline.Text}");
    }

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused: nothing listens on the port",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown =>
            "the connection was closed by the other side",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the host cannot be reached",
        SocketError.AccessDenied => "permission denied",
        SocketError.TimedOut => "the connection timed out",
        _ => $"the connection failed ({new SocketException((int)error).Message})",
    };
}

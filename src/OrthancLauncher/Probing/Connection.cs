using System.Runtime.InteropServices;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Probing;

/// <summary>What a question is sent through, and its answer comes through.</summary>
internal interface IChannel
{
    /// <summary>Reads what is there, at least one byte.</summary>
    /// <param name="buffer">Where to; not empty.</param>
    /// <returns>The bytes read; zero at the end.</returns>
    /// <exception cref="ProbeException">Nothing came in time, or the connection failed.</exception>
    int Read(Span<byte> buffer);

    /// <summary>Writes all.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="ProbeException">They were not taken in time, or the connection failed.</exception>
    void Write(ReadOnlySpan<byte> bytes);
}

/// <summary>A connection whose every step ends by one deadline. The socket does not block; each wait is one <c>poll</c>.</summary>
internal sealed class Connection : IChannel, IDisposable
{
    private readonly Deadline _deadline;

    private Connection(int socket, Deadline deadline)
    {
        Socket = socket;
        _deadline = deadline;
    }

    /// <summary>The socket's descriptor.</summary>
    public int Socket { get; }

    /// <summary>Connects.</summary>
    /// <param name="address">The address with its port, as the system has it.</param>
    /// <param name="deadline">When to give up.</param>
    /// <exception cref="ProbeException">There is no connection.</exception>
    public static Connection Open(ReadOnlySpan<byte> address, Deadline deadline)
    {
        var socket = SocketLibC.Open(address);
        if (socket < 0)
        {
            throw new ProbeException(Describe(Marshal.GetLastPInvokeError()));
        }

        var connection = new Connection(socket, deadline);
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
            var count = SocketLibC.Receive(Socket, buffer);
            if (count >= 0)
            {
                return count;
            }

            Continue(-count, isReading: true);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = SocketLibC.Send(Socket, bytes);
            if (count >= 0)
            {
                bytes = bytes[count..];
            }
            else
            {
                Continue(-count, isReading: false);
            }
        }
    }

    /// <summary>Waits until there is something to read.</summary>
    /// <exception cref="ProbeException">There is nothing in time.</exception>
    public void AwaitReadable() => Await(SocketLibC.Readable, "no answer");

    /// <summary>Waits until something can be written.</summary>
    /// <exception cref="ProbeException">Nothing can be in time.</exception>
    public void AwaitWritable() => Await(SocketLibC.Writable, "the question was not taken");

    /// <inheritdoc/>
    public void Dispose() => _ = SocketLibC.Close(Socket);

    private void Connect(ReadOnlySpan<byte> address)
    {
        // On the machine itself this is done at once, unless the program's queue of connections is full.
        var error = SocketLibC.Connect(Socket, address);
        if (error is SocketLibC.InProgress or LibC.Interrupted)
        {
            Await(SocketLibC.Writable, "no connection");
            error = SocketLibC.PendingError(Socket);
        }

        if (error != 0)
        {
            throw new ProbeException(Describe(error));
        }
    }

    private void Continue(int error, bool isReading)
    {
        switch (error)
        {
            case LibC.Interrupted:
                break;
            case SocketLibC.TryAgain when isReading:
                AwaitReadable();
                break;
            case SocketLibC.TryAgain:
                AwaitWritable();
                break;
            default:
                throw new ProbeException(Describe(error));
        }
    }

    private void Await(short events, string failure)
    {
        int milliseconds;
        do
        {
            milliseconds = (int)Math.Ceiling(_deadline.Remaining.TotalMilliseconds);
            if (SocketLibC.IsReady(Socket, events, milliseconds))
            {
                return;
            }
        }
        while (milliseconds > 0);
        throw new ProbeException($"{failure} within {_deadline.Text}");
    }

    private static string Describe(int error) => error switch
    {
        SocketLibC.ConnectionRefused => "connection refused: nothing listens on the port",
        SocketLibC.ConnectionReset or SocketLibC.ConnectionAborted or SocketLibC.ShutDown or SocketLibC.BrokenPipe => "the connection was cut off",
        SocketLibC.HostUnreachable or SocketLibC.NetworkUnreachable => "the host cannot be reached",
        LibC.PermissionDenied => "permission denied",
        SocketLibC.TimedOut => "the connection timed out",
        _ => $"the connection failed ({Marshal.GetPInvokeErrorMessage(error)})",
    };
}

using System.Net;
using System.Net.Sockets;
using OrthancLauncher.Probing;

namespace OrthancLauncher.Fuzzing;

/// <summary>A server that sends given bytes instead of speaking TLS, over a real connection to the system's OpenSSL.</summary>
internal static class TlsAnswer
{
    /// <summary>The server closes its side at once, so nothing is worth waiting for.</summary>
    private const double Seconds = 60;

    private static readonly Lazy<Socket> Listener = new(static () =>
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        return listener;
    });

    /// <summary>Probes the server.</summary>
    /// <exception cref="ProbeException">As it must be, unless the bytes are an answer.</exception>
    public static void Probe(byte[] bytes, ProbeTarget target)
    {
        var deadline = new Deadline(Seconds);
        using var connection = Connection.Open((IPEndPoint)Listener.Value.LocalEndPoint!, deadline);
        using var server = Listener.Value.Accept();
        // Ends without leaving a port behind for a minute.
        server.LingerState = new LingerOption(enable: true, seconds: 0);
        server.Send(bytes);
        server.Shutdown(SocketShutdown.Send);
        using var channel = TlsChannel.Open(connection, target, isAddress: false);
        HttpExchange.Run(channel, target);
    }
}

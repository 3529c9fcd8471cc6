using System.Net;
using System.Net.Sockets;

namespace OrthancLauncher.Probing;

/// <summary>Asks an Orthanc whether it is well.</summary>
internal static class OrthancProbe
{
    /// <summary>Asks. Returning means that all is well.</summary>
    /// <param name="target">What to ask, and whom.</param>
    /// <exception cref="ProbeException">Orthanc does not answer as it should.</exception>
    public static void Run(ProbeTarget target, Deadline deadline) =>
        Exchange(target, deadline, channel => HttpExchange.Run(channel, target));

    /// <summary>Asks, and reads the answer.</summary>
    /// <exception cref="ProbeException">Orthanc does not answer as it should.</exception>
    public static byte[] Ask(ProbeTarget target, Deadline deadline)
    {
        byte[] answer = [];
        Exchange(target, deadline, channel => answer = HttpExchange.Read(channel, target));
        return answer;
    }

    private static void Exchange(ProbeTarget target, Deadline deadline, Action<IChannel> exchange)
    {
        var isAddress = IPAddress.TryParse(target.Host, out var address);
        using var connection = Connection.Open(new IPEndPoint(address ?? AddressOf(target, deadline), target.Port), deadline);
        if (target.OnlyConnects)
        {
            return;
        }

        if (!target.IsSecure)
        {
            exchange(connection);
            return;
        }

        try
        {
            using var channel = TlsChannel.Open(connection, target, isAddress);
            // Servers refuse a client's certificate only after the handshake.
            exchange(channel);
        }
        catch (ProbeException exception) when (target is { AsksForCertificate: true, Certificate: null })
        {
            throw new ProbeException($"{exception.Message}; it asks for a client certificate (--certfile, --keyfile)");
        }
    }

    /// <summary>Resolves a name. The system's own patience is longer than a probe's.</summary>
    private static IPAddress AddressOf(ProbeTarget target, Deadline deadline)
    {
        var search = Task.Run(() => Resolve(target.Host));
        return search.Wait(deadline.Remaining)
            ? search.Result ?? throw new ProbeException($"host {target.Host} not found")
            : throw new ProbeException($"the name {target.Host} was not resolved within {deadline.Text}");
    }

    /// <summary>The first address of a name, an IPv4 address if it has one; null where there is none.</summary>
    private static IPAddress? Resolve(string name)
    {
        try
        {
            var addresses = Dns.GetHostAddresses(name);
            return Array.Find(addresses, address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return null;
        }
    }
}

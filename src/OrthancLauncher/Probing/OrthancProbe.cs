using System.Net;
using System.Net.Sockets;

namespace OrthancLauncher.Probing;

/// <summary>Asks an Orthanc whether it is well.</summary>
internal static class OrthancProbe
{
    /// <summary>Asks. Returning means that all is well.</summary>
    /// <param name="target">What to ask, and whom.</param>
    /// <param name="deadline">When to give up.</param>
    /// <exception cref="ProbeException">Orthanc does not answer as it should.</exception>
    public static void Run(ProbeTarget target, Deadline deadline)
    {
        using var connection = DeadlineStream.Connect(AddressOf(target.Host, deadline), target.Port, deadline);
        if (target.OnlyConnects)
        {
            return;
        }

        if (!target.IsSecure)
        {
            HttpExchange.Run(connection, target);
            return;
        }

        // Apart, so that an ordinary probe does not even initialize what belongs to TLS.
        RunSecurely(connection, target);
    }

    private static void RunSecurely(DeadlineStream connection, ProbeTarget target)
    {
        try
        {
            TlsLayer.Run(connection, target);
        }
        catch (ProbeException exception) when (target is { AsksForCertificate: true, Certificate: null })
        {
            throw new ProbeException($"{exception.Message}; it asks for a client certificate (--certfile, --keyfile)");
        }
    }

    private static IPAddress AddressOf(string host, Deadline deadline)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        try
        {
            using var patience = new CancellationTokenSource(deadline.Remaining);
            var addresses = Dns.GetHostAddressesAsync(host, patience.Token).GetAwaiter().GetResult();
            return Array.Find(addresses, static each => each.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
        }
        catch (OperationCanceledException)
        {
            throw new ProbeException($"the name {host} was not resolved within {deadline.Text}");
        }
        catch (SocketException)
        {
            throw new ProbeException($"there is no host of the name {host}");
        }
    }
}

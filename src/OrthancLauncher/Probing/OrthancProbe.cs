using OrthancLauncher.Platform;

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
        var address = SocketLibC.Resolve(target.Host, target.Port, isAddress: true);
        var isAddress = address is not null;
        using var connection = Connection.Open(address ?? AddressOf(target, deadline), deadline);
        if (target.OnlyConnects)
        {
            return;
        }

        if (!target.IsSecure)
        {
            HttpExchange.Run(connection, target);
            return;
        }

        try
        {
            using var channel = TlsChannel.Open(connection, target, isAddress);
            // Servers refuse a client's certificate only after the handshake.
            HttpExchange.Run(channel, target);
        }
        catch (ProbeException exception) when (target is { AsksForCertificate: true, Certificate: null })
        {
            throw new ProbeException($"{exception.Message}; it asks for a client certificate (--certfile, --keyfile)");
        }
    }

    /// <summary>Asks the system for the address of a name. The system's own patience is longer than a probe's.</summary>
    private static byte[] AddressOf(ProbeTarget target, Deadline deadline)
    {
        byte[]? address = null;
        var search = new Thread(() => address = SocketLibC.Resolve(target.Host, target.Port, isAddress: false)) { IsBackground = true };
        search.Start();
        if (!search.Join(deadline.Remaining))
        {
            throw new ProbeException($"the name {target.Host} was not resolved within {deadline.Text}");
        }

        return address ?? throw new ProbeException($"there is no host of the name {target.Host}");
    }
}

namespace OrthancLauncher.Core.Naming;

/// <summary>Recognises the variables that Kubernetes sets in a pod for each service beside it.</summary>
internal static class ServiceLinks
{
    /// <summary>What the names of the variables of our own services begin with; services of others do not concern us.</summary>
    private static readonly string[] Services = ["ORTHANC_LAUNCHER", "ORTHANC"];

    private static readonly string[] Protocols = ["tcp://", "udp://", "sctp://"];

    /// <summary>Whether a value is that of a link, such as <c>tcp://10.0.0.1:4242</c>.</summary>
    public static bool IsLink(string value) => Array.Exists(Protocols, protocol => value.StartsWith(protocol, StringComparison.Ordinal));

    /// <summary>The service that a variable belongs to, if it is one that Kubernetes sets for a service with our name.</summary>
    /// <returns>The service as variables name it, or null.</returns>
    public static string? ServiceOf(string name, string value) =>
        Array.Find(Services, service => name.StartsWith(service + "_", StringComparison.Ordinal)
            && IsOfSet(name.AsSpan(service.Length + 1), value));

    private static bool IsOfSet(ReadOnlySpan<char> rest, string value) =>
        rest is "SERVICE_HOST" or "SERVICE_PORT" || rest.StartsWith("SERVICE_PORT_") || (rest is "PORT" && IsLink(value))
        || (rest.StartsWith("PORT_") && rest.Length > 5 && char.IsAsciiDigit(rest[5]) && IsPortOfSet(rest[5..]));

    /// <summary>Whether it is like <c>4242_TCP</c> or <c>4242_TCP_ADDR</c>.</summary>
    private static bool IsPortOfSet(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart("0123456789");
        foreach (var protocol in (ReadOnlySpan<string>)["_TCP", "_UDP", "_SCTP"])
        {
            if (rest.StartsWith(protocol) && rest[protocol.Length..] is "" or "_PROTO" or "_PORT" or "_ADDR")
            {
                return true;
            }
        }

        return false;
    }
}

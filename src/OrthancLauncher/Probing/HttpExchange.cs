using System.Globalization;
using System.Text;

namespace OrthancLauncher.Probing;

/// <summary>One question in HTTP/1.1.</summary>
internal static class HttpExchange
{
    /// <summary>More bytes than any status line has.</summary>
    private const int LongestLine = 512;

    /// <summary>In bytes.</summary>
    private const int LongestAnswer = 8 * 1024 * 1024;

    private const int Unauthorized = 401;
    private const byte TlsAlert = 0x15;

    /// <summary>Asks, and judges the first line of the answer.</summary>
    /// <exception cref="ProbeException">The answer is not one of a healthy Orthanc.</exception>
    public static void Run(IChannel channel, ProbeTarget target)
    {
        channel.Write(Request(target));
        CheckStatus(ReadStatus(channel), target);
    }

    /// <summary>Asks, and reads the answer to its end.</summary>
    /// <returns>Its body.</returns>
    /// <exception cref="ProbeException">The answer is not one of a healthy Orthanc, or is too long.</exception>
    public static byte[] Read(IChannel channel, ProbeTarget target)
    {
        channel.Write(Request(target));
        using var answer = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (channel.Read(buffer) is > 0 and var count)
        {
            answer.Write(buffer, 0, count);
            if (answer.Length > LongestAnswer)
            {
                throw new ProbeException("the answer is too long");
            }
        }

        var text = answer.ToArray().AsSpan();
        var end = text.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            throw new ProbeException("the answer is not HTTP");
        }

        CheckStatus(Parse(text[..text.IndexOf((byte)'\n')]), target);
        return text[(end + 4)..].ToArray();
    }

    private static void CheckStatus(int status, ProbeTarget target)
    {
        if (status is < 200 or > 299)
        {
            throw new ProbeException(Describe(status, target));
        }
    }

    private static byte[] Request(ProbeTarget target)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"GET {target.Path} HTTP/1.1\r\nHost: {target.Authority}\r\nUser-Agent: orthanc-launcher\r\nConnection: close\r\n");
        if (target is { User: not null, Password: not null })
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{target.User}:{target.Password}"));
            text.Append(CultureInfo.InvariantCulture, $"Authorization: Basic {credentials}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("\r\n").ToString());
    }

    private static int ReadStatus(IChannel channel)
    {
        Span<byte> buffer = stackalloc byte[LongestLine];
        var length = 0;
        while (true)
        {
            var count = channel.Read(buffer[length..]);
            length += count;
            var end = buffer[..length].IndexOf((byte)'\n');
            if (end >= 0 || length == buffer.Length)
            {
                return Parse(buffer[..(end < 0 ? length : end)]);
            }

            if (count == 0)
            {
                throw new ProbeException(
                    length == 0 ? "the connection was closed without an answer"
                    : buffer[0] == TlsAlert ? "the server expects HTTPS (SslEnabled, --http_scheme)"
                    : "connection closed before the status line");
            }
        }
    }

    /// <summary>The status of <c>HTTP/1.1 200 OK</c>.</summary>
    private static int Parse(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        var isStatus = line.Length >= 12 && line.StartsWith("HTTP/1."u8) && char.IsAsciiDigit((char)line[7]) && line[8] == ' '
            && (line.Length == 12 || line[12] == ' ');
        return isStatus && int.TryParse(line[9..12], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : throw new ProbeException("the answer is not HTTP");
    }

    private static string Describe(int status, ProbeTarget target) => status switch
    {
        Unauthorized => target switch
        {
            { User: null } => "401 Unauthorized: credentials required (--user, ORTHANC_LAUNCHER_PROBE_USER)",
            { Password: null } => $"401 Unauthorized: no password for user {target.User} (--pwd, ORTHANC_LAUNCHER_PROBE_PASSWORD)",
            _ => $"401 Unauthorized: user {target.User} with this password is not accepted",
        },
        >= 300 and < 400 => $"{status}: redirects are not followed",
        400 => "400 Bad Request",
        403 => "403 Forbidden: the user is not allowed to request this",
        404 => "404 Not Found: no such path",
        500 => "500 Internal Server Error",
        502 => "502 Bad Gateway",
        503 => "503 Service Unavailable",
        504 => "504 Gateway Timeout",
        _ => $"the status is {status}",
    };
}

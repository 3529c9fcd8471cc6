using System.Text;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Probing;

/// <summary>TLS over a connection.</summary>
internal sealed class TlsChannel : IChannel, IDisposable
{
    /// <summary>OpenSSL's words for an answer that is not TLS.</summary>
    private const string NoTls = "wrong version number";

    private readonly OpenSsl _tls;
    private readonly Connection _connection;

    private TlsChannel(OpenSsl tls, Connection connection)
    {
        _tls = tls;
        _connection = connection;
    }

    /// <summary>Shakes hands. On this machine every server certificate is accepted.</summary>
    /// <param name="connection">The connection; it stays the caller's.</param>
    /// <param name="target">What to ask, and whom.</param>
    /// <param name="isAddress">Whether the host is an address, not a name.</param>
    /// <exception cref="ProbeException">There is no OpenSSL, the certificate cannot be used, or the server does not agree.</exception>
    public static TlsChannel Open(Connection connection, ProbeTarget target, bool isAddress)
    {
        var tls = OpenSsl.Load(out var failure) ?? throw new ProbeException($"for https, {failure}");
        var channel = new TlsChannel(tls, connection);
        try
        {
            if (!target.IsOwnHost)
            {
                tls.RequireTrust();
            }

            if (target.Certificate is { } files)
            {
                Show(tls, files);
            }

            // A server may choose its certificate by a name; an address is none.
            if (!tls.Open(connection.Descriptor, target.IsOwnHost ? "localhost" : target.Host, isAddress && !target.IsOwnHost))
            {
                throw new ProbeException($"TLS failed: no certificate can be compared with {target.Host}");
            }

            channel.ShakeHands();
            return channel;
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        OpenSsl.Step step;
        int count;
        do
        {
            step = _tls.Read(buffer, out count);
        }
        while (!IsOver(step));
        return step == OpenSsl.Step.Ended ? 0 : count;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        OpenSsl.Step step;
        do
        {
            step = _tls.Write(bytes);
        }
        while (!IsOver(step));
        if (step == OpenSsl.Step.Ended)
        {
            throw new ProbeException("the connection was closed by the other side");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tls.Dispose();

    private void ShakeHands()
    {
        OpenSsl.Step step;
        do
        {
            step = _tls.ShakeHands();
        }
        while (!IsOver(step));
        if (step == OpenSsl.Step.Ended)
        {
            throw new ProbeException("TLS failed: the connection was closed during the handshake");
        }
    }

    /// <summary>Whether a step is over; otherwise it can be taken again, after some waiting that is done here.</summary>
    private bool IsOver(OpenSsl.Step step)
    {
        switch (step)
        {
            case OpenSsl.Step.WantsRead:
                _connection.AwaitReadable();
                return false;
            case OpenSsl.Step.WantsWrite:
                _connection.AwaitWritable();
                return false;
            case OpenSsl.Step.Failed:
                throw new ProbeException(_tls.Failure == NoTls
                    ? "the server does not speak TLS (SslEnabled, --http_scheme)"
                    : $"TLS failed: {_tls.Failure}");
            default:
                return true;
        }
    }

    private static void Show(OpenSsl tls, ClientCertificate files)
    {
        _ = Read(files.CertificateFile);
        var keyFile = files.KeyFile ?? files.CertificateFile;
        var key = Read(keyFile);
        var isEncrypted = key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)
            || key.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal);
        if (isEncrypted && files.KeyPassword is null)
        {
            throw new ProbeException(
                $"the key {keyFile} is encrypted, but there is no password for it (--keypwd, ORTHANC_LAUNCHER_PROBE_KEY_PASSWORD)");
        }

        if (!tls.UseCertificate(files.CertificateFile, keyFile, files.KeyPassword))
        {
            throw new ProbeException(isEncrypted
                ? $"the client certificate {files.CertificateFile} cannot be used with the key {keyFile} and its password"
                : $"the client certificate {files.CertificateFile} cannot be used with the key {keyFile}: {tls.Failure}");
        }
    }

    private static string Read(string path)
    {
        var content = HostFile.Read(path, out var failure);
        return failure is null ? Encoding.UTF8.GetString(content.Span) : throw new ProbeException($"{path}: {failure}");
    }
}

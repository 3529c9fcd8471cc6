using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Probing;

/// <summary>TLS over a connection. Only here is OpenSSL loaded, which takes longer than all the rest of a probe.</summary>
internal static partial class TlsLayer
{
    /// <summary>The libraries that .NET looks for; where it finds none it would abort the process.</summary>
    private static readonly string[] Libraries = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>Shakes hands and asks. On this machine every server certificate is accepted.</summary>
    /// <param name="connection">The connection; it is closed at the end.</param>
    /// <param name="target">What to ask, and whom.</param>
    /// <exception cref="ProbeException">
    /// There is no OpenSSL, the certificate cannot be used, the server does not agree, or its answer is not a healthy one.
    /// </exception>
    [SuppressMessage(
        "Security", "CA5359", Justification = "Whoever listens on this machine's own port needs no authority to vouch for it; other hosts' certificates are verified.")]
    public static void Run(Stream connection, ProbeTarget target)
    {
        if (!Array.Exists(Libraries, library => NativeLibrary.TryLoad(library, out _)))
        {
            throw new ProbeException("for https, OpenSSL is needed, but libssl.so.3 is not installed");
        }

        var options = new SslClientAuthenticationOptions { TargetHost = target.IsOwnHost ? "localhost" : target.Host };
        if (target.IsOwnHost)
        {
            KeepAuthoritiesOut();
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
        }

        options.ClientCertificateContext = target.Certificate is null ? null : Load(target.Certificate);
        using var stream = new SslStream(connection);
        try
        {
            stream.AuthenticateAsClient(options);
            // Servers refuse a client's certificate only after the handshake.
            HttpExchange.Run(stream, target);
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException and not ProbeException)
        {
            throw Failure(exception);
        }
    }

    /// <summary>
    /// .NET reads and parses all of the machine's authorities, ten times the work of a probe, even where none is asked;
    /// OpenSSL's variables, which it reads past .NET's own, point it to none.
    /// </summary>
    private static void KeepAuthoritiesOut()
    {
        _ = SetVariable("SSL_CERT_FILE", "/dev/null", 1);
        _ = SetVariable("SSL_CERT_DIR", "/dev/null", 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrites);

    private static ProbeException Failure(Exception exception)
    {
        var cause = exception;
        while (cause.InnerException is not null)
        {
            cause = cause.InnerException;
        }

        return new ProbeException($"TLS failed: {cause.Message.TrimEnd('.')}");
    }

    private static SslStreamCertificateContext Load(ClientCertificate files)
    {
        var certificates = Read(files.CertificateFile);
        var key = files.KeyFile is null ? certificates : Read(files.KeyFile);
        var keyFile = files.KeyFile ?? files.CertificateFile;
        if (key.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw new ProbeException($"the key {keyFile} is encrypted in the old way, which is not supported: openssl pkcs8 -topk8 -in OLD -out NEW converts it");
        }

        var isEncrypted = key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        if (isEncrypted && files.KeyPassword is null)
        {
            throw new ProbeException($"the key {keyFile} is encrypted, but there is no password for it (--keypwd, ORTHANC_LAUNCHER_PROBE_KEY_PASSWORD)");
        }

        try
        {
            var certificate = isEncrypted
                ? X509Certificate2.CreateFromEncryptedPem(certificates, key, files.KeyPassword)
                : X509Certificate2.CreateFromPem(certificates, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificates);
            return SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new ProbeException(isEncrypted
                ? $"the client certificate {files.CertificateFile} cannot be used with the key {keyFile} and its password"
                : $"the client certificate {files.CertificateFile} cannot be used with the key {keyFile}: {exception.Message}");
        }
    }

    private static string Read(string path)
    {
        var content = new ContainerFiles(null).Read(path, out var failure);
        return failure is null ? Encoding.UTF8.GetString(content.Span) : throw new ProbeException($"{path}: {failure}");
    }
}

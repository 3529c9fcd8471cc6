using OrthancLauncher.Core.Diagnosing;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Observing;

/// <summary>Opens certificates and keys as OpenSSL does.</summary>
internal static class CertificateObserver
{
    /// <param name="locate">Finds a path that may be relative.</param>
    public static IReadOnlyList<CertificateFacts> Observe(IReadOnlyList<NamedCertificate> certificates, Func<string, string> locate) =>
        [.. certificates.Select(certificate => Observe(certificate, locate))];

    private static CertificateFacts Observe(NamedCertificate certificate, Func<string, string> locate)
    {
        var content = HostFile.Read(locate(certificate.File), out var failure);
        if (failure is null && content.Span.IndexOf("-----BEGIN"u8) < 0)
        {
            failure = "it is not in PEM";
        }

        return failure is null && certificate.KeyFile is { } keyFile
            ? WithKey(certificate, locate(certificate.File), locate(keyFile))
            : new CertificateFacts(certificate, failure);
    }

    private static CertificateFacts WithKey(NamedCertificate certificate, string file, string keyFile)
    {
        _ = HostFile.Read(keyFile, out var failure);
        if (failure is not null)
        {
            return new CertificateFacts(certificate, $"its key {keyFile}: {failure}");
        }

        using var tls = OpenSsl.Load(out failure);
        if (tls is null)
        {
            return new CertificateFacts(certificate with { IsNeeded = false }, failure);
        }

        if (!tls.UseCertificate(file))
        {
            return new CertificateFacts(certificate, $"it cannot be used: {tls.Failure}");
        }

        var (begins, ends) = tls.Validity();
        var isPair = tls.UseKey(keyFile, certificate.KeyPassword);
        return new CertificateFacts(certificate, isPair ? null : $"it does not go with the key in {keyFile}: {tls.Failure}")
        {
            Begins = begins,
            Ends = ends,
        };
    }
}

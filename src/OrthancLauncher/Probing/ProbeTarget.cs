namespace OrthancLauncher.Probing;

/// <summary>What a probe asks, and whom.</summary>
internal sealed record ProbeTarget
{
    /// <summary>The address or name to connect to, IPv6 without brackets.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Whether a connection is enough, as nothing speaks HTTP there.</summary>
    public bool OnlyConnects { get; init; }

    /// <summary>Whether TLS is spoken.</summary>
    public bool IsSecure { get; init; }

    /// <summary>Whether it is this machine, which needs no certificate to be believed.</summary>
    public bool IsOwnHost { get; init; } = true;

    public string Path { get; init; } = "";

    /// <summary>The user, or null.</summary>
    public string? User { get; init; }

    /// <summary>The user's password, or null if none is known.</summary>
    public string? Password { get; init; }

    /// <summary>The certificate to show, or null.</summary>
    public ClientCertificate? Certificate { get; init; }

    /// <summary>Whether the configuration says that clients must show a certificate.</summary>
    public bool AsksForCertificate { get; init; }

    /// <summary>Host and port as a URL has them.</summary>
    public string Authority => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>The question in words, without secrets.</summary>
    public string Description => OnlyConnects ? $"DICOM port {Port}" : $"GET {(IsSecure ? "https" : "http")}://{Authority}{Path}";
}

/// <summary>Where a client's certificate lies.</summary>
/// <param name="CertificateFile">The certificate, PEM; further ones of its chain may follow it.</param>
/// <param name="KeyFile">The private key, PEM, or null if it stands with the certificate.</param>
/// <param name="KeyPassword">The password of the key, or null.</param>
internal sealed record ClientCertificate(string CertificateFile, string? KeyFile, string? KeyPassword)
{
    /// <summary>The record without its password.</summary>
    public override string ToString() => CertificateFile;
}

namespace OrthancLauncher.Probing;

/// <summary>
/// Orthanc does not answer as it should; the message says why, without a secret. It is an exception of input and output so
/// that it passes through TLS, which wraps others.
/// </summary>
internal sealed class ProbeException(string message) : IOException(message);

namespace OrthancLauncher.Probing;

/// <summary>Orthanc does not answer as it should; the message says why, without a secret.</summary>
internal sealed class ProbeException(string message) : Exception(message);

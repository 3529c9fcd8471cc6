namespace OrthancLauncher.Core.Findings;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Worth knowing; shown when details are asked for.</summary>
    Information,

    /// <summary>Probably not what was meant; Orthanc is started all the same.</summary>
    Warning,

    /// <summary>Orthanc must not be started like this.</summary>
    Error,
}

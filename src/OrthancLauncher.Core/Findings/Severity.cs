namespace OrthancLauncher.Core.Findings;

internal enum Severity
{
    /// <summary>Worth knowing; shown when details are asked for.</summary>
    Information,

    /// <summary>Probably not what was meant; Orthanc starts.</summary>
    Warning,

    /// <summary>Orthanc must not be started like this.</summary>
    Error,
}

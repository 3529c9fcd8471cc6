namespace OrthancLauncher.Core.Diagnosing;

/// <summary>How well something is, the best first.</summary>
internal enum DoctorState
{
    Ok,

    /// <summary>Orthanc starts and works, but somebody should look at it.</summary>
    Warning,

    /// <summary>Orthanc cannot start or work like this.</summary>
    Failure,
}

/// <summary>One line of the doctor's page. Its texts contain no secret, but hosts as they were found.</summary>
/// <param name="Topic">What it is about, in a word or two.</param>
/// <param name="What">What was found, without a full stop.</param>
/// <param name="Remedy">What to do about it, or null.</param>
internal sealed record DoctorLine(string Topic, DoctorState State, string What, string? Remedy = null);

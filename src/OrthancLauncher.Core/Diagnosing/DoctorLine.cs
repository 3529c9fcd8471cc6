using System.Globalization;

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

/// <summary>Collects the lines of the page.</summary>
internal sealed class DoctorPage
{
    private readonly List<DoctorLine> _lines = [];

    public IReadOnlyList<DoctorLine> Lines => _lines;

    public void Ok(string topic, string what) => _lines.Add(new DoctorLine(topic, DoctorState.Ok, what));

    public void Warn(string topic, string what, string? remedy) => _lines.Add(new DoctorLine(topic, DoctorState.Warning, what, remedy));

    public void Fail(string topic, string what, string? remedy) => _lines.Add(new DoctorLine(topic, DoctorState.Failure, what, remedy));

    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    public static string Count(long count, string noun) => Number(count) + (count == 1 ? $" {noun}" : $" {noun}s");

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

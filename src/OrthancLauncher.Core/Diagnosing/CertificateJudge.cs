namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges the certificates that the configuration names.</summary>
internal static class CertificateJudge
{
    /// <summary>Within this time somebody should renew it.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static DoctorLine Of(CertificateFacts facts)
    {
        var name = $"{facts.Certificate.Setting}: {facts.Certificate.File}";
        return facts switch
        {
            { Failure: { } failure } => new DoctorLine(
                "certificates", facts.Certificate.IsNeeded ? DoctorState.Failure : DoctorState.Warning, $"{name}: {failure}",
                "mount a file in PEM that this user can read, with the certificate's own key"),
            { Ends: { Ticks: < 0 } ends } => Failed($"{name} expired {Days(ends.Negate())} ago", "renew it and restart Orthanc"),
            { Begins: { Ticks: > 0 } begins } => Failed($"{name} is valid only in {Days(begins)}", "correct the clock, or use another one"),
            { Ends: { } ends } when ends < Soon => new DoctorLine(
                "certificates", DoctorState.Warning, $"{name} expires in {Days(ends)}", "renew it and restart Orthanc"),
            { Ends: { } ends } => new DoctorLine("certificates", DoctorState.Ok, $"{name} is valid for {Days(ends)}"),
            _ => new DoctorLine("certificates", DoctorState.Ok, $"{name} can be read"),
        };
    }

    private static DoctorLine Failed(string what, string remedy) => new("certificates", DoctorState.Failure, what, remedy);

    private static string Days(TimeSpan time) => time.TotalDays < 1 ? "less than a day" : Doctor.Count((long)time.TotalDays, "day");
}

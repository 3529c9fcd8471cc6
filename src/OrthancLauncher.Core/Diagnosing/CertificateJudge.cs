namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges the certificates that the configuration names.</summary>
internal static class CertificateJudge
{
    private const string Topic = "certificates";

    /// <summary>Within this time somebody should renew it.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static void Judge(DoctorPage page, IReadOnlyList<CertificateFacts> certificates)
    {
        foreach (var facts in certificates)
        {
            var name = $"{facts.Certificate.Setting}: {facts.Certificate.File}";
            if (facts.Failure is not null)
            {
                const string remedy = "mount a file in PEM that this user can read, with the certificate's own key";
                var what = $"{name}: {facts.Failure}";
                if (facts.Certificate.IsNeeded)
                {
                    page.Fail(Topic, what, remedy);
                }
                else
                {
                    page.Warn(Topic, what, remedy);
                }
            }
            else if (facts is { Begins: { } begins, Ends: { } ends })
            {
                JudgeTime(page, name, begins, ends);
            }
            else
            {
                page.Ok(Topic, name + " can be read");
            }
        }
    }

    private static void JudgeTime(DoctorPage page, string name, TimeSpan begins, TimeSpan ends)
    {
        const string renew = "renew it and restart Orthanc";
        if (ends < TimeSpan.Zero)
        {
            page.Fail(Topic, $"{name} expired {Days(ends.Negate())} ago", renew);
        }
        else if (begins > TimeSpan.Zero)
        {
            page.Fail(Topic, $"{name} is valid only in {Days(begins)}", "correct the clock, or use another one");
        }
        else if (ends < Soon)
        {
            page.Warn(Topic, $"{name} expires in {Days(ends)}", renew);
        }
        else
        {
            page.Ok(Topic, $"{name} is valid for {Days(ends)}");
        }
    }

    private static string Days(TimeSpan time) => time.Days < 1 ? "less than a day" : DoctorPage.Count(time.Days, "day");
}

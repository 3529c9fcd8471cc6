namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges what the machine allows Orthanc to use.</summary>
internal static class LimitJudge
{
    private const string Topic = "limits";

    /// <summary>The soft limit of most systems; Orthanc needs some files for each connection, job and plugin.</summary>
    private const long FewFiles = 1024;

    public static void Judge(DoctorPage page, Observations seen)
    {
        var limits = seen.Limits;
        if (limits.OpenFiles is < FewFiles and var few)
        {
            page.Warn(Topic, $"at most {DoctorPage.Count(few, "open file")}", "raise it (ulimits: nofile)");
        }
        else if (limits.OpenFiles is { } files)
        {
            page.Ok(Topic, $"at most {DoctorPage.Count(files, "open file")}");
        }

        var settings = new EffectiveSettings(seen.Plan);
        JudgeMemory(page, limits, settings.Number("MaximumStorageCacheSize") ?? 0);
        if (limits.MemoryKills is > 0 and var kills)
        {
            page.Warn(
                Topic, $"the kernel ended a process of this container for lack of memory, {DoctorPage.Count(kills, "time")}",
                "raise the container's memory limit");
        }

        JudgeThreads(page, limits, settings.Number("HttpThreadsCount") ?? 0, settings.Number("DicomThreadsCount") ?? 0);
    }

    /// <param name="cache">In MB.</param>
    private static void JudgeMemory(DoctorPage page, LimitFacts limits, long cache)
    {
        var uses = $"the storage cache may take {DoctorPage.Number(cache)} MB";
        if (limits.Memory is not { } memory)
        {
            page.Ok(Topic, $"no memory limit; {uses}");
            return;
        }

        const string remedy = "raise the memory limit, or lower MaximumStorageCacheSize";
        var used = limits.MemoryUsed is { } now ? $", {FolderJudge.Size(now)} used" : "";
        var what = $"memory limit {FolderJudge.Size(memory)}{used}; {uses}";
        var bytes = cache * 1024 * 1024;
        if (bytes >= memory)
        {
            page.Fail(Topic, what, remedy);
        }
        else if (bytes > memory / 2)
        {
            page.Warn(Topic, what + ", more than half of it", remedy);
        }
        else if (limits.MemoryUsed > memory / 10 * 9)
        {
            page.Warn(Topic, what + ": nearly used up", "raise the container's memory limit");
        }
        else
        {
            page.Ok(Topic, what);
        }
    }

    private static void JudgeThreads(DoctorPage page, LimitFacts limits, long http, long dicom)
    {
        var what = $"{DoctorPage.Number(http)} threads for HTTP, {DoctorPage.Number(dicom)} for DICOM";
        if (limits.Threads is not { } most)
        {
            page.Ok(Topic, what);
        }
        else if (http + dicom < most)
        {
            page.Ok(Topic, $"{what}, at most {DoctorPage.Number(most)}");
        }
        else
        {
            page.Fail(
                Topic, $"{what}, but at most {DoctorPage.Number(most)} are allowed",
                "raise the container's limit of processes (pids), or lower HttpThreadsCount");
        }
    }
}

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges what the machine allows Orthanc to use.</summary>
internal static class LimitJudge
{
    private const string Topic = "limits";

    /// <summary>The soft limit of most systems; Orthanc needs some files for each connection, job and plugin.</summary>
    private const long FewFiles = 1024;

    private const double LargeShare = 0.9;

    public static IEnumerable<DoctorLine> Of(Observations seen)
    {
        var limits = seen.Limits;
        if (limits.OpenFiles is { } files)
        {
            yield return files < FewFiles
                ? new DoctorLine(Topic, DoctorState.Warning, $"at most {Doctor.Count(files, "open file")}", "raise it (ulimits: nofile)")
                : new DoctorLine(Topic, DoctorState.Ok, $"at most {Doctor.Count(files, "open file")}");
        }

        var settings = new EffectiveSettings(seen.Plan);
        yield return Memory(limits, settings);
        if (limits.MemoryKills is > 0 and var kills)
        {
            yield return new DoctorLine(
                Topic, DoctorState.Warning,
                $"the kernel ended a process of this container for lack of memory, {Doctor.Count(kills, "time")}",
                "raise the container's memory limit");
        }

        yield return Threads(limits, settings);
    }

    private static DoctorLine Memory(LimitFacts limits, EffectiveSettings settings)
    {
        var cache = settings.Number("MaximumStorageCacheSize") ?? 0;
        var uses = $"the storage cache may take {Doctor.Number(cache)} MB";
        if (limits.Memory is not { } memory)
        {
            return new DoctorLine(Topic, DoctorState.Ok, $"no memory limit; {uses}");
        }

        var used = limits.MemoryUsed is { } now ? $", {FolderJudge.Size(now)} used" : "";
        var what = $"memory limit {FolderJudge.Size(memory)}{used}; {uses}";
        var cacheBytes = cache * 1024 * 1024;
        return cacheBytes >= memory
            ? new DoctorLine(Topic, DoctorState.Failure, what, "raise the memory limit, or lower MaximumStorageCacheSize")
            : cacheBytes > memory / 2
            ? new DoctorLine(
                Topic, DoctorState.Warning, $"{what}, more than half of it", "raise the memory limit, or lower MaximumStorageCacheSize")
            : limits.MemoryUsed > memory * LargeShare
            ? new DoctorLine(Topic, DoctorState.Warning, $"{what}: nearly used up", "raise the container's memory limit")
            : new DoctorLine(Topic, DoctorState.Ok, what);
    }

    private static DoctorLine Threads(LimitFacts limits, EffectiveSettings settings)
    {
        var (http, dicom) = (settings.Number("HttpThreadsCount") ?? 0, settings.Number("DicomThreadsCount") ?? 0);
        var what = $"{Doctor.Number(http)} threads for HTTP, {Doctor.Number(dicom)} for DICOM";
        return limits.Threads is not { } most ? new DoctorLine(Topic, DoctorState.Ok, what)
            : http + dicom < most ? new DoctorLine(Topic, DoctorState.Ok, $"{what}, at most {Doctor.Number(most)}")
            : new DoctorLine(
                Topic, DoctorState.Failure, $"{what}, but at most {Doctor.Number(most)} are allowed",
                "raise the container's limit of processes (pids), or lower HttpThreadsCount");
    }
}

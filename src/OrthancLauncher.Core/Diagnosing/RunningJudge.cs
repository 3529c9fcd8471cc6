using System.Globalization;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges the Orthanc that runs here, by its process and its answers. Of jobs it shows only type, state and error code.</summary>
internal static class RunningJudge
{
    private const string Topic = "Orthanc";

    public static void Judge(DoctorPage page, Observations seen)
    {
        if (seen.Running is not { } running)
        {
            page.Warn(
                Topic, $"no process of {seen.Plan.Exec.Program} runs here", "to see a running one, run doctor inside its container");
            return;
        }

        JudgeProcess(page, running, seen.User);
        JudgeLibraries(page, seen, running);
        if (running.Failure is { } failure)
        {
            page.Fail(
                Topic, $"/system: {failure}",
                "wait until it has started; if it asks for a user, set ORTHANC_LAUNCHER_PROBE_USER and ORTHANC_LAUNCHER_PROBE_PASSWORD");
        }
        else if (!running.HasHttp)
        {
            page.Ok(Topic, "HttpServerEnabled is false, so it cannot be asked");
        }

        JudgeAnswers(page, seen, running);
    }

    /// <summary>The version of the running Orthanc, or null if it did not tell.</summary>
    public static string? VersionOf(RunningFacts? running) =>
        running is { System.Exists: true } && TextOf(running.System, "Version") is { Length: > 0 } version ? version : null;

    private static void JudgeProcess(DoctorPage page, RunningFacts running, uint own)
    {
        var name = $"process {DoctorPage.Number(running.ProcessId)}, {running.Program}";
        if (running.IsReplaced)
        {
            page.Warn(Topic, $"{name}, was replaced since it was started", "restart Orthanc");
        }
        else
        {
            page.Ok(Topic, name);
        }

        if (running.User is { } user && user != own)
        {
            var number = DoctorPage.Number(user);
            page.Warn(
                Topic, $"it runs as user id {number}, but this page tells what user id {DoctorPage.Number(own)} may read and write",
                $"run doctor as user id {number}");
        }
    }

    /// <summary>Compares the enabled plugins with the libraries in Orthanc's memory.</summary>
    private static void JudgeLibraries(DoctorPage page, Observations seen, RunningFacts running)
    {
        // Without a folder of all plugins, nobody knows which of those that are on by default the image has.
        if (running.Libraries is not { } loaded || seen.Plan.AvailableLibraries is null)
        {
            return;
        }

        var isMissing = false;
        foreach (var (plugin, libraries) in seen.Plan.Installation.Libraries)
        {
            if (libraries.Count > 0 && !loaded.Overlaps(libraries))
            {
                isMissing = true;
                page.Fail(
                    Topic, $"plugin {plugin} is enabled, but not loaded",
                    "restart Orthanc if it was enabled since; otherwise its log says why");
            }
        }

        if (!isMissing)
        {
            page.Ok(Topic, $"all {DoctorPage.Count(seen.Plan.Installation.Libraries.Count, "enabled plugin")} are loaded");
        }
    }

    private static void JudgeAnswers(DoctorPage page, Observations seen, RunningFacts running)
    {
        if (running.System.Exists)
        {
            JudgeVersion(page, seen, running);
        }

        if (running.Plugins.Exists)
        {
            var names = new List<string>();
            foreach (var plugin in running.Plugins.Elements)
            {
                names.Add(plugin.GetString());
            }

            page.Ok(Topic, $"plugins: {(names.Count == 0 ? "none" : string.Join(", ", names))}");
        }

        if (running.Statistics.Exists)
        {
            JudgeStatistics(page, seen, running.Statistics);
        }

        if (running.Jobs.Exists)
        {
            JudgeJobs(page, running.Jobs);
        }
    }

    private static void JudgeVersion(DoctorPage page, Observations seen, RunningFacts running)
    {
        var version = VersionOf(running);
        var what = $"version {version}, API {TextOf(running.System, "ApiVersion")}, database {TextOf(running.System, "DatabaseVersion")}";
        if (seen.Plan.Catalogue.Version is { } expected && version is not null && expected.ToString() != version)
        {
            page.Warn(
                Topic, $"{what}; the configuration was checked for {expected.ToString()}",
                $"set ORTHANC_LAUNCHER_ORTHANC_VERSION={version}");
        }
        else
        {
            page.Ok(Topic, what);
        }
    }

    private static void JudgeStatistics(DoctorPage page, Observations seen, JsonValue statistics)
    {
        var (instances, studies) = (NumberOf(statistics, "CountInstances"), NumberOf(statistics, "CountStudies"));
        var size = NumberOf(statistics, "TotalDiskSizeMB");
        var what = $"{DoctorPage.Count(instances, "instance")} in {DoctorPage.Number(studies)} {(studies == 1 ? "study" : "studies")}, "
            + $"{DoctorPage.Number(size)} MB";

        // When it is full, Orthanc removes or refuses patients.
        if (new EffectiveSettings(seen.Plan).Number("MaximumStorageSize") is > 0 and var most && size > most / 10 * 9)
        {
            page.Warn(
                Topic, $"{what} of at most {DoctorPage.Number(most)} MB (MaximumStorageSize)",
                "raise MaximumStorageSize, before Orthanc removes or refuses patients");
        }
        else
        {
            page.Ok(Topic, what);
        }
    }

    private static void JudgeJobs(DoctorPage page, JsonValue jobs)
    {
        var (all, failures) = (0, 0);
        var kinds = new Dictionary<string, int>();
        foreach (var job in jobs.Elements)
        {
            all++;
            if (TextOf(job, "State") == "Failure")
            {
                failures++;
                var kind = $"of type {TextOf(job, "Type")} failed with error code {TextOf(job, "ErrorCode")}";
                kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            }
        }

        foreach (var (kind, times) in kinds)
        {
            page.Warn(Topic, $"{DoctorPage.Count(times, "job")} {kind}", "Orthanc's log says why; /jobs/ID/resubmit tries again");
        }

        page.Ok(Topic, $"{DoctorPage.Count(all, "job")}, {DoctorPage.Number(failures)} failed");
    }

    private static long NumberOf(JsonValue value, string name) =>
        long.TryParse(TextOf(value, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string TextOf(JsonValue value, string name) =>
        value.Kind == JsonKind.Object && value.Member(name) is { Exists: true } member ? member.GetString() : "";
}

using System.Globalization;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges the Orthanc that runs here, by its process and its answers. Of jobs it shows only type, state and error code.</summary>
internal static class RunningJudge
{
    private const string Topic = "Orthanc";

    /// <summary>From this share of the storage's maximum size on, Orthanc is about to remove or refuse patients.</summary>
    private const double LargeShare = 0.9;

    public static IEnumerable<DoctorLine> Of(Observations seen)
    {
        if (seen.Running is not { } running)
        {
            return
            [
                new DoctorLine(
                    Topic, DoctorState.Warning, $"no process of {seen.Plan.Exec.Program} runs here",
                    "to see a running one, run doctor inside its container"),
            ];
        }

        return [.. Process(seen, running), .. Libraries(seen, running), .. Answers(seen, running)];
    }

    /// <summary>The version of the running Orthanc, or null if it did not tell.</summary>
    public static string? VersionOf(RunningFacts? running) =>
        running is { System.Exists: true } && TextOf(running.System, "Version") is { Length: > 0 } version ? version : null;

    private static IEnumerable<DoctorLine> Process(Observations seen, RunningFacts running)
    {
        var name = $"process {running.ProcessId}, {running.Program}";
        yield return running.IsReplaced
            ? new DoctorLine(Topic, DoctorState.Warning, $"{name}, was replaced since it was started", "restart Orthanc")
            : new DoctorLine(Topic, DoctorState.Ok, name);
        if (running.User is { } user && user != seen.User)
        {
            yield return new DoctorLine(
                Topic, DoctorState.Warning, $"it runs as user id {user}, but this page tells what user id {seen.User} may read and write",
                $"run doctor as user id {user}");
        }
    }

    /// <summary>Compares the enabled plugins with the libraries in Orthanc's memory.</summary>
    private static IEnumerable<DoctorLine> Libraries(Observations seen, RunningFacts running)
    {
        // Without a folder of all plugins, nobody knows which of those that are on by default the image has.
        if (running.Libraries is not { } loaded || seen.Plan.AvailableLibraries is null)
        {
            yield break;
        }

        var missing = seen.Plan.Installation.Libraries
            .Where(plugin => plugin.Value.Count > 0 && !plugin.Value.Any(loaded.Contains)).Select(plugin => plugin.Key).ToList();
        foreach (var plugin in missing)
        {
            yield return new DoctorLine(
                Topic, DoctorState.Failure, $"plugin {plugin} is enabled, but not loaded",
                "restart Orthanc if it was enabled since; otherwise its log says why");
        }

        if (missing.Count == 0)
        {
            yield return new DoctorLine(
                Topic, DoctorState.Ok, $"all {Doctor.Count(seen.Plan.Installation.Libraries.Count, "enabled plugin")} are loaded");
        }
    }

    private static IEnumerable<DoctorLine> Answers(Observations seen, RunningFacts running)
    {
        if (running.Failure is { } failure)
        {
            yield return new DoctorLine(
                Topic, DoctorState.Failure, $"/system: {failure}",
                "wait until it has started; if it asks for a user, set ORTHANC_LAUNCHER_PROBE_USER and ORTHANC_LAUNCHER_PROBE_PASSWORD");
        }

        if (!running.HasHttp)
        {
            yield return new DoctorLine(Topic, DoctorState.Ok, "HttpServerEnabled is false, so it cannot be asked");
        }

        if (running.System.Exists)
        {
            yield return System(seen, running);
        }

        if (running.Plugins.Exists)
        {
            var names = new List<string>();
            foreach (var plugin in running.Plugins.Elements)
            {
                names.Add(plugin.GetString());
            }

            yield return new DoctorLine(Topic, DoctorState.Ok, $"plugins: {(names.Count == 0 ? "none" : string.Join(", ", names))}");
        }

        if (running.Statistics.Exists)
        {
            yield return Statistics(seen, running.Statistics);
        }

        foreach (var line in running.Jobs.Exists ? Jobs(running.Jobs) : [])
        {
            yield return line;
        }
    }

    private static DoctorLine System(Observations seen, RunningFacts running)
    {
        var version = VersionOf(running);
        var what = $"version {version}, API {TextOf(running.System, "ApiVersion")}, database {TextOf(running.System, "DatabaseVersion")}";
        return seen.Plan.Catalogue.Version is { } expected && version is not null && expected.ToString() != version
            ? new DoctorLine(
                Topic, DoctorState.Warning, $"{what}; the configuration was checked for {expected}",
                $"set ORTHANC_LAUNCHER_ORTHANC_VERSION={version}")
            : new DoctorLine(Topic, DoctorState.Ok, what);
    }

    private static DoctorLine Statistics(Observations seen, JsonValue statistics)
    {
        var (instances, studies) = (NumberOf(statistics, "CountInstances"), NumberOf(statistics, "CountStudies"));
        var size = NumberOf(statistics, "TotalDiskSizeMB");
        var what = $"{Doctor.Count(instances, "instance")} in {(studies == 1 ? "1 study" : $"{studies} studies")}, {size} MB";
        return new EffectiveSettings(seen.Plan).Number("MaximumStorageSize") is > 0 and var most && size > most * LargeShare
            ? new DoctorLine(
                Topic, DoctorState.Warning, $"{what} of at most {most} MB (MaximumStorageSize)",
                "raise MaximumStorageSize, before Orthanc removes or refuses patients")
            : new DoctorLine(Topic, DoctorState.Ok, what);
    }

    private static IEnumerable<DoctorLine> Jobs(JsonValue jobs)
    {
        var count = 0;
        var failed = new Dictionary<(string Type, string Code), int>();
        foreach (var job in jobs.Elements)
        {
            count++;
            if (TextOf(job, "State") == "Failure")
            {
                var key = (TextOf(job, "Type"), TextOf(job, "ErrorCode"));
                failed[key] = failed.GetValueOrDefault(key) + 1;
            }
        }

        foreach (var ((type, code), times) in failed)
        {
            yield return new DoctorLine(
                Topic, DoctorState.Warning, $"{Doctor.Count(times, "job")} of type {type} failed with error code {code}",
                "Orthanc's log says why; /jobs/ID/resubmit tries again");
        }

        yield return new DoctorLine(Topic, DoctorState.Ok, $"{Doctor.Count(count, "job")}, {failed.Values.Sum()} failed");
    }

    private static long NumberOf(JsonValue value, string name) =>
        long.TryParse(TextOf(value, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string TextOf(JsonValue value, string name) =>
        value.Kind == JsonKind.Object && value.Member(name) is { Exists: true } member ? member.GetString() : "";
}

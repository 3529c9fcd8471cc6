using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges what was observed, line by line: everything that a start needs, then what a running Orthanc shows.</summary>
internal static class Doctor
{
    public static IReadOnlyList<DoctorLine> Examine(Observations seen)
    {
        var page = new DoctorPage();
        AddSources(page, seen);
        AddFindings(page, seen.Plan.Findings);
        AddProgram(page, seen);
        AddHostId(page, seen);
        FolderJudge.Judge(page, seen);
        CertificateJudge.Judge(page, seen.Certificates);
        AddPorts(page, seen);
        AddNetwork(page, seen.Destinations);
        RunningJudge.Judge(page, seen);
        LimitJudge.Judge(page, seen);
        foreach (var version in Versions(seen))
        {
            page.Ok("version", version);
        }

        return page.Lines;
    }

    /// <summary>Everything that has a version, with it; the running Orthanc first.</summary>
    public static IEnumerable<string> Versions(Observations seen) =>
        RunningJudge.VersionOf(seen.Running) is { } version ? [$"Orthanc {version}", .. seen.Versions] : seen.Versions;

    private static void AddSources(DoctorPage page, Observations seen)
    {
        const string topic = "sources";
        foreach (var folder in seen.SourceFolders)
        {
            if (folder.Files is { } count)
            {
                page.Ok(topic, $"{folder.Path}: {DoctorPage.Count(count, "file")}");
            }
            else if (folder.IsMissing)
            {
                page.Ok(topic, $"{folder.Path}: does not exist");
            }
            else
            {
                page.Fail(topic, $"{folder.Path}: cannot be read", $"let user id {DoctorPage.Number(seen.User)} read the folder");
            }
        }

        var (files, variables, secrets) = (0, 0, 0);
        foreach (var source in seen.Plan.Layers.Select(layer => layer.Source).Distinct())
        {
            secrets += source.IsSecret ? 1 : 0;
            variables += source is { IsSecret: false, Kind: SourceKind.Variable } ? 1 : 0;
            files += source is { IsSecret: false, Kind: not SourceKind.Variable } ? 1 : 0;
        }

        page.Ok(
            topic,
            $"settings come from {DoctorPage.Count(files, "file")}, {DoctorPage.Count(variables, "environment variable")} and "
                + DoctorPage.Count(secrets, "secret"));
    }

    private static void AddFindings(DoctorPage page, FindingList findings)
    {
        const string topic = "findings";
        var (errors, warnings) = (0, 0);
        foreach (var finding in findings)
        {
            warnings += finding.Severity == Severity.Warning ? 1 : 0;
            if (finding.Severity == Severity.Error)
            {
                errors++;
                page.Fail(topic, (finding with { Remedy = null }).ToString(), finding.Remedy);
            }
        }

        const string remedy = "orthanc-launcher validate lists them";
        var sums = $"{DoctorPage.Count(errors, "error")}, {DoctorPage.Count(warnings, "warning")}";
        if (errors > 0)
        {
            page.Fail(topic, sums + "; Orthanc is not started like this", remedy);
        }
        else if (warnings > 0)
        {
            page.Warn(topic, sums, remedy);
        }
        else
        {
            page.Ok(topic, sums);
        }
    }

    private static void AddProgram(DoctorPage page, Observations seen)
    {
        const string topic = "program";
        var program = seen.Plan.Exec.Program;
        if (seen.ProgramFailure is { } failure)
        {
            page.Fail(topic, $"{program}: {failure}", "set ORTHANC_LAUNCHER_ORTHANC to Orthanc's program");
        }
        else
        {
            page.Ok(topic, $"{program} can be started");
        }

        if (seen.ScriptFailure is { } reason)
        {
            page.Fail(topic, $"the start-up script: {reason}", "correct BEFORE_ORTHANC_STARTUP_SCRIPT");
        }
        else if (seen.Plan.Script is not null)
        {
            page.Ok(topic, "the start-up script can be started");
        }
    }

    private static void AddHostId(DoctorPage page, Observations seen)
    {
        const string topic = "host id";
        if (seen.Plan.HostId is not { } step)
        {
            page.Ok(topic, "a start leaves it as it is");
        }
        else if (!seen.IsHostIdWritable)
        {
            page.Warn(
                topic, $"{step.Path} cannot be written, so Orthanc gets no fixed host id",
                "mount the file, or set GENERATE_HOST_ID_IF_MISSING=false");
        }
        else
        {
            page.Ok(topic, $"the next start writes {(step.IsRandom ? "a new random one" : step.Text)} to {step.Path}");
        }
    }

    private static void AddPorts(DoctorPage page, Observations seen)
    {
        const string topic = "ports";
        foreach (var port in seen.Ports)
        {
            var name = $"{port.Setting} {DoctorPage.Number(port.Port)}";
            switch (seen.Running is not null, port.IsListening)
            {
                case (true, false):
                    page.Fail(topic, $"{name}: Orthanc runs, but nothing listens", "wait until it has started, or read its log");
                    break;
                case (false, true):
                    page.Fail(topic, $"{name}: in use by another program", $"stop that program, or set {port.Setting}");
                    break;
                default:
                    page.Ok(topic, $"{name}: {(port.IsListening ? "listening" : "free")}");
                    break;
            }
        }
    }

    private static void AddNetwork(DoctorPage page, IReadOnlyList<DestinationFacts>? destinations)
    {
        const string topic = "network";
        const string remedy = "start it, correct the setting, or let the network reach it";
        if (destinations is null)
        {
            page.Ok(topic, "not tried; --network connects to what the configuration names");
            return;
        }

        foreach (var (to, failure) in destinations)
        {
            var what = $"{to.Name} at {to.Authority}: {failure ?? "reachable"}";
            if (failure is null)
            {
                page.Ok(topic, what);
            }
            else if (to.IsNeeded)
            {
                page.Fail(topic, what, remedy);
            }
            else
            {
                page.Warn(topic, what, remedy);
            }
        }
    }
}

using System.Globalization;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>Judges what was observed, line by line: everything that a start needs, then what a running Orthanc shows.</summary>
internal static class Doctor
{
    public static IReadOnlyList<DoctorLine> Examine(Observations seen) =>
    [
        .. Sources(seen),
        .. Findings(seen.Plan.Findings),
        .. Program(seen),
        HostId(seen),
        .. FolderJudge.Of(seen),
        .. seen.Certificates.Select(CertificateJudge.Of),
        .. Ports(seen),
        .. Network(seen),
        .. RunningJudge.Of(seen),
        .. LimitJudge.Of(seen),
        .. Versions(seen).Select(version => new DoctorLine("version", DoctorState.Ok, $"{version.Key} {version.Value}")),
    ];

    /// <summary>Names and versions of everything that has one, that of the running Orthanc first.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Versions(Observations seen) =>
        RunningJudge.VersionOf(seen.Running) is { } version ? seen.Versions.Prepend(new("Orthanc", version)) : seen.Versions;

    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    internal static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<DoctorLine> Sources(Observations seen)
    {
        foreach (var folder in seen.SourceFolders)
        {
            yield return folder switch
            {
                { Files: { } files } => new DoctorLine("sources", DoctorState.Ok, $"{folder.Path}: {Count(files, "file")}"),
                { IsMissing: true } => new DoctorLine("sources", DoctorState.Ok, $"{folder.Path}: does not exist"),
                _ => new DoctorLine(
                    "sources", DoctorState.Failure, $"{folder.Path}: cannot be read", $"let user id {seen.User} read the folder"),
            };
        }

        var sources = seen.Plan.Layers.Select(layer => layer.Source).Distinct().ToList();
        var secrets = sources.Count(source => source.IsSecret);
        var variables = sources.Count(source => source is { Kind: SourceKind.Variable, IsSecret: false });
        yield return new DoctorLine(
            "sources", DoctorState.Ok,
            $"settings come from {Count(sources.Count - secrets - variables, "file")}, {Count(variables, "environment variable")} and "
                + Count(secrets, "secret"));
    }

    private static IEnumerable<DoctorLine> Findings(FindingList findings)
    {
        var (errors, warnings) = (0, 0);
        foreach (var finding in findings)
        {
            warnings += finding.Severity == Severity.Warning ? 1 : 0;
            if (finding.Severity == Severity.Error)
            {
                errors++;
                yield return new DoctorLine("findings", DoctorState.Failure, (finding with { Remedy = null }).ToString(), finding.Remedy);
            }
        }

        yield return new DoctorLine(
            "findings", errors > 0 ? DoctorState.Failure : warnings > 0 ? DoctorState.Warning : DoctorState.Ok,
            $"{Count(errors, "error")}, {Count(warnings, "warning")}{(errors > 0 ? "; Orthanc is not started like this" : "")}",
            errors + warnings > 0 ? "orthanc-launcher validate lists them" : null);
    }

    private static IEnumerable<DoctorLine> Program(Observations seen)
    {
        var program = seen.Plan.Exec.Program;
        yield return seen.ProgramFailure is { } failure
            ? new DoctorLine("program", DoctorState.Failure, $"{program}: {failure}", "set ORTHANC_LAUNCHER_ORTHANC to Orthanc's program")
            : new DoctorLine("program", DoctorState.Ok, $"{program} can be started");
        if (seen.Plan.Script is not null)
        {
            yield return seen.ScriptFailure is { } reason
                ? new DoctorLine("program", DoctorState.Failure, $"the start-up script: {reason}", "correct BEFORE_ORTHANC_STARTUP_SCRIPT")
                : new DoctorLine("program", DoctorState.Ok, "the start-up script can be started");
        }
    }

    private static DoctorLine HostId(Observations seen) => seen.Plan.HostId switch
    {
        null => new DoctorLine("host id", DoctorState.Ok, "a start leaves it as it is"),
        { } step when !seen.IsHostIdWritable => new DoctorLine(
            "host id", DoctorState.Warning, $"{step.Path} cannot be written, so Orthanc gets no fixed host id",
            "mount the file, or set GENERATE_HOST_ID_IF_MISSING=false"),
        { IsRandom: true } step => new DoctorLine("host id", DoctorState.Ok, $"the next start writes a new random one to {step.Path}"),
        { } step => new DoctorLine("host id", DoctorState.Ok, $"the next start writes {step.Text} to {step.Path}"),
    };

    private static IEnumerable<DoctorLine> Ports(Observations seen)
    {
        foreach (var port in seen.Ports)
        {
            var name = $"{port.Setting} {Number(port.Port)}";
            yield return (seen.Running is not null, port.IsListening) switch
            {
                (true, true) => new DoctorLine("ports", DoctorState.Ok, $"{name}: listening"),
                (true, false) => new DoctorLine(
                    "ports", DoctorState.Failure, $"{name}: Orthanc runs, but nothing listens",
                    "wait until it has started, or read its log"),
                (false, true) => new DoctorLine(
                    "ports", DoctorState.Failure, $"{name}: in use by another program", $"stop that program, or set {port.Setting}"),
                _ => new DoctorLine("ports", DoctorState.Ok, $"{name}: free"),
            };
        }
    }

    private static IEnumerable<DoctorLine> Network(Observations seen)
    {
        if (seen.Destinations is null)
        {
            yield return new DoctorLine("network", DoctorState.Ok, "not tried; --network connects to what the configuration names");
        }

        foreach (var (to, failure) in seen.Destinations ?? [])
        {
            var name = $"{to.Name} at {to.Authority}";
            yield return failure is null
                ? new DoctorLine("network", DoctorState.Ok, $"{name}: reachable")
                : new DoctorLine(
                    "network", to.IsNeeded ? DoctorState.Failure : DoctorState.Warning, $"{name}: {failure}",
                    "start it, correct the setting, or let the network reach it");
        }
    }
}

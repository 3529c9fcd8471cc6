using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Planning;

/// <summary>The program that replaces the launcher.</summary>
/// <param name="Program">A path, or a name to be found on PATH.</param>
/// <param name="Preload">The new value of <c>LD_PRELOAD</c>, or null to leave the environment as it is.</param>
internal sealed record ExecStep(string Program, IReadOnlyList<string> Arguments, string? Preload)
{
    private const string ThreadNames = "LOGS_THREADNAMES_IN_CONTEXT";

    private static readonly OrthancVersion ThreadNamesSince = new(1, 13, 0);

    /// <summary>The arguments as they are shown: a path that comes from a secret is masked.</summary>
    public IReadOnlyList<string> ShownArguments { get; private init; } = Arguments;

    /// <summary>Builds Orthanc's command line.</summary>
    /// <param name="furtherArguments">What the user adds after <c>--</c>.</param>
    /// <param name="version">Orthanc's version; null if it is not known.</param>
    /// <param name="findings">Takes <c>invalid-flag</c> and <c>java-runtime-missing</c>.</param>
    public static ExecStep Plan(
        string program,
        string configurationPath,
        IReadOnlyList<string> furtherArguments,
        OrthancVersion? version,
        HostFacts host,
        VariableTable variables,
        FindingList findings)
    {
        var arguments = new List<string>();
        var verbose = LaunchFlags.IsSet(variables, "VERBOSE_ENABLED", whenUnset: false, findings);
        if (LaunchFlags.IsSet(variables, "TRACE_ENABLED", whenUnset: false, findings))
        {
            arguments.Add("--trace");
        }
        else if (verbose)
        {
            arguments.Add("--verbose");
        }

        var log = LogOf(host, variables);
        var logPosition = arguments.Count;
        if (log is { } written)
        {
            arguments.Add($"--{written.Variable.ToLowerInvariant()}={written.Path}");
        }

        if (LaunchFlags.IsSet(variables, "NO_JOBS", whenUnset: false, findings))
        {
            arguments.Add("--no-jobs");
        }

        if (LaunchFlags.IsSet(variables, ThreadNames, whenUnset: false, findings))
        {
            AddThreadNames(arguments, version, findings);
        }

        arguments.Add(configurationPath);
        arguments.AddRange(furtherArguments);
        var shown = new List<string>(arguments);
        if (log is { } secret && variables.IsSecret(secret.Variable))
        {
            shown[logPosition] = $"--{secret.Variable.ToLowerInvariant()}={SecretText.Mask}";
        }

        return new ExecStep(program, arguments, PreloadFor(host, variables, findings)) { ShownArguments = shown };
    }

    /// <summary>Where Orthanc writes its log, and the variable that says so.</summary>
    private static (string Variable, string Path)? LogOf(HostFacts host, VariableTable variables) =>
        variables["LOGDIR"] is { Length: > 0 } folder ? ("LOGDIR", folder)
        : variables["LOGFILE"] is { Length: > 0 } file
            ? ("LOGFILE", host.IsFolder(file) ? file.TrimEnd('/') + "/orthanc.log" : file)
            : null;

    /// <summary>Orthanc refuses an option that it does not have.</summary>
    private static void AddThreadNames(List<string> arguments, OrthancVersion? version, FindingList findings)
    {
        if (version is null || version >= ThreadNamesSince)
        {
            arguments.Add("--logs-thread-names-in-context");
            return;
        }

        findings.Add(
            new Finding(Rules.NotInThisVersion, Severity.Warning,
            $"{ThreadNames} has no effect: Orthanc {version} cannot do this, it came with {ThreadNamesSince}")
            {
                Place = new Place(new Source(SourceKind.Variable, ThreadNames)),
                Remedy = "remove the variable, or use a newer Orthanc",
            });
    }

    private static string? PreloadFor(HostFacts host, VariableTable variables, FindingList findings)
    {
        if (!LaunchFlags.IsSet(variables, "JAVA_PLUGIN_ENABLED", whenUnset: false, findings))
        {
            return null;
        }

        if (host.JavaLibrary is not { } library)
        {
            findings.Add(new Finding(Rules.JavaRuntimeMissing, "the Java plugin is enabled, but no libjvm.so was found")
            {
                Place = new Place(new Source(SourceKind.Variable, "JAVA_PLUGIN_ENABLED")),
                Remedy = "install a Java runtime below /usr/lib/jvm, or set JAVA_HOME",
            });
            return null;
        }

        return variables["LD_PRELOAD"] is { Length: > 0 } existing ? $"{existing}:{library}" : library;
    }
}

namespace OrthancLauncher.Core.Naming;

/// <summary>Variables with an effect of their own, which are not settings.</summary>
internal static class SpecialVariables
{
    public const string WholeConfiguration = "ORTHANC_JSON";

    /// <summary>The password of the user <c>orthanc</c>.</summary>
    public const string Password = "ORTHANC_PASSWORD";

    /// <summary>How many arenas the allocator of the C library makes; Orthanc gets it with or without a launcher.</summary>
    public const string Allocator = "MALLOC_ARENA_MAX";

    public static IReadOnlyList<string> All { get; } =
    [
        WholeConfiguration, Password,
        "BEFORE_ORTHANC_STARTUP_SCRIPT", "FORCE_HOST_ID", "GENERATE_HOST_ID_IF_MISSING", "JAVA_PLUGIN_ENABLED",
        "VERBOSE_STARTUP", "BUNDLE_DEBUG", "VERBOSE_ENABLED", "TRACE_ENABLED", "NO_JOBS", "LOGDIR", "LOGFILE",
        "LOGS_THREADNAMES_IN_CONTEXT", Allocator,
    ];

    /// <summary>Whether a name is special; those of the launcher's own options and of the secret with the password are too.</summary>
    public static bool Contains(string name) =>
        All.Contains(name) || name.StartsWith(VariableNaming.OptionPrefix, StringComparison.Ordinal)
        || name is Password + VariableNaming.SecretSuffix;
}

using System.Globalization;
using OrthancLauncher.Core.Diagnosing;

namespace OrthancLauncher.Observing;

/// <summary>Reads the limits of a process and of the control group of this container, version 2 or 1.</summary>
internal static class LimitObserver
{
    private const string Groups = "/sys/fs/cgroup";

    /// <summary>What version 1 says where there is no limit, but for the size of a page.</summary>
    private const long Unlimited = long.MaxValue / 2;

    /// <param name="process">The running Orthanc, or null for this process.</param>
    public static LimitFacts Observe(string processes, int? process)
    {
        var id = process?.ToString(CultureInfo.InvariantCulture) ?? "self";
        return new LimitFacts(
            OpenFiles: Limit(MachineObserver.Lines($"{processes}/{id}/limits"), "Max open files"),
            Memory: Number("memory.max") ?? Number("memory/memory.limit_in_bytes"),
            MemoryUsed: Number("memory.current") ?? Number("memory/memory.usage_in_bytes"),
            MemoryKills: Limit([.. Group("memory.events"), .. Group("memory/memory.oom_control")], "oom_kill "),
            Threads: Number("pids.max") ?? Number("pids/pids.max"));
    }

    private static string[] Group(string name) => MachineObserver.Lines($"{Groups}/{name}");

    private static long? Number(string name) => Parse(Group(name).FirstOrDefault()) is < Unlimited and var number ? number : null;

    /// <summary>The first number after a name.</summary>
    private static long? Limit(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? Parse(line[name.Length..].Trim().Split(' ')[0])
            : null;

    private static long? Parse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

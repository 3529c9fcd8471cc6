using System.Globalization;
using OrthancLauncher.Core.Diagnosing;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Probing;

namespace OrthancLauncher.Observing;

/// <summary>Looks at the process of the running Orthanc, and asks it.</summary>
internal static class OrthancObserver
{
    /// <summary>Seconds that an answer may take.</summary>
    private const double Patience = 5;

    private const string LibraryEnd = ".so";

    /// <param name="processes">Where the machine shows its processes.</param>
    /// <param name="target">Finds out how to ask it.</param>
    public static RunningFacts Observe(RunningOrthanc running, string processes, LaunchRequest request, Func<ProbeTarget> target)
    {
        var process = $"{processes}/{running.ProcessId.ToString(CultureInfo.InvariantCulture)}";
        var facts = new RunningFacts(running.ProcessId, running.Program, running.IsReplaced)
        {
            User = UserOf(process),
            Libraries = Libraries(process, request),
        };
        try
        {
            var asked = target();
            return asked.OnlyConnects ? facts with { HasHttp = false } : facts with
            {
                System = Ask(asked, "/system"),
                Plugins = Ask(asked, "/plugins"),
                Statistics = Ask(asked, "/statistics"),
                Jobs = Ask(asked, "/jobs?expand"),
            };
        }
        catch (ProbeException exception)
        {
            return facts with { Failure = exception.Message };
        }
    }

    private static JsonValue Ask(ProbeTarget target, string path)
    {
        var answer = OrthancProbe.Ask(target with { Path = path }, new Deadline(Patience));
        return JsonParser.TryRead(new Source(SourceKind.File, path), answer, out var value)
            ? value
            : throw new ProbeException("the answer is not JSON");
    }

    /// <summary>The effective user, the second number of <c>Uid:</c>.</summary>
    private static uint? UserOf(string process) =>
        Array.Find(MachineObserver.Lines($"{process}/status"), line => line.StartsWith("Uid:", StringComparison.Ordinal)) is { } line
        && uint.TryParse(line.Split('\t')[2], NumberStyles.None, CultureInfo.InvariantCulture, out var user) ? user : null;

    /// <summary>The names, as plugins have them, of the libraries in memory, which may be those that links lead to.</summary>
    private static HashSet<string>? Libraries(string process, LaunchRequest request)
    {
        var loaded = MachineObserver.Lines($"{process}/maps").Where(line => line.Contains(LibraryEnd, StringComparison.Ordinal))
            .Select(line => line[(line.LastIndexOf('/') + 1)..]).ToHashSet(StringComparer.Ordinal);
        if (loaded.Count == 0)
        {
            return null;
        }

        var names = loaded.Select(name => name[..(name.IndexOf(LibraryEnd, StringComparison.Ordinal) + LibraryEnd.Length)]).ToHashSet();
        var available = request.Host.Plugins.Available;
        names.UnionWith((available.Libraries ?? new HashSet<string>()).Where(
            name => File.ResolveLinkTarget($"{available.Path}/{name}", returnFinalTarget: true) is { } file && loaded.Contains(file.Name)));
        return names;
    }
}

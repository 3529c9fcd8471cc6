using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>What a typical launch costs by <c>benchmarks/count</c>, and what was recorded. Counted once a run when first wanted.</summary>
internal static class LaunchCost
{
    public const string Instructions = "instructions";
    public const string Calls = "calls";
    public const string Size = "size";

    /// <summary>In place of a figure of an architecture that can only be counted on a machine of that architecture.</summary>
    public const string NotCounted = "-";

    /// <summary>How much more than recorded still passes, as a patch version of .NET or another kind of processor may add some.</summary>
    private const double Tolerance = 0.05;

    private static readonly Lazy<Dictionary<string, string>> Counted = new(Count);

    /// <summary>The lines of <c>benchmarks/recorded.tsv</c>, by the names of its first one.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Records { get; } = Read();

    /// <summary>The figure now.</summary>
    public static long Of(string figure) => long.Parse(Counted.Value[figure], CultureInfo.InvariantCulture);

    /// <summary>What the figure may be at most.</summary>
    public static long Most(string figure) => (long)(long.Parse(Find()![figure], CultureInfo.InvariantCulture) * (1 + Tolerance));

    /// <summary>The reasons why a figure cannot be compared; empty when it can.</summary>
    public static IEnumerable<string> Missing(string figure)
    {
        if (figure == Instructions && !IsOnPath("valgrind"))
        {
            yield return "valgrind is missing";
        }

        if (Find()?[figure] is null or NotCounted)
        {
            var architecture = RuntimeInformation.RuntimeIdentifier;
            yield return $"benchmarks/recorded.tsv has no {figure} for {architecture} (benchmarks/record writes it)";
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static Dictionary<string, string>? Find() =>
        Records.FirstOrDefault(record => record["architecture"] == RuntimeInformation.RuntimeIdentifier);

    private static Dictionary<string, string>[] Read()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "benchmarks", "recorded.tsv"));
        var names = lines[0].Split('\t');
        return [.. lines[1..].Select(line => names.Zip(line.Split('\t')).ToDictionary())];
    }

    private static Dictionary<string, string> Count()
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "benchmarks", "count"), [Machine.Binary])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var messages = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))
                .ToDictionary(pair => pair[0], pair => pair[1])
            : throw new InvalidOperationException($"benchmarks/count ended with {process.ExitCode}:\n{messages.Result}");
    }
}

/// <summary>A fact about a recorded figure; skipped, with the reason, where it cannot be counted or nothing is recorded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CostFactAttribute : FactAttribute
{
    public CostFactAttribute(string figure, Part parts)
    {
        Figure = figure;
        Parts = parts;
        if ((Skip = SkipReason.For(parts)) is null && string.Join("; ", LaunchCost.Missing(figure)) is { Length: > 0 } missing)
        {
            Skip = "Skipped: " + missing;
        }
    }

    public string Figure { get; }

    public Part Parts { get; }
}

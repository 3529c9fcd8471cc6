using System.Globalization;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>
/// A typical launch costs no more than what was written down (<c>benchmarks/recorded.tsv</c>), in figures that do not depend on how
/// fast or how busy the machine is. Who changes the costs on purpose runs <c>benchmarks/record</c>; the difference then shows in
/// the change.
/// </summary>
public sealed class CostTests
{
    private const long LargestSize = 8_000_000;

    /// <summary>Until the hand-over, without loading and the start of the runtime's native part, which depend on what is mounted.</summary>
    [CostFact(LaunchCost.Instructions, Part.Launcher)]
    public void A_typical_launch_takes_no_more_instructions_than_recorded() =>
        LaunchCost.Of(LaunchCost.Instructions).Should().BeLessThanOrEqualTo(
            LaunchCost.Most(LaunchCost.Instructions), "benchmarks/profile shows where they go, benchmarks/record records them");

    /// <summary>The same part of a launch; those of the main thread and of threads that the launcher starts (it starts none).</summary>
    [CostFact(LaunchCost.Calls, Part.Launcher | Part.Tracing)]
    public void A_typical_launch_makes_no_more_system_calls_than_recorded() =>
        LaunchCost.Of(LaunchCost.Calls).Should().BeLessThanOrEqualTo(LaunchCost.Most(LaunchCost.Calls), "benchmarks/record records them");

    [CostFact(LaunchCost.Size, Part.Binary)]
    public void The_executable_is_no_larger_than_recorded() =>
        new FileInfo(Machine.Binary).Length.Should().BeLessThanOrEqualTo(LaunchCost.Most(LaunchCost.Size), "benchmarks/record records it");

    [RequiresFact(Part.Binary)]
    public void The_executable_has_at_most_8_MB() =>
        new FileInfo(Machine.Binary).Length.Should().BeLessThanOrEqualTo(LargestSize);

    /// <summary>A record that nobody can compare with is a guard that is not there.</summary>
    [Fact]
    public void Every_record_is_complete()
    {
        LaunchCost.Records.Select(record => record["architecture"]).Should().BeEquivalentTo("linux-arm64", "linux-x64");
        foreach (var record in LaunchCost.Records)
        {
            string[] counted = [LaunchCost.Instructions, LaunchCost.Calls];
            foreach (var figure in counted.Where(name => record["architecture"] == "linux-x64" || record[name] != LaunchCost.NotCounted)
                .Append(LaunchCost.Size))
            {
                long.Parse(record[figure], CultureInfo.InvariantCulture).Should().BePositive();
            }
        }
    }
}

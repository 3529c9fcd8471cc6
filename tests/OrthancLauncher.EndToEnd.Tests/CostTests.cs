using System.Globalization;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>
/// A typical launch costs what was written down (<c>benchmarks/recorded.tsv</c>), in figures that do not depend on how fast or
/// how busy the machine is. They do depend on the version of .NET and on the processor's kind, so each has a line of its own.
/// Who changes the costs on purpose runs <c>benchmarks/record</c>; the difference then shows in the change.
/// </summary>
public sealed class CostTests
{
    private const double InstructionsTolerance = 0.03;
    private const double SizeTolerance = 0.02;
    private const long LargestSize = 8_000_000;

    /// <summary>
    /// Until the hand-over, without loading and the start of the runtime's native part, which depend on what is mounted.
    /// Fewer instructions than recorded are no error of the launcher, but the record has to keep what was gained.
    /// </summary>
    [CostFact(LaunchCost.Instructions, Part.Launcher)]
    public void A_typical_launch_takes_as_many_instructions_as_recorded()
    {
        var recorded = LaunchCost.Recorded(LaunchCost.Instructions);

        LaunchCost.Of(LaunchCost.Instructions).Should().BeInRange(
            (long)(recorded * (1 - InstructionsTolerance)),
            (long)(recorded * (1 + InstructionsTolerance)),
            "{0} are recorded; benchmarks/profile shows where they go, benchmarks/record records them", recorded);
    }

    /// <summary>The same part of a launch; those of the main thread and of threads that the launcher starts (it starts none).</summary>
    [CostFact(LaunchCost.Calls, Part.Launcher | Part.Tracing)]
    public void A_typical_launch_makes_no_more_system_calls_than_recorded() =>
        LaunchCost.Of(LaunchCost.Calls).Should().BeLessThanOrEqualTo(LaunchCost.Recorded(LaunchCost.Calls), "that many are recorded (benchmarks/record)");

    [CostFact(LaunchCost.Size, Part.Binary)]
    public void The_executable_is_no_larger_than_recorded() =>
        LaunchCost.Of(LaunchCost.Size).Should().BeLessThanOrEqualTo(
            (long)(LaunchCost.Recorded(LaunchCost.Size) * (1 + SizeTolerance)), "that is {0} % more than recorded (benchmarks/record)", 100 * SizeTolerance);

    [RequiresFact(Part.Binary)]
    public void The_executable_has_at_most_8_MB() =>
        new FileInfo(Machine.Binary).Length.Should().BeLessThanOrEqualTo(LargestSize);

    /// <summary>A record that nobody can compare with is a guard that is not there.</summary>
    [Fact]
    public void Every_record_is_complete()
    {
        foreach (var record in LaunchCost.Records)
        {
            record.Values.Should().NotContain("");
            foreach (var figure in new[] { LaunchCost.Instructions, LaunchCost.Calls, LaunchCost.Size })
            {
                long.Parse(record[figure], CultureInfo.InvariantCulture).Should().BePositive();
            }
        }
    }
}

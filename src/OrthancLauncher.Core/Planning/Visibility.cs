using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Planning;

/// <summary>What cannot be seen is not judged.</summary>
internal static class Visibility
{
    /// <summary>Findings that something is absent, which may be where nobody could look.</summary>
    private static readonly Rule[] AboutAbsence =
        [Rules.NoUsers, Rules.PlaceholderLeft, Rules.UnsetVariable, Rules.FileNotFound, Rules.JavaRuntimeMissing,
            Rules.WrongPort];

    /// <summary>Findings about what a configuration lacks, which a part of one need not have.</summary>
    private static readonly Rule[] AboutTheRest = [Rules.NoUsers, Rules.PlaceholderLeft, Rules.JavaRuntimeMissing];

    /// <summary>Findings about files that a start-up script may make.</summary>
    private static readonly Rule[] AboutFiles = [Rules.FileNotFound];

    /// <summary>Reports each place that cannot be seen once.</summary>
    public static void Report(IEnumerable<UnknownSource> sources, FindingList findings)
    {
        foreach (var source in sources.DistinctBy(source => source.Message))
        {
            findings.Add(new Finding(
                Rules.NotKnown, source.IsSuspicious ? Severity.Warning : Severity.Information, source.Message)
            {
                Place = source.Place,
                Remedy = source.Remedy,
            });
        }
    }

    /// <summary>Turns findings into information that rest on something being absent.</summary>
    /// <param name="from">The number of findings that were made before any source was read.</param>
    public static void Lower(LaunchRequest request, FindingList findings, int from)
    {
        if (request.IsFragment)
        {
            findings.Remove(from, AboutTheRest);
        }

        if (request.UnknownSources.Any(source => source.MayHoldSettings)
            || findings.Skip(from).Any(finding => finding.Rule == Rules.NotKnown))
        {
            findings.Lower(from, AboutAbsence);
        }
        else if (LaunchPlan.ScriptOf(request.Context.Variables) is not null)
        {
            findings.Lower(from, AboutFiles);
        }
    }
}

using System.Collections;

namespace OrthancLauncher.Core.Findings;

/// <summary>Collects findings in the order in which they are made.</summary>
/// <param name="minimum">Findings below this severity are not kept, so that nobody pays for texts that nobody reads.</param>
internal sealed class FindingList(Severity minimum = Severity.Information) : IReadOnlyCollection<Finding>
{
    private readonly List<Finding> _findings = [];

    /// <summary>How many findings there are.</summary>
    public int Count => _findings.Count;

    /// <summary>Whether one of the findings forbids a start.</summary>
    public bool HasErrors => HasAtLeast(Severity.Error);

    /// <summary>Whether a finding of this severity would be kept.</summary>
    /// <param name="severity">The severity in question.</param>
    public bool Wants(Severity severity) => severity >= minimum;

    /// <summary>Whether one of the findings is of this severity or above.</summary>
    /// <param name="severity">The severity in question.</param>
    public bool HasAtLeast(Severity severity)
    {
        foreach (var finding in _findings)
        {
            if (finding.Severity >= severity)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds a finding, if its severity is wanted.</summary>
    /// <param name="finding">The finding.</param>
    public void Add(Finding finding)
    {
        if (Wants(finding.Severity))
        {
            _findings.Add(finding);
        }
    }

    /// <summary>Adds several findings, those whose severity is wanted.</summary>
    /// <param name="findings">The findings.</param>
    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Add(finding);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Finding> GetEnumerator() => _findings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

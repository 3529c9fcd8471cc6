using System.Collections;

namespace OrthancLauncher.Core.Findings;

/// <summary>Collects findings in the order in which they are made.</summary>
/// <param name="minimum">Findings below this severity are not kept.</param>
internal sealed class FindingList(Severity minimum = Severity.Information) : IReadOnlyCollection<Finding>
{
    private readonly List<Finding> _findings = [];

    public int Count => _findings.Count;

    public bool HasErrors => _findings.Exists(static finding => finding.Severity == Severity.Error);

    /// <summary>Whether a finding of this severity would be kept; asked before an expensive message is made.</summary>
    public bool Wants(Severity severity) => severity >= minimum;

    public void Add(Finding finding)
    {
        if (Wants(finding.Severity))
        {
            _findings.Add(finding);
        }
    }

    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Add(finding);
        }
    }

    /// <summary>Turns findings of some rules into information.</summary>
    /// <param name="from">The number of findings that stay as they are.</param>
    public void Lower(int from, ReadOnlySpan<Rule> rules)
    {
        for (var i = _findings.Count - 1; i >= from; i--)
        {
            if (_findings[i].Severity == Severity.Information || !rules.Contains(_findings[i].Rule))
            {
                continue;
            }

            if (Wants(Severity.Information))
            {
                _findings[i] = _findings[i] with { Severity = Severity.Information };
            }
            else
            {
                _findings.RemoveAt(i);
            }
        }
    }

    /// <summary>Turns errors into warnings at which Orthanc starts all the same.</summary>
    public void LowerErrors(Predicate<Finding> isHarmless)
    {
        for (var i = _findings.Count - 1; i >= 0; i--)
        {
            if (_findings[i].Severity == Severity.Error && isHarmless(_findings[i]))
            {
                var warning = _findings[i] with { Severity = Severity.Warning };
                _findings.RemoveAt(i);
                if (Wants(warning.Severity))
                {
                    _findings.Insert(i, warning);
                }
            }
        }
    }

    /// <summary>Takes findings of some rules away.</summary>
    /// <param name="from">The number of findings that stay as they are.</param>
    public void Remove(int from, IReadOnlyCollection<Rule> rules)
    {
        for (var i = _findings.Count - 1; i >= from; i--)
        {
            if (rules.Contains(_findings[i].Rule))
            {
                _findings.RemoveAt(i);
            }
        }
    }

    /// <summary>Turns findings into information that somebody accepted, and reports acceptances without effect.</summary>
    public void Accept(IEnumerable<Acceptance> acceptances)
    {
        foreach (var acceptance in acceptances)
        {
            var isUsed = false;
            var isRefused = false;
            for (var i = 0; i < _findings.Count; i++)
            {
                if (!acceptance.Covers(_findings[i]))
                {
                    continue;
                }

                isUsed = true;
                var severity = _findings[i].Severity;
                isRefused |= severity == Severity.Error && acceptance.Rule.IsOfLauncher;
                if (severity == Severity.Warning || (severity == Severity.Error && !acceptance.Rule.IsOfLauncher))
                {
                    _findings[i] = _findings[i] with
                    {
                        Severity = Severity.Information,
                        AcceptedSeverity = severity,
                        IsAcceptedInSource = acceptance.Place is not null,
                    };
                }
            }

            if (isRefused || !isUsed)
            {
                Add(new Finding(
                    Rules.UnusedAcceptance,
                    isRefused ? $"the error {acceptance} cannot be accepted: the launcher itself refuses to start with it"
                        : $"{acceptance} is accepted, but there is no such finding")
                {
                    Place = acceptance.Place,
                    Remedy = isRefused ? "correct what it reports" : "remove the acceptance",
                });
            }
        }
    }

    /// <summary>
    /// Turns all warnings into errors, as <c>--strict</c> asks. It is done once, when all findings are made: until then
    /// an error means that a source could not be read.
    /// </summary>
    public void ApplyStrict()
    {
        for (var i = 0; i < _findings.Count; i++)
        {
            if (_findings[i].Severity == Severity.Warning)
            {
                _findings[i] = _findings[i] with { Severity = Severity.Error };
            }
        }
    }

    public IEnumerator<Finding> GetEnumerator() => _findings.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

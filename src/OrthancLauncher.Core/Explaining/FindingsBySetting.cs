using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;

namespace OrthancLauncher.Core.Explaining;

/// <summary>The findings of a plan, laid beside the settings that they are about.</summary>
internal sealed class FindingsBySetting
{
    private readonly List<(string? Path, Finding Finding)> _all = [];
    private readonly Dictionary<string, List<Finding>> _byPath = new(StringComparer.Ordinal);
    private readonly HashSet<string> _concerned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public FindingsBySetting(LaunchPlan plan, SettingSearch search)
    {
        var excerpts = new SourceExcerpts(plan.Layers, plan.Context.Secrets);
        foreach (var made in plan.Findings)
        {
            // What a value replaced is what an explanation tells anyway.
            if (made.Rule == Rules.Overwritten)
            {
                continue;
            }

            var finding = made.Place is { } place ? made with { Place = plan.Written(place) } : made;

            if (finding.Setting is null || search.Nearest(finding.Setting) is not { Length: > 0 } segments)
            {
                _all.Add((null, finding with { Excerpt = excerpts.Of(made) }));
                continue;
            }

            var path = string.Join('.', segments);
            _all.Add((path, finding));
            if (!_byPath.TryGetValue(path, out var list))
            {
                _byPath[path] = list = [];
            }

            list.Add(finding);
            for (var i = 1; i <= segments.Length; i++)
            {
                _concerned.Add(string.Join('.', segments.AsSpan(0, i)!));
            }
        }
    }

    /// <summary>Whether there is a finding about a setting or about something below it.</summary>
    public bool Concerns(string path) => _concerned.Contains(path);

    /// <summary>The findings about one setting, which then do not remain.</summary>
    public IReadOnlyList<Finding> Take(string path)
    {
        if (!_byPath.TryGetValue(path, out var findings))
        {
            return [];
        }

        _taken.Add(path);
        return findings;
    }

    /// <summary>The findings about no setting that was explained.</summary>
    /// <param name="sourcesOnly">Whether only errors that belong to no setting at all are wanted.</param>
    public IEnumerable<Finding> Remaining(bool sourcesOnly)
    {
        foreach (var (path, finding) in _all)
        {
            if (path is null ? !sourcesOnly || finding.Severity == Severity.Error : !sourcesOnly && !_taken.Contains(path))
            {
                yield return finding;
            }
        }
    }

    /// <summary>How many findings of one severity there are in all.</summary>
    public int Count(Severity severity)
    {
        var count = 0;
        foreach (var (_, finding) in _all)
        {
            count += finding.Severity == severity ? 1 : 0;
        }

        return count;
    }
}

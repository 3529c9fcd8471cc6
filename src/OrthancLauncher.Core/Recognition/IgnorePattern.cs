namespace OrthancLauncher.Core.Recognition;

/// <summary>One line of a <c>.gitignore</c> file.</summary>
internal sealed class IgnorePattern
{
    private readonly string[] _segments;
    private readonly bool _isForFolders;

    /// <summary>Whether it speaks of entries at any depth by their name alone.</summary>
    private readonly bool _isName;

    private IgnorePattern(string text)
    {
        IsNegated = text.StartsWith('!');
        text = IsNegated ? text[1..] : text;
        _isForFolders = text.EndsWith('/');
        text = _isForFolders ? text[..^1] : text;
        _isName = !text.Contains('/', StringComparison.Ordinal);
        _segments = (text.StartsWith('/') ? text[1..] : text).Split('/');
    }

    /// <summary>Whether it takes back what patterns before it ignore.</summary>
    public bool IsNegated { get; }

    /// <summary>The patterns of a file in their order.</summary>
    public static List<IgnorePattern> Parse(string text)
    {
        var patterns = new List<IgnorePattern>();
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            var pattern = WithoutTrailingSpaces(line.EndsWith('\r') ? line[..^1] : line);
            if (pattern.Length > 0 && pattern[0] != '#')
            {
                patterns.Add(new IgnorePattern(pattern));
            }
        }

        return patterns;
    }

    /// <param name="path">The path from the folder of the file.</param>
    public bool Matches(string path, bool isFolder)
    {
        if (_isForFolders && !isFolder)
        {
            return false;
        }

        return _isName
            ? GlobSegment.Matches(_segments[0], path[(path.LastIndexOf('/') + 1)..])
            : MatchesAll(path.Split('/'));
    }

    /// <summary>A space at the end counts only behind a backslash.</summary>
    private static string WithoutTrailingSpaces(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] == ' ' && !(end > 1 && line[end - 2] == '\\'))
        {
            end--;
        }

        return line[..end];
    }

    /// <summary>Matches segment by segment; <c>**</c> stands for any number of them, at the end for at least one.</summary>
    private bool MatchesAll(string[] path)
    {
        var (pattern, at) = (0, 0);
        var (afterStars, resume) = (-1, 0);
        while (at < path.Length)
        {
            if (pattern < _segments.Length && _segments[pattern] == "**")
            {
                (afterStars, resume) = (++pattern, at);
                if (pattern == _segments.Length)
                {
                    return true;
                }
            }
            else if (pattern < _segments.Length && GlobSegment.Matches(_segments[pattern], path[at]))
            {
                pattern++;
                at++;
            }
            else if (afterStars >= 0)
            {
                (pattern, at) = (afterStars, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern == _segments.Length;
    }
}

namespace OrthancLauncher.Core.Recognition;

/// <summary>Which entries of a repository git ignores: the <c>.gitignore</c> files of a folder and of those above it.</summary>
internal sealed class IgnoreRules
{
    public static readonly IgnoreRules None = new(null, "", []);

    private readonly IgnoreRules? _above;
    private readonly string _folder;
    private readonly List<IgnorePattern> _patterns;

    private IgnoreRules(IgnoreRules? above, string folder, List<IgnorePattern> patterns)
    {
        _above = above;
        _folder = folder;
        _patterns = patterns;
    }

    /// <summary>These rules and those of a file in a folder further down.</summary>
    /// <param name="folder">The folder's path, with a slash at its end.</param>
    public IgnoreRules With(string folder, string text) => new(this, folder, IgnorePattern.Parse(text));

    /// <summary>
    /// Whether an entry is ignored; what is in an ignored folder is too, which is not looked at here. The last pattern of the deepest
    /// file that speaks of it decides.
    /// </summary>
    /// <param name="path">The entry's path, in the same form as those of the folders.</param>
    public bool IsIgnored(string path, bool isFolder)
    {
        for (var rules = this; rules is not null; rules = rules._above)
        {
            if (path.StartsWith(rules._folder, StringComparison.Ordinal)
                && rules._patterns.FindLast(pattern => pattern.Matches(path[rules._folder.Length..], isFolder)) is { } last)
            {
                return !last.IsNegated;
            }
        }

        return false;
    }
}

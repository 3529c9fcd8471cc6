using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Core.Naming;

/// <summary>Finds settings whose names are not quite right.</summary>
internal static class SettingNames
{
    /// <summary>Names that people use, which no rule of spelling leads to the right one.</summary>
    private static readonly (string Wrong, string Right)[] UsualNames =
    [
        ("Port", "HttpPort"), ("Aet", "DicomAet"), ("AeTitle", "DicomAet"), ("Users", "RegisteredUsers"),
        ("Modalities", "DicomModalities"), ("Peers", "OrthancPeers"), ("IsDefaultUI", "IsDefaultOrthancUI"),
        ("AuthEnabled", "AuthenticationEnabled"), ("HttpTlsEnabled", "SslEnabled"), ("HttpsEnabled", "SslEnabled"),
        ("TlsEnabled", "SslEnabled"), ("Tls", "SslEnabled"), ("Ssl", "SslEnabled"),
    ];

    /// <summary>Shorter names may be anything.</summary>
    private const int ShortestStem = 10;

    /// <summary>The setting that was probably meant, by spelling or because it alone begins with the name.</summary>
    /// <returns>The name of a setting that the version in use reads, or null.</returns>
    public static string? Suggest(string name, SettingDefinition parent)
    {
        if (parent.MatchIgnoringCaseAndUnderscores(name, out _) is { Exists: true, IsRead: true } similar)
        {
            return similar.Name;
        }

        if (Usual(name, parent) is { } usual)
        {
            return usual;
        }

        var names = parent.Children.Where(static child => child.IsRead).Select(static child => child.Name).ToList();
        return Spelling.Nearest(name, names) ?? (name.Length >= 4 ? OnlyLonger(name, names) : null)
            ?? (name.Length >= ShortestStem + 2 ? OnlyLonger(name[..^1], names) ?? OnlyLonger(name[..^2], names) : null);
    }

    /// <summary>Whether a suggestion differs by case and underscores alone, or is known to be meant.</summary>
    public static bool IsCertain(string name, string suggested, SettingDefinition parent) =>
        Array.Exists(UsualNames, usual => usual.Wrong.Equals(name, StringComparison.OrdinalIgnoreCase) && usual.Right == suggested)
        || parent.MatchIgnoringCaseAndUnderscores(name, out _) is { Exists: true };

    /// <summary>Where the one setting is that has the name of a key at a wrong place.</summary>
    /// <param name="segments">
    /// The key's path. One in a section may belong deeper in it or to the root, one of the root to any section.
    /// </param>
    /// <param name="root">The whole configuration.</param>
    /// <returns>The setting's path, or null where there is none or more than one.</returns>
    public static IReadOnlyList<string>? Misplaced(IReadOnlyList<string> segments, SettingDefinition root)
    {
        var found = new List<IReadOnlyList<string>>();
        for (var i = 0; i < root.ChildCount; i++)
        {
            var section = root.ChildAt(i);
            if (segments.Count == 1 || section.Name == segments[0])
            {
                Collect(section, [section.Name], segments[^1], found);
            }
        }

        return found is [var only] ? only
            : found.Count == 0 && segments.Count > 1 && root.FixedChild(segments[^1]) is { Exists: true, IsRead: true, ChildCount: 0 }
                ? [segments[^1]]
                : null;
    }

    private static void Collect(SettingDefinition parent, IReadOnlyList<string> above, string name, List<IReadOnlyList<string>> found)
    {
        for (var i = 0; i < parent.ChildCount; i++)
        {
            var child = parent.ChildAt(i);
            if (child.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && child is { IsRead: true, IsDeprecated: false })
            {
                found.Add([.. above, child.Name]);
            }

            Collect(child, [.. above, child.Name], name, found);
        }
    }

    private static string? OnlyLonger(string name, List<string> names)
    {
        var longer = names.FindAll(candidate => candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return longer is [var only] ? only : null;
    }

    /// <summary>The setting for which a wrong name is common: by a table, or because only its name ends in that word.</summary>
    /// <returns>The name of a setting of the section, or null.</returns>
    public static string? Usual(string name, SettingDefinition parent)
    {
        foreach (var (wrong, right) in UsualNames)
        {
            if (wrong.Equals(name, StringComparison.OrdinalIgnoreCase) && parent.FixedChild(right) is { Exists: true, IsRead: true })
            {
                return right;
            }
        }

        return name.Length >= 3 ? EndingIn(name, parent) : null;
    }

    /// <summary>The one setting whose name ends in a word; a section is not meant by a piece of its name.</summary>
    private static string? EndingIn(string word, SettingDefinition parent)
    {
        string? found = null;
        for (var i = 0; i < parent.ChildCount; i++)
        {
            var child = parent.ChildAt(i);
            var start = child.Name.Length - word.Length;
            if (start > 0 && child.ChildCount == 0 && child.IsRead && char.IsAsciiLetterUpper(child.Name[start])
                && child.Name.EndsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                if (found is not null)
                {
                    return null;
                }

                found = child.Name;
            }
        }

        return found;
    }
}

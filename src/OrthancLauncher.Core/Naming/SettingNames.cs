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
        ("TlsEnabled", "SslEnabled"), ("Tls", "SslEnabled"),
    ];

    /// <summary>The setting that was probably meant, by spelling or because one name begins the other.</summary>
    /// <returns>The name of a setting of the section, or null.</returns>
    public static string? Suggest(string name, SettingDefinition parent)
    {
        if (parent.MatchIgnoringCaseAndUnderscores(name, out _) is { Exists: true } similar)
        {
            return similar.Name;
        }

        if (Usual(name, parent) is { } usual)
        {
            return usual;
        }

        var names = new List<string>();
        string? longer = null;
        foreach (var child in parent.Children)
        {
            names.Add(child.Name);
            if (name.Length >= 4 && child.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)
                && (longer is null || child.Name.Length < longer.Length))
            {
                longer = child.Name;
            }
        }

        return Spelling.Nearest(name, names) ?? longer;
    }

    /// <summary>The setting for which a wrong name is common: by a table, or because only its name ends in that word.</summary>
    /// <returns>The name of a setting of the section, or null.</returns>
    public static string? Usual(string name, SettingDefinition parent)
    {
        foreach (var (wrong, right) in UsualNames)
        {
            if (wrong.Equals(name, StringComparison.OrdinalIgnoreCase) && parent.FixedChild(right).Exists)
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
            if (start > 0 && child.ChildCount == 0 && char.IsAsciiLetterUpper(child.Name[start])
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

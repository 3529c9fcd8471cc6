using OrthancLauncher.Core.Definitions;

namespace OrthancLauncher.Core.Naming;

/// <summary>The variables that enable plugins, and what is meant by names that are nearly theirs.</summary>
internal sealed class EnablingNames
{
    private const string Suffix = "_ENABLED";
    private const string PluginWord = "_PLUGIN";

    /// <summary>Shorter names are nearly too many words.</summary>
    private const int ShortestToCompare = 5;

    private readonly HashSet<string> _all = new(StringComparer.Ordinal);
    private readonly List<(string Stem, string Variable)> _stems = [];
    private readonly IReadOnlyList<PluginDefinition> _plugins;

    public EnablingNames(IReadOnlyList<PluginDefinition> plugins)
    {
        _plugins = plugins;
        foreach (var plugin in plugins)
        {
            if (plugin.EnablingVariable is { } variable)
            {
                _all.Add(variable);
                _stems.Add((StemOf(variable), variable));
                if (plugin.LegacyEnablingVariable is { } legacy)
                {
                    _all.Add(legacy);
                }
            }
        }
    }

    /// <summary>Those that do not say that they are about a plugin.</summary>
    public IEnumerable<string> Unsuffixed => _stems.Select(static one => one.Variable).Where(static name => !name.Contains(PluginWord));

    /// <summary>The variables by the letters of what a plugin is called. Most starts have no name that asks for it.</summary>
    private Dictionary<string, string> ByName => field ??= Names(_plugins);

    public bool Contains(string name) => _all.Contains(name);

    /// <summary>The variable that is meant by a name, or null if the name is not about a plugin that is known.</summary>
    public string? Find(string name)
    {
        if (PluginOf(name) is { Length: > 0 } stem)
        {
            return ByName.GetValueOrDefault(Letters(stem)) ?? Nearest(stem) ?? ByWords(stem.Split('_'));
        }

        // Without the word plugin the name must be exact, and more than one word: PYTHON_ENABLED may be anybody's.
        stem = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : "";
        return stem.Contains('_', StringComparison.Ordinal) && _stems.Find(one => one.Stem == stem) is { Variable: { } variable }
            ? variable : null;
    }

    private static Dictionary<string, string> Names(IEnumerable<PluginDefinition> plugins)
    {
        // Names under which plugins are known elsewhere.
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WEBVIEWER"] = "ORTHANC_WEB_VIEWER_PLUGIN_ENABLED",
            ["OE2"] = "ORTHANC_EXPLORER_2_ENABLED",
            ["MODALITYWORKLISTS"] = "WORKLISTS_PLUGIN_ENABLED",
            ["TRANSFERSACCELERATOR"] = "TRANSFERS_PLUGIN_ENABLED",
            ["GCS"] = "GOOGLE_CLOUD_STORAGE_PLUGIN_ENABLED",
        };
        var sections = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var plugin in plugins)
        {
            if (plugin.EnablingVariable is not { } variable)
            {
                continue;
            }

            names[Letters(StemOf(variable))] = variable;
            names.TryAdd(Letters(plugin.Name), variable);
            if (plugin.LegacyEnablingVariable is { } legacy)
            {
                names.TryAdd(Letters(StemOf(legacy)), variable);
            }

            // A section of several plugins tells none of them.
            var section = Letters(plugin.Section);
            sections[section] = sections.ContainsKey(section) ? null : variable;
        }

        foreach (var (section, variable) in sections)
        {
            if (variable is not null)
            {
                names.TryAdd(section, variable);
            }
        }

        return names;
    }

    /// <summary>What a name says to enable, or null if it is not about a plugin: DICOM_WEB of DICOM_WEB_PLUGIN_ENABLE.</summary>
    private static string? PluginOf(string name)
    {
        const string verb = "ENABLE_";
        if (name.StartsWith(verb, StringComparison.Ordinal) && name.EndsWith(PluginWord, StringComparison.Ordinal)
            && name.Length > verb.Length + PluginWord.Length)
        {
            return name[verb.Length..^PluginWord.Length];
        }

        var end = name.LastIndexOf(PluginWord, StringComparison.Ordinal);
        if (end <= 0)
        {
            return null;
        }

        var rest = name[(end + PluginWord.Length)..];
        rest = rest.StartsWith("S_", StringComparison.Ordinal) ? rest[2..] : rest.TrimStart('_');
        return rest.Length > 4 && Spelling.Distance(rest, Suffix[1..]) <= 2 ? name[..end] : null;
    }

    private string? Nearest(string stem) =>
        stem.Length >= ShortestToCompare && Spelling.Nearest(stem, _stems.Select(static one => one.Stem)) is { } nearest
            ? _stems.Find(one => one.Stem == nearest).Variable
            : null;

    /// <summary>The one plugin whose name contains all words, such as <c>AWS_S3</c> for <c>AWS_S3_STORAGE</c>.</summary>
    private string? ByWords(string[] words)
    {
        string? found = null;
        foreach (var (stem, variable) in _stems)
        {
            var known = stem.Split('_');
            if (Array.TrueForAll(words, word => Array.Exists(known, other => IsBeginning(word, other))))
            {
                if (found is not null)
                {
                    return null;
                }

                found = variable;
            }
        }

        return found;
    }

    private static bool IsBeginning(string word, string of) =>
        word == of || (word.Length >= 4 && of.StartsWith(word, StringComparison.Ordinal));

    private static string StemOf(string variable)
    {
        var stem = variable.EndsWith(Suffix, StringComparison.Ordinal) ? variable[..^Suffix.Length] : variable;
        return stem.EndsWith(PluginWord, StringComparison.Ordinal) ? stem[..^PluginWord.Length] : stem;
    }

    private static string Letters(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}

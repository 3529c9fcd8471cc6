using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;

namespace OrthancLauncher.Core.Naming;

/// <summary>
/// Between the names of variables and the paths of settings, in both directions. An instance remembers what it has found
/// out and belongs to one thread.
/// </summary>
/// <param name="definitions">Aliases, legacy names and the catalogue.</param>
internal sealed class VariableNaming(LauncherDefinitions definitions)
{
    /// <summary>What the names of variables for settings begin with.</summary>
    public const string Prefix = "ORTHANC__";

    /// <summary>The suffix of a variable that names the secret with the value.</summary>
    public const string SecretSuffix = "_SECRET";

    /// <summary>The same by the convention of other images; its value is always a path.</summary>
    public const string FileSuffix = "_FILE";

    /// <summary>What the names of the launcher's own options begin with.</summary>
    public const string OptionPrefix = "ORTHANC_LAUNCHER_";

    private readonly Dictionary<string, VariableName> _resolved = new(StringComparer.Ordinal);
    private NearMisses? _nearMisses;

    /// <summary>Whether a variable or secret of this name carries a setting, well spelt or not.</summary>
    public bool IsSettingVariable(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        || definitions.FindAlias(name) is not null
        || definitions.FindLegacyName(name) is not null;

    /// <summary>Whether a variable is one that a launcher alone reads, or nearly has the name of one.</summary>
    public bool IsForLauncher(string name) => IsSettingVariable(name)
        || (SpecialVariables.Contains(name) && name != SpecialVariables.Allocator)
        || definitions.Plugins.Any(plugin => plugin.IsEnabledBy(name)) || NearMiss(name) is not null;

    /// <summary>The variable whose value a secret or file holds, if the name is that of a pointer to one.</summary>
    /// <param name="name">The variable's name.</param>
    /// <param name="value">Its value, if it is known: that of <c>…_FILE</c> must be an absolute path.</param>
    /// <returns>The name without <c>_SECRET</c> or <c>_FILE</c>, or null if the name is no such pointer.</returns>
    public string? PointedVariable(string name, string? value = null)
    {
        if (name.EndsWith(FileSuffix, StringComparison.Ordinal))
        {
            return value?.StartsWith('/') != false ? PointedByFile(name) : null;
        }

        if (!name.EndsWith(SecretSuffix, StringComparison.Ordinal))
        {
            return null;
        }

        var target = name[..^SecretSuffix.Length];
        if (target != SpecialVariables.Password && (!IsSettingVariable(target) || target == Prefix))
        {
            return null;
        }

        // AUTHORIZED_USER_CLIENT_SECRET is the name of a setting itself.
        return IsSettingVariable(name) && IsFixedSetting(Resolve(name, out _)) ? null : target;
    }

    private string? PointedByFile(string name)
    {
        var target = name[..^FileSuffix.Length];
        if (target == SpecialVariables.Password)
        {
            return target;
        }

        if (!IsSettingVariable(target) || target == Prefix || Resolve(target, out _) is not { Definition.Exists: true } found)
        {
            return null;
        }

        // Of the legacy names only those of secrets: NAME_FILE and PEERS_FILE may be anybody's.
        var isOurs = found.Origin != NameOrigin.Legacy || found.Definition.IsSecret;
        return !isOurs || (IsSettingVariable(name) && IsFixedSetting(Resolve(name, out _))) ? null : target;
    }

    /// <param name="name">The variable's name, for which <see cref="IsSettingVariable"/> holds.</param>
    /// <param name="malformed">What is wrong with the name, or null.</param>
    /// <returns>The setting, or null when the name is malformed.</returns>
    public VariableName? Resolve(string name, out string? malformed)
    {
        malformed = null;
        // One name is asked for several times: whether it is known, what it points to, and what it means.
        if (_resolved.TryGetValue(name, out var known))
        {
            return known;
        }

        var resolved = Understand(name, out malformed);
        if (resolved is not null)
        {
            _resolved.Add(name, resolved);
        }

        return resolved;
    }

    internal VariableName? Understand(string name, out string? malformed)
    {
        malformed = null;
        if (definitions.FindAlias(name) is { } aliased)
        {
            return FromTable(name, aliased, NameOrigin.Alias);
        }

        if (definitions.FindLegacyName(name) is { } legacy)
        {
            return FromTable(name, legacy, NameOrigin.Legacy);
        }

        var segments = name[Prefix.Length..].Split("__");
        malformed = MalformedReason(segments);
        return malformed is null ? ByRule(name, segments) : null;
    }

    /// <summary>The name that this variable should have had, if it is nearly that of something.</summary>
    /// <returns>The right name, or null if there is nothing to say.</returns>
    public string? NearMiss(string name) => (_nearMisses ??= new NearMisses(definitions, this)).Find(name);

    /// <summary>
    /// The variable to set for a setting: one that leads to the setting by the rule alone, and otherwise the spelling that people expect
    /// (runs of capitals are one word).
    /// </summary>
    /// <returns>The name, or null when no variable leads to this path.</returns>
    public string? ToVariable(IReadOnlyList<string> segments)
    {
        var dotted = SettingPath.Join(segments);
        string? alias = null;
        foreach (var (name, path) in definitions.Aliases)
        {
            if (path == dotted && name.StartsWith(Prefix, StringComparison.Ordinal)
                && (alias is null || string.CompareOrdinal(name, alias) < 0))
            {
                alias = name;
            }
        }

        var expected = NameOf(segments, runsAreWords: true);
        var literal = NameOf(segments, runsAreWords: false);
        return alias ?? Leading(dotted, expected, isExact: true) ?? Leading(dotted, literal, isExact: true) ?? Leading(dotted, expected)
            ?? Leading(dotted, literal);
    }

    /// <summary>A segment of a variable's name by the standard rule: <c>DICOM_WEB</c> becomes <c>DicomWeb</c>.</summary>
    /// <param name="segment">The segment, without empty words.</param>
    public static string StandardSegment(string segment)
    {
        var builder = new StringBuilder(segment.Length);
        var first = true;
        foreach (var c in segment)
        {
            if (c == '_')
            {
                first = true;
                continue;
            }

            builder.Append(first ? c : char.ToLowerInvariant(c));
            first = false;
        }

        return builder.ToString();
    }

    private VariableName FromTable(string name, string dotted, NameOrigin origin)
    {
        var segments = SettingPath.Split(dotted);
        return new VariableName(name, segments, origin, definitions.Catalogue.Find(segments));
    }

    private static string? MalformedReason(string[] segments)
    {
        foreach (var segment in segments)
        {
            if (segment.Length == 0)
            {
                return "two underscores separate two names, and one of them is empty";
            }

            if (segment[0] == '_' || segment[^1] == '_')
            {
                return "it has an underscore too many";
            }
        }

        return null;
    }

    private VariableName ByRule(string name, string[] segments)
    {
        var path = new string[segments.Length];
        var definition = definitions.Catalogue.Root;
        var inexact = false;
        for (var i = 0; i < segments.Length; i++)
        {
            path[i] = StandardSegment(segments[i]);
            var exact = definition.FixedChild(path[i]);
            if (!exact.Exists)
            {
                var similar = definition.MatchIgnoringCaseAndUnderscores(segments[i], out _);
                if (similar.Exists)
                {
                    path[i] = similar.Name;
                    exact = similar;
                    inexact = true;
                }
            }

            definition = exact.Exists ? exact : definition.Wildcard;
        }

        var origin = !definition.Exists ? NameOrigin.Unknown : inexact ? NameOrigin.Inexact : NameOrigin.Standard;
        return new VariableName(name, path, origin, definition);
    }

    /// <summary>Whether a name leads to a key that the catalogue lists, rather than to one of the user's own.</summary>
    internal static bool IsFixedSetting(VariableName? name) =>
        name is { Definition.Exists: true } && name.Definition.Name == name.Segments[^1];

    private string? Leading(string dotted, string? name, bool isExact = false) =>
        name is not null && Resolve(name, out _) is { } resolved && resolved.Path == dotted
            && (!isExact || resolved.Origin != NameOrigin.Inexact) ? name : null;

    private static string? NameOf(IReadOnlyList<string> segments, bool runsAreWords)
    {
        var builder = new StringBuilder(Prefix);
        for (var i = 0; i < segments.Count; i++)
        {
            builder.Append(i == 0 ? "" : "__");
            if (!AppendWords(builder, segments[i], runsAreWords))
            {
                return null;
            }
        }

        return builder.ToString();
    }

    /// <summary>Adds a segment in capitals, with an underscore before each new word.</summary>
    private static bool AppendWords(StringBuilder builder, string segment, bool runsAreWords)
    {
        var start = builder.Length;
        for (var i = 0; i < segment.Length; i++)
        {
            var c = segment[i];
            if (c is '_' or '-')
            {
                if (builder.Length > start && builder[^1] != '_')
                {
                    builder.Append('_');
                }

                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }

            var inRun = i > 0 && char.IsAsciiLetterUpper(segment[i - 1]);
            var endsRun = i + 1 < segment.Length && char.IsAsciiLetterLower(segment[i + 1]);
            var newWord = i > 0 && char.IsAsciiLetterUpper(c) && (!inRun || !runsAreWords || endsRun);
            if (newWord && builder[^1] != '_')
            {
                builder.Append('_');
            }

            builder.Append(char.ToUpperInvariant(c));
        }

        return builder.Length > start && builder[^1] != '_';
    }
}

using OrthancLauncher.Core.Definitions;

namespace OrthancLauncher.Core.Naming;

/// <summary>Finds the right name of a variable or secret whose name is nearly that of something.</summary>
/// <remarks>Names of other programs are many, so that a name must begin or end like ours before it is compared.</remarks>
internal sealed class NearMisses(LauncherDefinitions definitions, VariableNaming naming)
{
    private const string Word = "ORTHANC";
    private const string SinglePrefix = Word + "_";

    /// <summary>Of a variable's own length; a name as short as <c>LOGDIR</c> is nearly that of many other programs' variables.</summary>
    private const int LettersForEachMistake = 8;

    /// <summary>Special variables whose names are too common for others to be compared with them.</summary>
    private static readonly string[] CommonNames = ["LOGDIR", "LOGFILE"];

    private readonly EnablingNames _enabling = new(definitions.Plugins);
    private string[]? _ownNames;

    /// <summary>The name that a variable should have had.</summary>
    /// <returns>Null if there is nothing to say.</returns>
    public string? Find(string name)
    {
        if (HasEffect(name))
        {
            return null;
        }

        var upper = Tidied(name);
        if (upper.StartsWith(SinglePrefix, StringComparison.Ordinal) && HasEffect(upper))
        {
            return Canonical(upper);
        }

        return Prefixed(upper, isExact: upper == name) ?? OwnName(upper) ?? _enabling.Find(upper) ?? WithoutPrefix(upper);
    }

    private static bool IsPrefixed(string name) => name.StartsWith(VariableNaming.Prefix, StringComparison.Ordinal);

    /// <summary>The name as the launcher's names are written: capitals, underscores, nothing around it.</summary>
    private static string Tidied(string name)
    {
        var plain = name.AsSpan().Trim(" \t\"'");
        plain = plain.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) ? plain[..^4] : plain;
        return plain.ToString().ToUpperInvariant().Replace('-', '_').Replace('.', '_');
    }

    private bool HasEffect(string name) =>
        SpecialVariables.Contains(name) || definitions.FindAlias(name) is not null || definitions.FindLegacyName(name) is not null
        || _enabling.Contains(name) || IsKnownSetting(name);

    private bool IsKnownSetting(string name) =>
        IsPrefixed(name) && naming.Resolve(naming.PointedVariable(name) ?? name, out _) is { Definition.Exists: true };

    /// <summary>The spelling by the rule of a name that leads to a setting, where one can be told.</summary>
    private string Canonical(string name) =>
        IsPrefixed(name) && naming.PointedVariable(name) is null
        && naming.Resolve(name, out _) is { Origin: NameOrigin.Inexact } inexact && VariableNaming.IsFixedSetting(inexact)
            ? naming.ToVariable(inexact.Segments) ?? name
            : name;

    /// <summary>What is meant by a name whose first word is ours or nearly ours.</summary>
    private string? Prefixed(string name, bool isExact)
    {
        var end = name.IndexOf('_', StringComparison.Ordinal);
        if (end < 0 || (name[..end] != Word && !IsNearly(name[..end], Word, 2)))
        {
            return null;
        }

        var rest = name[end..].TrimStart('_');
        var isDouble = name.AsSpan(end).StartsWith("__");
        var isRight = isExact && isDouble && name[..end] == Word;
        if (rest.Length == 0 || (isRight && name.AsSpan(end).StartsWith("___")))
        {
            return null;
        }

        return OfSetting(VariableNaming.Prefix + rest, isRight) ?? OfSpecial(rest, isDouble && name[..end] == Word)
            ?? (isDouble && !isRight && naming.Understand(VariableNaming.Prefix + rest, out _) is not null
                ? VariableNaming.Prefix + rest
                : null)
            ?? (isRight ? null : NearlySetting(rest));
    }

    private string? OfSetting(string candidate, bool isRight)
    {
        if (!isRight && (definitions.FindAlias(candidate) is not null || IsKnownSetting(candidate)))
        {
            return Canonical(candidate);
        }

        return WithOneMoreUnderscore(candidate);
    }

    /// <summary>A variable of its own to which our prefix was added.</summary>
    private string? OfSpecial(string rest, bool hasDoublePrefix)
    {
        if (SpecialVariables.All.Contains(rest) || _enabling.Contains(rest))
        {
            return rest;
        }

        var end = rest.IndexOf('_', StringComparison.Ordinal);
        return end > 0 && IsNearly(rest[..end], "LAUNCHER", 2) ? VariableNaming.OptionPrefix + rest[(end + 1)..]
            : OwnName(SinglePrefix + rest) ?? _enabling.Find(rest) ?? (hasDoublePrefix ? OwnName(rest) : null);
    }

    /// <summary>A setting of the root whose name has a letter or two wrong, or for which a wrong name is common.</summary>
    private string? NearlySetting(string rest)
    {
        if (rest.Contains("__", StringComparison.Ordinal) || rest.EndsWith('_'))
        {
            return null;
        }

        var name = VariableNaming.StandardSegment(rest);
        var root = definitions.Catalogue.Root;
        // ORTHANC_PORT, ORTHANC_HOST and the like belong to programs that talk to Orthanc.
        var meant = name is "Aet" or "Users" or "Modalities" or "Peers" ? SettingNames.Usual(name, root) : null;
        if (meant is null && name.Length >= LettersForEachMistake)
        {
            var nearest = Spelling.Nearest(name, root.ChildNames);
            meant = nearest is not null && IsNearly(name, nearest, name.Length / LettersForEachMistake) ? nearest : null;
        }

        return meant is null ? null : naming.ToVariable([meant]);
    }

    /// <summary>A variable with an effect of its own of which some letters are wrong.</summary>
    private string? OwnName(string name)
    {
        _ownNames ??= [.. SpecialVariables.All.Except(CommonNames), .. _enabling.Unsuffixed];
        // What is longer than the name by a mistake or two may have one mistake more.
        var most = Math.Min(Spelling.MostChanges(name), Math.Max(1, (name.Length / LettersForEachMistake) + 1));
        var nearest = Spelling.Nearest(name, _ownNames, most);
        return nearest is not null && IsNearly(name, nearest, Math.Max(1, nearest.Length / LettersForEachMistake)) ? nearest : null;
    }

    /// <summary>A setting below a section, without our prefix: <c>DICOM_WEB__ROOT</c>.</summary>
    private string? WithoutPrefix(string name)
    {
        if (IsPrefixed(name) || name.IndexOf("__", StringComparison.Ordinal) is not > 0)
        {
            return null;
        }

        var candidate = VariableNaming.Prefix + name;
        return VariableNaming.IsFixedSetting(naming.Resolve(naming.PointedVariable(candidate) ?? candidate, out _))
            ? Canonical(candidate) : null;
    }

    private static bool IsNearly(string word, string right, int most) =>
        Math.Abs(word.Length - right.Length) <= most && Spelling.Distance(word, right, most + 1) <= most;

    private string? WithOneMoreUnderscore(string name)
    {
        for (var i = name.IndexOf('_', VariableNaming.Prefix.Length); i >= 0; i = name.IndexOf('_', i + 1))
        {
            var candidate = name.Insert(i, "_");
            if (VariableNaming.IsFixedSetting(naming.Understand(candidate, out _)))
            {
                return candidate;
            }
        }

        return null;
    }
}

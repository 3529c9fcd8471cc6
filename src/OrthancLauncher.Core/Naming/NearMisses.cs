using OrthancLauncher.Core.Definitions;

namespace OrthancLauncher.Core.Naming;

/// <summary>Finds the right name of a variable whose name is nearly that of something.</summary>
internal static class NearMisses
{
    private const string SinglePrefix = "ORTHANC_";
    private const string EnablingSuffix = "_PLUGIN_ENABLED";

    /// <summary>The name that a variable should have had.</summary>
    /// <returns>Null if there is nothing to say.</returns>
    public static string? Find(string name, LauncherDefinitions definitions, VariableNaming naming)
    {
        if (name.EndsWith(EnablingSuffix, StringComparison.Ordinal) && !IsPrefixed(name))
        {
            return NearestEnablingVariable(name, definitions);
        }

        if (!name.StartsWith(SinglePrefix, StringComparison.OrdinalIgnoreCase) || definitions.FindAlias(name) is not null
            || SpecialVariables.Contains(name))
        {
            return null;
        }

        if (!name.StartsWith(SinglePrefix, StringComparison.Ordinal))
        {
            var upper = name.ToUpperInvariant();
            return SpecialVariables.Contains(upper) || (IsPrefixed(upper) && IsKnown(upper, definitions, naming)) ? upper : null;
        }

        if (!IsPrefixed(name))
        {
            var added = SinglePrefix + "_" + name[SinglePrefix.Length..];
            return IsKnown(added, definitions, naming) ? added : WithOneMoreUnderscore(added, naming) ?? NearestSpecial(name, definitions);
        }

        if (IsKnown(name, definitions, naming))
        {
            return null;
        }

        var special = SinglePrefix + name[VariableNaming.Prefix.Length..];
        return SpecialVariables.Contains(special) ? special : WithOneMoreUnderscore(name, naming);
    }

    private static bool IsPrefixed(string name) => name.StartsWith(VariableNaming.Prefix, StringComparison.Ordinal);

    private static string? NearestEnablingVariable(string name, LauncherDefinitions definitions)
    {
        var names = new List<string>();
        foreach (var plugin in definitions.Plugins)
        {
            if (plugin.EnablingVariable == name || plugin.LegacyEnablingVariable == name)
            {
                return null;
            }

            if (plugin.EnablingVariable is not null)
            {
                names.Add(plugin.EnablingVariable);
            }
        }

        return Spelling.Nearest(name, names);
    }

    /// <summary>A special variable of which one or two letters are wrong; only for names that begin like ours.</summary>
    private static string? NearestSpecial(string name, LauncherDefinitions definitions)
    {
        var names = new List<string> { SpecialVariables.WholeConfiguration, SpecialVariables.Password };
        foreach (var plugin in definitions.Plugins)
        {
            if (plugin.EnablingVariable?.StartsWith(SinglePrefix, StringComparison.Ordinal) == true)
            {
                names.Add(plugin.EnablingVariable);
            }
        }

        var nearest = names.Contains(name) ? null : Spelling.Nearest(name, names);
        return nearest is not null && Spelling.Distance(name, nearest) <= 2 ? nearest : null;
    }

    private static bool IsKnown(string name, LauncherDefinitions definitions, VariableNaming naming) =>
        definitions.FindAlias(name) is not null
        || (IsPrefixed(name) && naming.Resolve(naming.PointedVariable(name) ?? name, out _) is { Definition.Exists: true });

    private static string? WithOneMoreUnderscore(string name, VariableNaming naming)
    {
        for (var i = VariableNaming.Prefix.Length + 1; i < name.Length - 1; i++)
        {
            if (name[i] != '_' || name[i - 1] == '_' || name[i + 1] == '_')
            {
                continue;
            }

            var candidate = name[..i] + "_" + name[i..];
            if (VariableNaming.IsFixedSetting(naming.Understand(candidate, out _)))
            {
                return candidate;
            }
        }

        return null;
    }
}

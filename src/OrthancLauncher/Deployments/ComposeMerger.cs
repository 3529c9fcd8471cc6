namespace OrthancLauncher.Deployments;

/// <summary>Merges what compose files say, and services with those that they extend, by the rules of compose.</summary>
internal static class ComposeMerger
{
    private const string OverrideTag = "!override";

    /// <summary>Parts of a service to which each file adds; the same variable, target or path is replaced.</summary>
    private static readonly string[] Added =
    [
        "annotations", "configs", "dns", "dns_opt", "dns_search", "env_file", "environment", "extra_hosts", "labels", "secrets", "sysctls",
        "tmpfs", "volumes",
    ];

    /// <summary>Parts of a service that a later file replaces as a whole.</summary>
    private static readonly string[] Replaced = ["build", "command", "entrypoint", "healthcheck", "logging", "depends_on", "networks"];

    /// <param name="below">What is said first.</param>
    /// <param name="above">What is said later.</param>
    /// <param name="level">How many keys lead to both: 0 for a whole file, 2 for a service.</param>
    /// <exception cref="DeploymentException">One is a mapping or list and the other is not.</exception>
    public static YamlNode Merge(YamlNode below, YamlNode above, int level = 0, string section = "", string key = "")
    {
        var isOfService = section == "services" && level == 3;
        if (new YamlValue(above).IsNull && !(isOfService && key is "command" or "entrypoint"))
        {
            return below;
        }

        if (above.Tag == OverrideTag || new YamlValue(below).IsNull)
        {
            return above;
        }

        if (isOfService && Array.IndexOf(Added, key) >= 0)
        {
            return new YamlParts(below, above);
        }

        if (isOfService && Array.IndexOf(Replaced, key) >= 0)
        {
            return key is "command" or "entrypoint" || below is not YamlMapping ? above : MergeMappings(below, above, level, section);
        }

        return below switch
        {
            YamlMapping => MergeMappings(below, above, level, section),
            YamlSequence or YamlParts when above is not (YamlSequence or YamlParts) => throw Mismatch(above, "a list"),
            YamlSequence or YamlParts => new YamlParts(below, above),
            _ when above is YamlMapping => throw Mismatch(above, "a single value"),
            _ => above,
        };
    }

    private static YamlNode MergeMappings(YamlNode below, YamlNode above, int level, string section)
    {
        if (above is not YamlMapping)
        {
            return level > 3 || above is YamlSequence ? above : throw Mismatch(above, "a mapping");
        }

        var members = new YamlValue(below).Members.ToDictionary(member => member.Key, Pair, StringComparer.Ordinal);
        var order = members.Keys.ToList();
        foreach (var member in new YamlValue(above).AllMembers)
        {
            if (member.Value.IsReset)
            {
                members.Remove(member.Key);
                order.Remove(member.Key);
            }
            else if (!members.TryGetValue(member.Key, out var existing) || member.Key.StartsWith("x-", StringComparison.Ordinal))
            {
                members[member.Key] = Pair(member);
                order.Remove(member.Key);
                order.Add(member.Key);
            }
            else
            {
                var value = Merge(existing.Value, member.Value.Node!, level + 1, level == 0 ? member.Key : section, member.Key);
                members[member.Key] = new YamlPair(member.KeyNode, value);
            }
        }

        var merged = new YamlMapping(above.File, above.Start);
        merged.Children.AddRange(order.Select(name => members[name]));
        return merged;
    }

    /// <summary>A mapping without some of its members.</summary>
    public static YamlMapping Without(YamlValue mapping, params string[] keys)
    {
        var rest = new YamlMapping(mapping.File, mapping.Node!.Start, mapping.Node.Tag);
        rest.Children.AddRange(mapping.AllMembers.Where(member => Array.IndexOf(keys, member.Key) < 0).Select(Pair));
        return rest;
    }

    /// <summary>A mapping with a member replaced or added.</summary>
    public static YamlMapping With(YamlValue mapping, string key, YamlNode value)
    {
        var changed = Without(mapping, key);
        var name = new YamlScalar(value.File, value.Start, key, YamlDotNet.Core.ScalarStyle.DoubleQuoted, null);
        changed.Children.Add(new YamlPair(name, value));
        return changed;
    }

    private static YamlPair Pair(YamlMember member) => new(member.KeyNode, member.Value.Node!);

    private static DeploymentException Mismatch(YamlNode above, string expected) =>
        new YamlValue(above).Error($"this cannot be merged: the file before has {expected} here");
}

using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

internal sealed record YamlMember(string Key, YamlValue Value, YamlNode KeyNode)
{
    /// <summary>Where the key is written.</summary>
    public Place KeyPlace => KeyNode.File.PlaceOf(KeyNode.Start);
}

/// <summary>One value in a YAML file, or no value at all.</summary>
/// <param name="File">The file; where there is no value, the one in which it could be.</param>
/// <param name="Node">The value's node, or null for no value.</param>
internal sealed record YamlValue(YamlFile File, YamlNode? Node)
{
    private const string MergeKey = "<<";

    /// <summary>The tag of compose for what is taken away.</summary>
    private const string ResetTag = "!reset";

    /// <summary>Merging the same mappings again and again can make few lines into millions of members.</summary>
    private const int MaximumMembers = 100_000;

    public YamlValue(YamlNode node)
        : this(node.File, node)
    {
    }

    /// <summary>Whether there is a value; an explicit null is one.</summary>
    public bool Exists => Node is not null;

    /// <summary>Whether there is no value, or null.</summary>
    public bool IsNull => Node is null || (Node is YamlScalar { IsPlain: true } scalar && YamlScalars.IsNull(scalar));

    public bool IsMapping => Node is YamlMapping;

    public bool IsSequence => Node is YamlSequence;

    /// <summary>Whether it is a single value.</summary>
    public bool IsScalar => Node is YamlScalar;

    /// <summary>Whether it is a single value without quotes, which may be something else than text.</summary>
    public bool IsPlain => Node is YamlScalar { IsPlain: true, Tag: null };

    /// <summary>Where it is written.</summary>
    public Place Place => Node is null ? File.Start : File.PlaceOf(Node.Start);

    /// <summary>The text of a single value as it is written, or null for anything else.</summary>
    public string? Text => IsNull ? null : (Node as YamlScalar)?.Value;

    /// <summary>Whether variables were to be inserted of which nobody told the value.</summary>
    public bool HasUnset => (Node as YamlScalar)?.Inserted?.Unset.Any(static unset => unset.Name is not null) == true;

    /// <summary>The value with a placeholder for each variable that is not set.</summary>
    /// <param name="from">Where the value begins in the text.</param>
    public YamlValue WithPlaceholders(int from = 0) =>
        HasUnset && Node is YamlScalar { Inserted: { } inserted } scalar ? new(scalar.With(inserted.WithPlaceholders(from))) : this;

    /// <summary>Where each part of a single value's text is written, or null for anything else.</summary>
    /// <param name="skipped">As many characters of the text are left out at its beginning.</param>
    public Origin? Origin(int skipped = 0) => Node is YamlScalar scalar ? ScalarOrigin.Of(scalar, skipped) : null;

    /// <summary>The elements of a sequence; none of anything else.</summary>
    public IEnumerable<YamlValue> Elements =>
        Node is YamlSequence sequence ? sequence.Children.Select(child => new YamlValue(child)) : [];

    /// <summary>What each of the merged files says of it; the value itself where it was not merged.</summary>
    public IEnumerable<YamlValue> Parts => Node switch
    {
        null => [],
        YamlParts parts => [.. new YamlValue(parts.First).Parts, .. new YamlValue(parts.Second).Parts],
        var node => [new YamlValue(node)],
    };

    /// <summary>Whether compose takes away what is there.</summary>
    public bool IsReset => Node?.Tag == ResetTag;

    /// <summary>The members of a mapping, merge keys followed; none of anything else.</summary>
    /// <exception cref="DeploymentException">A key is not a string, or a merge key names something else than mappings.</exception>
    public IReadOnlyList<YamlMember> Members
    {
        get
        {
            var members = AllMembers;
            members.RemoveAll(static member => member.Value.IsReset);
            return members;
        }
    }

    /// <summary>The members, those that are taken away included.</summary>
    /// <exception cref="DeploymentException">A key is not a string, or a merge key names something else than mappings.</exception>
    public List<YamlMember> AllMembers
    {
        get
        {
            var members = new List<YamlMember>();
            if (Node is YamlMapping mapping)
            {
                Collect(mapping, members, [], new HashSet<YamlNode>(ReferenceEqualityComparer.Instance));
            }

            return members;
        }
    }

    /// <summary>The member of a mapping, or no value.</summary>
    public YamlValue this[string key]
    {
        get
        {
            // What a mapping says itself counts before what it merges; only that needs all members.
            var pairs = (Node as YamlMapping)?.Children ?? [];
            var own = pairs.Find(pair => pair.Key is YamlScalar { Value: var name } && name == key && name != MergeKey)
                ?? (pairs.Exists(static pair => pair.Key is YamlScalar { Value: MergeKey }) ? Merged(key) : null);
            return own is null || new YamlValue(own.Value).IsReset ? new YamlValue(File, null) : new YamlValue(own.Value);
        }
    }

    private YamlPair? Merged(string key) =>
        Members.FirstOrDefault(member => member.Key == key) is { } member ? new YamlPair(member.KeyNode, member.Value.Node!) : null;

    /// <summary>Whether a member says true.</summary>
    public bool IsTrue(string key) => YamlScalars.IsTrue(this[key].Text);

    /// <summary>An error about this value.</summary>
    public DeploymentException Error(string message, string? remedy = null) => new(Place, message, remedy);

    private static void Collect(YamlMapping mapping, List<YamlMember> members, HashSet<string> names, HashSet<YamlNode> merged)
    {
        if (!merged.Add(mapping))
        {
            // Merging the same mapping again adds nothing, and one that merges itself would never end.
            return;
        }

        YamlNode? further = null;
        foreach (var pair in mapping.Children)
        {
            if (pair.Key is not YamlScalar { Value: var key })
            {
                throw new YamlValue(pair.Key).Error("mapping keys must be strings");
            }

            if (key == MergeKey && pair.Key is YamlScalar { IsPlain: true })
            {
                further = pair.Value;
            }
            else if (names.Add(key))
            {
                members.Add(new(key, new YamlValue(pair.Value), pair.Key));
                if (members.Count > MaximumMembers)
                {
                    throw new YamlValue(pair.Key).Error($"a mapping has more than {MaximumMembers} members");
                }
            }
        }

        // What a mapping says itself counts, wherever its merge key stands; of what is merged, the first.
        foreach (var other in further is YamlSequence several ? several.Children : further is null ? [] : [further])
        {
            if (other is not YamlMapping another)
            {
                throw new YamlValue(other).Error("a merge key (<<) takes a mapping, such as *name, or a list of them");
            }

            Collect(another, members, names, merged);
        }
    }
}

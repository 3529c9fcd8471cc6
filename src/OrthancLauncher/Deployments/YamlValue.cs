using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;
using YamlDotNet.Core;

namespace OrthancLauncher.Deployments;

internal sealed record YamlMember(string Key, YamlValue Value);

/// <summary>One value in a YAML file, or no value at all.</summary>
/// <param name="Node">The value's node, or null for no value.</param>
internal sealed record YamlValue(YamlFile File, YamlNode? Node)
{
    private const string MergeKey = "<<";

    /// <summary>Whether there is a value; an explicit null is one.</summary>
    public bool Exists => Node is not null;

    /// <summary>Whether there is no value, or null.</summary>
    public bool IsNull => Node is null || (Node is YamlScalar { IsPlain: true } scalar && YamlScalars.IsNull(scalar));

    public bool IsMapping => Node is YamlMapping;

    public bool IsSequence => Node is YamlSequence;

    /// <summary>Whether it is a single value.</summary>
    public bool IsScalar => Node is YamlScalar;

    /// <summary>Whether it is a single value without quotes, which may be something else than text.</summary>
    public bool IsPlain => Node is YamlScalar { IsPlain: true, HasTag: false };

    /// <summary>Where it stands.</summary>
    public Place Place => File.PlaceOf(Node?.Start ?? Mark.Empty);

    /// <summary>The text of a single value as it is written, or null for anything else.</summary>
    public string? Text => IsNull ? null : (Node as YamlScalar)?.Value;

    /// <summary>The elements of a sequence; none of anything else.</summary>
    public IEnumerable<YamlValue> Elements
    {
        get
        {
            return Node is YamlSequence sequence ? sequence.Children.Select(child => new YamlValue(File, child)) : [];
        }
    }

    /// <summary>The members of a mapping, merge keys followed; none of anything else.</summary>
    /// <exception cref="UsageException">A key is no text, or a merge key names something else than mappings.</exception>
    public IReadOnlyList<YamlMember> Members
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
            foreach (var (name, value) in Members)
            {
                if (name == key)
                {
                    return value;
                }
            }

            return new YamlValue(File, null);
        }
    }

    /// <summary>Whether a member says true.</summary>
    public bool IsTrue(string key) => YamlScalars.IsTrue(this[key].Text);

    /// <summary>An error about this value.</summary>
    public UsageException Error(string message) => new($"{Place}: {message}");

    private void Collect(YamlMapping mapping, List<YamlMember> members, HashSet<string> names, HashSet<YamlNode> merged)
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
                throw new YamlValue(File, pair.Key).Error("mapping keys must be strings");
            }

            if (key == MergeKey)
            {
                further = pair.Value;
            }
            else if (names.Add(key))
            {
                members.Add(new(key, new YamlValue(File, pair.Value)));
            }
        }

        // What a mapping says itself counts, wherever its merge key stands; of what is merged, the first.
        foreach (var other in further is YamlSequence several ? several.Children : further is null ? [] : [further])
        {
            if (other is not YamlMapping another)
            {
                throw new YamlValue(File, other).Error("a merge key (<<) takes a mapping, such as *name, or a list of them");
            }

            Collect(another, members, names, merged);
        }
    }
}

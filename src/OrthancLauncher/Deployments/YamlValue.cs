using OrthancLauncher.Cli;
using OrthancLauncher.Findings;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OrthancLauncher.Deployments;

/// <summary>One value in a YAML file, or no value at all.</summary>
/// <param name="File">The file.</param>
/// <param name="Node">The value's node, or null for no value.</param>
internal readonly record struct YamlValue(YamlFile File, YamlNode? Node)
{
    private const string MergeKey = "<<";

    /// <summary>Whether there is a value; an explicit null is one.</summary>
    public bool Exists => Node is not null;

    /// <summary>Whether there is no value, or null.</summary>
    public bool IsNull => Node is null || (Node is YamlScalarNode { Style: ScalarStyle.Plain } scalar && YamlScalars.IsNull(scalar));

    /// <summary>Whether it is a mapping.</summary>
    public bool IsMapping => Node is YamlMappingNode;

    /// <summary>Whether it is a sequence.</summary>
    public bool IsSequence => Node is YamlSequenceNode;

    /// <summary>Whether it is a single value.</summary>
    public bool IsScalar => Node is YamlScalarNode;

    /// <summary>Whether it is a single value without quotes, which may be something else than text.</summary>
    public bool IsPlain => Node is YamlScalarNode { Style: ScalarStyle.Plain, Tag.IsEmpty: true };

    /// <summary>Where it stands.</summary>
    public Place Place => File.PlaceOf(Node?.Start ?? Mark.Empty);

    /// <summary>The text of a single value as it is written, or null for anything else.</summary>
    public string? Text => IsNull ? null : (Node as YamlScalarNode)?.Value;

    /// <summary>The elements of a sequence; none of anything else.</summary>
    public IEnumerable<YamlValue> Elements
    {
        get
        {
            var file = File;
            return Node is YamlSequenceNode sequence ? sequence.Children.Select(child => new YamlValue(file, child)) : [];
        }
    }

    /// <summary>The members of a mapping, merge keys followed; none of anything else.</summary>
    /// <exception cref="UsageException">A key is no text, or a merge key names something else than mappings.</exception>
    public IReadOnlyList<KeyValuePair<string, YamlValue>> Members
    {
        get
        {
            var members = new List<KeyValuePair<string, YamlValue>>();
            if (Node is YamlMappingNode mapping)
            {
                Collect(mapping, members, [], new HashSet<YamlNode>(ReferenceEqualityComparer.Instance));
            }

            return members;
        }
    }

    /// <summary>The member of a mapping, or no value.</summary>
    /// <param name="key">The key.</param>
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
    /// <param name="key">The key.</param>
    public bool IsTrue(string key) => YamlScalars.IsTrue(this[key].Text);

    /// <summary>An error about this value.</summary>
    /// <param name="message">What is wrong and what to write instead.</param>
    public UsageException Error(string message) => new($"{Place}: {message}");

    private void Collect(YamlMappingNode mapping, List<KeyValuePair<string, YamlValue>> members, HashSet<string> names, HashSet<YamlNode> merged)
    {
        if (!merged.Add(mapping))
        {
            // Merging the same mapping again adds nothing, and one that merges itself would never end.
            return;
        }

        YamlNode? further = null;
        foreach (var (keyNode, node) in mapping.Children)
        {
            if (keyNode is not YamlScalarNode { Value: { } key })
            {
                throw new YamlValue(File, keyNode).Error("a key must be a text");
            }

            if (key == MergeKey)
            {
                further = node;
            }
            else if (names.Add(key))
            {
                members.Add(new(key, new YamlValue(File, node)));
            }
        }

        // What a mapping says itself counts, wherever its merge key stands; of what is merged, the first.
        foreach (var other in further is YamlSequenceNode several ? several.Children : further is null ? [] : [further])
        {
            if (other is not YamlMappingNode another)
            {
                throw new YamlValue(File, other).Error("a merge key (<<) takes a mapping, such as *name, or a list of them");
            }

            Collect(another, members, names, merged);
        }
    }
}

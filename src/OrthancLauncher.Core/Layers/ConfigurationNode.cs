using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>A value of the merged configuration: one that stands in a source as it is, or an object made from several sources.</summary>
internal readonly struct ConfigurationNode
{
    internal ConfigurationNode(JsonValue value) => Value = value;

    internal ConfigurationNode(ConfigurationObject merged) => Merged = merged;

    /// <summary>Whether there is a value.</summary>
    public bool Exists => Merged is not null || Value.Exists;

    public JsonKind Kind => Merged is not null ? JsonKind.Object : Value.Kind;

    /// <summary>The object made from several sources, or null.</summary>
    public ConfigurationObject? Merged { get; }

    /// <summary>The value in the one source that gave it; no value for a merged object.</summary>
    public JsonValue Value { get; }

    /// <summary>Where it is; for an object made from several sources, where the first part of it is. Null for an empty one.</summary>
    public Place? FirstPlace => Merged is null
        ? Value.Exists ? Value.Place : null
        : Members.Select(static member => member.Value.FirstPlace).FirstOrDefault(static place => place is not null);

    /// <summary>Whether it is an object without members, or an array without elements.</summary>
    public bool IsEmpty => Merged is not null ? Merged.Count == 0 : Value.IsEmpty;

    /// <summary>A member of the object, or no value.</summary>
    public ConfigurationNode Member(string name) => Merged is not null ? Merged[name] : Value.Exists ? new(Value.Member(name)) : default;

    /// <summary>The members of the object in their order; none for anything else.</summary>
    public IEnumerable<KeyValuePair<string, ConfigurationNode>> Members
    {
        get
        {
            if (Merged is not null)
            {
                return Merged;
            }

            return Value.Exists && Value.Kind == JsonKind.Object ? MembersOf(Value) : [];
        }
    }

    /// <summary>The keys of the object in their order; none for anything else.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            foreach (var member in Members)
            {
                yield return member.Key;
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, ConfigurationNode>> MembersOf(JsonValue value)
    {
        foreach (var member in value.Members)
        {
            yield return new(member.Name, new ConfigurationNode(member.Value));
        }
    }
}

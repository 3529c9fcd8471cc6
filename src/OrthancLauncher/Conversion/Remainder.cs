using System.Text;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Conversion;

/// <summary>A value of the configuration, or those members of an object that found no variable of their own.</summary>
internal sealed class Remainder
{
    private readonly ConfigurationNode _node;
    private readonly List<KeyValuePair<string, Remainder>>? _members;

    /// <summary>A value as it is.</summary>
    public Remainder(ConfigurationNode node) => _node = node;

    /// <summary>An object without members yet.</summary>
    public Remainder() => _members = [];

    /// <summary>Whether no member was added.</summary>
    public bool IsEmpty => _members is { Count: 0 };

    /// <summary>The keys of the members that were added.</summary>
    public IEnumerable<string> Keys => _members?.Select(member => member.Key) ?? [];

    /// <summary>Whether it is an object or array.</summary>
    public bool IsStructured => _members is not null || _node.Kind is JsonKind.Object or JsonKind.Array;

    /// <summary>The text of a string; null for anything else.</summary>
    public string? Text => _members is null && _node.Kind == JsonKind.String ? _node.Value.GetString() : null;

    public void Add(string name, Remainder value) => _members!.Add(new(name, value));

    /// <param name="isIndented">Whether each member stands on a line of its own.</param>
    public string ToJson(bool isIndented = false)
    {
        var writing = new JsonWriter { IsIndented = isIndented, IsForOrthanc = false };
        WriteTo(writing);
        return Encoding.UTF8.GetString(writing.Written.Span);
    }

    private void WriteTo(JsonWriter writing)
    {
        if (_members is null)
        {
            Write(writing, _node);
            return;
        }

        writing.StartObject();
        foreach (var (name, member) in _members)
        {
            writing.Key(name);
            member.WriteTo(writing);
        }

        writing.EndObject();
    }

    private static void Write(JsonWriter writing, ConfigurationNode node)
    {
        if (node.Merged is null)
        {
            writing.Value(node.Value);
            return;
        }

        writing.StartObject();
        foreach (var (name, member) in node.Members)
        {
            writing.Key(name);
            Write(writing, member);
        }

        writing.EndObject();
    }
}

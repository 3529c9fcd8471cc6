using System.Collections;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Layers;

/// <summary>An object to which several sources gave members, in order of their first appearance.</summary>
internal sealed class ConfigurationObject : IEnumerable<KeyValuePair<string, ConfigurationNode>>
{
    /// <summary>Below this size a linear search is faster.</summary>
    private const int IndexedFrom = 12;

    private readonly List<KeyValuePair<string, ConfigurationNode>> _members = [];
    private Dictionary<string, int>? _index;

    /// <summary>How many members there are.</summary>
    public int Count => _members.Count;

    /// <summary>The member of this name, or no value.</summary>
    public ConfigurationNode this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? default : _members[index].Value;
        }

        internal set
        {
            var index = IndexOf(name);
            if (index >= 0)
            {
                _members[index] = new(name, value);
                return;
            }

            _members.Add(new(name, value));
            _index?.Add(name, _members.Count - 1);
        }
    }

    /// <summary>Adds a member, if there is none of its name yet.</summary>
    /// <returns>Whether it was added.</returns>
    internal bool TryAdd(string name, ConfigurationNode value, out ConfigurationNode existing)
    {
        var isIndexed = _index is not null;
        var index = isIndexed && _index!.TryAdd(name, _members.Count) ? -1 : IndexOf(name);
        if (index >= 0)
        {
            existing = _members[index].Value;
            return false;
        }

        existing = default;
        _members.Add(new(name, value));
        if (!isIndexed)
        {
            _index?.Add(name, _members.Count - 1);
        }

        return true;
    }

    /// <summary>Removes a member, if it is there.</summary>
    internal void Remove(string name)
    {
        var index = IndexOf(name);
        if (index >= 0)
        {
            _members.RemoveAt(index);
            _index = null;
        }
    }

    /// <summary>The members in their order.</summary>
    public List<KeyValuePair<string, ConfigurationNode>>.Enumerator GetEnumerator() => _members.GetEnumerator();

    IEnumerator<KeyValuePair<string, ConfigurationNode>> IEnumerable<KeyValuePair<string, ConfigurationNode>>.GetEnumerator() =>
        GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The object that a member is or becomes, able to take members of its own.</summary>
    internal ConfigurationObject GetOrAddObject(string name)
    {
        var node = this[name];
        if (node.Merged is not null)
        {
            return node.Merged;
        }

        var opened = From(node.Value);
        this[name] = new ConfigurationNode(opened);
        return opened;
    }

    internal static ConfigurationObject From(JsonValue value)
    {
        var result = new ConfigurationObject();
        foreach (var member in value.Members)
        {
            result._members.Add(new(member.Name, new ConfigurationNode(member.Value)));
        }

        return result;
    }

    private int IndexOf(string name)
    {
        if (_members.Count < IndexedFrom)
        {
            for (var i = 0; i < _members.Count; i++)
            {
                if (_members[i].Key == name)
                {
                    return i;
                }
            }

            return -1;
        }

        if (_index is null)
        {
            _index = new Dictionary<string, int>(_members.Count * 2, StringComparer.Ordinal);
            for (var i = 0; i < _members.Count; i++)
            {
                _index.Add(_members[i].Key, i);
            }
        }

        return _index.TryGetValue(name, out var index) ? index : -1;
    }
}

using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Explaining;

/// <summary>
/// What every source says at one place of the configuration and below it, the weakest first. It is made in one pass over the
/// sources: to ask each of them for each setting would take long where there are thousands of modalities.
/// </summary>
internal sealed class SourceHistory
{
    private readonly List<Statement> _statements = [];
    private Dictionary<string, SourceHistory>? _members;

    /// <summary>What one source says.</summary>
    /// <param name="Layer">The place of the source in the order of precedence.</param>
    /// <param name="Value">The value; no value where the source only says something of a member.</param>
    internal readonly record struct Statement(int Layer, JsonValue Value)
    {
        /// <summary>Whether members of other sources stay.</summary>
        public bool IsObject => !Value.Exists || Value.Kind == JsonKind.Object;
    }

    /// <summary>What is said of this place.</summary>
    public IReadOnlyList<Statement> Statements => _statements;

    /// <summary>What the last source said that gave a value here itself; no value if none did.</summary>
    public Statement Last => _statements.FindLast(static statement => statement.Value.Exists);

    /// <summary>The keys of the members of which something is said.</summary>
    public IEnumerable<string> Names => _members is null ? [] : _members.Keys;

    /// <summary>Gathers what all layers say.</summary>
    /// <param name="layers">The layers, the weakest first.</param>
    public static SourceHistory Of(IReadOnlyList<Layer> layers)
    {
        var root = new SourceHistory();
        for (var i = 0; i < layers.Count; i++)
        {
            var place = root;
            foreach (var segment in layers[i].Segments)
            {
                place._statements.Add(new Statement(i, default));
                place = place.Opened(segment);
            }

            place.Add(i, layers[i].Value);
        }

        return root;
    }

    /// <summary>What is said of a member, or null if nothing is.</summary>
    public SourceHistory? Member(string name) => _members?.GetValueOrDefault(name);

    /// <summary>The last layer that says something else than an object here, which drops all that was said before; -1 for none.</summary>
    public int LastReplacement
    {
        get
        {
            for (var i = _statements.Count - 1; i >= 0; i--)
            {
                if (!_statements[i].IsObject)
                {
                    return _statements[i].Layer;
                }
            }

            return -1;
        }
    }

    private void Add(int layer, JsonValue value)
    {
        _statements.Add(new Statement(layer, value));
        foreach (var member in value.Members)
        {
            Opened(member.Name).Add(layer, member.Value);
        }
    }

    private SourceHistory Opened(string name)
    {
        _members ??= new Dictionary<string, SourceHistory>(StringComparer.Ordinal);
        if (!_members.TryGetValue(name, out var member))
        {
            _members[name] = member = new SourceHistory();
        }

        return member;
    }
}

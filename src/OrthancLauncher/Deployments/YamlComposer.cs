using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OrthancLauncher.Deployments;

/// <summary>Builds the documents from what the parser finds. YamlDotNet's own model would bring its writing of YAML along.</summary>
internal sealed class YamlComposer(YamlFile file, Parser parser)
{
    /// <summary>Maximum nesting depth; documents are built by recursion.</summary>
    private const int MaximumDepth = 200;

    private readonly Dictionary<AnchorName, YamlNode> _anchors = [];
    private int _depth;

    /// <exception cref="DeploymentException">An alias has no anchor, a key is there twice, or values are nested too deeply.</exception>
    /// <exception cref="YamlException">It is not YAML.</exception>
    public List<YamlNode> Documents(bool sharesAnchors)
    {
        var roots = new List<YamlNode>();
        while (parser.MoveNext())
        {
            if (parser.Current is DocumentStart start)
            {
                if (start.Version is { Version: not { Major: 1, Minor: 1 } })
                {
                    throw Error(start, "compose and Kubernetes read YAML 1.1 only; remove the line");
                }

                if (!sharesAnchors)
                {
                    _anchors.Clear();
                }

                _ = parser.MoveNext();
                roots.Add(Node());
            }
        }

        return roots;
    }

    /// <summary>The node that begins with the current event; the current event is its last one then.</summary>
    private YamlNode Node()
    {
        switch (parser.Current)
        {
            case AnchorAlias alias:
                return _anchors.GetValueOrDefault(alias.Value)
                    ?? throw Error(
                        alias, "no anchor of this name is defined above; put a value that begins with an asterisk in quotes");
            case Scalar scalar:
                return Known(scalar, new YamlScalar(file, scalar.Start, scalar.Value, scalar.Style, TagOf(scalar)));
            case SequenceStart start:
                var sequence = Known(start, new YamlSequence(file, start.Start, TagOf(start)));
                Enter(start);
                while (Next() is not SequenceEnd)
                {
                    sequence.Children.Add(Node());
                }

                _depth--;
                return sequence;
            case MappingStart start:
                var mapping = Known(start, new YamlMapping(file, start.Start, TagOf(start)));
                Enter(start);
                Fill(mapping);
                _depth--;
                return mapping;
            default:
                throw new YamlException(parser.Current?.Start ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, "");
        }
    }

    private static string? TagOf(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.Value;

    private void Fill(YamlMapping mapping)
    {
        var names = new HashSet<string>();
        while (Next() is not MappingEnd)
        {
            var at = parser.Current!;
            var key = Node();
            if (key is YamlScalar { Value: var text } && !names.Add(text))
            {
                throw Error(at, "not valid YAML: duplicate key");
            }

            _ = Next();
            mapping.Children.Add(new YamlPair(key, Node()));
        }
    }

    private ParsingEvent? Next()
    {
        _ = parser.MoveNext();
        return parser.Current;
    }

    private T Known<T>(NodeEvent start, T node)
        where T : YamlNode
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = node;
        }

        return node;
    }

    private void Enter(NodeEvent start)
    {
        if (++_depth > MaximumDepth)
        {
            throw Error(start, $"nested deeper than {MaximumDepth} levels");
        }
    }

    private DeploymentException Error(ParsingEvent at, string message) => new(file.PlaceOf(at.Start), message);
}

using System.Text;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Platform;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OrthancLauncher.Deployments;

internal sealed class YamlFile
{
    /// <summary>Maximum nesting depth; documents are built by recursion.</summary>
    private const int MaximumDepth = 200;

    /// <summary>Maximum size in bytes.</summary>
    private const int MaximumLength = 16 * 1024 * 1024;

    private readonly List<YamlNode> _roots;

    private YamlFile(string name, string folder, List<YamlNode> roots)
    {
        Name = name;
        Folder = folder;
        _roots = roots;
    }

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    /// <summary>The folder from which the paths in it are understood; empty for the current one.</summary>
    public string Folder { get; }

    /// <summary>The outermost values of its documents; empty documents are left out.</summary>
    public IEnumerable<YamlValue> Documents => _roots.Select(root => new YamlValue(this, root)).Where(document => !document.IsNull);

    /// <param name="path">Its path; <c>-</c> for standard input.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="UsageException">It is not YAML.</exception>
    public static YamlFile Read(string path, ReadOnlyMemory<byte> content)
    {
        var name = path == "-" ? "standard input" : path;
        var folder = path == "-" ? "" : path[..(path.LastIndexOf('/') + 1)];
        var text = TextOf(name, content.Span);
        var parser = new Parser(new StringReader(text));
        try
        {
            return new YamlFile(name, folder, new Composer(name, parser).Documents());
        }
        catch (YamlException exception)
        {
            throw exception.Message.Contains("tab", StringComparison.Ordinal) && TabIn(text) is var (line, column) && line > 0
                ? new UsageException($"{name}:{line}:{column}: not valid YAML: tab in the indentation; indent with spaces")
                : new UsageException(
                    $"{name}:{exception.Start.Line}:{exception.Start.Column}: not valid YAML: {InWords(exception.Message)}");
        }
        catch (Exception exception) when (exception is not (UsageException or OutOfMemoryException))
        {
            // The parser gives up on some texts without saying why; it has got at least as far as this.
            var last = parser.Current?.End ?? Mark.Empty;
            throw new UsageException($"{name}:{last.Line}:{last.Column}: not valid YAML from about here on");
        }
    }

    /// <summary>Where something stands in the file.</summary>
    public Place PlaceOf(Mark mark) => new(new Source(SourceKind.File, Name), (int)mark.Line, (int)mark.Column);

    private static string TextOf(string name, ReadOnlySpan<byte> content)
    {
        if (content.Length > MaximumLength)
        {
            throw new UsageException($"{name}: the file is larger than {MaximumLength / 1024 / 1024} MiB");
        }

        content = SourceText.WithoutMark(content);

        return System.Text.Unicode.Utf8.IsValid(content)
            ? Encoding.UTF8.GetString(content)
            : throw new UsageException($"{name}: the file is not UTF-8; save it with that encoding");
    }

    /// <summary>The first tab in an indentation; the parser's own place for it is far off.</summary>
    private static (int Line, int Column) TabIn(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var spaces = lines[i].Length - lines[i].TrimStart(' ').Length;
            if (spaces < lines[i].Length && lines[i][spaces] == '\t')
            {
                return (i + 1, spaces + 1);
            }
        }

        return default;
    }

    private static string InWords(string message)
    {
        var text = message.TrimEnd('.', ' ').ReplaceLineEndings(" ");
        return text.Length == 0 ? "no reason given" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    /// <summary>Builds the documents from what the parser finds. YamlDotNet's own model would bring its writing of YAML along.</summary>
    private sealed class Composer(string name, Parser parser)
    {
        private readonly Dictionary<AnchorName, YamlNode> _anchors = [];
        private int _depth;

        public List<YamlNode> Documents()
        {
            var roots = new List<YamlNode>();
            while (parser.MoveNext())
            {
                if (parser.Current is DocumentStart)
                {
                    _anchors.Clear();
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
                    return Known(scalar,
                        new YamlScalar(scalar.Start, scalar.Value, scalar.Style == ScalarStyle.Plain, !scalar.Tag.IsEmpty));
                case SequenceStart start:
                    var sequence = Known(start, new YamlSequence(start.Start));
                    Enter(start);
                    while (Next() is not SequenceEnd)
                    {
                        sequence.Children.Add(Node());
                    }

                    _depth--;
                    return sequence;
                case MappingStart start:
                    var mapping = Known(start, new YamlMapping(start.Start));
                    Enter(start);
                    Fill(mapping);
                    _depth--;
                    return mapping;
                default:
                    throw new YamlException(parser.Current?.Start ?? Mark.Empty, parser.Current?.End ?? Mark.Empty, "");
            }
        }

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

        private UsageException Error(ParsingEvent at, string message) => new($"{name}:{at.Start.Line}:{at.Start.Column}: {message}");
    }
}

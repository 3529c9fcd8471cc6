using System.Text;
using OrthancLauncher.Cli;
using OrthancLauncher.Findings;
using OrthancLauncher.Sources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace OrthancLauncher.Deployments;

/// <summary>A YAML file with its documents.</summary>
internal sealed class YamlFile
{
    /// <summary>Nodes may lie this deep in each other; the documents are built by recursion.</summary>
    private const int MaximumDepth = 200;

    /// <summary>A file may be this large, in bytes.</summary>
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

    /// <summary>Reads a file.</summary>
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
            CheckEvents(name, parser);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return new YamlFile(name, folder, [.. stream.Documents.Select(document => document.RootNode)]);
        }
        catch (YamlException exception)
        {
            throw exception.Message.Contains("tab", StringComparison.Ordinal) && TabIn(text) is var (line, column) && line > 0
                ? new UsageException($"{name}:{line}:{column}: this is not YAML: a tab stands where only spaces may; indent with spaces")
                : new UsageException($"{name}:{exception.Start.Line}:{exception.Start.Column}: this is not YAML: {InWords(exception.Message)}");
        }
        catch (Exception exception) when (exception is not (UsageException or OutOfMemoryException))
        {
            // The parser gives up on some texts without saying why; it has got at least as far as this.
            var last = parser.Current?.End ?? Mark.Empty;
            throw new UsageException($"{name}:{last.Line}:{last.Column}: this is not YAML: it cannot be understood from about here on");
        }
    }

    /// <summary>Where something stands in the file.</summary>
    /// <param name="mark">The place.</param>
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

    /// <summary>Finds what building the documents would not survive, or would explain badly.</summary>
    private static void CheckEvents(string name, Parser parser)
    {
        var depth = 0;
        var anchors = new HashSet<AnchorName>();
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            if (depth > MaximumDepth)
            {
                throw new UsageException($"{name}:{current.Start.Line}:{current.Start.Column}: this is nested deeper than {MaximumDepth} levels");
            }

            switch (current)
            {
                case DocumentStart:
                    anchors.Clear();
                    break;
                case NodeEvent { Anchor: { IsEmpty: false } anchor }:
                    anchors.Add(anchor);
                    break;
                case AnchorAlias alias when !anchors.Contains(alias.Value):
                    throw new UsageException($"{name}:{current.Start.Line}:{current.Start.Column}: there is no anchor &{alias.Value} above that *{alias.Value} could mean");
            }
        }
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
        return text.Length == 0 ? "it cannot be understood" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}

using System.Buffers;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;
using YamlDotNet.Core;

namespace OrthancLauncher.Deployments;

/// <summary>A file of YAML documents.</summary>
internal sealed class YamlFile
{
    /// <summary>Maximum size in bytes.</summary>
    private const int MaximumLength = 16 * 1024 * 1024;

    /// <summary>The control characters that YAML does not allow.</summary>
    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create(
        Enumerable.Range(0, 0xA0).Select(code => (char)code)
            .Where(static c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\u0085')).ToArray());

    private List<YamlNode> _roots = [];
    private bool _sharesAnchors;

    /// <summary>How the parser's text differs from the file, or null.</summary>
    private YamlTolerance? _tolerance;

    private YamlFile(string name, string folder, ReadOnlyMemory<byte> content)
    {
        Name = name;
        Folder = folder;
        Text = new SourceText(new Source(SourceKind.File, name), content);
    }

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    /// <summary>The folder from which the paths in it are understood; empty for the current one.</summary>
    public string Folder { get; }

    /// <summary>What the file holds.</summary>
    public SourceText Text { get; }

    /// <summary>The beginning of the file.</summary>
    public Place Start => new(Text.Source, 1, 1);

    /// <summary>The outermost values of its documents.</summary>
    public IEnumerable<YamlValue> AllDocuments => _roots.Select(root => new YamlValue(root));

    /// <summary>The outermost values of its documents; empty documents are left out.</summary>
    public IEnumerable<YamlValue> Documents => AllDocuments.Where(document => !document.IsNull);

    /// <param name="path">Its path; <c>-</c> for standard input.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="folder">The folder from which its paths are understood; null for its own.</param>
    /// <param name="sharesAnchors">Whether a document can use anchors of those before it, as compose allows and kubectl does not.</param>
    /// <exception cref="DeploymentException">It is not YAML.</exception>
    public static YamlFile Read(string path, ReadOnlyMemory<byte> content, string? folder = null, bool sharesAnchors = false)
    {
        var name = path == "-" ? Source.StandardInput : path;
        folder ??= path == "-" ? "" : path[..(path.LastIndexOf('/') + 1)];
        var file = new YamlFile(name, folder, content) { _sharesAnchors = sharesAnchors };
        var text = file.Decode(content.Span);
        if (text.AsSpan().IndexOfAny(ControlCharacters) is >= 0 and var control)
        {
            throw new DeploymentException(
                file.Text.PlaceOfCharacter(control), $"not valid YAML: a control character (U+{(int)text[control]:X4})",
                "remove it, or write it as an escape in double quotes");
        }

        if (file.TryParse(text, out var error))
        {
            return file;
        }

        // What other parsers of YAML accept, ours does once such places are rewritten.
        file._tolerance = new YamlTolerance(text);
        return file._tolerance.Text != text && file.TryParse(file._tolerance.Text, out _) ? file : throw error!;
    }

    /// <summary>Where something stands in the file.</summary>
    public Place PlaceOf(Mark mark) => _tolerance is not null && mark.Line > 0
        ? Text.PlaceOfCharacter(_tolerance.OriginalIndex((int)mark.Index))
        : new(Text.Source, (int)mark.Line, (int)mark.Column);

    private bool TryParse(string text, out DeploymentException? error)
    {
        error = null;
        var parser = new Parser(new StringReader(text));
        try
        {
            _roots = new YamlComposer(this, parser).Documents(_sharesAnchors);
            return true;
        }
        catch (DeploymentException exception)
        {
            error = exception;
        }
        catch (YamlException exception)
        {
            error = exception.Message.Contains("tab", StringComparison.Ordinal) && TabIn(text) is var (line, column) && line > 0
                ? Error(line, column, "not valid YAML: tab in the indentation", "indent with spaces")
                : Error((int)exception.Start.Line, (int)exception.Start.Column, $"not valid YAML: {InWords(exception.Message)}");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The parser gives up on some texts without saying why; it has got at least as far as this.
            var last = parser.Current?.End ?? Mark.Empty;
            error = Error((int)last.Line, (int)last.Column, "not valid YAML from about here on");
        }

        return false;
    }

    private DeploymentException Error(int line, int column, string message, string? remedy = null) =>
        new(new Place(Text.Source, Math.Max(line, 1), Math.Max(column, 1)), message, remedy);

    private string Decode(ReadOnlySpan<byte> content)
    {
        if (content.Length > MaximumLength)
        {
            throw new DeploymentException(
                Rules.UnreadableSource, new Place(Text.Source), $"the file is larger than {MaximumLength / 1024 / 1024} MiB");
        }

        content = SourceText.WithoutMark(content);
        return System.Text.Unicode.Utf8.IsValid(content)
            ? Encoding.UTF8.GetString(content)
            : throw new DeploymentException(Rules.NotUtf8, new Place(Text.Source), "the file is not UTF-8", "save it with that encoding");
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
}

using System.Text;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <param name="Name">In upper case.</param>
/// <param name="Arguments">All that follows, lines joined, comments and white space around it left out.</param>
/// <param name="Start">Where it begins.</param>
internal sealed record DockerfileInstruction(string Name, DockerfileText Arguments, int Start)
{
    public List<DockerfileHeredoc> Heredocs { get; } = [];
}

/// <summary>A document within an instruction, such as what follows <c>COPY &lt;&lt;EOF /file</c>.</summary>
/// <param name="Expands">Whether variables are inserted.</param>
/// <param name="Content">Null where its end is missing.</param>
internal sealed record DockerfileHeredoc(string Name, bool Expands, DockerfileText? Content);

/// <summary>A Dockerfile taken apart into instructions, as BuildKit does it.</summary>
internal sealed class Dockerfile
{
    private static readonly string[] WithDocuments = ["RUN", "COPY", "ADD"];

    private readonly List<DockerfileInstruction> _instructions = [];

    /// <summary>The text, one character a byte.</summary>
    private readonly string _content;
    private int _position;

    private Dockerfile(SourceText text)
    {
        Text = text;
        _content = Encoding.Latin1.GetString(text.Content.Span);
    }

    public SourceText Text { get; }

    public IReadOnlyList<DockerfileInstruction> Instructions => _instructions;

    /// <summary>The sign that takes the meaning of the next one, and joins lines.</summary>
    public char Escape { get; private set; } = '\\';

    /// <summary>The image that reads the file, as the comment <c># syntax=</c> names it; null for BuildKit itself.</summary>
    public string? Syntax { get; private set; }

    public static Dockerfile Read(SourceText text)
    {
        var file = new Dockerfile(text);
        file.ReadDirectives();
        while (file.ReadInstruction() is { } instruction)
        {
            file._instructions.Add(instruction);
        }

        return file;
    }

    /// <summary>Reads the comments at the beginning that are more than that.</summary>
    private void ReadDirectives()
    {
        while (_position < _content.Length)
        {
            var line = _content[_position..EndOfLine(_position)].Trim();
            var parts = line.TrimStart('#').Split('=', 2, StringSplitOptions.TrimEntries);
            if (!line.StartsWith('#') || parts.Length < 2)
            {
                return;
            }

            switch (parts[0].ToLowerInvariant())
            {
                case "escape" when parts[1] is "\\" or "`":
                    Escape = parts[1][0];
                    break;
                case "syntax":
                    Syntax = parts[1];
                    break;
                case "check":
                    break;
                default:
                    return;
            }

            _position = NextLine(_position);
        }
    }

    private DockerfileInstruction? ReadInstruction()
    {
        var text = new DockerfileText(_position);
        for (var isContinued = false; _position < _content.Length; _position = NextLine(_position))
        {
            var (start, end) = (_position, EndOfLine(_position));
            var first = start;
            while (first < end && DockerfileText.IsBlank(_content[first]))
            {
                first++;
            }

            if (first == end || _content[first] == '#')
            {
                continue;
            }

            var joined = ContinuedAt(first, end);
            for (var i = isContinued ? start : first; i < (joined < 0 ? end : joined); i++)
            {
                text.Append(_content[i], i);
            }

            isContinued = true;
            if (joined < 0)
            {
                _position = NextLine(_position);
                break;
            }
        }

        return text.Length == 0 ? null : Instruction(text);
    }

    private DockerfileInstruction Instruction(DockerfileText text)
    {
        var end = 0;
        while (end < text.Length && !DockerfileText.IsBlank(text[end]))
        {
            end++;
        }

        var instruction = new DockerfileInstruction(
            text.Part(0, end).ToUpperInvariant(), text.Slice(end, text.Length).Trimmed(), text.Start);
        if (Array.IndexOf(WithDocuments, instruction.Name) >= 0)
        {
            foreach (var word in instruction.Arguments.Words(Escape))
            {
                ReadHeredoc(word.Ascii, instruction);
            }
        }

        return instruction;
    }

    private void ReadHeredoc(string word, DockerfileInstruction instruction)
    {
        var begin = word.TrimStart("0123456789".ToCharArray());
        if (!begin.StartsWith("<<", StringComparison.Ordinal) || begin.StartsWith("<<<", StringComparison.Ordinal))
        {
            return;
        }

        var hasTabs = begin.StartsWith("<<-", StringComparison.Ordinal);
        var quoted = begin[(hasTabs ? 3 : 2)..];
        var name = quoted.Trim('"', '\'');
        if (name.Length == 0)
        {
            return;
        }

        var content = new DockerfileText(_position);
        while (_position < _content.Length)
        {
            var (start, end) = (_position, EndOfLine(_position));
            _position = NextLine(_position);
            while (hasTabs && start < end && _content[start] == '\t')
            {
                start++;
            }

            if (_content.AsSpan(start, end - start).SequenceEqual(name))
            {
                instruction.Heredocs.Add(new DockerfileHeredoc(name, quoted == name, content));
                return;
            }

            for (var i = start; i < _position; i++)
            {
                content.Append(_content[i], i);
            }
        }

        instruction.Heredocs.Add(new DockerfileHeredoc(name, quoted == name, null));
    }

    /// <summary>Where the sign stands that joins a line with the next one, or -1.</summary>
    private int ContinuedAt(int start, int end)
    {
        while (end > start && _content[end - 1] is ' ' or '\t')
        {
            end--;
        }

        return end > start && _content[end - 1] == Escape && !(end - 1 > start && _content[end - 2] == Escape) ? end - 1 : -1;
    }

    private int EndOfLine(int position)
    {
        var end = NextLine(position);
        while (end > position && _content[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return end;
    }

    private int NextLine(int position) => _content.IndexOf('\n', position) is >= 0 and var end ? end + 1 : _content.Length;
}

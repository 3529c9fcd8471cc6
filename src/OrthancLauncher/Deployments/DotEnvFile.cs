using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>
/// Reads files of variables as compose does, which is not docker's own way: values may stand in quotes and name other
/// variables, and a <c>#</c> after white space begins a comment.
/// </summary>
internal sealed class DotEnvFile
{
    private readonly string _text;
    private readonly Func<string, string?> _lookup;
    private readonly Action<string?, int> _reportUnset;
    private readonly SourceText _file;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<NamedValue> _variables = [];
    private int _position;

    private DotEnvFile(SourceText file, string text, Func<string, string?> lookup, Action<string?, int> reportUnset)
    {
        _file = file;
        _text = text;
        _lookup = lookup;
        _reportUnset = reportUnset;
    }

    /// <summary>Reads the variables of a file.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="lookup">Gives the variables that values may name besides the file's own.</param>
    /// <param name="reportUnset">Takes the names of variables that a value names and nobody sets (or null, see <see
    /// cref="Interpolation"/>), with the line.</param>
    /// <returns>Names and values in their order; a name alone has the value of the variable that is already set, or null.</returns>
    /// <exception cref="DeploymentException">A line cannot be understood.</exception>
    public static IReadOnlyList<NamedValue> Read(
        string path, ReadOnlyMemory<byte> content, Func<string, string?> lookup, Action<string?, int> reportUnset)
    {
        var bytes = SourceText.WithoutMark(content.Span);
        var source = new SourceText(new Source(SourceKind.File, path), content);
        var file = new DotEnvFile(source, Encoding.UTF8.GetString(bytes), lookup, reportUnset);
        file.ReadAll();
        return file._variables;
    }

    private int Line => 1 + _text.AsSpan(0, Math.Min(_position, _text.Length)).Count('\n');

    private void ReadAll()
    {
        while (true)
        {
            while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
            {
                _position++;
            }

            if (_position == _text.Length)
            {
                return;
            }

            if (_text[_position] == '#')
            {
                _position = EndOfLine();
                continue;
            }

            ReadVariable();
        }
    }

    private static bool IsName(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '.' or '-' or '[' or ']'))
            {
                return false;
            }
        }

        return true;
    }

    private void ReadVariable()
    {
        var line = _text[_position..EndOfLine()];
        var exported = line.StartsWith("export ", StringComparison.Ordinal) || line.StartsWith("export\t", StringComparison.Ordinal)
            ? "export ".Length : 0;
        var separator = line.AsSpan(exported).IndexOfAny('=', ':');
        var name = (separator < 0 ? line[exported..] : line.Substring(exported, separator)).Trim();
        if (name.Length == 0 || !IsName(name))
        {
            throw Error("a variable name must consist of letters, digits and underscores", "write NAME=VALUE");
        }

        if (separator < 0)
        {
            _variables.Add(new NamedValue(name, _lookup(name)) { Origin = ScalarOrigin.OfLine(_file, Line, 1, name) });
            _position = EndOfLine();
            return;
        }

        _position += exported + separator + 1;
        while (_position < _text.Length && _text[_position] is ' ' or '\t')
        {
            _position++;
        }

        string value;
        var number = Line;
        var column = 1 + _position - (_position == 0 ? 0 : _text.LastIndexOf('\n', _position - 1) + 1);
        try
        {
            value = _position < _text.Length && _text[_position] is '"' or '\'' ? Quoted(_text[_position]) : Plain();
        }
        catch (FormatException exception)
        {
            throw Error($"the value of {name} is not valid: {exception.Message}");
        }
        catch (RequiredVariableException exception)
        {
            throw new DeploymentException(Rules.UnsetVariable, new Place(_file.Source, Line, 1), exception.Message);
        }

        _values[name] = value;
        _variables.Add(new NamedValue(name, value) { Origin = ScalarOrigin.OfLine(_file, number, column, value) });
    }

    private string Interpolate(string text)
    {
        var interpolated = Interpolation.Apply(text, name => _lookup(name) ?? _values.GetValueOrDefault(name));
        foreach (var (name, _, _) in interpolated.Unset)
        {
            _reportUnset(name, Line);
        }

        return interpolated.Text;
    }

    private string Plain()
    {
        var end = EndOfLine();
        var value = _text[_position..end];
        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        var text = Interpolate((comment < 0 ? value : value[..comment]).TrimEnd());
        _position = end;
        return text;
    }

    private string Quoted(char quote)
    {
        var builder = new StringBuilder();
        for (var i = _position + 1; i < _text.Length; i++)
        {
            if (_text[i] == quote)
            {
                var text = builder.ToString();
                var value = quote == '"' ? Interpolate(Unescaped(text)) : text;
                _position = i + 1;
                return value;
            }

            if (_text[i] == '\\' && i + 1 < _text.Length)
            {
                // What a backslash means is decided once the end is known; only the quote itself has to be passed over here.
                builder.Append(_text[i + 1] == quote ? "" : "\\").Append(_text[i + 1]);
                i++;
                continue;
            }

            builder.Append(_text[i]);
        }

        throw new FormatException($"the quote {quote} is not closed");
    }

    /// <summary>What an escape stands for; null for one that is none, which stays as it is written.</summary>
    private static string? Escaped(char letter) => letter switch
    {
        'a' => "\a",
        'b' => "\b",
        'f' => "\f",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'v' => "\v",
        '\\' => "\\",
        '"' => "\"",
        '$' => "$$",
        _ => null,
    };

    private static string Unescaped(string text)
    {
        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                builder.Append(text[i]);
                continue;
            }

            i++;
            builder.Append(Escaped(text[i]) ?? $"\\{text[i]}");
        }

        return builder.ToString();
    }

    private int EndOfLine() => _text.IndexOf('\n', _position) is >= 0 and var end ? end : _text.Length;

    private DeploymentException Error(string message, string? remedy = null) => new(new Place(_file.Source, Line, 1), message, remedy);
}

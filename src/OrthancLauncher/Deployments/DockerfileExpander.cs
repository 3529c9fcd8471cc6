namespace OrthancLauncher.Deployments;

/// <summary>Takes quotes and escapes away and inserts variables, as a build does.</summary>
/// <param name="variables">The variables that are set; null for a value that is not known here.</param>
internal sealed class DockerfileExpander(IReadOnlyDictionary<string, string?> variables, char escape)
{
    private DockerfileText _text = new(0);
    private DockerfileText _result = new(0);
    private int _position;
    private bool _isKnown;
    private bool _hasQuotes;

    /// <summary>A word; null if it names a variable whose value is not known here.</summary>
    public DockerfileText? Expand(DockerfileText word) => Expand(word, hasQuotes: true);

    /// <summary>A document, in which quotes mean nothing.</summary>
    public DockerfileText? ExpandDocument(DockerfileText document) => Expand(document, hasQuotes: false);

    private DockerfileText? Expand(DockerfileText text, bool hasQuotes)
    {
        (_text, _result, _position, _isKnown, _hasQuotes) = (text, new DockerfileText(text.Start), 0, true, hasQuotes);
        Read('\0');
        return _isKnown ? _result : null;
    }

    /// <summary>Reads to the end, or to a sign.</summary>
    private void Read(char until)
    {
        while (_position < _text.Length && (_text[_position] != until || until == '\0'))
        {
            switch (_text[_position])
            {
                case '\'' when _hasQuotes:
                    ReadSingleQuoted();
                    break;
                case '"' when _hasQuotes:
                    ReadDoubleQuoted();
                    break;
                case '$':
                    ReadVariable();
                    break;
                case var c when c == escape && _position + 1 < _text.Length:
                    _position++;
                    Copy();
                    break;
                default:
                    Copy();
                    break;
            }
        }
    }

    private void ReadSingleQuoted()
    {
        for (_position++; _position < _text.Length && _text[_position] != '\'';)
        {
            Copy();
        }

        _position++;
    }

    private void ReadDoubleQuoted()
    {
        for (_position++; _position < _text.Length && _text[_position] != '"';)
        {
            if (_text[_position] == '$')
            {
                ReadVariable();
                continue;
            }

            if (_text[_position] == escape && _position + 1 < _text.Length
                && (_text[_position + 1] is '"' or '$' || _text[_position + 1] == escape))
            {
                _position++;
            }

            Copy();
        }

        _position++;
    }

    private void ReadVariable()
    {
        var dollar = _text.OffsetAt(_position);
        var start = ++_position;
        var isBraced = start < _text.Length && _text[start] == '{';
        if (isBraced)
        {
            _position++;
        }

        var name = Name();
        if (!isBraced)
        {
            if (name.Length == 0)
            {
                _result.Append('$', dollar);
            }
            else
            {
                Insert(name, dollar);
            }

            return;
        }

        if (_position < _text.Length && _text[_position] == '}')
        {
            Insert(name, dollar);
        }
        else
        {
            Operate(name, dollar);
        }

        _position++;
    }

    /// <summary>Reads <c>:-text</c> and the like, up to the brace.</summary>
    private void Operate(string name, int dollar)
    {
        var emptyCounts = _position < _text.Length && _text[_position] == ':';
        _position += emptyCounts ? 1 : 0;
        var sign = _position < _text.Length ? _text[_position] : ' ';
        _position++;
        var isKnown = variables.TryGetValue(name, out var value) ? value is not null : true;
        var isSet = value is not null && !(emptyCounts && value.Length == 0);
        var result = _result;
        _result = new DockerfileText(dollar);
        Read('}');
        var operand = _result;
        _result = result;

        // Patterns (#, %, /) and what must be set are not followed.
        _isKnown &= isKnown && (sign is '-' or '+' || (sign == '?' && isSet));
        if (sign == '+' ? isSet : sign == '-' && !isSet)
        {
            _result.Append(operand, 0, operand.Length);
        }
        else if (sign != '+' && value is not null)
        {
            _result.Insert(value, dollar);
        }
    }

    private string Name()
    {
        var start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] == '_'))
        {
            _position++;
        }

        return _text.Part(start, _position);
    }

    private void Insert(string name, int dollar)
    {
        if (variables.TryGetValue(name, out var value))
        {
            _isKnown &= value is not null;
            _result.Insert(value ?? "", dollar);
        }
        else
        {
            _result.Insert("", dollar);
        }
    }

    private void Copy()
    {
        _result.Append(_text[_position], _text.OffsetAt(_position));
        _position++;
    }
}

namespace OrthancLauncher.Core.Recognition;

/// <summary>Finds the keys at the root of a document that begins with a brace: JSON, with comments too, or YAML.</summary>
internal sealed class FlowOutline(string text, int start)
{
    private int _at = start + 1;

    /// <summary>Where a document begins with a brace, or -1.</summary>
    public static int Start(string text)
    {
        var outline = new FlowOutline(text, -1);
        outline.SkipBlank();
        return outline.Current == '{' ? outline._at : -1;
    }

    private char Current => _at < text.Length ? text[_at] : '\0';

    public Outline Read()
    {
        var keys = new List<OutlineKey>();
        var isClean = true;
        while (true)
        {
            SkipBlank();
            if (Current is '}' or '\0')
            {
                return new Outline(keys, IsFlow: true, isClean && Current == '}');
            }

            if (Current is ',' or ']')
            {
                isClean &= Current == ',';
                _at++;
                continue;
            }

            var name = Word();
            SkipBlank();
            isClean &= Current == ':';
            if (Current == ':')
            {
                _at++;
                SkipBlank();
                keys.Add(new OutlineKey(name, Form(), Current is '{' or '[' ? "" : PeekWord()));
            }

            SkipValue();
        }
    }

    private OutlineForm Form() => Current switch
    {
        '{' => OutlineForm.Mapping,
        '[' => OutlineForm.List,
        _ => OutlineForm.Scalar,
    };

    private string PeekWord()
    {
        var before = _at;
        var word = Word();
        _at = before;
        return word;
    }

    /// <summary>A text in quotes without them, or one that ends where the value or key does.</summary>
    private string Word()
    {
        var begin = _at;
        if (Current is '"' or '\'')
        {
            SkipString();
            return text[(begin + 1)..Math.Max(begin + 1, _at - 1)];
        }

        while (Current is not ('\0' or '\n' or ',' or '}' or ']') && !(Current == ':' && IsEndOfKey()))
        {
            _at++;
        }

        return text[begin.._at].Trim();
    }

    private bool IsEndOfKey() => _at + 1 >= text.Length || char.IsWhiteSpace(text[_at + 1]) || text[_at + 1] is '{' or '[' or '"';

    /// <summary>Passes over a value to the comma or brace behind it.</summary>
    private void SkipValue()
    {
        var depth = 0;
        while (_at < text.Length)
        {
            SkipBlank();
            switch (Current)
            {
                case '"' or '\'':
                    SkipString();
                    continue;
                case ',' or '}' or ']' when depth == 0:
                    return;
                case '{' or '[':
                    depth++;
                    break;
                case '}' or ']':
                    depth--;
                    break;
            }

            _at++;
        }
    }

    private void SkipString()
    {
        var quote = Current;
        for (_at++; _at < text.Length && text[_at] != quote; _at++)
        {
            _at += text[_at] == '\\' && quote == '"' ? 1 : 0;
        }

        _at = Math.Min(_at + 1, text.Length);
    }

    private bool IsLineComment()
    {
        var before = _at == 0 ? ' ' : text[_at - 1];
        return text[_at] == '#' ? char.IsWhiteSpace(before)
            : text.AsSpan(_at).StartsWith("//") && before is not (':' or '/') && !char.IsLetter(before);
    }

    /// <summary>Passes over white space and the comments of JSON and YAML.</summary>
    private void SkipBlank()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            else if (IsLineComment())
            {
                _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;
            }
            else if (text.AsSpan(_at).StartsWith("/*"))
            {
                _at = text.IndexOf("*/", _at + 2, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : text.Length;
            }
            else
            {
                return;
            }
        }
    }
}

using System.Text;

namespace OrthancLauncher.Core.Tests.Documents;

/// <summary>The strings in C# code. What is put into one is shown as <c>{name}</c>, or <c>{…}</c> where that is longer.</summary>
internal sealed class CodeStrings(string code)
{
    private readonly List<string> _found = [];
    private int _at;

    public static IReadOnlyList<string> Of(string code)
    {
        var strings = new CodeStrings(code);
        while (strings._at < code.Length)
        {
            strings.Step();
        }

        return strings._found;
    }

    /// <summary>Passes a comment, a character, a string or anything else.</summary>
    private void Step()
    {
        if (code[_at] == '/' && code[_at..].StartsWith("//", StringComparison.Ordinal))
        {
            _at = code.IndexOf('\n', _at) is var end && end < 0 ? code.Length : end;
        }
        else if (code[_at] == '\'')
        {
            _at = code.IndexOf('\'', _at + (code[_at + 1] == '\\' ? 3 : 2)) + 1;
        }
        else if (code[_at..].TrimStart('$', '@') is ['"', ..] && code[_at] is '"' or '$' or '@')
        {
            ReadString();
        }
        else
        {
            _at++;
        }
    }

    private void ReadString()
    {
        var start = _at;
        _at = code.IndexOf('"', _at);
        var prefix = code[start.._at];
        var quotes = code[_at..].Length - code[_at..].TrimStart('"').Length;
        quotes = quotes >= 3 ? quotes : 1;
        _at += quotes;
        var text = new StringBuilder();
        while (!IsEnd(quotes, prefix))
        {
            if (quotes == 1 && code[_at..].StartsWith("{{", StringComparison.Ordinal))
            {
                text.Append("{{");
                _at += 2;
            }
            else if (prefix.Contains('$') && code[_at] == '{')
            {
                ReadHole(text);
            }
            else
            {
                _at += quotes == 1 && !prefix.Contains('@') && code[_at] == '\\' && code[_at + 1] != 'n' ? 1 : 0;
                text.Append(code[_at++]);
            }
        }

        _at += quotes;
        _found.Add(text.ToString());
    }

    private bool IsEnd(int quotes, string prefix)
    {
        if (prefix.Contains('@') && code[_at..].StartsWith("\"\"", StringComparison.Ordinal))
        {
            _at++;
            return false;
        }

        return code[_at..].StartsWith(new string('"', quotes), StringComparison.Ordinal);
    }

    /// <summary>Strings within a hole are texts of their own.</summary>
    private void ReadHole(StringBuilder text)
    {
        var start = _at++;
        for (var depth = 1; depth > 0;)
        {
            depth += code[_at] switch { '{' => 1, '}' => -1, _ => 0 };
            Step();
        }

        var hole = code[start.._at];
        text.Append(hole.AsSpan(1).IndexOfAny(" (?\"") < 0 ? hole : "{…}");
    }
}

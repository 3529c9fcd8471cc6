namespace OrthancLauncher.Deployments;

/// <summary>
/// Rewrites what docker's and Kubernetes' parsers of YAML accept and the one used here does not: a comment right behind a closing quote,
/// tabs and lines with little indentation inside brackets, and a block scalar whose first lines are only indentation.
/// </summary>
internal sealed class YamlTolerance
{
    /// <summary>Stands for a character that is left out; no text of YAML can hold it.</summary>
    private const char LeftOut = '\0';

    /// <summary>Which characters of the original were left out, in order.</summary>
    private readonly List<int> _leftOut = [];

    public YamlTolerance(string text)
    {
        var characters = Rewrite(text);
        for (var i = 0; i < characters.Length; i++)
        {
            if (characters[i] == LeftOut && text[i] != LeftOut)
            {
                _leftOut.Add(i);
            }
        }

        Text = _leftOut.Count == 0 ? new string(characters)
            : new string([.. characters.Where((c, i) => c != LeftOut || text[i] == LeftOut)]);
    }

    /// <summary>The text as it was rewritten.</summary>
    public string Text { get; }

    /// <summary>Where a character of the rewritten text is in the original.</summary>
    public int OriginalIndex(int index)
    {
        foreach (var leftOut in _leftOut)
        {
            if (leftOut > index)
            {
                break;
            }

            index++;
        }

        return index;
    }

    private static char[] Rewrite(string text)
    {
        var characters = text.ToCharArray();
        var depth = 0;
        var quote = '\0';
        var atStart = true;
        for (var i = 0; i < characters.Length; i++)
        {
            var c = characters[i];
            if (quote != '\0')
            {
                i += quote == '"' && c == '\\' && i + 1 < characters.Length ? 1 : 0;
                if (c == quote)
                {
                    quote = '\0';
                    BlankComment(characters, i + 1);
                }
            }
            else if (c is '"' or '\'' && (atStart || depth > 0))
            {
                quote = c;
            }
            else if (c == '#' && (i == 0 || char.IsWhiteSpace(characters[i - 1])))
            {
                i = Blank(characters, i) - 1;
            }
            else if (c is '[' or '{' && (depth > 0 || atStart))
            {
                depth++;
            }
            else if (c is ']' or '}' && depth > 0)
            {
                depth--;
            }
            else if (depth > 0 && c is '\t' or '\n' or '\r')
            {
                characters[i] = ' ';
            }
            else if (depth == 0 && c is '|' or '>' && atStart)
            {
                i = BlockScalar(characters, i) - 1;
                continue;
            }

            atStart = IsStart(characters, i, atStart);
        }

        return characters;
    }

    /// <summary>Whether a value could begin behind a character: behind white space that follows a colon, a dash or nothing.</summary>
    private static bool IsStart(char[] characters, int i, bool before)
    {
        var c = characters[i];
        var next = i + 1 < characters.Length ? characters[i + 1] : '\n';
        return c == '\n' || (c is ':' or '-' or '?' or ',' && char.IsWhiteSpace(next)) || (c is ' ' or '\t' && before);
    }

    private static void BlankComment(char[] characters, int i)
    {
        if (i < characters.Length && characters[i] == '#')
        {
            Blank(characters, i);
        }
    }

    /// <summary>Blanks the rest of a line.</summary>
    /// <returns>The offset of its end.</returns>
    private static int Blank(char[] characters, int i)
    {
        for (; i < characters.Length && characters[i] is not ('\n' or '\r'); i++)
        {
            characters[i] = ' ';
        }

        return i;
    }

    /// <summary>Passes over a block scalar. Lines at its beginning lose their white space where they have nothing else.</summary>
    /// <returns>The offset of the line behind it.</returns>
    private static int BlockScalar(char[] characters, int start)
    {
        var parent = IndentationOf(characters, LineStart(characters, start));
        var i = NextLine(characters, start);
        var blank = new List<(int Start, int End)>();
        var indentation = -1;
        while (i < characters.Length)
        {
            var end = NextLine(characters, i);
            var content = characters.AsSpan(i, end - i);
            if (content.IsWhiteSpace())
            {
                blank.Add((i, end));
            }
            else if (IndentationOf(characters, i) <= parent)
            {
                break;
            }
            else if (indentation < 0)
            {
                indentation = IndentationOf(characters, i);
                foreach (var (from, to) in blank)
                {
                    Empty(characters, from, to, indentation);
                }
            }

            i = end;
        }

        return i;
    }

    /// <summary>
    /// Leaves out the spaces of a blank line; where there are more than the scalar is indented, nobody would accept them.
    /// </summary>
    private static void Empty(char[] characters, int from, int to, int indentation)
    {
        for (var i = from; i < to && to - from - 1 <= indentation; i++)
        {
            characters[i] = characters[i] == ' ' ? LeftOut : characters[i];
        }
    }

    private static int LineStart(char[] characters, int i) => Array.LastIndexOf(characters, '\n', i) + 1;

    private static int NextLine(char[] characters, int i) =>
        Array.IndexOf(characters, '\n', i) is >= 0 and var end ? end + 1 : characters.Length;

    private static int IndentationOf(char[] characters, int line)
    {
        var count = 0;
        while (line + count < characters.Length && characters[line + count] == ' ')
        {
            count++;
        }

        return count;
    }
}

namespace OrthancLauncher.Core.Recognition;

/// <summary>
/// Matches a name without slashes as git does: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a]</c>, <c>[[:digit:]]</c>, <c>\x</c>.
/// </summary>
internal static class GlobSegment
{
    public static bool Matches(string pattern, string name)
    {
        var (p, n) = (0, 0);
        var (afterStar, resume) = (-1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (afterStar, resume) = (++p, n);
            }
            else if (p < pattern.Length && MatchesOne(pattern, ref p, name[n]))
            {
                n++;
            }
            else if (afterStar >= 0)
            {
                (p, n) = (afterStar, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(string pattern, ref int p, char c)
    {
        switch (pattern[p])
        {
            case '?':
                p++;
                return true;
            case '[':
                return MatchesSet(pattern, ref p, c);
            case '\\' when p + 1 < pattern.Length:
                p += 2;
                return pattern[p - 1] == c;
            default:
                return pattern[p] != '\\' && pattern[p++] == c;
        }
    }

    /// <summary>A set that is not closed matches nothing.</summary>
    private static bool MatchesSet(string pattern, ref int p, char c)
    {
        var at = p + 1;
        var isNegated = at < pattern.Length && pattern[at] is '!' or '^';
        at += isNegated ? 1 : 0;
        var first = at;
        var isIn = false;
        while (at < pattern.Length && (pattern[at] != ']' || at == first))
        {
            isIn |= IsClass(pattern, ref at, c) ?? IsRange(pattern, ref at, c);
        }

        p = at + 1;
        return at < pattern.Length && isIn != isNegated;
    }

    private static bool IsRange(string pattern, ref int at, char c)
    {
        var low = Literal(pattern, ref at);
        if (at + 1 >= pattern.Length || pattern[at] != '-' || pattern[at + 1] == ']')
        {
            return low == c;
        }

        at++;
        return low <= c && c <= Literal(pattern, ref at);
    }

    private static char Literal(string pattern, ref int at)
    {
        at += pattern[at] == '\\' && at + 1 < pattern.Length ? 1 : 0;
        return pattern[at++];
    }

    /// <summary>Whether a character belongs to a named class, such as <c>[:digit:]</c>, or null if there is none here.</summary>
    private static bool? IsClass(string pattern, ref int at, char c)
    {
        var end = pattern.AsSpan(at).StartsWith("[:") ? pattern.IndexOf(":]", at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return null;
        }

        var name = pattern.AsSpan((at + 2)..end);
        at = end + 2;
        return name switch
        {
            "alpha" => char.IsAsciiLetter(c),
            "digit" => char.IsAsciiDigit(c),
            "alnum" => char.IsAsciiLetterOrDigit(c),
            "lower" => char.IsAsciiLetterLower(c),
            "upper" => char.IsAsciiLetterUpper(c),
            "xdigit" => char.IsAsciiHexDigit(c),
            "punct" => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c)),
            "space" => c is ' ' or (>= '\t' and <= '\r'),
            "blank" => c is ' ' or '\t',
            _ => false,
        };
    }
}

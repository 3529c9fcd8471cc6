using System.Buffers;
using System.Text;

namespace OrthancLauncher.Core.Json;

/// <summary>Recognises secrets within a text that is no secret as a whole: of URLs, connection strings, headers and JSON.</summary>
internal static class SecretText
{
    /// <summary>What is shown in place of a secret.</summary>
    public const string Mask = "********";

    /// <summary>A shorter word after <c>Basic</c> or <c>Bearer</c> is an ordinary one.</summary>
    private const int ShortestCredential = 8;

    private const string SchemeEnd = "://";

    /// <summary>What stands before a name in connection strings, URLs and JSON.</summary>
    private static readonly SearchValues<char> BeforeNames = SearchValues.Create(";?&\"'{},\n(");

    /// <summary>The text as it may be shown: what is secret in it masked, and as little else as can be told from it.</summary>
    /// <param name="text">The value of a setting that is no secret as a whole.</param>
    /// <returns>The same instance if nothing in it is secret.</returns>
    public static string MaskWithin(string text)
    {
        if (text.AsSpan().IndexOfAny('=', '@', ':') < 0 && !text.Contains(' ', StringComparison.Ordinal)
            && !text.StartsWith("eyJ", StringComparison.Ordinal))
        {
            return text;
        }

        var ranges = new List<(int Start, int End)>();
        AddAssignments(text, ranges);
        AddUsers(text, ranges);
        AddCredentials(text, ranges);
        AddOptions(text, ranges);
        return HasTellingKey(text) ? Mask : ranges.Count == 0 ? text : WithMasks(text, ranges);
    }

    private static string WithMasks(string text, List<(int Start, int End)> ranges)
    {
        ranges.Sort();
        var shown = new StringBuilder(text.Length);
        var position = 0;
        foreach (var (start, end) in ranges)
        {
            if (start >= position)
            {
                shown.Append(text, position, start - position).Append(Mask);
            }

            position = Math.Max(position, end);
        }

        return shown.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>Whether a text is JSON, or nearly, in which the name of a key tells of a secret.</summary>
    private static bool HasTellingKey(string text)
    {
        for (var colon = 0; (colon = text.IndexOf(':', colon)) >= 0; colon++)
        {
            var before = text.AsSpan(0, colon).TrimEnd().TrimEnd('\\');
            if (before.Length > 1 && before[^1] is '"' or '\'')
            {
                var quote = before[^1];
                before = before[..^1].TrimEnd('\\');
                if (SecretWords.Tell(before[(before.LastIndexOf(quote) + 1)..]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Adds what follows <c>password=</c> and the like, and <c>Authorization: </c>.</summary>
    private static void AddAssignments(string text, List<(int Start, int End)> ranges)
    {
        for (var sign = 0; (sign = text.AsSpan(sign).IndexOfAny('=', ':') is >= 0 and var found ? sign + found : -1) >= 0; sign++)
        {
            var isHeader = text[sign] == ':';
            if ((isHeader && (sign + 1 == text.Length || text[sign + 1] != ' ')) || !NameTells(text, sign, out var separator))
            {
                continue;
            }

            var start = sign + 1;
            for (; start < text.Length && text[start] == ' '; start++)
            {
            }

            var end = isHeader ? EndOfLine(text, start) : EndOfValue(text, start, separator);
            if (end > start)
            {
                ranges.Add((start, end));
                sign = end - 1;
            }
        }
    }

    /// <summary>Whether the name before a sign tells of a secret.</summary>
    /// <param name="separator">What stands before the name.</param>
    private static bool NameTells(string text, int sign, out char separator)
    {
        var before = text.AsSpan(0, sign).TrimEnd();
        var start = before.LastIndexOfAny(BeforeNames) + 1;
        separator = start > 0 ? before[start - 1] : ' ';
        var name = before[start..].Trim();
        var blank = name.LastIndexOf(' ');
        var isParameter = separator is '?' or '&';
        if (SecretWords.Tell(name[(blank + 1)..]) || (isParameter && SecretWords.TellInUrl(name)))
        {
            return true;
        }

        // In connection strings names have blanks; elsewhere the words before belong to another value.
        return blank >= 0 && name.IndexOfAny("=:/") < 0 && SecretWords.Tell(name[(name[..blank].LastIndexOf(' ') + 1)..]);
    }

    private static int EndOfLine(string text, int start) => text.IndexOf('\n', start) is >= 0 and var end ? end : text.Length;

    /// <summary>The end of a value: its quote, or what separates it from the next name.</summary>
    private static int EndOfValue(string text, int start, char separator)
    {
        var from = start < text.Length ? text[start] switch
        {
            '{' => AfterQuote(text, start + 1, '}'),
            '"' or '\'' => AfterQuote(text, start + 1, text[start]),
            _ => start,
        } : start;
        // A separator within a password is not followed by a name.
        var ends = separator is '?' or '&' ? "&" : text.AsSpan(from).Contains(';') ? ";" : " \n";
        for (var i = from; i < text.Length; i++)
        {
            if (ends.Contains(text[i], StringComparison.Ordinal)
                && (i + 1 == text.Length || BeginsWithName(text.AsSpan(i + 1), mayHaveBlanks: ends == ";")))
            {
                return i;
            }
        }

        return text.Length;
    }

    private static int AfterQuote(string text, int from, char quote)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '\\' && quote != '}')
            {
                i++;
            }
            else if (text[i] == quote && (i + 1 == text.Length || text[i + 1] != quote))
            {
                return i + 1;
            }
            else if (text[i] == quote)
            {
                i++;
            }
        }

        return text.Length;
    }

    private static bool BeginsWithName(ReadOnlySpan<char> rest, bool mayHaveBlanks)
    {
        var sign = rest.IndexOf('=');
        if (sign < 0)
        {
            return rest.Trim().IsEmpty;
        }

        foreach (var c in rest[..sign].Trim())
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.') && !(c == ' ' && mayHaveBlanks))
            {
                return false;
            }
        }

        return sign > 0;
    }

    /// <summary>Adds the user info of URLs, and of a proxy that is written without a scheme: <c>user:password@host:port</c>.</summary>
    private static void AddUsers(string text, List<(int Start, int End)> ranges)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return;
        }

        var hasScheme = false;
        for (var scheme = text.IndexOf(SchemeEnd, StringComparison.Ordinal); scheme >= 0; scheme = NextUrl(text, scheme + SchemeEnd.Length))
        {
            hasScheme = true;
            var start = scheme + SchemeEnd.Length;
            var next = NextUrl(text, start);
            var run = text.AsSpan(start, (next < 0 ? text.Length : next) - start);
            var authority = run.IndexOfAny("/?# ") is >= 0 and var end ? run[..end] : run;
            // A password may hold anything; only where nothing looks like one the at sign belongs to the path.
            if (run.LastIndexOf('@') is >= 0 and var at && authority.IndexOfAny(':', '@') >= 0)
            {
                ranges.Add((start, start + at));
            }
        }

        if (!hasScheme)
        {
            AddUserOfProxy(text, ranges);
        }
    }

    /// <summary>Where the next URL ends its scheme, or -1; after a slash it is a user whose password begins with slashes.</summary>
    private static int NextUrl(string text, int from)
    {
        for (var at = from; (at = text.IndexOf(SchemeEnd, at, StringComparison.Ordinal)) >= 0; at += SchemeEnd.Length)
        {
            var scheme = at;
            while (scheme > from && (char.IsAsciiLetterOrDigit(text[scheme - 1]) || text[scheme - 1] is '+' or '-' or '.'))
            {
                scheme--;
            }

            if (scheme > from && scheme < at && text[scheme - 1] is ' ' or ',' or ';' or '=' or '"' or '\'' or '\n')
            {
                return at;
            }
        }

        return -1;
    }

    private static void AddUserOfProxy(string text, List<(int Start, int End)> ranges)
    {
        var at = text.LastIndexOf('@');
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon > at || text[colon + 1] == ' ' || at + 1 == text.Length || !(char.IsAsciiLetterOrDigit(text[at + 1])
            || text[at + 1] == '['))
        {
            return;
        }

        var start = text.AsSpan(0, colon).LastIndexOfAny(" \"'/,") + 1;
        if (start < colon)
        {
            ranges.Add((start, at));
        }
    }

    /// <summary>Adds the value of an option of a command line: <c>--password VALUE</c>.</summary>
    private static void AddOptions(string text, List<(int Start, int End)> ranges)
    {
        for (var at = 0; (at = text.IndexOf("--", at, StringComparison.Ordinal)) >= 0; at += 2)
        {
            var blank = text.IndexOf(' ', at);
            if (blank > at + 2 && SecretWords.Tell(text.AsSpan(at + 2, blank - at - 2)))
            {
                var end = text.IndexOf(' ', blank + 1);
                ranges.Add((blank + 1, end < 0 ? text.Length : end));
            }
        }
    }

    /// <summary>Adds what a header sends: <c>Bearer …</c>, <c>Basic …</c>, and JSON web tokens.</summary>
    private static void AddCredentials(string text, List<(int Start, int End)> ranges)
    {
        foreach (var scheme in (ReadOnlySpan<string>)["Bearer ", "Basic ", "eyJ"])
        {
            for (var at = 0; (at = text.IndexOf(scheme, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += scheme.Length)
            {
                var start = scheme == "eyJ" ? at : at + scheme.Length;
                var end = text.IndexOfAny([' ', '"', '\'', ','], start) is >= 0 and var found ? found : text.Length;
                var token = text.AsSpan(start, end - start);
                var isToken = scheme == "eyJ" ? token.Contains('.') : token.IndexOfAnyExceptInRange('a', 'z') >= 0;
                if (isToken && end - start >= ShortestCredential && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1])))
                {
                    ranges.Add((start, end));
                }
            }
        }
    }
}

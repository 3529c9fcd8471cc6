using System.Text;

namespace OrthancLauncher.Deployments;

/// <summary>
/// Inserts variables as compose does: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-text}</c>, <c>${NAME-text}</c>,
/// <c>${NAME:?message}</c>, <c>${NAME?message}</c>, <c>${NAME:+text}</c>, <c>${NAME+text}</c>, and <c>$$</c> for a dollar.
/// </summary>
/// <param name="lookup">Gives a variable's value, or null if it is not set.</param>
/// <param name="reportUnset">
/// Called for variables for which nothing was inserted, with their names; with null where the name may be a piece of
/// a password, such as <c>pa$word</c>. For the same reason no message quotes the text.
/// </param>
internal sealed class Interpolation(Func<string, string?> lookup, Action<string?> reportUnset)
{
    private const int MaximumDepth = 50;

    /// <summary>The text with the variables' values.</summary>
    /// <exception cref="FormatException">A dollar begins nothing, or a variable must be set and is not; the message says which.</exception>
    public string Apply(string text) => Apply(text, 0);

    private string Apply(string text, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new FormatException("variable defaults are nested too deeply");
        }

        var builder = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            var dollar = text.IndexOf('$', i);
            if (dollar < 0)
            {
                break;
            }

            builder.Append(text, i, dollar - i);
            i = Insert(text, dollar, builder, depth);
        }

        return builder.Append(text, i, text.Length - i).ToString();
    }

    private int Insert(string text, int dollar, StringBuilder builder, int depth)
    {
        var next = dollar + 1 < text.Length ? text[dollar + 1] : ' ';
        if (next == '$')
        {
            builder.Append('$');
            return dollar + 2;
        }

        var start = next == '{' ? dollar + 2 : dollar + 1;
        var end = start;
        while (end < text.Length && (text[end] == '_' || char.IsAsciiLetter(text[end]) || (end > start && char.IsAsciiDigit(text[end]))))
        {
            end++;
        }

        if (end == start)
        {
            throw new FormatException("`$` is not followed by a variable name; write $$ for a dollar");
        }

        var name = text[start..end];
        if (next != '{')
        {
            builder.Append(ValueOf(name, isCertain: dollar == 0 && end == text.Length));
            return end;
        }

        var close = ClosingBrace(text, end);
        if (close < 0)
        {
            throw new FormatException("a reference is not closed by a brace; write ${NAME}, or $$ for a dollar");
        }

        builder.Append(Operated(name, text[end..close], depth));
        return close + 1;
    }

    private string Operated(string name, string rest, int depth)
    {
        if (rest.Length == 0)
        {
            return ValueOf(name, isCertain: true);
        }

        var emptyCounts = rest[0] == ':';
        var sign = emptyCounts && rest.Length > 1 ? rest[1] : rest[0];
        var operand = rest[(emptyCounts && rest.Length > 1 ? 2 : 1)..];
        var value = lookup(name);
        var isSet = value is not null && !(emptyCounts && value.Length == 0);
        return sign switch
        {
            '-' => isSet ? value! : Apply(operand, depth + 1),
            '+' => isSet ? Apply(operand, depth + 1) : "",
            '?' when isSet => value!,
            '?' => throw new FormatException(
                $"the variable {name} must be set{(emptyCounts ? " and not empty" : "")}{(operand.Length == 0 ? "" : $": {operand}")}"),
            _ => throw new FormatException("this is no reference to a variable; write ${NAME} or ${NAME:-default}, or $$ for a dollar"),
        };
    }

    private string ValueOf(string name, bool isCertain)
    {
        if (lookup(name) is { } value)
        {
            return value;
        }

        reportUnset(isCertain ? name : null);
        return "";
    }

    private static int ClosingBrace(string text, int from)
    {
        var depth = 0;
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] == '{' && text[i - 1] == '$')
            {
                depth++;
            }
            else if (text[i] == '}' && depth-- == 0)
            {
                return i;
            }
        }

        return -1;
    }
}

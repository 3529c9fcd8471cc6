using System.Buffers;
using System.Text;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Deployments;

/// <summary>
/// Inserts variables as compose does: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-text}</c>, <c>${NAME-text}</c>,
/// <c>${NAME:?message}</c>, <c>${NAME?message}</c>, <c>${NAME:+text}</c>, <c>${NAME+text}</c>, and <c>$$</c> for a dollar.
/// A dollar that begins no name stays.
/// </summary>
/// <param name="lookup">Gives a variable's value, or null if it is not set.</param>
internal sealed class Interpolation(Func<string, string?> lookup)
{
    private const int MaximumDepth = 50;

    private static readonly SearchValues<char> VariableNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Far more than Linux accepts for a variable; variables of variables can double one another beyond any memory.</summary>
    private const int MaximumInserted = 256 * 1024;

    private readonly StringBuilder _text = new();
    private readonly List<InterpolatedPiece> _pieces = [];
    private int _inserted;

    /// <summary>
    /// Null stands for what may be a piece of a password, such as <c>pa$word</c>; for the same reason no message quotes the text.
    /// </summary>
    private readonly List<UnsetReference> _unset = [];

    /// <summary>The text with the variables' values.</summary>
    /// <exception cref="RequiredVariableException">A variable must be set and is not; the message says which.</exception>
    /// <exception cref="FormatException">A reference cannot be understood.</exception>
    public static Interpolated Apply(string text, Func<string, string?> lookup)
    {
        var interpolation = new Interpolation(lookup);
        interpolation.Append(text, 0, text.Length, 0);
        return new Interpolated(interpolation._text.ToString(), interpolation._pieces, interpolation._unset);
    }

    private void Append(string text, int from, int to, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new FormatException("variable defaults are nested too deeply");
        }

        var i = from;
        while (i < to)
        {
            var dollar = text.IndexOf('$', i, to - i);
            var end = dollar < 0 ? to : dollar;
            Add(text.AsSpan(i, end - i), i, isInserted: false);
            i = dollar < 0 ? to : Insert(text, dollar, to, depth);
        }
    }

    private void Add(ReadOnlySpan<char> text, int original, bool isInserted)
    {
        _inserted += isInserted ? text.Length : 0;
        if (_inserted > MaximumInserted)
        {
            throw new FormatException($"variables insert more than {MaximumInserted / 1024} Ki characters");
        }

        if (!text.IsEmpty)
        {
            _pieces.Add(new InterpolatedPiece(_text.Length, original, isInserted));
            _text.Append(text);
        }
    }

    private int Insert(string text, int dollar, int to, int depth)
    {
        var next = dollar + 1 < to ? text[dollar + 1] : ' ';
        if (next == '$')
        {
            Add("$", dollar, isInserted: true);
            return dollar + 2;
        }

        var start = next == '{' ? dollar + 2 : dollar + 1;
        var end = start;
        while (end < to && (text[end] == '_' || char.IsAsciiLetter(text[end]) || (end > start && char.IsAsciiDigit(text[end]))))
        {
            end++;
        }

        if (next != '{')
        {
            if (end == start)
            {
                Add("$", dollar, isInserted: false);
                return start;
            }

            var isCertain = end == text.Length && IsBeginning(text.AsSpan(0, dollar));
            Add(ValueOf(text[start..end], dollar, isCertain), dollar, isInserted: true);
            return end;
        }

        var close = ClosingBrace(text, start, to);
        if (close < 0)
        {
            throw new FormatException("a reference is not closed by a brace; write ${NAME}, or $$ for a dollar");
        }

        if (end == start)
        {
            throw Unknown();
        }

        Operate(text, dollar, start, end, close, depth);
        return close + 1;
    }

    private void Operate(string text, int dollar, int start, int end, int close, int depth)
    {
        var name = text[start..end];
        if (end == close)
        {
            Add(ValueOf(name, dollar, isCertain: true), dollar, isInserted: true);
            return;
        }

        var emptyCounts = text[end] == ':' && end + 1 < close;
        var sign = text[emptyCounts ? end + 1 : end];
        var operand = end + (emptyCounts ? 2 : 1);
        var value = lookup(name);
        var isSet = value is not null && !(emptyCounts && value.Length == 0);
        switch (sign)
        {
            case '-' or '?' when isSet:
                Add(value, dollar, isInserted: true);
                break;
            case '-':
            case '+' when isSet:
                Append(text, operand, close, depth + 1);
                break;
            case '+':
                break;
            case '?':
                throw new RequiredVariableException(name, emptyCounts, text[operand..close]);
            default:
                throw Unknown();
        }
    }

    private static FormatException Unknown() =>
        new("this is not a reference to a variable; write ${NAME} or ${NAME:-default}, or $$ for a dollar");

    /// <summary>Whether a value begins after a text: it is empty, or all of <c>NAME=</c>.</summary>
    private static bool IsBeginning(ReadOnlySpan<char> before) =>
        before.IsEmpty || (before[^1] == '=' && !before[..^1].ContainsAnyExcept(VariableNames));

    private string ValueOf(string name, int dollar, bool isCertain)
    {
        if (lookup(name) is { } value)
        {
            return value;
        }

        _unset.Add(new UnsetReference(isCertain ? name : null, _text.Length, dollar));
        return "";
    }

    /// <summary>The brace that closes a reference. Braces of JSON in a default count too, as long as they are in pairs.</summary>
    private static int ClosingBrace(string text, int from, int to) =>
        ClosingBrace(text, from, to, countsAll: true) is >= 0 and var close ? close : ClosingBrace(text, from, to, countsAll: false);

    private static int ClosingBrace(string text, int from, int to, bool countsAll)
    {
        var depth = 0;
        for (var i = from; i < to; i++)
        {
            if (text[i] == '{' && (countsAll || text[i - 1] == '$'))
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

/// <summary>A variable must be set and is not. What the file says of it may be of any length, and may be half the file.</summary>
internal sealed class RequiredVariableException(string name, bool emptyCounts, string message) : Exception(
    $"the variable {Printable.Beginning(name, 200)} must be set{(emptyCounts ? " and not empty" : "")}"
    + (message.Length == 0 ? "" : $": {Printable.Beginning(message, 200)}"));

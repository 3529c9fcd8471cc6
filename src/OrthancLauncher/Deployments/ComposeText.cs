using System.Globalization;
using System.Net;

namespace OrthancLauncher.Deployments;

/// <summary>Tells whether compose can read a text as the kind of value that it should be.</summary>
internal static class ComposeText
{
    private static readonly string[] DurationUnits = ["ns", "us", "µs", "μs", "ms", "s", "m", "h"];

    private static readonly string[] Protocols = ["tcp", "udp", "sctp"];

    /// <summary>Whether a text is one or more numbers with a unit of time each, such as <c>1m30s</c>.</summary>
    public static bool IsDuration(string text)
    {
        var rest = text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0);
        if (rest is "0")
        {
            return true;
        }

        var count = 0;
        for (; rest.Length > 0; count++)
        {
            var digits = rest.IndexOfAnyExceptInRange('.', '9');
            if (digits <= 0 || !IsNumber(rest[..digits]))
            {
                return false;
            }

            rest = rest[digits..];
            var next = rest.IndexOfAnyInRange('.', '9');
            var unit = next < 0 ? rest : rest[..next];
            if (Array.IndexOf(DurationUnits, unit.ToString()) < 0)
            {
                return false;
            }

            rest = rest[unit.Length..];
        }

        return count > 0;
    }

    /// <summary>Whether a text is a number of bytes, perhaps with a unit, such as <c>512m</c> or <c>1.5 GiB</c>.</summary>
    public static bool IsSize(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('.', '9') + 1;
        var unit = text[end..].Trim().ToLowerInvariant();
        return IsNumber(text.AsSpan(0, end)) && (unit is "" or "b"
            || ("kmgtp".Contains(unit[0], StringComparison.Ordinal) && unit[1..] is "" or "b" or "ib"));
    }

    /// <summary>Whether a text is a number.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    /// <summary>
    /// Whether a text is a port of a container, perhaps with where it is published: <c>[[ADDRESS:]PORT:]PORT[/PROTOCOL]</c>.
    /// </summary>
    public static bool IsPort(string text)
    {
        var parts = text.Split(':');
        var container = parts[^1].Split('/');
        if (container.Length > 2 || (container.Length == 2 && !Protocols.Contains(container[1].ToLowerInvariant()))
            || Range(container[0]) is not { } ports)
        {
            return false;
        }

        var published = parts.Length == 1 || parts[^2].Length == 0 ? ports : Range(parts[^2]);
        var address = string.Join(':', parts.SkipLast(2)).Trim('[', ']');
        return published is { } range && (address.Length == 0 || IPAddress.TryParse(address, out _))
            && (ports.First == ports.Last || range.Last - range.First == ports.Last - ports.First);
    }

    private static (int First, int Last)? Range(string text)
    {
        var ends = text.Split('-');
        return ushort.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && ushort.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && ends.Length <= 2 && first <= last
            ? (first, last) : null;
    }
}

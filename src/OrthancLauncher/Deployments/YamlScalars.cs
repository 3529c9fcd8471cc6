using System.Globalization;

namespace OrthancLauncher.Deployments;

/// <summary>What the tools of containers make of a YAML value that stands without quotes.</summary>
internal static class YamlScalars
{
    private static readonly string[] TimeFormats =
    [
        "yyyy-M-d", "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-dTH:m:s.FFFFFFFzzz", "yyyy-M-dtH:m:s.FFFFFFFzzz", "yyyy-M-dTH:m:s.FFFFFFFZ",
        "yyyy-M-dtH:m:s.FFFFFFFZ",
    ];

    /// <summary>Whether a plain value means that there is none.</summary>
    public static bool IsNull(YamlScalar scalar) => scalar.Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Whether a text says true.</summary>
    /// <param name="text">The text, or null.</param>
    public static bool IsTrue(string? text) => text is "true" or "True" or "TRUE";

    /// <summary>Whether compose takes a plain value for a boolean.</summary>
    public static bool IsBoolean(string text) => text is "true" or "True" or "TRUE" or "false" or "False" or "FALSE";

    /// <summary>Whether compose takes a plain value for a number.</summary>
    public static bool IsNumber(string text) => text.Length > 0 && TryNumber(text, out _);

    /// <summary>Whether Kubernetes takes a plain value for something else than text.</summary>
    public static bool IsNotString(string text) =>
        text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off" || (text.Length > 0 && TryNumber(text, out _));

    /// <summary>The text that compose makes of a value: a number or time without quotes is read as one and written anew.</summary>
    /// <returns>The text, or null for null.</returns>
    public static string? ToText(YamlValue value)
    {
        if (value.Text is not { } text || !value.IsPlain)
        {
            return value.Text;
        }

        return text switch
        {
            "true" or "True" or "TRUE" => "true",
            "false" or "False" or "FALSE" => "false",
            _ => TryNumber(text, out var number) || TryTime(text, out number) ? number : text,
        };
    }

    /// <summary>A date, or a date with a time; compose writes it as its language shows it.</summary>
    private static bool TryTime(string text, out string shown)
    {
        shown = text;
        if (text.Length < 8 || text[4] != '-' || !DateTimeOffset.TryParseExact(
            text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return false;
        }

        var zone = time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);
        shown = $"{time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)} {zone} {(zone == "+0000" ? "UTC" : zone)}";
        return true;
    }

    private static bool TryNumber(string text, out string number)
    {
        number = text;
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))
        {
            return false;
        }

        var isNegative = text[0] == '-';
        var digits = (text[0] is '+' or '-' ? text[1..] : text).Replace("_", "", StringComparison.Ordinal);
        if (TryWhole(digits, out var whole))
        {
            number = (isNegative && whole != 0 ? "-" : "") + whole.ToString(CultureInfo.InvariantCulture);
            return true;
        }

        var afterPoint = digits.StartsWith('.') ? digits[1..] : digits;
        if (afterPoint.Length == 0 || !char.IsAsciiDigit(afterPoint[0])
            || !double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
                out var real)
            || double.IsInfinity(real))
        {
            return false;
        }

        number = (isNegative ? "-" : "") + ToText(real);
        return true;
    }

    private static bool TryWhole(string digits, out ulong number)
    {
        number = 0;
        var (radix, from) = digits switch
        {
            ['0', 'x' or 'X', ..] => (16u, 2),
            ['0', 'o' or 'O', ..] => (8u, 2),
            ['0', 'b' or 'B', ..] => (2u, 2),
            ['0', _, ..] => (8u, 1),
            _ => (10u, 0),
        };
        if (digits.Length == from)
        {
            return false;
        }

        foreach (var c in digits.AsSpan(from))
        {
            var digit = char.IsAsciiHexDigit(c) ? (uint)Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || number > (ulong.MaxValue - digit) / radix)
            {
                return false;
            }

            number = (number * radix) + digit;
        }

        return true;
    }

    /// <summary>
    /// A positive number with as many digits as it needs, with an exponent only from 7 digits before the point on or below 0.0001.
    /// </summary>
    private static string ToText(double number)
    {
        var parts = number.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        for (var precision = 0; precision < 17; precision++)
        {
            var shorter = number.ToString($"E{precision}", CultureInfo.InvariantCulture);
            if (double.Parse(shorter, CultureInfo.InvariantCulture) == number)
            {
                parts = shorter.Split('E');
                break;
            }
        }

        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        if (exponent is < -4 or >= 6)
        {
            return $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0')
            : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }
}

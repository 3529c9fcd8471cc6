using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Planning;

/// <summary>A host id to write, the number from which DICOM identifiers are made.</summary>
/// <param name="Path">The file, usually <c>/etc/hostid</c>.</param>
internal sealed record HostIdStep(string Path, ReadOnlyMemory<byte> Content, string Text)
{
    /// <summary>Whether the number was drawn because there was none.</summary>
    public bool IsRandom { get; init; }

    /// <summary>Decides whether a host id is to be written.</summary>
    /// <param name="current">Its content, or null if it does not exist or cannot be read.</param>
    /// <param name="random">A random number to use if one is needed.</param>
    /// <param name="findings">Takes <c>invalid-host-id</c> and <c>invalid-flag</c>.</param>
    /// <returns>The step, or null when the file is to be left alone.</returns>
    public static HostIdStep? Plan(string path, ReadOnlyMemory<byte>? current, uint random, VariableTable variables, FindingList findings)
    {
        if (variables["FORCE_HOST_ID"] is { Length: > 0 } forced)
        {
            return Forced(path, forced, findings);
        }

        if (!LaunchFlags.IsSet(variables, "GENERATE_HOST_ID_IF_MISSING", whenUnset: true, findings)
            || (current is { } content && !IsMissing(content.Span)))
        {
            return null;
        }

        return FromNumber(path, random) with { IsRandom = true };
    }

    private static HostIdStep Forced(string path, string forced, FindingList findings)
    {
        var digits = forced.Trim();
        if (digits.Length is > 0 and <= 8
            && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return FromNumber(path, number);
        }

        findings.Add(
            new Finding(
                Rules.InvalidHostId, "FORCE_HOST_ID is not a hexadecimal number of up to eight digits, so hostid will print something else")
            {
                Place = new Place(new Source(SourceKind.Variable, "FORCE_HOST_ID")),
                Remedy = "write up to eight hexadecimal digits, such as 0a1b2c3d",
            });
        return new HostIdStep(path, Encoding.UTF8.GetBytes(forced), forced);
    }

    private static HostIdStep FromNumber(string path, uint number)
    {
        // gethostid(3) reads the four bytes as the machine stores an int.
        var bytes = BitConverter.GetBytes(number);
        return new HostIdStep(path, bytes, number.ToString("x8", CultureInfo.InvariantCulture));
    }

    private static bool IsMissing(ReadOnlySpan<byte> content)
    {
        // Exactly four bytes are a number, whatever they look like as text.
        if (content.Length == 4)
        {
            return false;
        }

        var text = content.Trim(" \t\r\n"u8);
        return text.IsEmpty || text.SequenceEqual("not-generated"u8);
    }
}

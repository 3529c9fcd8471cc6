using System.Text;
using OrthancLauncher.Core.Sources;
using YamlDotNet.Core;

namespace OrthancLauncher.Deployments;

/// <summary>Finds where each part of a YAML scalar is written, whatever its quotes, indentation and inserted variables.</summary>
internal static class ScalarOrigin
{
    /// <param name="skipped">As many characters of the value are left out at its beginning.</param>
    public static Origin Of(YamlScalar scalar, int skipped) => new(() => Locate(scalar, skipped));

    /// <summary>Where a value is written that is a piece of a line, such as one of an env_file.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1, where the value begins.</param>
    public static Origin OfLine(SourceText file, int line, int column, string value) => new(() =>
    {
        var content = Encoding.UTF8.GetBytes(value);
        var start = file.OffsetOf(line, column) ?? 0;
        return file.With(content, Aligned(file.Original.Span, start, content, ScalarStyle.DoubleQuoted));
    });

    private static SourceText Locate(YamlScalar scalar, int skipped)
    {
        var file = scalar.File.Text;
        var place = scalar.File.PlaceOf(scalar.Start);
        var start = file.OffsetOf(place.Line, place.Column) ?? 0;
        var raw = Encoding.UTF8.GetBytes(scalar.Raw);
        var shifts = Aligned(file.Original.Span, AfterHeader(file.Original.Span, start, scalar.Style), raw, scalar.Style);
        var located = file.With(raw, shifts);
        if (scalar.Inserted is null && skipped == 0)
        {
            return located;
        }

        var pieces = scalar.Inserted?.Pieces ?? [new InterpolatedPiece(0, 0, false)];
        return file.With(Encoding.UTF8.GetBytes(scalar.Value[skipped..]), Composed(scalar, pieces, located, shifts, skipped));
    }

    /// <summary>The quote, or the line with the sign of a block scalar, is not part of the value.</summary>
    private static int AfterHeader(ReadOnlySpan<byte> file, int start, ScalarStyle style) => style switch
    {
        ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => start + 1,
        ScalarStyle.Literal or ScalarStyle.Folded when file[start..].IndexOf((byte)'\n') is >= 0 and var end => start + end + 1,
        _ => start,
    };

    /// <summary>Combines where variables were inserted with where the text before that is written.</summary>
    private static SourceText.Shift[] Composed(
        YamlScalar scalar, IReadOnlyList<InterpolatedPiece> pieces, SourceText located, SourceText.Shift[] rawShifts, int skipped)
    {
        var shifts = new List<SourceText.Shift>();
        var skippedBytes = Encoding.UTF8.GetByteCount(scalar.Value.AsSpan(0, skipped));
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            var end = i + 1 < pieces.Count ? pieces[i + 1].Start : scalar.Value.Length;
            var content = Encoding.UTF8.GetByteCount(scalar.Value.AsSpan(0, piece.Start)) - skippedBytes;
            var raw = Encoding.UTF8.GetByteCount(scalar.Raw.AsSpan(0, piece.Original));
            Add(shifts, content, located.OriginalOffset(raw), piece.IsInserted);
            if (piece.IsInserted)
            {
                continue;
            }

            var length = Encoding.UTF8.GetByteCount(scalar.Value.AsSpan(piece.Start, end - piece.Start));
            foreach (var shift in rawShifts)
            {
                if (shift.ContentOffset > raw && shift.ContentOffset < raw + length)
                {
                    Add(shifts, content + shift.ContentOffset - raw, shift.OriginalOffset, shift.Inserted);
                }
            }
        }

        return shifts.Count > 0 ? [.. shifts] : [new SourceText.Shift(0, located.OriginalOffset(0), true)];
    }

    /// <summary>Adds a shift. One that begins before the content does is cut there.</summary>
    private static void Add(List<SourceText.Shift> shifts, int content, int original, bool isInserted)
    {
        var shift = content >= 0 ? new SourceText.Shift(content, original, isInserted)
            : new SourceText.Shift(0, isInserted ? original : original - content, isInserted);
        if (shifts.Count > 0 && shifts[^1].ContentOffset == shift.ContentOffset)
        {
            shifts.RemoveAt(shifts.Count - 1);
        }

        shifts.Add(shift);
    }

    /// <summary>Finds each byte of a value in the file: the same byte, an escape for it, or white space that was folded.</summary>
    private static SourceText.Shift[] Aligned(ReadOnlySpan<byte> file, int start, ReadOnlySpan<byte> value, ScalarStyle style)
    {
        var shifts = new List<SourceText.Shift>();
        var at = start;
        var expected = -1;
        for (var i = 0; i < value.Length; i++)
        {
            var length = 1;
            if (style == ScalarStyle.DoubleQuoted && at < file.Length && file[at] == (byte)'\\')
            {
                at = AfterContinuation(file, at);
                length = at < file.Length && file[at] == (byte)'\\' ? EscapeLength(file[at..]) : 1;
            }

            if (length == 1)
            {
                at = Next(file, at, value[i], style);
                length = style == ScalarStyle.SingleQuoted && file[at..].StartsWith("''"u8) ? 2 : 1;
            }

            if (at >= file.Length)
            {
                break;
            }

            if (at != expected)
            {
                shifts.Add(new SourceText.Shift(i, at, length > 1));
            }

            // An escape may stand for several bytes; all of them stand at its beginning.
            while (length > 2 && i + 1 < value.Length && (value[i + 1] & 0xC0) == 0x80)
            {
                i++;
            }

            at += length;
            expected = length > 1 ? -1 : at;
        }

        return shifts.Count > 0 && shifts[0].ContentOffset == 0
            ? [.. shifts]
            : [new SourceText.Shift(0, Math.Min(start, file.Length), true), .. shifts];
    }

    /// <summary>Passes over white space that is not part of the value: indentation, and line ends that were folded.</summary>
    private static int Next(ReadOnlySpan<byte> file, int at, byte wanted, ScalarStyle style)
    {
        var from = at;
        for (; at < file.Length && file[at] != wanted; at++)
        {
            if (wanted == (byte)' ' && file[at] is (byte)'\n' && style != ScalarStyle.Literal)
            {
                return at;
            }

            if (file[at] is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
            {
                return from;
            }
        }

        return Math.Min(at, file.Length);
    }

    /// <summary>Passes over a backslash at the end of a line, with the indentation of the next.</summary>
    private static int AfterContinuation(ReadOnlySpan<byte> file, int at)
    {
        var rest = file[(at + 1)..].TrimStart((byte)'\r');
        return rest.StartsWith("\n"u8) ? file.Length - rest.TrimStart(" \t\r\n"u8).Length : at;
    }

    private static int EscapeLength(ReadOnlySpan<byte> escape) => escape.Length < 2 ? 1 : escape[1] switch
    {
        (byte)'x' => 4,
        (byte)'u' => 6,
        (byte)'U' => 10,
        _ => 2,
    };
}

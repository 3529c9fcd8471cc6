using System.Text;

namespace OrthancLauncher.Core.Sources;

/// <summary>
/// The text of one source: as it was read, and as it is after variables were inserted. It finds the line and column of
/// the text as it was read for any position in either.
/// </summary>
internal sealed class SourceText
{
    private readonly Shift[] _shifts;

    /// <summary>Where the lines of the original begin, once somebody has asked for a place.</summary>
    private int[]? _lineStarts;

    /// <summary>A text without insertions.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="original">The text in UTF-8, with or without a byte order mark.</param>
    public SourceText(Source source, ReadOnlyMemory<byte> original)
        : this(source, original, WithoutMark(original), [new Shift(0, original.Length - WithoutMark(original).Length, false)])
    {
    }

    private SourceText(Source source, ReadOnlyMemory<byte> original, ReadOnlyMemory<byte> content, Shift[] shifts)
    {
        Source = source;
        Original = original;
        Content = content;
        _shifts = shifts;
    }

    /// <summary>Where the text comes from.</summary>
    public Source Source { get; }

    /// <summary>The text as it was read, UTF-8.</summary>
    public ReadOnlyMemory<byte> Original { get; }

    /// <summary>The text to be understood: without byte order mark, with the values of variables, UTF-8.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Where an inserted piece begins in <see cref="Content"/>, and what it stands for.</summary>
    /// <param name="ContentOffset">Where the piece begins in the content.</param>
    /// <param name="OriginalOffset">The place in the original that it stands for.</param>
    /// <param name="Inserted">Whether all of the piece stands for that one place.</param>
    internal readonly record struct Shift(int ContentOffset, int OriginalOffset, bool Inserted);

    /// <summary>The same source with another content.</summary>
    /// <param name="content">The new content.</param>
    /// <param name="shifts">How its positions relate to the original, ordered by content offset, the first at 0.</param>
    internal SourceText With(ReadOnlyMemory<byte> content, Shift[] shifts) => new(Source, Original, content, shifts);

    /// <summary>The same text, said to come from another source.</summary>
    /// <param name="source">The source.</param>
    internal SourceText Under(Source source) => new(source, Original, Content, _shifts);

    /// <summary>The position in <see cref="Original"/> of a position in <see cref="Content"/>.</summary>
    /// <param name="contentOffset">A byte offset in the content.</param>
    internal int OriginalOffset(int contentOffset)
    {
        int low = 0, high = _shifts.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_shifts[middle].ContentOffset <= contentOffset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        var shift = _shifts[low];
        return shift.Inserted ? shift.OriginalOffset : shift.OriginalOffset + (contentOffset - shift.ContentOffset);
    }

    /// <summary>The line and column of a position in the content.</summary>
    /// <param name="contentOffset">A byte offset in <see cref="Content"/>.</param>
    public Place PlaceOf(int contentOffset) => PlaceOfOriginal(OriginalOffset(contentOffset));

    /// <summary>The line and column of a position in the original.</summary>
    /// <param name="originalOffset">A byte offset in <see cref="Original"/>.</param>
    internal Place PlaceOfOriginal(int originalOffset)
    {
        var offset = Math.Min(originalOffset, Original.Length);
        var starts = _lineStarts ??= LineStarts(Original.Span);
        var found = Array.BinarySearch(starts, offset);
        var line = found >= 0 ? found : ~found - 1;
        var onLine = Original.Span[starts[line]..offset];
        if (line == 0)
        {
            onLine = WithoutMark(onLine);
        }

        return new Place(Source, line + 1, 1 + Encoding.UTF8.GetCharCount(onLine));
    }

    /// <summary>Where a line of the original begins, or null if there is no such line.</summary>
    /// <param name="line">The line, from 1.</param>
    internal int? StartOfLine(int line)
    {
        var starts = _lineStarts ??= LineStarts(Original.Span);
        return line >= 1 && line <= starts.Length ? starts[line - 1] : null;
    }

    private static int[] LineStarts(ReadOnlySpan<byte> text)
    {
        var starts = new int[1 + text.Count((byte)'\n')];
        var count = 1;
        for (var i = 0; count < starts.Length; i++)
        {
            i += text[i..].IndexOf((byte)'\n');
            starts[count++] = i + 1;
        }

        return starts;
    }

    /// <summary>A text without its byte order mark, if it begins with one.</summary>
    /// <param name="text">A text in UTF-8.</param>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith(Mark) ? text[Mark.Length..] : text;

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith(Mark) ? text[Mark.Length..] : text;

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];
}

namespace OrthancLauncher.Core.Sources;

/// <summary>
/// The text of one source: as it was read, and as it is after variables were inserted. It finds the line and column of
/// the text as it was read for any position in either.
/// </summary>
internal sealed class SourceText
{
    private const int BlockLength = 1024;

    private readonly Shift[] _shifts;
    private readonly List<(int Start, int End)> _secrets;

    /// <summary>Where the lines of the original begin, once somebody has asked for a place.</summary>
    private int[]? _lineStarts;

    private int[]? _charactersBeforeBlock;

    /// <summary>A text without insertions.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="original">The text in UTF-8, with or without a byte order mark.</param>
    public SourceText(Source source, ReadOnlyMemory<byte> original)
        : this(source, original, WithoutMark(original), [new Shift(0, original.Length - WithoutMark(original).Length, false)], [])
    {
    }

    private SourceText(
        Source source, ReadOnlyMemory<byte> original, ReadOnlyMemory<byte> content, Shift[] shifts,
        List<(int Start, int End)> secrets)
    {
        Source = source;
        Original = original;
        Content = content;
        _shifts = shifts;
        _secrets = secrets;
    }

    /// <summary>Where the text comes from.</summary>
    public Source Source { get; }

    /// <summary>The text as it was read, UTF-8.</summary>
    public ReadOnlyMemory<byte> Original { get; }

    /// <summary>The text to be understood: without byte order mark, with the values of variables, UTF-8.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>Where an inserted piece begins in <see cref="Content"/>, and what it stands for.</summary>
    /// <param name="ContentOffset">Where the piece begins in the content.</param>
    /// <param name="Inserted">Whether all of the piece stands for that one place.</param>
    internal readonly record struct Shift(int ContentOffset, int OriginalOffset, bool Inserted);

    /// <summary>The same source with another content.</summary>
    /// <param name="shifts">How its positions relate to the original, ordered by content offset, the first at 0.</param>
    /// <param name="secrets">Ranges of the content that were inserted from secrets, in order.</param>
    internal SourceText With(ReadOnlyMemory<byte> content, Shift[] shifts, List<(int Start, int End)>? secrets = null) =>
        new(Source, Original, content, shifts, secrets ?? []);

    /// <summary>Whether a piece of the content was inserted from a secret, wholly or in part.</summary>
    internal bool HoldsSecret(int start, int end)
    {
        var found = _secrets.BinarySearch((end, int.MinValue));
        return ~found > 0 && start < _secrets[~found - 1].End;
    }

    /// <summary>The same text, said to come from another source.</summary>
    internal SourceText AttributedTo(Source source) => new(source, Original, Content, _shifts, _secrets);

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
        var start = starts[line];
        var column = offset - start > BlockLength
            ? CharactersBefore(offset) - CharactersBefore(start)
            : Characters(Original.Span[start..offset]);
        return new Place(Source, line + 1, 1 + column - (line == 0 && offset > 0 && Original.Span.StartsWith(Mark) ? 1 : 0));
    }

    /// <summary>The line and column of a character of the original.</summary>
    /// <param name="index">How many UTF-16 characters come before it, a byte order mark not counted.</param>
    internal Place PlaceOfCharacter(int index)
    {
        var offset = Original.Length - WithoutMark(Original).Length;
        for (; offset < Original.Length && (index > 0 || (Original.Span[offset] & 0xC0) == 0x80); offset++)
        {
            index -= Characters(Original.Span.Slice(offset, 1));
        }

        return PlaceOfOriginal(offset);
    }

    /// <summary>The byte of the original at a line and column, or at the end of a shorter line; null if there is no such line.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column in characters, from 1.</param>
    internal int? OffsetOf(int line, int column)
    {
        var starts = _lineStarts ??= LineStarts(Original.Span);
        if (line < 1 || line > starts.Length)
        {
            return null;
        }

        var offset = starts[line - 1];
        var missing = column - 1 + (line == 1 && Original.Span.StartsWith(Mark) ? 1 : 0);
        if (missing > BlockLength)
        {
            var characters = CharactersBefore(offset) + missing;
            var block = Array.BinarySearch(_charactersBeforeBlock!, characters);
            offset = Math.Max(offset, (block >= 0 ? block : ~block - 1) * BlockLength);
            missing = characters - CharactersBefore(offset);
        }

        var rest = Original.Span[offset..];
        var i = 0;
        for (; i < rest.Length && rest[i] != (byte)'\n' && (missing > 0 || (rest[i] & 0xC0) == 0x80); i++)
        {
            missing -= Characters(rest.Slice(i, 1));
        }

        return offset + i;
    }

    /// <summary>Counts characters from the last multiple of a block, as a single line may have thousands of places.</summary>
    private int CharactersBefore(int offset)
    {
        if (_charactersBeforeBlock is null)
        {
            _charactersBeforeBlock = new int[1 + (Original.Length / BlockLength)];
            for (var i = 1; i < _charactersBeforeBlock.Length; i++)
            {
                _charactersBeforeBlock[i] = _charactersBeforeBlock[i - 1]
                    + Characters(Original.Span.Slice((i - 1) * BlockLength, BlockLength));
            }
        }

        var block = offset / BlockLength;
        return _charactersBeforeBlock[block] + Characters(Original.Span[(block * BlockLength)..offset]);
    }

    /// <summary>The UTF-16 characters that begin in a piece of UTF-8, which may begin and end within one.</summary>
    private static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var b in text)
        {
            count += b < 0x80 || b >= 0xC0 ? 1 : 0;
            count += b >= 0xF0 ? 1 : 0;
        }

        return count;
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

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Json;

/// <summary>
/// A JSON text that was understood. It keeps the text and, for each value, only where it stands: a configuration is
/// mostly copied, so decoding every string of a large file would be work for nothing.
/// </summary>
internal sealed class JsonText
{
    private readonly Row[] _rows;

    // To ask a memory for its span at each look at a value would take longer than the look.
    private readonly ArraySegment<byte> _content;

    internal JsonText(SourceText text, Row[] rows)
    {
        Text = text;
        _rows = rows;
        _content = MemoryMarshal.TryGetArray(text.Content, out var content) ? content : text.Content.ToArray();
    }

    /// <summary>The text and where it comes from.</summary>
    public SourceText Text { get; }

    public JsonValue Root => new(this, 0);

    internal JsonText AttributedTo(Source source) => new(Text.AttributedTo(source), _rows);

    public static JsonValue String(Source source, string value) => Scalar(source, JsonStrings.Quote(value), JsonKind.String);

    public static JsonValue Boolean(Source source, bool value) =>
        Scalar(source, value ? "true"u8.ToArray() : "false"u8.ToArray(), JsonKind.Boolean);

    public static JsonValue Null(Source source) => Scalar(source, "null"u8.ToArray(), JsonKind.Null);

    /// <param name="source">Where the number comes from.</param>
    /// <param name="text">The number as JSON writes it; it is not checked again.</param>
    public static JsonValue Number(Source source, string text) => Scalar(source, Encoding.UTF8.GetBytes(text), JsonKind.Number);

    internal ref readonly Row this[int index] => ref _rows[index];

    internal ReadOnlySpan<byte> Content => _content;

    /// <summary>A value as it is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> Raw(in Row row) => new(_content.Array, _content.Offset + row.Start, row.Length);

    private static JsonValue Scalar(Source source, byte[] json, JsonKind kind) =>
        new(new JsonText(new SourceText(source, json), [new Row(0, json.Length, 1, kind, RowFlags.None)]), 0);

    [Flags]
    internal enum RowFlags : byte
    {
        None = 0,

        Escaped = 1,

        /// <summary>The row is the key of the value that follows it.</summary>
        Key = 2,

        /// <summary>An object in which a key stands twice.</summary>
        HasDuplicates = 4,
    }

    /// <summary>
    /// Where a value stands: the offset of its first byte in the content (the quote for a string), its bytes with quotes or
    /// brackets, the index of the row after the value and all that it holds, its kind, and what else is known of it.
    /// </summary>
    internal readonly record struct Row
    {
        private const int FlagBits = 3;
        private const int KindBits = 3;

        // One row for each of millions of values: start, kind and flags share 32 bits, as texts have at most 2^26 bytes.
        private readonly uint _place;

        public Row(int start, int length, int next, JsonKind kind, RowFlags flags)
        {
            _place = ((uint)start << (FlagBits + KindBits)) | ((uint)kind << FlagBits) | (uint)flags;
            Length = length;
            Next = next;
        }

        public int Start => (int)(_place >> (FlagBits + KindBits));

        public int Length { get; }

        public int Next { get; }

        public JsonKind Kind => (JsonKind)((_place >> FlagBits) & ((1 << KindBits) - 1));

        public RowFlags Flags => (RowFlags)(_place & ((1 << FlagBits) - 1));
    }
}

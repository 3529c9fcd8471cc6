using System.Numerics;
using System.Text.Json;

namespace OrthancLauncher.Core.Json;

/// <summary>Builds the rows of a <see cref="JsonText"/> while its tokens are read.</summary>
internal sealed class JsonRows
{
    /// <summary>Probes for each key after which keys seem to be chosen to collide.</summary>
    private const int MostProbes = 16;

    private readonly List<int> _open = [];
    private JsonText.Row[] _rows;
    private int[] _buckets = [];
    private int _count;

    /// <param name="length">Bytes of the text, from which the number of rows is guessed.</param>
    public JsonRows(int length) => _rows = GC.AllocateUninitializedArray<JsonText.Row>(Math.Clamp(length / 6, 4, 1 << 20));

    /// <summary>Whether some object has a key twice.</summary>
    public bool HasDuplicates { get; private set; }

    /// <summary>Where a first half of a surrogate pair is escaped without the second, or null.</summary>
    public int? UnfinishedPair { get; private set; }

    /// <summary>Takes the token that the reader is at.</summary>
    public void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> content)
    {
        var start = (int)reader.TokenStartIndex;
        var length = reader.ValueSpan.Length;
        var kind = JsonKind.String;
        var flags = JsonText.RowFlags.None;
        switch (reader.TokenType)
        {
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Close(start, content);
                return;
            case JsonTokenType.StartObject:
                kind = JsonKind.Object;
                _open.Add(_count);
                break;
            case JsonTokenType.StartArray:
                kind = JsonKind.Array;
                _open.Add(_count);
                break;
            case JsonTokenType.PropertyName:
                flags = JsonText.RowFlags.Key | (reader.ValueIsEscaped ? JsonText.RowFlags.Escaped : JsonText.RowFlags.None);
                length += 2;
                break;
            case JsonTokenType.String:
                length += 2;
                break;
            case JsonTokenType.Number:
                kind = JsonKind.Number;
                break;
            case JsonTokenType.Null:
                kind = JsonKind.Null;
                break;
            default:
                kind = JsonKind.Boolean;
                break;
        }

        if (reader.ValueIsEscaped && JsonStrings.UnfinishedPair(reader.ValueSpan) is >= 0 and var half)
        {
            UnfinishedPair ??= start + 1 + half;
        }

        if (_count == _rows.Length)
        {
            Array.Resize(ref _rows, _rows.Length * 2);
        }

        _rows[_count] = new JsonText.Row(start, length, _count + 1, kind, flags);
        _count++;
    }

    /// <summary>All rows, with unused ones behind them: memory that was never written costs less than a copy.</summary>
    public JsonText.Row[] Rows => _rows;

    private void Close(int end, ReadOnlySpan<byte> content)
    {
        var index = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        var row = _rows[index];
        var flags = JsonText.RowFlags.None;
        if (row.Kind == JsonKind.Object && FindDuplicates(index + 1, content))
        {
            flags = JsonText.RowFlags.HasDuplicates;
            HasDuplicates = true;
        }

        _rows[index] = new JsonText.Row(row.Start, end + 1 - row.Start, _count, row.Kind, flags);
    }

    private bool FindDuplicates(int first, ReadOnlySpan<byte> content)
    {
        var keys = 0;
        var escaped = false;
        for (var i = first; i < _count; i = _rows[i + 1].Next)
        {
            keys++;
            escaped |= _rows[i].Flags.HasFlag(JsonText.RowFlags.Escaped);
        }

        return keys > 1 && (escaped || FindByHash(first, keys, content)) && FindAmongDecoded(first, content);
    }

    /// <summary>Whether two keys are alike as they are written, or too many collide to tell.</summary>
    private bool FindByHash(int first, int keys, ReadOnlySpan<byte> content)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)keys * 2);
        if (_buckets.Length < size)
        {
            _buckets = new int[size];
        }

        var buckets = _buckets.AsSpan(0, size);
        buckets.Clear();
        var probes = MostProbes * keys;
        for (var i = first; i < _count; i = _rows[i + 1].Next)
        {
            var key = KeyOf(i, content);
            // The row of a key is never the first one, so that zero means a free slot.
            var slot = (int)Hash(key) & (size - 1);
            for (; buckets[slot] != 0; slot = (slot + 1) & (size - 1))
            {
                if (--probes == 0 || KeyOf(buckets[slot], content).SequenceEqual(key))
                {
                    return true;
                }
            }

            buckets[slot] = i;
        }

        return false;
    }

    private bool FindAmongDecoded(int first, ReadOnlySpan<byte> content)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = first; i < _count; i = _rows[i + 1].Next)
        {
            if (!seen.Add(JsonStrings.Unquote(KeyOf(i, content))))
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> KeyOf(int index, ReadOnlySpan<byte> content) => content.Slice(_rows[index].Start, _rows[index].Length);

    private static uint Hash(ReadOnlySpan<byte> key)
    {
        // FNV-1a.
        var hash = 2166136261u;
        foreach (var b in key)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash;
    }
}

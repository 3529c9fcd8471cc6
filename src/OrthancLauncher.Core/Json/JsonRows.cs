using System.Buffers;
using System.Text.Json;

namespace OrthancLauncher.Core.Json;

/// <summary>Builds the rows of a <see cref="JsonText"/> while its tokens are read.</summary>
internal sealed class JsonRows
{
    /// <summary>A pool for less than this would cost more than it saves.</summary>
    private const int SmallestToRent = 1024;

    private readonly List<int> _open = [];
    private readonly List<int> _duplicates = [];
    private JsonText.Row[] _rows;
    private int[] _buckets = [];
    private int _count;

    /// <summary>Starts without rows.</summary>
    /// <param name="length">Bytes of the text, from which the number of rows is guessed.</param>
    public JsonRows(int length) => _rows = Rent(Math.Max(4, Math.Min(length / 8, 1 << 20)));

    /// <summary>The rows of keys that stand in their object for a second time.</summary>
    public IReadOnlyList<int> Duplicates => _duplicates;

    /// <summary>How many rows there are.</summary>
    public int Count => _count;

    /// <summary>The rows of the objects and arrays that are not closed yet, the outermost first.</summary>
    public IReadOnlyList<int> OpenRows => _open;

    /// <summary>A row as it stands now; that of an open object has no length yet.</summary>
    /// <param name="index">The row's index.</param>
    public JsonText.Row this[int index] => _rows[index];

    /// <summary>Takes the token that the reader stands on.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="content">The text that it reads.</param>
    public void Add(ref Utf8JsonReader reader, ReadOnlySpan<byte> content)
    {
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Open(start, JsonKind.Object);
                break;
            case JsonTokenType.StartArray:
                Open(start, JsonKind.Array);
                break;
            case JsonTokenType.EndObject:
            case JsonTokenType.EndArray:
                Close(start, content);
                break;
            case JsonTokenType.PropertyName:
                var flags = reader.ValueIsEscaped ? JsonText.RowFlags.Key | JsonText.RowFlags.Escaped : JsonText.RowFlags.Key;
                Append(start, reader.ValueSpan.Length + 2, JsonKind.String, flags);
                break;
            case JsonTokenType.String:
                Append(start, reader.ValueSpan.Length + 2, JsonKind.String, reader.ValueIsEscaped ? JsonText.RowFlags.Escaped : JsonText.RowFlags.None);
                break;
            case JsonTokenType.Number:
                Append(start, reader.ValueSpan.Length, JsonKind.Number, JsonText.RowFlags.None);
                break;
            case JsonTokenType.True:
            case JsonTokenType.False:
                Append(start, reader.ValueSpan.Length, JsonKind.Boolean, JsonText.RowFlags.None);
                break;
            default:
                Append(start, reader.ValueSpan.Length, JsonKind.Null, JsonText.RowFlags.None);
                break;
        }
    }

    /// <summary>All rows; nothing can be added any more.</summary>
    public JsonText.Row[] ToRows()
    {
        if (_rows.Length < SmallestToRent || _count >= _rows.Length - (_rows.Length / 8))
        {
            return _rows;
        }

        var rows = _rows.AsSpan(0, _count).ToArray();
        ArrayPool<JsonText.Row>.Shared.Return(_rows);
        _rows = rows;
        return rows;
    }

    /// <summary>Takes the beginning of an object or array.</summary>
    /// <param name="start">Offset of its bracket.</param>
    /// <param name="kind">Which of the two.</param>
    public void Open(int start, JsonKind kind)
    {
        _open.Add(_count);
        Append(start, 1, kind, JsonText.RowFlags.None);
    }

    /// <summary>Takes a key or a value that is neither object nor array.</summary>
    /// <param name="start">Offset of its first byte.</param>
    /// <param name="length">Its bytes, with quotes.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="flags">What else is known of it.</param>
    public void Append(int start, int length, JsonKind kind, JsonText.RowFlags flags)
    {
        if (_count == _rows.Length)
        {
            Grow();
        }

        _rows[_count] = new JsonText.Row(start, length, _count + 1, kind, flags);
        _count++;
    }

    private void Grow()
    {
        var rows = Rent(_rows.Length * 2);
        _rows.CopyTo(rows, 0);
        if (_rows.Length >= SmallestToRent)
        {
            ArrayPool<JsonText.Row>.Shared.Return(_rows);
        }

        _rows = rows;
    }

    /// <summary>Takes the end of the innermost object or array.</summary>
    /// <param name="end">Offset of its bracket.</param>
    /// <param name="content">The text.</param>
    public void Close(int end, ReadOnlySpan<byte> content)
    {
        var index = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        var row = _rows[index];
        var flags = row.Kind == JsonKind.Object && FindDuplicates(index + 1, content) ? JsonText.RowFlags.HasDuplicates : JsonText.RowFlags.None;
        _rows[index] = new JsonText.Row(row.Start, end + 1 - row.Start, _count, row.Kind, flags);
    }

    /// <summary>Room for rows. Many small texts are read one after another; the room of large ones is used again.</summary>
    private static JsonText.Row[] Rent(int count) =>
        count < SmallestToRent ? new JsonText.Row[count] : ArrayPool<JsonText.Row>.Shared.Rent(count);

    private bool FindDuplicates(int first, ReadOnlySpan<byte> content)
    {
        var keys = 0;
        var escaped = false;
        for (var i = first; i < _count; i = _rows[i + 1].Next)
        {
            keys++;
            escaped |= _rows[i].Flags.HasFlag(JsonText.RowFlags.Escaped);
        }

        if (keys < 2)
        {
            return false;
        }

        if (escaped)
        {
            return FindAmongDecoded(first, content);
        }

        return keys > 8 ? FindByHash(first, keys, content) : MayHaveTwins(first, content) && FindByPairs(first, content);
    }

    /// <summary>Whether two keys are alike in length, first and last byte, or seem so: most objects have none that are.</summary>
    private bool MayHaveTwins(int first, ReadOnlySpan<byte> content)
    {
        var seen = 0UL;
        for (var i = first; i < _count; i = _rows[i + 1].Next)
        {
            ref readonly var row = ref _rows[i];
            // The quotes belong to the row, so there are always two bytes.
            var mark = 1UL << ((row.Length * 7) + (content[row.Start + 1] * 5) + (content[row.Start + row.Length - 2] * 3));
            if ((seen & mark) != 0)
            {
                return true;
            }

            seen |= mark;
        }

        return false;
    }

    private bool FindByPairs(int first, ReadOnlySpan<byte> content)
    {
        var found = false;
        for (var i = first; i < _count; i = _rows[i + 1].Next)
        {
            for (var j = first; j < i; j = _rows[j + 1].Next)
            {
                if (_rows[i].Length == _rows[j].Length && KeyOf(i, content).SequenceEqual(KeyOf(j, content)))
                {
                    _duplicates.Add(i);
                    found = true;
                    break;
                }
            }
        }

        return found;
    }

    private bool FindByHash(int first, int keys, ReadOnlySpan<byte> content)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)keys * 2);
        if (_buckets.Length < size)
        {
            _buckets = new int[size];
        }

        var buckets = _buckets.AsSpan(0, size);
        buckets.Fill(-1);
        var found = false;
        for (var i = first; i < _count; i = _rows[i + 1].Next)
        {
            var key = KeyOf(i, content);
            var slot = (int)(Hash(key) & (uint)(size - 1));
            while (buckets[slot] >= 0 && !KeyOf(buckets[slot], content).SequenceEqual(key))
            {
                slot = (slot + 1) & (size - 1);
            }

            if (buckets[slot] >= 0)
            {
                _duplicates.Add(i);
                found = true;
            }

            buckets[slot] = i;
        }

        return found;
    }

    private bool FindAmongDecoded(int first, ReadOnlySpan<byte> content)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = false;
        for (var i = first; i < _count; i = _rows[i + 1].Next)
        {
            var row = _rows[i];
            if (!seen.Add(JsonStrings.Unquote(content.Slice(row.Start, row.Length), row.Flags.HasFlag(JsonText.RowFlags.Escaped))))
            {
                _duplicates.Add(i);
                found = true;
            }
        }

        return found;
    }

    private ReadOnlySpan<byte> KeyOf(int index, ReadOnlySpan<byte> content) => content.Slice(_rows[index].Start, _rows[index].Length);

    private static uint Hash(ReadOnlySpan<byte> key)
    {
        // FNV-1a, enough for keys that nobody chooses to collide: the table only finds duplicates.
        var hash = 2166136261u;
        foreach (var b in key)
        {
            hash = (hash ^ b) * 16777619u;
        }

        return hash;
    }
}

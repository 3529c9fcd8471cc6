using System.Runtime.InteropServices;
using System.Text;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>A piece of a Dockerfile, of which each byte knows where it is written.</summary>
/// <param name="start">Where it begins in the text of the file.</param>
internal sealed class DockerfileText(int start)
{
    /// <summary>One character a byte, as all signs that mean something are ASCII.</summary>
    private readonly List<char> _bytes = [];
    private readonly List<int> _offsets = [];

    public int Length => _bytes.Count;

    public int Start => _offsets.Count > 0 ? _offsets[0] : start;

    /// <summary>Whether a part of it is the value of a variable.</summary>
    public bool HasInserted { get; private set; }

    public char this[int index] => _bytes[index];

    public int OffsetAt(int index) => index < _offsets.Count ? _offsets[index] : Start;

    /// <summary>Appends a byte.</summary>
    public void Append(char value, int offset)
    {
        _bytes.Add(value);
        _offsets.Add(offset);
    }

    /// <summary>Appends a part of another text.</summary>
    public void Append(DockerfileText other, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            Append(other[i], other.OffsetAt(i));
        }

        HasInserted |= other.HasInserted;
    }

    /// <summary>Appends the value of a variable, all of which is where the variable is named.</summary>
    public void Insert(string value, int offset)
    {
        HasInserted = true;
        foreach (var unit in Encoding.UTF8.GetBytes(value))
        {
            Append((char)unit, offset);
        }
    }

    public DockerfileText Slice(int from, int to)
    {
        var slice = new DockerfileText(OffsetAt(from));
        slice.Append(this, from, to);
        return slice;
    }

    /// <summary>The text without white space around it.</summary>
    public DockerfileText Trimmed()
    {
        var (from, to) = (0, Length);
        while (from < to && IsBlank(this[from]))
        {
            from++;
        }

        while (to > from && IsBlank(this[to - 1]))
        {
            to--;
        }

        return Slice(from, to);
    }

    /// <summary>The words between white space; quotes and escapes stay, and what they enclose does not separate.</summary>
    public List<DockerfileText> Words(char escape)
    {
        var words = new List<DockerfileText>();
        var quote = '\0';
        var from = -1;
        for (var i = 0; i < Length; i++)
        {
            var c = this[i];
            if (quote == '\0' && IsBlank(c))
            {
                AddWord(i);
                continue;
            }

            from = from < 0 ? i : from;
            if (c == escape && quote != '\'')
            {
                i++;
            }
            else if (quote == '\0' ? c is '"' or '\'' : c == quote)
            {
                quote = quote == '\0' ? c : '\0';
            }
        }

        AddWord(Length);
        return words;

        void AddWord(int to)
        {
            if (from >= 0)
            {
                words.Add(Slice(from, to));
                from = -1;
            }
        }
    }

    /// <summary>A part of the bytes as characters.</summary>
    public string Part(int from, int to) => new(CollectionsMarshal.AsSpan(_bytes)[from..to]);

    public static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    /// <summary>The bytes as characters, for signs and names.</summary>
    public string Ascii => Part(0, Length);

    public byte[] Bytes => Encoding.Latin1.GetBytes(Ascii);

    public string Value => Encoding.UTF8.GetString(Bytes);

    /// <summary>Where each part of it is written.</summary>
    /// <param name="file">The text whose content it is a piece of.</param>
    public Origin OriginIn(SourceText file) => new(() => file.With(Bytes, Shifts(file)));

    private SourceText.Shift[] Shifts(SourceText file)
    {
        var shifts = new List<SourceText.Shift>();
        for (var i = 0; i < _offsets.Count; i++)
        {
            var isInserted = i + 1 < _offsets.Count && _offsets[i + 1] == _offsets[i];
            if (i > 0 && _offsets[i] == _offsets[i - 1] + (shifts[^1].Inserted ? 0 : 1) && (shifts[^1].Inserted || !isInserted))
            {
                continue;
            }

            shifts.Add(new SourceText.Shift(i, file.OriginalOffset(_offsets[i]), isInserted));
        }

        return shifts.Count > 0 ? [.. shifts] : [new SourceText.Shift(0, file.OriginalOffset(Start), true)];
    }
}

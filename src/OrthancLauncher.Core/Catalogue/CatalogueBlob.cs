using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>Reads the compact form in place: nothing is parsed up front and nothing is allocated to find a setting.</summary>
internal sealed unsafe class CatalogueBlob
{
    private readonly byte* address;
    private readonly int length;
    private readonly int sorted;
    private readonly int ranges;
    private readonly int tolerances;
    private readonly int texts;
    private readonly int stringOffsets;
    private readonly int stringData;

    // Filled when first asked for. Threads may both decode the same text, which does no harm.
    private readonly string?[] decodedStrings;
    private readonly string[]?[] decodedLists;

    /// <summary>Reads memory that the caller keeps alive and unchanged, such as constants of this assembly.</summary>
    public CatalogueBlob(byte* address, int length, OrthancVersion? version = null)
    {
        Version = version;
        this.address = address;
        this.length = length;
        if (length < CatalogueFormat.HeaderSize || UInt32At(0) != CatalogueFormat.Magic)
        {
            throw new InvalidDataException("The compiled settings catalogue has another format than this program reads.");
        }

        sorted = (int)UInt32At(8);
        ranges = (int)UInt32At(12);
        tolerances = (int)UInt32At(16);
        texts = (int)UInt32At(20);
        stringOffsets = (int)UInt32At(24);
        stringData = (int)UInt32At(28);
        decodedStrings = new string?[(stringData - stringOffsets) / 4];
        decodedLists = new string[]?[((stringOffsets - texts) / 2) + 1];
    }

    public int Count => (int)UInt32At(4);

    /// <summary>The version of Orthanc that is asked about; null when it is not known.</summary>
    public OrthancVersion? Version { get; }

    /// <summary>The versions of Orthanc that were started with wrong values, oldest first.</summary>
    public OrthancVersion[] MeasuredVersions =>
        field ??= [.. Texts(Read(0, NodeField.FirstText), Read(0, NodeField.AllowedCount)).Select(OrthancVersion.Parse)];

    /// <summary>Reads an array that nobody changes any more; it stays in memory as long as the program.</summary>
    public static CatalogueBlob Of(byte[] content) =>
        new((byte*)GCHandle.Alloc(content, GCHandleType.Pinned).AddrOfPinnedObject(), content.Length);

    /// <summary>The same settings in another version of Orthanc.</summary>
    public CatalogueBlob For(OrthancVersion? version) => version == Version ? this : new CatalogueBlob(address, length, version);

    public int Read(int node, NodeField field) =>
        UInt16At(CatalogueFormat.HeaderSize + (node * CatalogueFormat.NodeSize) + (2 * (int)field));

    /// <summary>The string a node's field refers to; null when there is none.</summary>
    public string? ReadString(int node, NodeField field)
    {
        var number = Read(node, field);
        return number == 0 ? null : String(number);
    }

    /// <summary>The limits of a node's value; without flags when it has none.</summary>
    public SettingRange ReadRange(int node)
    {
        var number = Read(node, NodeField.Range);
        return number == 0 ? default : Unsafe.ReadUnaligned<SettingRange>(address + ranges + ((number - 1) * CatalogueFormat.RangeSize));
    }

    /// <summary>What a measured version of Orthanc starts with although the setting does not take it.</summary>
    public Deviations Tolerated(int node, int measuredVersion)
    {
        var number = Read(node, NodeField.Tolerance);
        return number == 0 ? Deviations.None
            : (Deviations)UInt16At(tolerances + (2 * (((number - 1) * MeasuredVersions.Length) + measuredVersion)));
    }

    /// <summary>The strings numbered <paramref name="first"/> and following in the table of texts.</summary>
    public string[] Texts(int first, int count)
    {
        if (count == 0)
        {
            return [];
        }

        if (decodedLists[first] is { } known && known.Length == count)
        {
            return known;
        }

        var result = new string[count];
        for (var index = 0; index < count; index++)
        {
            result[index] = String(TextAt(first + index));
        }

        return decodedLists[first] = result;
    }

    /// <summary>Is <paramref name="value"/> one of these texts?</summary>
    public bool TextsContain(int first, int count, ReadOnlySpan<char> value, bool ignoreCase)
    {
        for (var index = first; index < first + count; index++)
        {
            var text = TextAt(index);
            if (ignoreCase ? EqualsIgnoringCase(text, value) : Compare(text, value) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the fixed child of this very name: its node, or 0.</summary>
    public int FindChild(int node, ReadOnlySpan<char> name)
    {
        var low = Read(node, NodeField.FirstChild);
        var high = low + Read(node, NodeField.ChildCount) - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var child = UInt16At(sorted + (2 * middle));
            var order = Compare(Read(child, NodeField.Name), name);
            if (order == 0)
            {
                return child;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return 0;
    }

    /// <summary>Finds the fixed child whose name or alias differs at most in case: its node, or 0.</summary>
    public int FindChildIgnoringCase(int node, ReadOnlySpan<char> name)
    {
        var first = Read(node, NodeField.FirstChild);
        var end = first + Read(node, NodeField.ChildCount);
        for (var child = first; child < end; child++)
        {
            var aliases = Read(child, NodeField.FirstText) + Read(child, NodeField.AllowedCount) + Read(child, NodeField.DeprecatedCount);
            if (EqualsIgnoringCase(Read(child, NodeField.Name), name)
                || TextsContain(aliases, Read(child, NodeField.AliasCount), name, ignoreCase: true))
            {
                return child;
            }
        }

        return 0;
    }

    /// <summary>Is the node's name the same as <paramref name="segment"/> when case, underscores and hyphens do not count?</summary>
    public bool NameResembles(int node, ReadOnlySpan<char> segment)
    {
        var position = 0;
        foreach (var expected in Characters(Read(node, NodeField.Name)))
        {
            if (IsSeparator(expected))
            {
                continue;
            }

            while (position < segment.Length && IsSeparator(segment[position]))
            {
                position++;
            }

            if (position == segment.Length || Fold(segment[position]) != Fold(expected))
            {
                return false;
            }

            position++;
        }

        return segment[position..].IndexOfAnyExcept('_', '-') < 0;
    }

    private static bool IsSeparator(char character) => character is '_' or '-';

    // ASCII only: the schema's patterns, which other validators apply, know no other letters either.
    private static char Fold(char character) => char.IsAsciiLetterLower(character) ? (char)(character - 'a' + 'A') : character;

    private bool EqualsIgnoringCase(int number, ReadOnlySpan<char> value) => Ascii.EqualsIgnoreCase(Characters(number), value);

    private int Compare(int number, ReadOnlySpan<char> value) => Characters(number).SequenceCompareTo(value);

    private string String(int number) => decodedStrings[number] ??= Characters(number).ToString();

    private ReadOnlySpan<char> Characters(int number)
    {
        var start = (int)UInt32At(stringOffsets + (4 * number));
        var end = (int)UInt32At(stringOffsets + (4 * number) + 4);
        return new ReadOnlySpan<char>(address + stringData + start, (end - start) / 2);
    }

    private int TextAt(int index) => UInt16At(texts + (2 * index));

    // Not checked against the length: what is read here was written by the compiler of the same program.
    private ushort UInt16At(int offset) => Unsafe.ReadUnaligned<ushort>(address + offset);

    private uint UInt32At(int offset) => Unsafe.ReadUnaligned<uint>(address + offset);
}

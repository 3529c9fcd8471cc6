namespace OrthancLauncher.Core.Catalogue;

/// <summary>
/// The layout of the compact form, shared by the one who writes it and the one who reads it. All numbers are little endian.
/// <code>
/// header   magic, number of nodes, offsets of: sorted, ranges, texts, string offsets, string data (32 bits each)
/// nodes    <see cref="NodeSize"/> bytes each, one 16-bit number per <see cref="NodeField"/>; node 0 is the root
/// sorted   16 bits per node; the slots of a node's fixed children hold these children in ordinal order of their names
/// ranges   <see cref="RangeSize"/> bytes each: minimum (64 bits), maximum (64 bits), maximum length, flags (32 bits each)
/// texts    16-bit string numbers: per node the allowed values, the deprecated values and the aliases
/// strings  32-bit offsets (one more than there are strings), then UTF-16; string 0 means that there is none
/// </code>
/// The fixed children of a node, and likewise its array positions, are consecutive nodes in the schema's order.
/// </summary>
internal static class CatalogueFormat
{
    public const uint Magic = 0x31434C4F;
    public const int HeaderSize = 28;
    public const int NodeSize = 2 * ((int)NodeField.Range + 1);
    public const int RangeSize = 24;
}

/// <summary>The fields of a node, in their order in the compact form.</summary>
internal enum NodeField
{
    Name,
    Types,
    Flags,
    ReplacedBy,
    Since,
    Component,
    Kind,
    Unit,
    Default,
    FirstChild,
    ChildCount,
    Wildcard,
    Element,
    FirstPosition,
    PositionCount,
    FirstText,
    AllowedCount,
    DeprecatedCount,
    AliasCount,
    Range,
}

[Flags]
internal enum NodeFlags
{
    None = 0,
    Secret = 1,
    Deprecated = 2,
    IgnoreCase = 4,
}

[Flags]
internal enum RangeFlags
{
    None = 0,
    Minimum = 1,
    Maximum = 2,
    MaxLength = 4,
}

/// <summary>The limits of a value, laid out as in the compact form; those that have no flag do not hold.</summary>
internal readonly record struct SettingRange(long Minimum, long Maximum, int MaxLength, RangeFlags Flags);

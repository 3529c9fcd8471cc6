using System.Runtime.InteropServices;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>
/// The layout of the compact form, shared by the one who writes it and the one who reads it. All numbers are little endian.
/// <code>
/// header   magic, number of nodes, offsets of: sorted, ranges, tolerances, texts, string offsets, string data (32 bits each)
/// nodes    <see cref="NodeSize"/> bytes each, one 16-bit number per <see cref="NodeField"/>; node 0 is the root
/// sorted   16 bits per node; the slots of a node's fixed children hold these children in ordinal order of their names
/// ranges   <see cref="RangeSize"/> bytes each: minimum (64 bits), maximum (64 bits), least and greatest length, flags (32 bits each)
/// tolerances  per row and measured version 16 bits of <see cref="Deviations"/>
/// texts    16-bit string numbers: per node the allowed values, the deprecated values, the aliases, the required keys, values each
///          with the version that brought it, and versions each with the default before it; the root's allowed values are the
///          measured versions
/// strings  32-bit offsets (one more than there are strings), then UTF-16; string 0 means that there is none
/// </code>
/// The fixed children of a node, and likewise its array positions, are consecutive nodes in the schema's order.
/// </summary>
internal static class CatalogueFormat
{
    public const uint Magic = 0x32434C4F;
    public const int HeaderSize = 32;
    public const int NodeSize = 2 * ((int)NodeField.Tolerance + 1);
    public const int RangeSize = 28;
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
    RequiredCount,
    ValueVersionCount,
    FormerDefaultCount,
    Range,
    Until,
    Library,
    Tolerance,
}

[Flags]
internal enum NodeFlags
{
    None = 0,
    Secret = 1,
    Deprecated = 2,
    IgnoreCase = 4,
    Unread = 8,
    VersionOfOrthanc = 16,
    Lenient = 32,
    Closed = 64,
    PlainKeys = 128,
    KeysWithoutColon = 256,
    TagKeys = 512,
}

[Flags]
internal enum RangeFlags
{
    None = 0,
    Minimum = 1,
    Maximum = 2,
    MaxLength = 4,
    MinLength = 8,
}

/// <summary>The limits of a value, laid out as in the compact form; those that have no flag do not hold.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct SettingRange(long Minimum, long Maximum, int MinLength, int MaxLength, RangeFlags Flags);

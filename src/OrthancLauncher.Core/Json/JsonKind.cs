namespace OrthancLauncher.Core.Json;

/// <summary>The kinds of JSON values.</summary>
internal enum JsonKind : byte
{
    /// <summary><c>null</c></summary>
    Null,

    /// <summary><c>true</c> or <c>false</c></summary>
    Boolean,

    /// <summary>A number, of which only the text is kept.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}

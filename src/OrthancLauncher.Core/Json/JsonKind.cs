namespace OrthancLauncher.Core.Json;

internal enum JsonKind : byte
{
    /// <summary><c>null</c></summary>
    Null,

    /// <summary><c>true</c> or <c>false</c></summary>
    Boolean,

    /// <summary>A number, of which only the text is kept.</summary>
    Number,

    String,

    Array,

    Object,
}

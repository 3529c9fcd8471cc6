using System.Diagnostics.CodeAnalysis;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>The JSON types a setting takes; a union of types sets several flags.</summary>
[Flags]
[SuppressMessage("Naming", "CA1720", Justification = "These are the types of JSON, by their names.")]
internal enum SettingTypes
{
    /// <summary>No type: the setting does not exist.</summary>
    None = 0,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean = 1,

    /// <summary>A number without fraction or exponent.</summary>
    Integer = 2,

    Number = 4,

    /// <summary>A text.</summary>
    String = 8,

    /// <summary>A list; see <see cref="SettingDefinition.Element"/> and <see cref="SettingDefinition.Position"/>.</summary>
    Array = 16,

    /// <summary>An object, be its keys fixed, chosen by the user (a map), or both.</summary>
    Object = 32,

    /// <summary>The literal <c>null</c>.</summary>
    Null = 64,

    /// <summary>Every type.</summary>
    Any = Boolean | Integer | Number | String | Array | Object | Null,
}

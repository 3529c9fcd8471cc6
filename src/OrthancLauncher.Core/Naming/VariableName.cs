using OrthancLauncher.Core.Catalogue;

namespace OrthancLauncher.Core.Naming;

/// <summary>How a variable's name led to a setting.</summary>
internal enum NameOrigin
{
    /// <summary>The name is in the table of aliases.</summary>
    Alias,

    /// <summary>The name is in the table of names from before April 2020.</summary>
    Legacy,

    /// <summary>The standard rule leads to a known setting.</summary>
    Standard,

    /// <summary>The setting was found by ignoring case and underscores.</summary>
    Inexact,

    /// <summary>The standard rule leads to a setting that the catalogue does not know.</summary>
    Unknown,
}

/// <summary>A variable's name understood as a setting.</summary>
/// <param name="Definition">What the catalogue says of it; not existing for an unknown setting.</param>
internal sealed record VariableName(string Variable, string[] Segments, NameOrigin Origin, SettingDefinition Definition)
{
    /// <summary>The setting's dotted path.</summary>
    public string Path => SettingPath.Join(Segments);
}

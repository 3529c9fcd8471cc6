namespace OrthancLauncher.Core.Checks;

/// <summary>The checks that can find something in the values of one setting, beside that of their type.</summary>
[Flags]
internal enum SettingChecks : byte
{
    None = 0,

    /// <summary>The other flags were decided.</summary>
    Decided = 1,

    Version = 2,

    Library = 4,

    Deprecation = 8,

    ListedValues = 16,

    Range = 32,

    Form = 64,

    File = 128,
}

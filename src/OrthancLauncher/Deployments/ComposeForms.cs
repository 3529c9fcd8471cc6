namespace OrthancLauncher.Deployments;

/// <summary>Forms that a value of a compose file may have.</summary>
[Flags]
internal enum ComposeForms
{
    Text = 1,
    Number = 2,
    Flag = 4,
    List = 8,
    Mapping = 16,

    /// <summary>What compose accepts here is not looked at.</summary>
    Any = 32,

    /// <summary>A list of nothing but strings.</summary>
    Texts = 64,

    /// <summary>A string such as <c>1m30s</c>.</summary>
    Duration = 128,

    /// <summary>A string such as <c>512m</c>.</summary>
    Size = 256,

    /// <summary>A number, or a string that is one.</summary>
    Count = 512,

    /// <summary>True or false, or a string that says so.</summary>
    FlagText = 1024,

    ListOrMapping = List | Mapping,
    TextOrList = Text | List,
    TextOrTexts = Text | Texts,
    TextOrNumber = Text | Number,
}

namespace OrthancLauncher.Core.Catalogue;

/// <summary>In what a value differs from what its setting takes. Orthanc does not mind every difference.</summary>
[Flags]
internal enum Deviations
{
    None = 0,

    /// <summary><c>null</c>.</summary>
    Null = 1,

    /// <summary>A number or boolean instead of a string.</summary>
    Scalar = 2,

    /// <summary>Any other wrong type.</summary>
    Type = 4,

    /// <summary>A number below the minimum.</summary>
    Below = 8,

    /// <summary>A number above the maximum.</summary>
    Above = 16,

    /// <summary>A number of more than 32 bits where at most 32 are taken.</summary>
    Huge = 32,

    /// <summary>A string that is not one of those allowed.</summary>
    Value = 64,

    /// <summary>A string, array or object with too few or too many characters or elements.</summary>
    Length = 128,

    /// <summary>A string that is not of the kind that is needed, such as a URL of another scheme.</summary>
    Form = 256,

    /// <summary>A name that may not be given to an entry.</summary>
    Key = 512,

    /// <summary>The path of a file that does not exist.</summary>
    File = 1024,
}


namespace OrthancLauncher.Core.Sources;

/// <summary>A configuration file as it was found.</summary>
/// <param name="Source">The source, under the name by which messages call it.</param>
/// <param name="Content">Its bytes; empty if it could not be read.</param>
/// <param name="Failure">Why it could not be read, or null.</param>
internal sealed record InputFile(Source Source, string ContainerPath, ReadOnlyMemory<byte> Content, string? Failure = null);

/// <param name="Value">Its value; where the bytes are not UTF-8, with replacement characters.</param>
/// <param name="IsUtf8">Whether the bytes are UTF-8.</param>
/// <param name="IsKnown">Whether the value is the container's; otherwise it is a placeholder.</param>
internal sealed record EnvironmentVariable(string Name, string Value, bool IsUtf8 = true, bool IsKnown = true)
{
    /// <summary>Whether the deployment takes its value from a secret.</summary>
    public bool IsSecret { get; init; }
}

/// <summary>The value of a setting in a secret.</summary>
/// <param name="Variable">The variable whose value it is, such as <c>ORTHANC__POSTGRESQL__PASSWORD</c>.</param>
/// <param name="PointedBy">The variable that names the secret, or null if the secret has the variable's name itself.</param>
/// <param name="Content">Its bytes; empty if it could not be read.</param>
/// <param name="Failure">Why it could not be read (with user and mode), or null.</param>
internal sealed record InputSecret(string Variable, string? PointedBy, string Path, ReadOnlyMemory<byte> Content, string? Failure = null)
{
    /// <summary>The path for messages, if the pointer's value must not be shown; otherwise the path itself.</summary>
    public string ShownPath { get; init; } = Path;

    /// <summary>The secret as the source of a value.</summary>
    public Source Source => new(SourceKind.Secret, PointedBy ?? Variable, ShownPath);
}

/// <summary>Everything that a configuration is made from, as it was found.</summary>
internal sealed record ConfigurationInput
{
    /// <summary>The files in the order of their precedence, the weakest first.</summary>
    public IReadOnlyList<InputFile> Files { get; init; } = [];

    /// <summary>The environment, in any order.</summary>
    public IReadOnlyList<EnvironmentVariable> Variables { get; init; } = [];

    /// <summary>The secrets that carry a setting, in any order.</summary>
    public IReadOnlyList<InputSecret> Secrets { get; init; } = [];
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <param name="Value">Null where it is not known here.</param>
/// <param name="IsWritten">Whether all of it is written there, rather than inserted from an argument.</param>
internal sealed record DockerVariable(string Name, string? Value, Place Place, Origin? Origin, bool IsWritten);

/// <summary>What a Dockerfile, or a stage of one, makes of an image, as far as it can be followed.</summary>
internal sealed class DockerImage
{
    /// <summary>The image that it begins with; null where that is not known here.</summary>
    public string? Base { get; init; }

    /// <summary>Where that image is named.</summary>
    public required Place BasePlace { get; init; }

    /// <summary>Its name as a stage, or null.</summary>
    public string? Name { get; init; }

    public OrderedDictionary<string, DockerVariable> Variables { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The values of variables and arguments; null for one that is not known here.</summary>
    public Dictionary<string, string?> Values { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The files in folders that are read, by their paths.</summary>
    public OrderedDictionary<string, Mount> Files { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The working directory.</summary>
    public string Folder { get; set; } = "/";

    /// <summary>The words of the entry point and where they are; null for those of the image that it begins with.</summary>
    public (IReadOnlyList<string> Words, Place Place)? Entrypoint { get; set; }

    public (IReadOnlyList<string> Words, Place Place)? Command { get; set; }

    /// <summary>What the health check does, and where it is.</summary>
    public (string Command, Place Place)? HealthCheck { get; set; }

    /// <summary>What cannot be seen; files are not among it.</summary>
    public List<UnknownSource> Unknown { get; init; } = [];

    /// <summary>What a build would refuse.</summary>
    public FindingList Findings { get; init; } = new();

    /// <summary>A stage that begins with what this one made.</summary>
    public DockerImage Next(string? name) => new()
    {
        Base = Base,
        BasePlace = BasePlace,
        Name = name,
        Variables = new(Variables, StringComparer.Ordinal),
        Values = Variables.Values.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal),
        Files = new(Files, StringComparer.Ordinal),
        Folder = Folder,
        Entrypoint = Entrypoint,
        Command = Command,
        HealthCheck = HealthCheck,
        Unknown = [.. Unknown],
        Findings = Findings,
    };
}

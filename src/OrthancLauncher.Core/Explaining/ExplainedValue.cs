using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Explaining;

/// <summary>What one source says of a setting.</summary>
/// <param name="Text">The value as JSON in one line, secrets masked unless they were asked for.</param>
/// <param name="Kind">The kind of the value, also where a mask stands in its place.</param>
/// <param name="Where">The source in words, with line and column where there are some.</param>
internal sealed record ExplainedValue(string Text, JsonKind Kind, ValueOrigin Origin, string Where)
{
    /// <summary>The source with line and column; null for what Orthanc does by itself.</summary>
    public Place? Place { get; init; }

    /// <summary>Where a person wrote it, if that is elsewhere: a place in the file of a deployment.</summary>
    public Place? Written { get; init; }

    /// <summary>The source in few words, for tables whose rows tell the kind of source in another way too.</summary>
    public string WhereInShort => Place switch
    {
        null => "built-in default",
        _ when Written is { } written => written.ToString(),
        { Source: { Kind: SourceKind.Variable, Name: var name } } => name,
        { Source: { Kind: SourceKind.Secret } source } => source.Description,
        _ => Where,
    };

    /// <summary>Whether a mask stands for the value or for a part of it.</summary>
    public bool IsMasked => Text.Contains(SecretText.Mask, StringComparison.Ordinal);
}

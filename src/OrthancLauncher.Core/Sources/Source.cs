namespace OrthancLauncher.Core.Sources;

/// <summary>What kind of place values come from.</summary>
internal enum SourceKind
{
    /// <summary>A JSON file of a configuration folder, or one named on the command line.</summary>
    File,

    /// <summary>A JSON file of a secrets folder.</summary>
    SecretFile,

    Variable,

    /// <summary>A secret that carries one setting.</summary>
    Secret,

    /// <summary>The defaults that the image gives to Orthanc.</summary>
    ImageDefault,

    /// <summary>The defaults that the image gives to a plugin.</summary>
    PluginDefault,

    /// <summary>What the launcher itself decided, such as the folder of the plugins.</summary>
    Launcher,

    Definitions,
}

/// <summary>One file, secret, variable or set of defaults that gives values.</summary>
/// <param name="Name">The path, the variable's or secret's name, or the plugin's name.</param>
/// <param name="Path">For a secret that carries a setting: the file that holds it; otherwise null.</param>
internal sealed record Source(SourceKind Kind, string Name, string? Path = null)
{
    /// <summary>The name of standard input.</summary>
    public const string StandardInput = "standard input";

    /// <summary>The source in words, as messages name it.</summary>
    public string Description => Kind switch
    {
        SourceKind.Variable => $"environment variable {Name}",
        SourceKind.Secret => $"secret {Name}",
        SourceKind.ImageDefault => "default of the image",
        SourceKind.PluginDefault => $"default of plugin {Name}",
        SourceKind.Launcher => "launcher",
        _ => Name,
    };

    /// <summary>Whether the source is a file, so that <c>name:line:column</c> leads there.</summary>
    public bool IsFile => Kind is SourceKind.File or SourceKind.SecretFile or SourceKind.Definitions;

    /// <summary>Whether the source can be opened by its name; standard input cannot.</summary>
    public bool HasPath => IsFile && Name != StandardInput;

    /// <summary>
    /// Whether all of the source's text is treated as a secret: it could not be understood, so that nobody knows what in it is one, or
    /// the deployment takes it from a secret.
    /// </summary>
    public bool IsOpaque { get; init; }

    /// <summary>Whether both are the same source; how much of it was understood does not matter.</summary>
    public bool Equals(Source? other) => other is not null && Kind == other.Kind && Name == other.Name && Path == other.Path;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Name, Path);

    /// <summary>Whether every value of this source is a secret.</summary>
    public bool IsSecret => IsOpaque || Kind is SourceKind.SecretFile or SourceKind.Secret;

    /// <summary>Whether the source only fills gaps.</summary>
    public bool IsDefault => Kind is SourceKind.ImageDefault or SourceKind.PluginDefault or SourceKind.Launcher;
}

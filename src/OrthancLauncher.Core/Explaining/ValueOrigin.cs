using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Explaining;

/// <summary>What kind of place a value comes from, as far as a reader of an explanation cares.</summary>
internal enum ValueOrigin
{
    /// <summary>A configuration file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Variable,

    /// <summary>A secret, be it a whole configuration or one value.</summary>
    Secret,

    /// <summary>The launcher itself.</summary>
    Launcher,

    /// <summary>A default that the image gives to Orthanc.</summary>
    ImageDefault,

    /// <summary>A default that the image gives to a plugin.</summary>
    PluginDefault,

    /// <summary>What Orthanc or a plugin does when the setting is not in its configuration.</summary>
    BuiltIn,
}

/// <summary>The origins of sources.</summary>
internal static class ValueOrigins
{
    /// <summary>The origin of what a source says.</summary>
    /// <param name="source">The source.</param>
    public static ValueOrigin Of(Source source) => source.Kind switch
    {
        SourceKind.SecretFile or SourceKind.Secret => ValueOrigin.Secret,
        SourceKind.Variable => ValueOrigin.Variable,
        SourceKind.ImageDefault => ValueOrigin.ImageDefault,
        SourceKind.PluginDefault => ValueOrigin.PluginDefault,
        SourceKind.Launcher => ValueOrigin.Launcher,
        _ => ValueOrigin.File,
    };
}

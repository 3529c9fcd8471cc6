using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Explaining;

/// <summary>What kind of place a value comes from, as far as a reader of an explanation cares.</summary>
internal enum ValueOrigin
{
    File,

    Variable,

    /// <summary>A secret, be it a whole configuration or one value.</summary>
    Secret,

    Launcher,

    /// <summary>A default that the image gives to Orthanc.</summary>
    ImageDefault,

    /// <summary>A default that the image gives to a plugin.</summary>
    PluginDefault,

    /// <summary>What Orthanc or a plugin does when the setting is not in its configuration.</summary>
    BuiltIn,
}

internal static class ValueOrigins
{
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

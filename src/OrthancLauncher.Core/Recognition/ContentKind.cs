namespace OrthancLauncher.Core.Recognition;

/// <summary>What a file holds, told by its content.</summary>
internal enum ContentKind
{
    /// <summary>Nothing that is known here.</summary>
    Other,

    /// <summary>No text, as git tells it: there is a zero byte near its beginning.</summary>
    Binary,

    /// <summary>Settings of Orthanc in JSON.</summary>
    Configuration,

    /// <summary>A compose file or Swarm stack, in YAML or JSON.</summary>
    Compose,

    /// <summary>Kubernetes objects, in YAML or JSON.</summary>
    Manifests,

    Kustomization,

    /// <summary>The description of a Helm chart.</summary>
    Chart,

    /// <summary>Variables, one <c>NAME=VALUE</c> a line, of which at least one is for Orthanc.</summary>
    EnvFile,

    /// <summary>Several of these in one file.</summary>
    Mixed,
}

using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>
/// The files of a container as a deployment or options describe it: its mounts, over the folder that stands for the image's files
/// or over nothing. Files of this machine that are neither mounted nor in a named folder are never seen.
/// </summary>
internal sealed class DeploymentFiles : ContainerFiles
{
    private readonly string? _root;
    private readonly string[] _named;
    private readonly Dictionary<string, Mount> _mounts = new(StringComparer.Ordinal);

    /// <param name="root">The folder that is the container's <c>/</c>, or null if there is none.</param>
    /// <param name="mounts">The mounts; the last of those with the same target is used.</param>
    /// <param name="named">Folders of this machine that somebody named; without a root they have the same paths in the container.</param>
    public DeploymentFiles(string? root, IEnumerable<Mount> mounts, IEnumerable<string> named)
        : base(root)
    {
        _root = root;
        _named = root is null ? [.. named.Where(path => path.StartsWith('/')).Select(ContainerPath.Normalized)] : [];
        foreach (var mount in mounts)
        {
            _mounts[mount.Target] = mount;
        }
    }

    /// <summary>Whether a file comes from a secret of the deployment, wherever it is mounted.</summary>
    public bool IsSecret(string path) => Covering(path, out _) is { IsSecret: true };

    /// <summary>Whether a file is mounted whose content is not available here.</summary>
    public bool IsUnknown(string path) => MountAt(path) is ContentMount { Content: null } or UnknownMount;

    /// <summary>What is not known of the mount that a path belongs to, or null.</summary>
    public UnknownSource? UnknownAt(string path) => (Covering(path, out _) as UnknownMount)?.Unknown;

    /// <summary>Where a person wrote a file: on this machine, or within the deployment's own description; null for neither.</summary>
    public Origin? WrittenAt(string path, ReadOnlyMemory<byte> content) => Covering(path, out _) switch
    {
        HostMount => new Origin(() => new SourceText(new Source(SourceKind.File, Locate(path)), content)),
        ContentMount mount => mount.Written,
        _ => null,
    };

    /// <inheritdoc/>
    public override bool IsKnown(string path) => Covering(path, out _) is { } mount ? mount is not UnknownMount
        : _root is not null || IsOfMachine(path);

    /// <inheritdoc/>
    public override string Locate(string path) => Covering(path, out var rest) switch
    {
        HostMount mount => mount.HostPath + rest,
        ContentMount mount => mount.Name,
        _ => _root is null ? path : base.Locate(path),
    };

    /// <inheritdoc/>
    public override List<FolderEntry> List(string folder, out string? failure)
    {
        var entries = base.List(folder, out failure);
        var normalized = ContainerPath.Normalized(folder);
        foreach (var mount in folder.StartsWith('/') ? [.. _mounts.Values] : Array.Empty<Mount>())
        {
            var name = Path.GetFileName(mount.Target);
            if (ContainerPath.Parent(mount.Target) == normalized && name.Length > 0 && name[0] != '.')
            {
                entries.RemoveAll(entry => entry.Name == name);
                entries.Add(new FolderEntry(name, IsFolder(mount.Target)));
            }
        }

        HostFolder.Sort(entries);
        return entries;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Read(string path, out string? failure, int maximum = HostFile.MaximumLength)
    {
        if (MountAt(path) is ContentMount mount)
        {
            failure = mount.Content is null ? "its content is not available here" : null;
            return mount.Content ?? default;
        }

        if (MountAt(path) is EmptyMount)
        {
            failure = $"it is {FileStatus.EmptyFolder.Description}, not a file";
            return default;
        }

        return base.Read(path, out failure, maximum);
    }

    /// <inheritdoc/>
    public override FileStatus StatusOf(string path)
    {
        var normalized = ContainerPath.Normalized(path);
        return MountAt(path) switch
        {
            ContentMount => FileStatus.Content,
            EmptyMount or UnknownMount => FileStatus.EmptyFolder,
            _ when _mounts.Keys.Any(target => ContainerPath.IsBelow(target, normalized)) => FileStatus.EmptyFolder,
            _ => base.StatusOf(path),
        };
    }

    /// <inheritdoc/>
    protected override bool IsMountPoint(string path) => MountAt(path) is not null;

    /// <inheritdoc/>
    protected override string? OnThisMachine(string path)
    {
        if (!path.StartsWith('/'))
        {
            return path;
        }

        return Covering(path, out var rest) switch
        {
            HostMount mount => mount.HostPath + rest,
            null when _root is not null => base.OnThisMachine(path),
            null when IsOfMachine(path) => path,
            _ => null,
        };
    }

    /// <inheritdoc/>
    protected override bool IsOfMachine(string path) =>
        !path.StartsWith('/') || (IsNamed(ContainerPath.Normalized(path)) && Covering(path, out _) is null);

    private bool IsNamed(string path) => Array.Exists(_named, folder => path == folder || ContainerPath.IsBelow(path, folder));

    private Mount? MountAt(string path) => path.StartsWith('/') ? _mounts.GetValueOrDefault(ContainerPath.Normalized(path)) : null;

    /// <summary>The mount that a path belongs to: the deepest one at or above it.</summary>
    private Mount? Covering(string path, out string rest)
    {
        rest = "";
        if (!path.StartsWith('/'))
        {
            return null;
        }

        var normalized = ContainerPath.Normalized(path);
        for (var target = normalized; ; target = ContainerPath.Parent(target))
        {
            if (_mounts.TryGetValue(target, out var mount))
            {
                rest = target == "/" ? normalized : normalized[target.Length..];
                return mount;
            }

            if (target == "/")
            {
                return null;
            }
        }
    }
}

using System.Runtime.InteropServices;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>
/// The files of a container as a deployment describes it: its mounts, over the folder that stands for the image's files
/// or over nothing. Files of this machine that are not mounted are never seen.
/// </summary>
internal sealed class DeploymentFiles : ContainerFiles
{
    private readonly string? _root;
    private readonly Dictionary<string, Mount> _mounts = new(StringComparer.Ordinal);

    /// <summary>Puts the files together.</summary>
    /// <param name="root">The folder that is the container's <c>/</c>, or null if there is none.</param>
    /// <param name="mounts">The mounts; of those with the same target the last counts.</param>
    public DeploymentFiles(string? root, IEnumerable<Mount> mounts)
        : base(root)
    {
        _root = root;
        foreach (var mount in mounts)
        {
            _mounts[mount.Target] = mount;
        }
    }

    /// <summary>Whether a file is mounted whose content is not known here.</summary>
    /// <param name="path">A path of the container.</param>
    public bool IsUnknown(string path) => MountAt(path) is ContentMount { Content: null };

    /// <summary>Whether everything in a path's folder is known, so that a file that is not there is really missing.</summary>
    /// <param name="path">A path of the container.</param>
    public bool IsKnown(string path) => _root is not null || Covering(path, out _) is HostMount or ContentMount;

    /// <inheritdoc/>
    public override string Locate(string path) => Covering(path, out var rest) switch
    {
        HostMount mount => mount.HostPath + rest,
        ContentMount mount => mount.Name,
        _ => _root is null ? path : base.Locate(path),
    };

    /// <inheritdoc/>
    public override List<string> FilesIn(string folder, bool isOfLibraries = false)
    {
        var paths = base.FilesIn(folder, isOfLibraries);
        if (!folder.StartsWith('/'))
        {
            return paths;
        }

        var normalized = ContainerPath.Normalized(folder);
        foreach (var mount in _mounts.Values)
        {
            if (ContainerPath.Parent(mount.Target) != normalized || mount.Target == "/")
            {
                continue;
            }

            var path = $"{folder.TrimEnd('/')}/{Path.GetFileName(mount.Target)}";
            paths.Remove(path);
            if (!Path.GetFileName(path).StartsWith('.') && !IsFolder(path))
            {
                paths.Add(path);
            }
        }

        CollectionsMarshal.AsSpan(paths).Sort(string.CompareOrdinal);
        return paths;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Read(string path, out string? failure)
    {
        if (MountAt(path) is ContentMount mount)
        {
            failure = mount.Content is null ? "its content is not available here" : null;
            return mount.Content ?? default;
        }

        return base.Read(path, out failure);
    }

    /// <inheritdoc/>
    public override bool IsFolder(string path)
    {
        var normalized = ContainerPath.Normalized(path);
        return _mounts.GetValueOrDefault(normalized) is EmptyMount
            || _mounts.Keys.Any(target => ContainerPath.IsBelow(target, normalized))
            || base.IsFolder(path);
    }

    /// <inheritdoc/>
    public override bool IsFile(string path) => MountAt(path) is ContentMount || base.IsFile(path);

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
            _ => null,
        };
    }

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

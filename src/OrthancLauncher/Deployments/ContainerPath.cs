namespace OrthancLauncher.Deployments;

internal static class ContainerPath
{
    /// <summary>The path in the one spelling by which paths are compared: absolute, without <c>.</c>, <c>..</c> and empty names.</summary>
    /// <param name="path">A path of the container; a relative one begins at its root.</param>
    public static string Normalized(string path)
    {
        var names = new List<string>();
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "..")
            {
                names.RemoveRange(Math.Max(names.Count - 1, 0), Math.Min(names.Count, 1));
            }
            else if (name != ".")
            {
                names.Add(name);
            }
        }

        // In the images' distributions /var/run is a link to /run, and people mount secrets by either name.
        if (names is ["var", "run", ..])
        {
            names.RemoveAt(0);
        }

        return "/" + string.Join('/', names);
    }

    /// <summary>A path below another one; an absolute path stays as it is.</summary>
    /// <param name="path">A relative or absolute path.</param>
    public static string Below(string folder, string path) => Normalized(path.StartsWith('/') ? path : $"{folder}/{path}");

    /// <summary>The folder in which a normalized path lies.</summary>
    public static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    /// <summary>Whether a normalized path lies below another one.</summary>
    public static bool IsBelow(string path, string folder) =>
        folder == "/" ? path != "/" : path.Length > folder.Length && path[folder.Length] == '/'
            && path.StartsWith(folder, StringComparison.Ordinal);
}

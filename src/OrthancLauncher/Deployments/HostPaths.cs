namespace OrthancLauncher.Deployments;

/// <summary>Paths of this machine as deployments write them.</summary>
internal static class HostPaths
{
    /// <summary>A path that a file names, from where this process stands.</summary>
    /// <param name="folder">The folder of the file, with a slash at its end; empty for the current one.</param>
    /// <param name="path">The path; a relative one begins at the folder, <c>~</c> is the user's home.</param>
    public static string From(string folder, string path)
    {
        if (path is "~" || path.StartsWith("~/", StringComparison.Ordinal))
        {
            return (Environment.GetEnvironmentVariable("HOME") ?? "") + path[1..];
        }

        if (path.StartsWith('/'))
        {
            return Trimmed(path);
        }

        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..].TrimStart('/');
        }

        return Trimmed(path is "." or "" ? (folder.Length == 0 ? "." : folder) : folder + path);
    }

    private static string Trimmed(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}

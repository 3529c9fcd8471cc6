namespace OrthancLauncher.Deployments;

/// <summary>Tells images of Orthanc from others by their names.</summary>
internal static class OrthancImages
{
    /// <summary>Repositories of Orthanc, whoever hosts them.</summary>
    private static readonly string[] Repositories = ["orthanc", "orthanc-plugins", "orthanc-python"];

    private static readonly string[] KnownOthers =
        ["postgres", "mysql", "mariadb", "nginx", "traefik", "redis", "httpd", "haproxy", "caddy"];

    /// <summary>Whether an image of any registry is one of Orthanc, by the last part of its name.</summary>
    public static bool AreOf(string image) => Array.IndexOf(Repositories, RepositoryOf(image)) >= 0;

    /// <summary>Whether an image is an official one of something else.</summary>
    public static bool IsKnownOther(string? image) => image is not null && !image.Contains('/', StringComparison.Ordinal)
        && Array.IndexOf(KnownOthers, image.Split(':', '@')[0]) >= 0;

    /// <summary>The last part of an image's name, without tag and digest.</summary>
    public static string RepositoryOf(string image)
    {
        var name = image.Split('@')[0];
        return name[(name.LastIndexOf('/') + 1)..].Split(':')[0];
    }
}

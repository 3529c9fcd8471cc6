using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>Which Orthanc is in an image of which the name is all that is known.</summary>
internal static class ImageVersions
{
    private const string FullSuffix = "-full";

    /// <summary>Plugins that only the images with the suffix have, and the first tag of which that is true.</summary>
    private static readonly string[] OnlyInFull = ["AzureBlobStorage", "GoogleCloudStorage"];
    private static readonly Version FirstWithFull = new(22, 6, 1);

    private const string LauncherRepository = "orthanc-launcher/orthanc";

    /// <summary>Repositories whose tags are dates; the table tells the Orthanc of each.</summary>
    private static readonly string[] DatedRepositories = ["osimis/orthanc", "orthancteam/orthanc"];

    /// <summary>Repositories whose tags are versions of Orthanc.</summary>
    private static readonly string[] VersionedRepositories = ["jodogne/orthanc", "jodogne/orthanc-plugins", "jodogne/orthanc-python"];

    private static readonly Lazy<Dictionary<string, string>> Versions = new(ReadVersions);

    /// <summary>Whether an image brings no configuration of its own.</summary>
    private static bool IsPlain(string image) =>
        Split(image).Repository is var repository
            && (repository == LauncherRepository || Array.IndexOf(DatedRepositories, repository) >= 0
                || Array.IndexOf(VersionedRepositories, repository) >= 0);

    /// <summary>Whether an image starts Orthanc without any launcher.</summary>
    public static bool HasNoLauncher(string image) => Array.IndexOf(VersionedRepositories, Split(image).Repository) >= 0;

    /// <summary>The plugins that an image lacks by its tag, or null.</summary>
    public static ImageGap? GapOf(string image, Place place)
    {
        var (repository, tag) = Split(image);
        return Array.IndexOf(DatedRepositories, repository) < 0 || tag.Length == 0 || tag.EndsWith(FullSuffix, StringComparison.Ordinal)
            || !Version.TryParse(tag, out var version) || version < FirstWithFull
                ? null
                : new ImageGap(image, place, OnlyInFull, $"use {image}{FullSuffix}, or disable the plugin");
    }

    /// <summary>What is not known of an image, which may bring files and variables; null if it brings none.</summary>
    public static UnknownSource? UnknownContent(string image, Place place) => IsPlain(image)
        ? null
        : new UnknownSource($"the image {image} may bring configuration files and variables of its own", place)
        {
            Remedy = "name a folder with its files with --root",
        };

    /// <summary>The version of Orthanc in an image, or null if it is not known.</summary>
    /// <param name="image">The image as a deployment names it, such as <c>docker.io/orthancteam/orthanc:24.6.1-full</c>.</param>
    public static OrthancVersion? Of(string? image)
    {
        if (image is null || image.Contains('@', StringComparison.Ordinal))
        {
            // A digest decides which image it is, whatever tag is beside it.
            return null;
        }

        var (repository, tag) = Split(image);
        if (Array.IndexOf(VersionedRepositories, repository) >= 0)
        {
            return OrthancVersion.TryParse(tag, out var version) ? version : null;
        }

        if (Array.IndexOf(DatedRepositories, repository) < 0)
        {
            return null;
        }

        var plain = tag.EndsWith(FullSuffix, StringComparison.Ordinal) ? tag[..^FullSuffix.Length] : tag;
        return Find(plain) is { } known ? OrthancVersion.Parse(known) : null;
    }

    /// <summary>The last two parts of the repository, which are the same in every mirror, and the tag.</summary>
    private static (string Repository, string Tag) Split(string image)
    {
        var named = image.Split('@')[0];
        var slash = named.LastIndexOf('/');
        var colon = named.IndexOf(':', slash + 1);
        var repository = (colon < 0 ? named : named[..colon]).Split('/');
        return (string.Join('/', repository.TakeLast(2)), colon < 0 ? "" : named[(colon + 1)..]);
    }

    private static string? Find(string tag) => Versions.Value.GetValueOrDefault(tag);

    private static Dictionary<string, string> ReadVersions()
    {
        using var table = new StreamReader(typeof(ImageVersions).Assembly.GetManifestResourceStream("image-versions.tsv")!);
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        while (table.ReadLine()?.Split('\t') is [var tag, var version, ..])
        {
            versions.TryAdd(tag, version);
        }

        return versions;
    }
}

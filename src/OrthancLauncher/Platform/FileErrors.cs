using System.Runtime.InteropServices;

namespace OrthancLauncher.Platform;

/// <summary>Turns errors of the file system into words without the path, which the message around them names.</summary>
internal static class FileErrors
{
    public const string Missing = "it does not exist";

    public static string Describe(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => Missing,
        UnauthorizedAccessException => $"permission denied for user id {LibC.EffectiveUser()}",
        // Exceptions of .NET carry the error number in their result.
        IOException when exception.HResult is > 0 and < 4096 => Describe(exception.HResult),
        _ => exception.Message,
    };

    /// <summary>The text of an error number.</summary>
    public static string Describe(int error)
    {
        var text = Marshal.GetPInvokeErrorMessage(error);
        return text.Length == 0 ? $"error {error}" : char.ToLowerInvariant(text[0]) + text[1..];
    }

    /// <summary>Why a path cannot be opened, with user id and mode where permission is missing.</summary>
    public static string Describe(string path, int error) => error switch
    {
        LibC.NoSuchFile when FileStatus.OfEntry(path).Kind == FileKind.Link =>
            $"it is a link to {new FileInfo(path).LinkTarget}, which does not exist",
        LibC.NoSuchFile or LibC.NotADirectory => Missing,
        LibC.PermissionDenied => $"permission denied for user id {LibC.EffectiveUser()}; {Denying(path)}",
        _ => Describe(error),
    };

    /// <summary>The file or folder that denies access: the last on the path that can be looked at.</summary>
    private static string Denying(string path)
    {
        for (var denying = path; ; denying = Path.GetDirectoryName(denying) is { Length: > 0 } folder ? folder : ".")
        {
            var status = FileStatus.Of(denying);
            if (status.Error == 0)
            {
                var name = denying == path ? $"the {(status.Kind == FileKind.Folder ? "folder" : "file")}" : $"the folder {denying}";
                return $"{name} has mode {status.Mode} and belongs to user id {status.Owner}";
            }

            if (denying is "/" or ".")
            {
                return "its folder cannot be searched";
            }
        }
    }
}

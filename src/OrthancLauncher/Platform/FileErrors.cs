using System.Runtime.InteropServices;

namespace OrthancLauncher.Platform;

/// <summary>Turns errors of the file system into words without paths, which the message around them names.</summary>
internal static class FileErrors
{
    /// <summary>The reason of an exception.</summary>
    /// <param name="exception">What reading or writing threw.</param>
    public static string Describe(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => $"permission denied for user id {LibC.EffectiveUser()}",
        // Exceptions of .NET carry the error number in their result.
        IOException when exception.HResult is > 0 and < 4096 => Describe(exception.HResult),
        _ => exception.Message,
    };

    /// <summary>The text of an error number.</summary>
    /// <param name="error">The number.</param>
    public static string Describe(int error)
    {
        var text = Marshal.GetPInvokeErrorMessage(error);
        return text.Length == 0 ? $"error {error}" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}

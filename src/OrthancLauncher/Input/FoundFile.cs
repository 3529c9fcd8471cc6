using OrthancLauncher.Core.Recognition;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>A file that may be to be checked.</summary>
/// <param name="Path">Its path as reports name it; <c>-</c> is standard input.</param>
internal sealed record FoundFile(string Path, ContentKind Kind)
{
    /// <summary>Why it cannot be read, without the path, or null.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the command line names it, so that it is never left out in silence.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether the name of Orthanc is in it; for a chart, in any file of its folder.</summary>
    public bool MentionsOrthanc { get; init; }

    /// <summary>Whether it begins as JSON does.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether it may include or extend other compose files, or name a Dockerfile.</summary>
    public bool RefersToFiles { get; init; }

    /// <summary>Whether variables may be inserted or come from another file, so that what it says is not all in it.</summary>
    public bool HasVariables { get; init; }

    public string Name => Path[Folder.Length..];

    /// <summary>The folder, with a slash at its end; empty for the current one.</summary>
    public string Folder => Path[..(Path.LastIndexOf('/') + 1)];

    /// <summary>Looks at a plain file.</summary>
    public static FoundFile At(string path)
    {
        var content = HostFile.ReadBeginning(
            path, ContentRecognizer.BinaryLength, static start => ContentRecognizer.IsBinary(start.Span), ContentRecognizer.Length,
            out var failure);
        var file = Of(path, content.Span) with { Failure = failure };
        return !file.MentionsOrthanc && content.Length == ContentRecognizer.Length
            && file.Kind is ContentKind.Compose or ContentKind.Manifests or ContentKind.Mixed
            ? file with { MentionsOrthanc = MentionsIn(path) }
            : file;
    }

    /// <param name="content">The file, or its beginning.</param>
    public static FoundFile Of(string path, ReadOnlySpan<byte> content) => new(path, ContentRecognizer.KindOf(path, content))
    {
        IsJson = ContentRecognizer.IsJson(content),
        MentionsOrthanc = ContentRecognizer.MentionsOrthanc(content),
        RefersToFiles = content.IndexOf("include"u8) >= 0 || content.IndexOf("extends"u8) >= 0
            || content.IndexOf("build"u8) >= 0,
        HasVariables = content.Contains((byte)'$') || content.IndexOf("env_file"u8) >= 0,
    };

    /// <summary>A file too long to be read is one of those that must not be left out in silence.</summary>
    private static bool MentionsIn(string path)
    {
        var content = HostFile.Read(path, out var failure);
        return failure is not null || ContentRecognizer.MentionsOrthanc(content.Span);
    }
}

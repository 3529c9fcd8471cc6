using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>Puts files of the build's context where an instruction <c>COPY</c> or <c>ADD</c> puts them.</summary>
/// <param name="context">The folder with the files, or null.</param>
internal sealed class DockerfileCopy(Dockerfile file, DockerfileInstruction instruction, DockerImage image, BuildContext? context)
{
    private const int MaximumDepth = 20;

    /// <summary>Far more files than anybody configures Orthanc with.</summary>
    private const int MaximumFiles = 1000;

    /// <summary>Folders from which settings and definitions come.</summary>
    private static readonly string[] FoldersRead = ["/etc/orthanc", "/run/secrets", "/startup", "/usr/share/orthanc-launcher"];

    /// <summary>Folders of the images, into which a file is copied even if no slash follows their names.</summary>
    private static readonly string[] FoldersThere = [.. FoldersRead, "/", "/etc", "/run", "/usr/share", "/tmp"];

    /// <summary>What may change the content of a file.</summary>
    private static readonly string[] Editors = ["sed ", "envsubst", "jq ", ">", "tee "];

    private static readonly string[] Archives = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"];

    private readonly Place _place = file.Text.PlaceOf(instruction.Start);
    private string _target = "/";
    private bool _isFolder;

    /// <summary>Commands of a build are not carried out; what they do to the folders that are read is not known.</summary>
    public static void Run(Dockerfile file, DockerfileInstruction instruction, DockerImage image)
    {
        var commands = instruction.Arguments.Ascii + string.Concat(instruction.Heredocs.Select(document => document.Content?.Ascii));
        var place = file.Text.PlaceOf(instruction.Start);
        foreach (var folder in FoldersRead)
        {
            if (commands.Contains(folder, StringComparison.Ordinal) || image.Folder == folder
                || ContainerPath.IsBelow(image.Folder, folder))
            {
                image.Files[folder] = new UnknownMount(
                    folder, new UnknownSource($"what this RUN does in {folder} is not known here", place));
            }
        }

        if (!Array.Exists(Editors, editor => commands.Contains(editor, StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var path in image.Files.Keys.ToList())
        {
            if (image.Files[path] is not UnknownMount && commands.Contains(Path.GetFileName(path), StringComparison.Ordinal))
            {
                image.Files[path] = new UnknownMount(path, new UnknownSource($"this RUN may change {path}", place));
            }
        }
    }

    /// <param name="expand">Inserts variables; null for what is not known here.</param>
    /// <param name="refuse">Takes what a build would refuse: where, what, and what to do.</param>
    public void Follow(Func<DockerfileText, DockerfileText?> expand, Action<int, string, string> refuse)
    {
        var words = instruction.Arguments.Words(file.Escape);
        var options = words.TakeWhile(word => word.Ascii.StartsWith("--", StringComparison.Ordinal)).Select(word => word.Ascii).ToList();
        words.RemoveRange(0, options.Count);
        if (words.Count > 0 && DockerfileReader.List(Rest(words[0])) is { } list)
        {
            words = list.ConvertAll(word => Inserted(word, words[0].Start));
        }

        if (words.Count < 2)
        {
            refuse(instruction.Start, $"{instruction.Name} needs a source and a target", $"write {instruction.Name} SOURCE TARGET");
            return;
        }

        if (expand(words[^1])?.Value is not { } target)
        {
            image.Unknown.Add(new UnknownSource($"where this {instruction.Name} copies to is not known here", _place));
            return;
        }

        _target = ContainerPath.Below(image.Folder, target);
        _isFolder = words.Count > 2 || target is "." or [.., '/'] or [.., '/', '.'] || Array.IndexOf(FoldersThere, _target) >= 0;
        if (!IsRead(_target))
        {
            return;
        }

        if (options.Find(option => option.StartsWith("--from=", StringComparison.Ordinal)) is { } from)
        {
            AddUnknown(_target, $"what this COPY takes from {from["--from=".Length..]} to {_target} is not known here");
            return;
        }

        foreach (var word in words.SkipLast(1))
        {
            Copy(word, expand);
        }
    }

    private void Copy(DockerfileText word, Func<DockerfileText, DockerfileText?> expand)
    {
        var name = word.Ascii.Contains("<<", StringComparison.Ordinal) ? word.Ascii.Trim('"', '\'') : "";
        if (instruction.Heredocs.Find(document => name.EndsWith(document.Name, StringComparison.Ordinal)) is { } inline)
        {
            AddDocument(inline);
            return;
        }

        var source = expand(word)?.Value;
        if (source is null || context is null || IsUnpacked(source))
        {
            AddUnknown(_target, $"what this {instruction.Name} puts into {_target} is not known here");
            return;
        }

        var path = ContainerPath.Normalized("/" + source);
        var entries = context.Find(path, out var parent);
        foreach (var entry in entries)
        {
            var from = entry.Name.Length == 0 ? path : $"{parent.TrimEnd('/')}/{entry.Name}";
            if (entry.IsFolder)
            {
                AddFolder(from, _target, 0);
            }
            else
            {
                AddFile(context.Locate(from), _isFolder ? $"{_target.TrimEnd('/')}/{entry.Name}" : _target);
            }
        }

        if (entries.Count == 0)
        {
            var reason = context.IsIgnored(path, isFolder: false) ? "is left out by .dockerignore" : "does not exist";
            AddUnknown(_target, $"{context.Locate(path)} {reason}, so the image cannot be built", isSuspicious: true);
        }
    }

    private void AddFolder(string path, string target, int depth)
    {
        if (depth > MaximumDepth || image.Files.Count > MaximumFiles)
        {
            AddUnknown(target, $"{context!.Locate(path)} has too many files or folders to be looked at");
            return;
        }

        foreach (var entry in context!.List(path))
        {
            var (from, to) = ($"{path.TrimEnd('/')}/{entry.Name}", $"{target.TrimEnd('/')}/{entry.Name}");
            if (entry.IsFolder && IsRead(to))
            {
                AddFolder(from, to, depth + 1);
            }
            else if (!entry.IsFolder)
            {
                AddFile(context.Locate(from), to);
            }
        }
    }

    private void AddFile(string host, string target)
    {
        if (IsRead(target))
        {
            image.Files[target] = new HostMount(target, host);
        }
    }

    private void AddDocument(DockerfileHeredoc document)
    {
        var target = _isFolder ? $"{_target.TrimEnd('/')}/{document.Name}" : _target;
        var content = document.Expands
            ? new DockerfileExpander(image.Values, file.Escape).ExpandDocument(document.Content!) : document.Content;
        if (content is null)
        {
            AddUnknown(target, $"the content of {target} is not known here");
            return;
        }

        image.Files[target] = new ContentMount(
            target, content.Bytes, $"{file.Text.Source.Name} ({target})", content.OriginIn(file.Text));
    }

    private void AddUnknown(string target, string message, bool isSuspicious = false) =>
        image.Files[target] = new UnknownMount(target, new UnknownSource(message, _place)
        {
            IsSuspicious = isSuspicious,
            Remedy = isSuspicious ? "create it, or correct the path" : null,
        });

    /// <summary>Whether ADD downloads or unpacks it.</summary>
    private bool IsUnpacked(string source) => instruction.Name == "ADD"
        && (source.Contains("://", StringComparison.Ordinal) || source.StartsWith("git@", StringComparison.Ordinal)
            || Array.Exists(Archives, end => source.EndsWith(end, StringComparison.Ordinal)));

    /// <summary>Whether a path is in a folder that is read, or above one.</summary>
    private static bool IsRead(string path) => Array.Exists(
        FoldersRead, folder => path == folder || ContainerPath.IsBelow(path, folder) || ContainerPath.IsBelow(folder, path));

    /// <summary>What follows the options.</summary>
    private DockerfileText Rest(DockerfileText first)
    {
        var all = instruction.Arguments;
        var from = Enumerable.Range(0, all.Length).First(index => all.OffsetAt(index) == first.Start);
        return all.Slice(from, all.Length);
    }

    private static DockerfileText Inserted(string word, int offset)
    {
        var text = new DockerfileText(offset);
        text.Insert(word, offset);
        return text;
    }
}

using System.Globalization;
using System.Text;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>
/// The files of a revision, laid out in a folder of their own. Only blobs are read: no hook, filter or monitor of the repository runs, and
/// nothing is fetched.
/// </summary>
internal sealed class GitRevision : IDisposable
{
    /// <summary>Larger blobs are left out, in bytes: no configuration is that large.</summary>
    private const int MaximumBlobLength = 1024 * 1024;

    private const int MaximumCount = 20_000;

    /// <summary>
    /// Runs git with files as its streams. Nothing of the repository's configuration is carried out, and nothing fetched.
    /// </summary>
    private const string InFolder = """
        cd "$1" && exec <"$2" >"$3" 2>"$4" && shift 4 &&
        GIT_NO_LAZY_FETCH=1 GIT_OPTIONAL_LOCKS=0 GIT_TERMINAL_PROMPT=0 exec git --no-pager -c core.fsmonitor=false "$@"
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-launcher-");

    private GitRevision(string name) => Name = name;

    /// <summary>The revision as it was named.</summary>
    public string Name { get; }

    /// <summary>Where its files are.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Lays out the files of the repository that a path is in.</summary>
    /// <param name="relativePath">The path within the repository.</param>
    /// <exception cref="UsageException">There is no such repository or revision, or git is not installed.</exception>
    public static GitRevision Checkout(LauncherHost host, string name, string path, out string relativePath)
    {
        var full = Path.GetFullPath(path);
        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
        var top = Text(Git(host, folder, ["rev-parse", "--show-toplevel"])).TrimEnd('\n');
        var prefix = Text(Git(host, folder, ["rev-parse", "--show-prefix"])).TrimEnd('\n');
        relativePath = Directory.Exists(full) ? prefix : prefix + Path.GetFileName(full);
        var tree = Text(Git(host, top, ["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{tree}"])).TrimEnd('\n');
        var revision = new GitRevision(name);
        try
        {
            revision.Write(host, top, Blobs(Text(Git(host, top, ["ls-tree", "-r", "-z", "-l", tree]))));
            return revision;
        }
        catch
        {
            revision.Dispose();
            throw;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Plain files by their paths. A link could lead out of the revision.</summary>
    private static List<(string Id, string Path)> Blobs(string listing)
    {
        var blobs = new List<(string, string)>();
        foreach (var entry in listing.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            // MODE SP TYPE SP ID SP SIZE TAB PATH
            var tab = entry.IndexOf('\t', StringComparison.Ordinal);
            var fields = entry[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is [['1', '0', '0', ..], "blob", var id, var size]
                && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MaximumBlobLength)
            {
                blobs.Add((id, entry[(tab + 1)..]));
            }
        }

        return blobs.Count <= MaximumCount
            ? blobs
            : throw new UsageException($"the revision has {blobs.Count} files; at most {MaximumCount} are compared");
    }

    private void Write(LauncherHost host, string top, List<(string Id, string Path)> blobs)
    {
        var output = Git(host, top, ["cat-file", "--batch"], string.Concat(blobs.Select(blob => blob.Id + "\n")));
        foreach (var (_, path) in blobs)
        {
            // ID SP TYPE SP SIZE LF CONTENT LF
            var end = output.Span.IndexOf((byte)'\n');
            var header = Encoding.ASCII.GetString(output.Span[..end]).Split(' ');
            var length = int.Parse(header[^1], NumberStyles.None, CultureInfo.InvariantCulture);
            var file = Path.Combine(Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using (var content = HostFile.Overwrite(file, 0b110_000_000))
            {
                content.Write(output.Span.Slice(end + 1, length));
            }

            output = output[(end + length + 2)..];
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <exception cref="UsageException">It fails, or is not installed.</exception>
    private static ReadOnlyMemory<byte> Git(LauncherHost host, string folder, string[] arguments, string input = "")
    {
        var streams = Directory.CreateTempSubdirectory("orthanc-launcher-");
        try
        {
            var (standardInput, output, error) = ($"{streams}/input", $"{streams}/output", $"{streams}/error");
            File.WriteAllText(standardInput, input);
            switch (host.Processes.RunProgram(["/bin/sh", "-c", InFolder, "sh", folder, standardInput, output, error, .. arguments]))
            {
                case ExitCodes.Fine:
                    return File.ReadAllBytes(output);
                case ExitCodes.NotFound:
                    throw new UsageException("git was not found on PATH; --with-git needs it");
                default:
                    var reason = File.ReadAllText(error).Trim().ReplaceLineEndings("; ");
                    throw new UsageException(
                        $"git {arguments[0]} {arguments[^1]}: {(reason.Length == 0 ? "no such revision" : reason)}");
            }
        }
        finally
        {
            streams.Delete(recursive: true);
        }
    }
}

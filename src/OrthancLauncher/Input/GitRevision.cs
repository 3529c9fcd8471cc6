using System.ComponentModel;
using System.Diagnostics;
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

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-launcher-");

    private GitRevision(string name) => Name = name;

    /// <summary>The revision as it was named.</summary>
    public string Name { get; }

    /// <summary>Where its files are.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Lays out the files of the repository that a path is in.</summary>
    /// <param name="relativePath">The path within the repository.</param>
    /// <exception cref="UsageException">There is no such repository or revision, or git is not installed.</exception>
    public static GitRevision Checkout(string name, string path, out string relativePath)
    {
        var full = Path.GetFullPath(path);
        var folder = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
        var top = Text(Git(folder, ["rev-parse", "--show-toplevel"])).TrimEnd('\n');
        var prefix = Text(Git(folder, ["rev-parse", "--show-prefix"])).TrimEnd('\n');
        relativePath = Directory.Exists(full) ? prefix : prefix + Path.GetFileName(full);
        var tree = Text(Git(top, ["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{tree}"])).TrimEnd('\n');
        var revision = new GitRevision(name);
        try
        {
            revision.Write(top, Blobs(Text(Git(top, ["ls-tree", "-r", "-z", "-l", tree]))));
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

    private void Write(string top, List<(string Id, string Path)> blobs)
    {
        var output = Git(top, ["cat-file", "--batch"], string.Concat(blobs.Select(blob => blob.Id + "\n")));
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
    private static ReadOnlyMemory<byte> Git(string folder, string[] arguments, string? input = null)
    {
        var start = new ProcessStartInfo("git", ["--no-pager", "-c", "core.fsmonitor=false", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["GIT_NO_LAZY_FETCH"] = "1", ["GIT_OPTIONAL_LOCKS"] = "0", ["GIT_TERMINAL_PROMPT"] = "0" },
        };
        try
        {
            using var git = Process.Start(start)!;
            var error = git.StandardError.ReadToEndAsync();
            var writing = WriteAsync(git.StandardInput, input);
            using var output = new MemoryStream();
            git.StandardOutput.BaseStream.CopyTo(output);
            writing.GetAwaiter().GetResult();
            git.WaitForExit();
            if (git.ExitCode != 0)
            {
                var reason = error.GetAwaiter().GetResult().Trim().ReplaceLineEndings("; ");
                throw new UsageException($"git {arguments[0]} {arguments[^1]}: {(reason.Length == 0 ? "no such revision" : reason)}");
            }

            return output.ToArray();
        }
        catch (Win32Exception)
        {
            throw new UsageException("git was not found on PATH; --with-git needs it");
        }
    }

    private static async Task WriteAsync(StreamWriter writer, string? input)
    {
        await writer.WriteAsync(input).ConfigureAwait(false);
        writer.Close();
    }
}

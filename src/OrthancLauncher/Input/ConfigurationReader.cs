using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>
/// Reads what is merged: files of folders, those that a command line or a container's command names, variables and secrets.
/// </summary>
/// <param name="standardInput">Reads what <c>-</c> names.</param>
internal sealed class ConfigurationReader(SourceContext context, LauncherContext launcher, Func<ReadOnlyMemory<byte>> standardInput)
{
    private const string DefaultOutput = "/tmp/orthanc.json";

    /// <summary>What was read so far, lowest precedence first.</summary>
    private readonly List<InputFile> _files = [];

    public ConfigurationInput Read(bool isLaunch)
    {
        var secretFiles = new List<string>();
        foreach (var folder in context.Folders)
        {
            if (context.UnknownAt(folder.Path) is { } unknown)
            {
                context.Unknown.Add(unknown);
            }

            var paths = context.Listing.List(folder);
            AddConfigurations(paths, folder.Kind);
            if (folder.Kind == SourceKind.SecretFile)
            {
                secretFiles.AddRange(paths);
            }
        }

        AddSources(isLaunch);
        AddCommand();
        return new ConfigurationInput
        {
            Files = _files,
            Variables = context.Variables,
            Secrets = new SecretReader(context, launcher).Read(secretFiles),
        };
    }

    private void AddConfigurations(List<string> paths, SourceKind kind)
    {
        foreach (var path in paths.Where(path => SourceFolders.IsConfiguration(Path.GetFileName(path))))
        {
            var located = context.Files.Locate(path);
            if (context.IsUnknown(path))
            {
                context.Unknown.Add(context.UnknownAt(path) ?? LeftOut(new Source(kind, located), path));
            }
            else if (IsOutput(path))
            {
                context.Findings.Add(
                    new Finding(Rules.UnreadableSource, Severity.Warning, $"{path} is not read, because a launch writes it")
                    {
                        Place = new Place(new Source(kind, located)),
                        Remedy = $"set {SharedOption.Output.VariableName} to a file in another folder",
                    });
            }
            else
            {
                _files.Add(ReadFile(context.Files, path, located, kind));
            }
        }
    }

    /// <summary>Reads the SOURCEs of the command line; what a folder already contributed is not read again.</summary>
    private void AddSources(bool isLaunch)
    {
        var already = _files.Select(input => FullPath(input.Source.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in context.Folders.Where(folder => context.Files.IsFolder(folder.Path)))
        {
            already.Add(FullPath(context.Files.Locate(folder.Path)));
        }

        var machine = new ContainerFiles(null);
        var folders = new SourceFolders(machine, context.Findings);
        foreach (var source in context.Arguments.Sources)
        {
            if (source == "-")
            {
                _files.Add(new InputFile(new Source(SourceKind.File, Source.StandardInput), "-", standardInput()));
            }
            else if (already.Contains(FullPath(source)) || (isLaunch && IsWritten(source)))
            {
                continue;
            }
            else if (machine.IsFolder(source))
            {
                _files.AddRange(folders.List(new SourceFolder(source, SourceKind.File, source))
                    .Where(path => SourceFolders.IsConfiguration(Path.GetFileName(path)) && !already.Contains(FullPath(path))
                        && !(isLaunch && IsWritten(path)))
                    .Select(path => ReadFile(machine, path, path, SourceKind.File)));
            }
            else if (!machine.StatusOf(source).IsMissing)
            {
                _files.Add(ReadFile(machine, source, source, SourceKind.File));
            }
            else
            {
                throw new UsageException(FileStatus.OfEntry(source).Kind == FileKind.Link
                    ? $"{source}: {FileErrors.Describe(source, LibC.NoSuchFile)}"
                    : $"{source}: no such file or folder{HostFolder.Suggestion(source)}");
            }
        }
    }

    /// <summary>Adds what the command of a container names.</summary>
    private void AddCommand()
    {
        if (context is not { Command: { } command, Files: DeploymentFiles files })
        {
            return;
        }

        var already = _files.Select(input => FullPath(input.ContainerPath)).Concat(context.Folders.Select(folder => FullPath(folder.Path)))
            .Append(DefaultOutput).ToHashSet(StringComparer.Ordinal);
        foreach (var path in command.Sources.Where(path => !already.Contains(FullPath(path)) && !IsOutput(path)))
        {
            if (!files.IsKnown(path) || files.IsUnknown(path))
            {
                context.Unknown.Add(
                    files.UnknownAt(path) ?? new UnknownSource($"what {path} of the command contains is not known", command.Place));
            }
            else if (files.IsFolder(path))
            {
                AddConfigurations(context.Listing.List(new SourceFolder(path, SourceKind.File, path)), SourceKind.File);
            }
            else if (files.StatusOf(path).IsMissing)
            {
                context.Findings.Add(new Finding(Rules.UnreadableSource, $"the command names {path}, which does not exist in the container")
                {
                    Place = command.Place,
                    Remedy = "mount it, or take it out of the command",
                });
            }
            else
            {
                _files.Add(ReadFile(files, path, files.Locate(path), SourceKind.File));
            }
        }

        if (command.NotFollowed is { } word)
        {
            context.Unknown.Add(new UnknownSource(
                $"what the command does from {word} on is not known", command.Place, MayHoldSettings: word[0] != '-'));
        }
    }

    /// <summary>Whether a launch in the container writes the file.</summary>
    private bool IsOutput(string path)
    {
        var (file, output) = (FullPath(path), FullPath(context.Options.Output));
        return context is { Arguments.Root: null, Files: not DeploymentFiles } ? IsSame(file, output) : file == output;
    }

    /// <summary>Whether a launch writes the file: to the path chosen, or by default to the one that existing images have as CMD.</summary>
    private bool IsWritten(string path) =>
        FullPath(path) is var full && (full == DefaultOutput || IsSame(full, FullPath(context.Options.Output)));

    /// <summary>Whether two paths of this machine lead to the same file, by links too.</summary>
    private static bool IsSame(string left, string right) => left == right
        || (FileStatus.Of(right) is { Error: 0 } status && status.IsSameFile(FileStatus.Of(left)));

    private static string FullPath(string path) =>
        path.Length == 0 ? "" : Path.GetFullPath(path) is { Length: > 1 } full ? full.TrimEnd('/') : "/";

    private static UnknownSource LeftOut(Source source, string path) =>
        new($"the content of {path} is not available here, so it is left out", new Place(source))
        {
            Remedy = "name a copy of it as a SOURCE",
        };

    private static InputFile ReadFile(ContainerFiles files, string path, string shown, SourceKind kind)
    {
        var content = files.Read(path, out var failure);
        return new InputFile(
            new Source(kind, shown) { IsOpaque = files is DeploymentFiles deployed && deployed.IsSecret(path) }, path, content, failure);
    }
}

using System.Text;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>Finds and reads everything that a plan is made from. After it nothing more is opened for reading.</summary>
internal sealed class SourceReader(LauncherHost host)
{
    private static readonly SharedOption[] AboutCheck =
        [SharedOption.Strict, SharedOption.Accept, SharedOption.LogLevel, SharedOption.LogFormat];

    /// <summary>What is true of the container around this process, and not of one that options describe.</summary>
    private static readonly SharedOption[] AboutThisContainer =
        [.. SharedOption.Folders, SharedOption.Output, SharedOption.Orthanc, SharedOption.HostIdFile];

    private const string WritablePlugins = "/run/orthanc/plugins";
    private const string DefaultPlugins = "/usr/share/orthanc/plugins";
    private const string DefaultOutput = "/tmp/orthanc.json";

    /// <exception cref="UsageException">Something named on the command line cannot be used.</exception>
    public LaunchRequest Read(InputArguments arguments, out LauncherOptions options, bool isLaunch = false)
    {
        if (isLaunch)
        {
            return Read(arguments, null, out options, isLaunch);
        }

        var paths = new CheckedPaths(arguments, host);
        return paths.LeadToDeployments()
            ? ReadOnly(arguments, paths, out _, out options)
            : Read(CheckedInputs.WithDeployment(arguments), null, out options);
    }

    /// <summary>Reads the one Orthanc that PATHs lead to; configurations beside a service or workload do not count.</summary>
    /// <exception cref="UsageException">There is none, or there are several.</exception>
    /// <exception cref="DeploymentException">A file that belongs to it cannot be understood.</exception>
    public LaunchRequest ReadOnly(InputArguments arguments, out Subject? subject, out LauncherOptions options) =>
        ReadOnly(arguments, new CheckedPaths(arguments, host), out subject, out options);

    private LaunchRequest ReadOnly(InputArguments arguments, CheckedPaths paths, out Subject? subject, out LauncherOptions options)
    {
        var shown = string.Join(", ", arguments.Sources);
        var found = new List<(Subject? Subject, LaunchRequest Request, LauncherOptions Options)>();
        foreach (var input in paths.Inputs())
        {
            if (input.Finding is { } said && (said.Severity == Severity.Error || said.Rule == Rules.NothingToCheck))
            {
                throw said.Place is { Line: > 0 } ? new DeploymentException(said)
                    : new UsageException($"{shown}: {said.Message}{(said.Remedy is null ? "" : $"; {said.Remedy}")}");
            }

            if (input.Finding is null)
            {
                var request = Read(input.Arguments, input.Describe?.Invoke(), out var own);
                paths.AddRead(request.Input.Files.Select(file => file.Source.Name));
                found.Add((input.Subject, request, own));
            }
        }

        Func<Subject?, bool>[] preferences =
        [
            subject => arguments.ComposeService is not null && subject?.Service is not null,
            subject => arguments.KubernetesWorkload is not null && subject?.Workload is not null,
            subject => subject?.Name is not null,
        ];
        var preferred = Array.Find(preferences, preference => found.Exists(each => preference(each.Subject)));
        found = preferred is null ? found : found.FindAll(each => preferred(each.Subject));
        if (found is not [var only])
        {
            throw new UsageException(found.Count == 0
                ? $"{shown}: nothing that concerns Orthanc was found"
                : $"{shown}: more than one Orthanc; choose one with --service or --workload: "
                    + string.Join(", ", found.Select(each => each.Subject?.Title)));
        }

        (subject, var result, options) = only;
        return result;
    }

    /// <param name="deployment">What describes the container, where it has been read already; otherwise null.</param>
    /// <exception cref="UsageException">Something named on the command line cannot be used.</exception>
    public LaunchRequest Read(InputArguments arguments, Deployment? deployment, out LauncherOptions options, bool isLaunch = false)
    {
        CheckRoot(arguments);
        var isAlone = !isLaunch && arguments.IsOfFiles;
        arguments = isLaunch ? arguments with { UsesEnvironment = true } : arguments;
        var process = host.ReadEnvironment();
        deployment ??= DeploymentReader.IsAskedFor(arguments) ? new DeploymentReader(arguments, host, process).Read() : null;
        var variables = VariableReader.Read(arguments, process, deployment);
        var chosen = arguments.IgnoresAcceptances
            ? variables.FindAll(variable => variable.Name != SharedOption.Accept.VariableName)
            : variables;
        var ofProcess = OfProcess(arguments, deployment, process);
        options = LauncherOptions.From(
            deployment is null && arguments.ReadsProcessEnvironment ? chosen : [.. chosen, .. ofProcess], arguments.Options);
        var files = isLaunch || arguments.IsOfThisContainer || (arguments.Root is not null && deployment is null && !isAlone)
            ? new ContainerFiles(arguments.Root)
            : new DeploymentFiles(
                arguments.Root, deployment?.Mounts ?? [], Named(LauncherOptions.From(ofProcess, arguments.Options), deployment));
        var findings = new FindingList();
        findings.AddRange(deployment?.Findings ?? []);
        List<UnknownSource> unknown = [.. deployment?.UnknownSources ?? []];
        if (isAlone)
        {
            unknown.Add(new UnknownSource("only the named files were looked at; what else the container has is not known", null));
        }

        if (arguments.Root is null && deployment?.UnknownImage is { } image)
        {
            unknown.Add(image);
        }

        findings.AddRange(options.Warnings);

        var folders = new SourceFolders(files, findings);
        var definitions = LauncherDefinitions.Load(
            DefinitionsFiles(
                folders, files,
                Folders(options.DefinitionsFolders, SourceKind.Definitions, SharedOption.Definitions, options)),
            findings);
        definitions.ChooseVersion(options.OrthancVersion, ImageVersions.Of(deployment?.Image));
        AddUnknown(deployment, definitions, variables, unknown);
        var context = new SourceContext(arguments, options, files, variables, findings, unknown)
        {
            UngivenSecrets = deployment?.UngivenSecrets ?? [],
            Command = deployment is null ? null : ContainerCommand.Of(deployment),
            IsFragment = isAlone,
            Listing = folders,
            Folders =
            [
                .. Folders(options.ConfigFolders, SourceKind.File, SharedOption.ConfigDir, options),
                .. Folders(options.SecretsFolders, SourceKind.SecretFile, SharedOption.SecretsDir, options),
            ],
        };
        var launcher = new LauncherContext(definitions, new VariableTable(variables));
        var check = deployment?.Description is { } description ? new DeploymentCheck(deployment, description) : null;
        findings.AddRange(check?.Findings(launcher.Naming, definitions.Catalogue) ?? []);
        var input = Input(context, isLaunch, launcher);
        return new LaunchRequest
        {
            Findings = findings,
            Context = launcher,
            UnknownSources = unknown,
            Input = input,
            Folders = folders.Searched,
            Origins = deployment is null ? [] : Origins(deployment, launcher.Variables, input.Secrets, (DeploymentFiles)files),
            Host = Facts(
                context, launcher.Variables,
                FileExists(files, isContainer: isLaunch || arguments.Root is not null || arguments.IsOfThisContainer),
                isLaunch || arguments.IsOfThisContainer ? FileFailure : null,
                hasPlugins: isLaunch || arguments.Root is not null || files is DeploymentFiles),
            OutputPath = options.Output,
            OrthancProgram = options.Orthanc,
            HostIdPath = options.HostIdFile,
            IsLaunch = isLaunch,
            IsStrict = options.IsStrict,
            IsFragment = isAlone,
            UsedPorts = [.. check?.UsedPorts() ?? [], .. deployment?.ServicePorts ?? []],
            ImageGap = check?.ImageGap(),
            BareImage = check?.BareImage(launcher.Naming),
            Acceptances =
            [
                .. options.Acceptances.Select(acceptance => acceptance with { Place = AcceptancePlace(arguments, deployment) }),
                .. arguments.IgnoresAcceptances ? [] : deployment?.Acceptances ?? [],
            ],
            MinimumSeverity =
                isLaunch && options.LogLevel > Serilog.Events.LogEventLevel.Information ? Severity.Warning : Severity.Information,
        };
    }

    /// <summary>Reads the definitions alone.</summary>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public LauncherContext Context(InputArguments arguments, out FindingList findings)
    {
        findings = new FindingList();
        CheckRoot(arguments);
        var files = new ContainerFiles(arguments.Root);
        var variables = host.ReadEnvironment();
        var options = LauncherOptions.From(variables, arguments.Options);
        var folders = Folders(options.DefinitionsFolders, SourceKind.Definitions, SharedOption.Definitions, options);
        var definitions = LauncherDefinitions.Load(DefinitionsFiles(new SourceFolders(files, findings), files, folders), findings);
        definitions.ChooseVersion(options.OrthancVersion, ofImage: null);
        return new LauncherContext(definitions, new VariableTable([]));
    }

    /// <exception cref="UsageException">A file cannot be read.</exception>
    public IReadOnlyList<EnvironmentVariable> Variables(InputArguments arguments) =>
        VariableReader.Read(arguments, host.ReadEnvironment(), null);

    /// <summary>The variables of this process that may set options; those of a deployment choose what only it can know.</summary>
    private static IEnumerable<EnvironmentVariable> OfProcess(
        InputArguments arguments, Deployment? deployment, IReadOnlyList<EnvironmentVariable> process) =>
        deployment is not null ? process.Where(variable => Sets(variable, AboutCheck))
            : arguments.UsesEnvironment || arguments.IsOfThisContainer ? process
            : process.Where(variable => !Sets(variable, AboutThisContainer));

    /// <summary>
    /// The folders of this machine that options name. With a deployment they are the container's; only definitions, which are no part
    /// of it, may be here.
    /// </summary>
    private static IEnumerable<string> Named(LauncherOptions options, Deployment? deployment) =>
        deployment is null ? options.NamedFolders
            : options.SourceOf(SharedOption.Definitions) is null ? []
            : options.DefinitionsFolders.Where(path => FileStatus.Of(path).Kind == FileKind.Folder);

    private static bool Sets(EnvironmentVariable variable, SharedOption[] options) =>
        Array.Exists(options, option => option.VariableName == variable.Name);

    /// <summary>Where the values of variables and the contents of mounted files are written.</summary>
    private static Dictionary<Source, Origin> Origins(
        Deployment deployment, VariableTable variables, IReadOnlyList<InputSecret> secrets, DeploymentFiles files)
    {
        var origins = new Dictionary<Source, Origin>();
        foreach (var variable in deployment.Variables)
        {
            // What the command line gives by --env is not written there.
            if (variable.Written is { } written && variables[variable.Name] == variable.Value)
            {
                origins[new Source(SourceKind.Variable, variable.Name)] = written;
            }
        }

        foreach (var mount in deployment.Mounts.OfType<ContentMount>().Where(mount => mount.Written is not null))
        {
            origins[new Source(SourceKind.File, mount.Name)] = mount.Written!;
            origins[new Source(SourceKind.SecretFile, mount.Name)] = mount.Written!;
        }

        foreach (var secret in secrets)
        {
            if (files.WrittenAt(secret.Path, secret.Content) is { } written)
            {
                origins[secret.Source] = written;
            }
        }

        return origins;
    }

    /// <summary>Where the deployment itself sets the variable that accepts findings; null where an option or this process does.</summary>
    private static Place? AcceptancePlace(InputArguments arguments, Deployment? deployment) =>
        !arguments.Options.ContainsKey(SharedOption.Accept) && !arguments.IgnoresAcceptances
            && deployment?.ValueOf(SharedOption.Accept.VariableName) is { Length: > 0 }
            ? new Place(new Source(SourceKind.Variable, SharedOption.Accept.VariableName))
            : null;

    /// <summary>Adds the variables whose values only the real container sees.</summary>
    private static void AddUnknown(
        Deployment? deployment, LauncherDefinitions definitions, List<EnvironmentVariable> variables, List<UnknownSource> unknown)
    {
        if (deployment is null)
        {
            return;
        }

        var naming = new VariableNaming(definitions);
        foreach (var variable in deployment.Variables)
        {
            // What the command line gives by --env is known.
            if (variable.Value is not null || variables.Exists(other => other.Name == variable.Name))
            {
                continue;
            }

            var text = UnknownValue.TextFor(variable.Name, naming, definitions.Catalogue);
            unknown.Add(
                UnknownSourceOf(
                    variable.Place ?? new Place(new Source(SourceKind.Variable, variable.Name)),
                    $"the value of {variable.Name} comes from {variable.Origin} and is not available here", text,
                    text is null || definitions.Plugins.Any(plugin => plugin.IsEnabledBy(variable.Name))));
            if (text is not null)
            {
                variables.Add(new EnvironmentVariable(variable.Name, text, IsKnown: false));
            }
        }
    }

    private static UnknownSource UnknownSourceOf(Place place, string message, string? placeholder, bool mayHoldSettings) =>
        new($"{message}, so {(placeholder is null ? "it is left out" : "a placeholder stands for it")}", place, mayHoldSettings);

    private static List<DefinitionsFile> DefinitionsFiles(
        SourceFolders folders, ContainerFiles files, IEnumerable<SourceFolder> definitions)
    {
        var read = new List<DefinitionsFile>();
        foreach (var path in definitions.SelectMany(folders.List))
        {
            var name = Path.GetFileName(path);
            if (LauncherDefinitions.IsDefinitionsFile(name))
            {
                var content = files.Read(path, out var failure);
                read.Add(failure is null
                    ? new DefinitionsFile(name, new SourceText(new Source(SourceKind.Definitions, path), content))
                    : throw new UsageException($"the definitions {path} cannot be read: {failure}"));
            }
        }

        return read;
    }

    private static IEnumerable<SourceFolder> Folders(
        IEnumerable<string> paths, SourceKind kind, SharedOption option, LauncherOptions options) =>
        paths.Select(path => new SourceFolder(path, kind, options.SourceOf(option)));

    private InputFile StandardInput() => new(new Source(SourceKind.File, Source.StandardInput), "-", host.ReadInput());

    /// <summary>Reads the SOURCEs of the command line; what a folder already contributed is not read again.</summary>
    private void AddSources(SourceContext context, bool isLaunch, List<InputFile> inputs)
    {
        var already = inputs.Select(input => FullPath(input.Source.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in context.Folders.Where(folder => context.Files.IsFolder(folder.Path)))
        {
            already.Add(FullPath(context.Files.Locate(folder.Path)));
        }

        var host = new ContainerFiles(null);
        var folders = new SourceFolders(host, context.Findings);
        foreach (var source in context.Arguments.Sources)
        {
            if (source == "-")
            {
                inputs.Add(StandardInput());
            }
            else if (already.Contains(FullPath(source)) || (isLaunch && IsOutput(source, context.Options)))
            {
                continue;
            }
            else if (host.IsFolder(source))
            {
                inputs.AddRange(folders.List(new SourceFolder(source, SourceKind.File, source))
                    .Where(path => SourceFolders.IsConfiguration(Path.GetFileName(path)) && !already.Contains(FullPath(path))
                        && !(isLaunch && IsOutput(path, context.Options)))
                    .Select(path => ReadFile(host, path, path, SourceKind.File)));
            }
            else if (!host.StatusOf(source).IsMissing)
            {
                inputs.Add(ReadFile(host, source, source, SourceKind.File));
            }
            else
            {
                throw new UsageException(FileStatus.OfEntry(source).Kind == FileKind.Link
                    ? $"{source}: {FileErrors.Describe(source, LibC.NoSuchFile)}"
                    : $"{source}: no such file or folder{HostFolder.Suggestion(source)}");
            }
        }
    }

    /// <summary>Whether a launch writes the file: to the path chosen, or by default to the one that existing images have as CMD.</summary>
    private static bool IsOutput(string path, LauncherOptions options) =>
        FullPath(path) is var full && (full == DefaultOutput || IsSame(full, FullPath(options.Output)));

    /// <summary>Whether two paths of this machine lead to the same file, by links too.</summary>
    private static bool IsSame(string left, string right) => left == right
        || (FileStatus.Of(right) is { Error: 0 } status && status.IsSameFile(FileStatus.Of(left)));

    private static string FullPath(string path) =>
        path.Length == 0 ? "" : Path.GetFullPath(path) is { Length: > 1 } full ? full.TrimEnd('/') : "/";

    /// <summary>Adds what the command of a container names.</summary>
    private static void AddCommand(SourceContext context, List<InputFile> inputs)
    {
        if (context is not { Command: { } command, Files: DeploymentFiles files })
        {
            return;
        }

        var already = inputs.Select(input => FullPath(input.ContainerPath)).Concat(context.Folders.Select(folder => FullPath(folder.Path)))
            .Append(DefaultOutput).ToHashSet(StringComparer.Ordinal);
        foreach (var path in command.Sources.Where(path => !already.Contains(FullPath(path)) && !IsOutput(context, path)))
        {
            if (!files.IsKnown(path) || files.IsUnknown(path))
            {
                context.Unknown.Add(
                    files.UnknownAt(path) ?? new UnknownSource($"what {path} of the command contains is not known", command.Place));
            }
            else if (files.IsFolder(path))
            {
                AddConfigurations(context, context.Listing.List(new SourceFolder(path, SourceKind.File, path)), SourceKind.File, inputs);
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
                inputs.Add(ReadFile(files, path, files.Locate(path), SourceKind.File));
            }
        }

        if (command.NotFollowed is { } word)
        {
            context.Unknown.Add(new UnknownSource(
                $"what the command does from {word} on is not known", command.Place, MayHoldSettings: word[0] != '-'));
        }
    }

    private ConfigurationInput Input(SourceContext context, bool isLaunch, LauncherContext launcher)
    {
        var inputs = new List<InputFile>();
        var secretFiles = new List<string>();
        foreach (var folder in context.Folders)
        {
            if (UnknownAt(context.Files, folder.Path) is { } unknown)
            {
                context.Unknown.Add(unknown);
            }

            var paths = context.Listing.List(folder);
            AddConfigurations(context, paths, folder.Kind, inputs);
            if (folder.Kind == SourceKind.SecretFile)
            {
                secretFiles.AddRange(paths);
            }
        }

        AddSources(context, isLaunch, inputs);
        AddCommand(context, inputs);
        var naming = launcher.Naming;
        var wanted = SecretSelection.Select(secretFiles, context.Options.SecretsFolders, launcher.Variables, naming);
        ReportNearMisses(secretFiles, wanted, naming, context);
        return new ConfigurationInput
        {
            Files = inputs,
            Variables = context.Variables,
            Secrets =
            [
                .. wanted.Select(secret => ReadSecret(context, secret, naming, launcher.Definitions)).OfType<InputSecret>(),
            ],
        };
    }

    /// <summary>Reports secrets that are not applied although their names are nearly those of variables.</summary>
    private static void ReportNearMisses(
        List<string> paths, IReadOnlyList<WantedSecret> wanted, VariableNaming naming, SourceContext context)
    {
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            if (SourceFolders.IsConfiguration(name) || wanted.Any(secret => secret.PointedBy is not null && secret.Path == path))
            {
                continue;
            }

            var meant = name == SpecialVariables.WholeConfiguration ? name : naming.NearMiss(name);
            if (meant == SpecialVariables.WholeConfiguration)
            {
                context.Findings.Add(
                    new Finding(Rules.NearMissName, $"the secret {path} is not applied: {meant} is read as a variable only")
                    {
                        Place = new Place(new Source(SourceKind.SecretFile, context.Files.Locate(path))),
                        Remedy = "rename it to orthanc.json, which is read as a configuration",
                    });
            }
            else if (meant is not null && (meant == SpecialVariables.Password || naming.IsSettingVariable(meant)))
            {
                context.Findings.Add(
                    new Finding(Rules.NearMissName, $"the secret {path} is not applied, but its name is nearly that of {meant}")
                    {
                        Place = new Place(new Source(SourceKind.SecretFile, context.Files.Locate(path))),
                        Remedy = $"rename it to {meant}",
                    });
            }
        }
    }

    private static bool IsOutput(SourceContext context, string path)
    {
        var (file, output) = (FullPath(path), FullPath(context.Options.Output));
        return context is { Arguments.Root: null, Files: not DeploymentFiles } ? IsSame(file, output) : file == output;
    }

    private static void AddConfigurations(SourceContext context, List<string> paths, SourceKind kind, List<InputFile> inputs)
    {
        foreach (var path in paths.Where(path => SourceFolders.IsConfiguration(Path.GetFileName(path))))
        {
            var located = context.Files.Locate(path);
            if (IsUnknown(context.Files, path))
            {
                context.Unknown.Add(UnknownAt(context.Files, path) ?? LeftOut(new Source(kind, located), path));
            }
            else if (IsOutput(context, path))
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
                inputs.Add(ReadFile(context.Files, path, located, kind));
            }
        }
    }

    private static UnknownSource? UnknownAt(ContainerFiles files, string path) => (files as DeploymentFiles)?.UnknownAt(path);

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

    /// <summary>Reads a secret that carries a setting.</summary>
    /// <returns>The secret, or null where its value is not known here and nothing can stand for it.</returns>
    private static InputSecret? ReadSecret(
        SourceContext context, WantedSecret secret, VariableNaming naming, LauncherDefinitions definitions)
    {
        var (files, unknown) = (context.Files, context.Unknown);
        var shown = secret.IsPathSecret ? $"{secret.Path[..(secret.Path.LastIndexOf('/') + 1)]}{SecretText.Mask}" : secret.Path;
        if (secret.Failure is not null)
        {
            return new InputSecret(secret.Variable, secret.PointedBy, secret.Path, default, secret.Failure) { ShownPath = shown };
        }

        // A fragment does not tell which secrets the container has.
        if (IsUnknown(files, secret.Path) || (context.IsFragment && !files.IsKnown(secret.Path)))
        {
            var text = UnknownValue.TextFor(secret.Variable, naming, definitions.Catalogue);
            var source = new Source(SourceKind.Secret, secret.PointedBy ?? secret.Variable, secret.Path);
            unknown.Add(
                UnknownAt(files, secret.Path) is { } mounted
                    ? mounted with { MayHoldSettings = text is null }
                    : UnknownSourceOf(
                        new Place(source),
                        $"the value of {secret.Variable} comes from {files.Locate(secret.Path)} and is not available here", text,
                        mayHoldSettings: text is null));
            return text is null ? null : new InputSecret(secret.Variable, secret.PointedBy, secret.Path, Encoding.UTF8.GetBytes(text));
        }

        var content = files.Read(secret.Path, out var failure, HostFile.MaximumSecretLength);
        if (failure is not null && files is DeploymentFiles && files.Locate(secret.Path) is var located && located != secret.Path
            && !secret.IsPathSecret)
        {
            failure = $"{located}: {failure}";
        }
        else if (failure is not null && context.UngivenSecrets.Any(ungiven => secret.Path == $"/run/secrets/{ungiven.Name}"))
        {
            failure = "it is declared, but the service does not get it";
        }

        return new InputSecret(secret.Variable, secret.PointedBy, secret.Path, content, failure) { ShownPath = shown };
    }

    private static bool IsUnknown(ContainerFiles files, string path) => files is DeploymentFiles deployed && deployed.IsUnknown(path);

    /// <summary>How to find out whether a file of the container exists, or null where its files are not at hand.</summary>
    private static Func<string, bool>? FileExists(ContainerFiles files, bool isContainer) => files switch
    {
        DeploymentFiles deployed => path => !deployed.IsKnown(path) || deployed.IsFile(path),
        _ => isContainer ? files.IsFile : null,
    };

    /// <summary>Why a file of this machine that is there cannot be read, or null.</summary>
    private static string? FileFailure(string path) => FileStatus.Of(path).IsMissing ? null : HostFile.Failure(path);

    private HostFacts Facts(
        SourceContext context, VariableTable variables, Func<string, bool>? fileExists, Func<string, string?>? fileFailure, bool hasPlugins)
    {
        var (files, options) = (context.Files, context.Options);
        return new HostFacts
        {
            Plugins = Plugins(context, hasPlugins && files.IsKnown(options.PluginsAvailable)),
            HostId = files.TryRead(options.HostIdFile),
            RandomNumber = host.Random(),
            JavaLibrary = variables["JAVA_PLUGIN_ENABLED"] is null ? null : files.JavaLibrary(variables["JAVA_HOME"]),
            FileExists = fileExists,
            FileFailure = fileFailure,
            IsFolder = files.IsFolder,
        };
    }

    private static PluginsHost Plugins(SourceContext context, bool isKnown)
    {
        var (files, options) = (context.Files, context.Options);
        if (files is DeploymentFiles ? context.Arguments.Root is null : isKnown || context.Arguments.IsOfThisContainer)
        {
            CheckNamed(context, options.PluginsAvailable, SharedOption.PluginsAvailable);
            CheckNamed(context, options.PluginsFolder, SharedOption.PluginsDir);
        }

        var available = files.AvailablePlugins(options.PluginsAvailable, out var failure);
        ReportUnlisted(options.PluginsAvailable, failure, context);
        isKnown = isKnown || available.Libraries is not null;
        var folders = new List<PluginsFolder>();
        string[] paths = options.PluginsFolder.Length > 0 ? [options.PluginsFolder]
            : !isKnown ? [DefaultPlugins, WritablePlugins]
            : files.IsFolder(WritablePlugins) ? [WritablePlugins, DefaultPlugins]
            : [DefaultPlugins];
        foreach (var path in paths)
        {
            folders.Add(files.PluginsFolder(path, out failure));
            ReportUnlisted(path, failure, context);
        }

        return new PluginsHost { Folders = folders, Available = available, IsKnown = isKnown };
    }

    /// <summary>A folder that was named by an option or variable must exist.</summary>
    private static void CheckNamed(SourceContext context, string path, SharedOption option)
    {
        if (path.Length > 0)
        {
            var folder = Folders([path], SourceKind.File, option, context.Options).Single();
            context.Listing.Check(folder);
        }
    }

    private static void ReportUnlisted(string folder, string? failure, SourceContext context)
    {
        if (failure is not null)
        {
            context.Findings.Add(new Finding(Rules.UnreadableSource, $"the folder cannot be read: {failure}")
            {
                Place = new Place(new Source(SourceKind.File, context.Files.Locate(folder))),
                Remedy = $"let user id {LibC.EffectiveUser()} read it",
            });
        }
    }

    private static void CheckRoot(InputArguments arguments)
    {
        if (arguments.Root is { } root && FileStatus.Of(root) is { Kind: not FileKind.Folder } status)
        {
            var reason = status.Error == 0 ? $"it is {status.Description}, not a folder" : FileErrors.Describe(root, status.Error);
            throw new UsageException($"--root {root}: {reason}");
        }
    }

    /// <summary>What one reading is about.</summary>
    private sealed record SourceContext(
        InputArguments Arguments, LauncherOptions Options, ContainerFiles Files, List<EnvironmentVariable> Variables, FindingList Findings,
        List<UnknownSource> Unknown)
    {
        public required IReadOnlyList<UngivenSecret> UngivenSecrets { get; init; }

        /// <summary>What the container's command names, or null if there is no deployment.</summary>
        public required ContainerCommand? Command { get; init; }

        /// <summary>Whether only a part of the configuration is given.</summary>
        public required bool IsFragment { get; init; }

        /// <summary>Lists folders of the container.</summary>
        public required SourceFolders Listing { get; init; }

        /// <summary>The folders of configurations and secrets, lowest precedence first.</summary>
        public required IReadOnlyList<SourceFolder> Folders { get; init; }
    }
}

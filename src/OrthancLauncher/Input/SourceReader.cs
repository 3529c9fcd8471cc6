using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Planning;
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
        var input = new ConfigurationReader(context, launcher, host.ReadInput).Read(isLaunch);
        return new LaunchRequest
        {
            Findings = findings,
            Context = launcher,
            UnknownSources = unknown,
            Input = input,
            Folders = folders.Searched,
            Origins = deployment is null ? [] : Origins(deployment, launcher.Variables, input.Secrets, (DeploymentFiles)files),
            Host = new HostFactsReader(context, launcher.Variables, host.Random).Read(isLaunch),
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
                UnknownValue.SourceOf(
                    variable.Place ?? new Place(new Source(SourceKind.Variable, variable.Name)),
                    $"the value of {variable.Name} comes from {variable.Origin} and is not available here", text,
                    text is null || definitions.Plugins.Any(plugin => plugin.IsEnabledBy(variable.Name))));
            if (text is not null)
            {
                variables.Add(new EnvironmentVariable(variable.Name, text, IsKnown: false));
            }
        }
    }

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

    private static void CheckRoot(InputArguments arguments)
    {
        if (arguments.Root is { } root && FileStatus.Of(root) is { Kind: not FileKind.Folder } status)
        {
            var reason = status.Error == 0 ? $"it is {status.Description}, not a folder" : FileErrors.Describe(root, status.Error);
            throw new UsageException($"--root {root}: {reason}");
        }
    }
}

using System.Text;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
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
/// <param name="host">The outside world.</param>
internal sealed class SourceReader(LauncherHost host)
{
    private const string WritablePlugins = "/run/orthanc/plugins";
    private const string UsualPlugins = "/usr/share/orthanc/plugins";

    /// <summary>Reads everything and asks for the plan.</summary>
    /// <param name="arguments">Where to look.</param>
    /// <param name="isLaunch">Whether Orthanc is really to be started.</param>
    /// <param name="orthancArguments">Arguments for Orthanc after the configuration.</param>
    /// <param name="options">The options that hold.</param>
    /// <param name="unwritablePlugins">Whether links turned out to be impossible to make.</param>
    /// <exception cref="UsageException">Something named on the command line cannot be used.</exception>
    public LaunchPlan Plan(InputArguments arguments, bool isLaunch, IReadOnlyList<string> orthancArguments, out LauncherOptions options, bool unwritablePlugins = false)
    {
        var process = host.ReadEnvironment();
        var deployment = DeploymentReader.IsAskedFor(arguments) ? DeploymentReader.Read(arguments, host, process) : null;
        var variables = Variables(arguments, process, deployment);
        options = LauncherOptions.From(arguments.ReadsProcessEnvironment && deployment is null ? variables : [.. variables, .. process], arguments.Options);
        var files = deployment is null ? new ContainerFiles(arguments.Root) : new DeploymentFiles(arguments.Root, deployment.Mounts);
        var findings = new FindingList();
        findings.AddRange(deployment?.Findings ?? []);
        foreach (var warning in options.Warnings)
        {
            findings.Add(new Finding(Rules.NearMissName, warning));
        }

        var definitions = LauncherDefinitions.Load(DefinitionsFiles(files, options), findings);
        AddUnknown(deployment, definitions, variables, findings);
        var output = options.Output;
        var sources = Sources(arguments.Sources, files, ref output);
        var request = new LaunchRequest
        {
            Definitions = definitions,
            Input = Input(files, options, sources, variables, definitions, findings),
            Host = Facts(files, options, variables, unwritablePlugins, FileExists(files, isContainer: isLaunch || arguments.Root is not null)),
            OutputPath = output,
            OrthancProgram = options.Orthanc,
            HostIdPath = options.HostIdFile,
            OrthancArguments = orthancArguments,
            IsLaunch = isLaunch,
            IsStrict = options.IsStrict,
            MinimumSeverity = isLaunch && options.LogLevel > Serilog.Events.LogEventLevel.Information ? Severity.Warning : Severity.Information,
        };
        return LaunchPlanner.Plan(request, findings);
    }

    /// <summary>Reads the definitions alone.</summary>
    /// <param name="arguments">Where to look.</param>
    /// <param name="findings">What is wrong with them.</param>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public LauncherDefinitions Definitions(InputArguments arguments, out FindingList findings)
    {
        findings = new FindingList();
        return LauncherDefinitions.Load(DefinitionsFiles(new ContainerFiles(arguments.Root), LauncherOptions.From(host.ReadEnvironment(), arguments.Options)), findings);
    }

    /// <summary>Reads the variables alone.</summary>
    /// <param name="arguments">Where to look.</param>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public IReadOnlyList<EnvironmentVariable> Variables(InputArguments arguments) => Variables(arguments, host.ReadEnvironment(), null);

    private static List<EnvironmentVariable> Variables(InputArguments arguments, IReadOnlyList<EnvironmentVariable> process, Deployment? deployment)
    {
        var variables = new List<EnvironmentVariable>();
        string? Own(string name) => process.FirstOrDefault(variable => variable.Name == name) is { Name: not null } found ? found.Value : null;

        // The first of equal names counts, so what is said last on the command line goes first.
        foreach (var variable in arguments.Variables.Reverse())
        {
            var separator = variable.IndexOf('=', StringComparison.Ordinal);
            if (separator == 0 || variable.Length == 0)
            {
                throw new UsageException($"--env {variable}: write --env NAME=VALUE");
            }

            if (separator > 0)
            {
                variables.Add(new EnvironmentVariable(variable[..separator], variable[(separator + 1)..]));
            }
            else if (Own(variable) is { } value)
            {
                variables.Add(new EnvironmentVariable(variable, value));
            }
        }

        foreach (var file in arguments.EnvFiles.Reverse())
        {
            var content = new ContainerFiles(null).Read(file, out var failure);
            if (failure is not null)
            {
                throw new UsageException($"--env-file {file}: it cannot be read: {failure}");
            }

            variables.AddRange(EnvFile.Read(file, content, Own).AsEnumerable().Reverse());
        }

        foreach (var variable in deployment?.Variables ?? [])
        {
            if (variable.Value is not null)
            {
                variables.Add(new EnvironmentVariable(variable.Name, variable.Value));
            }
        }

        // A container does not see the variables of the machine that it is described on; compose may pass some on.
        if (arguments.ReadsProcessEnvironment && deployment is null)
        {
            variables.AddRange(process);
        }

        return variables;
    }

    /// <summary>Adds the variables whose values only the real container sees.</summary>
    private static void AddUnknown(Deployment? deployment, LauncherDefinitions definitions, List<EnvironmentVariable> variables, FindingList findings)
    {
        foreach (var variable in deployment?.Variables ?? [])
        {
            // What the command line gives by --env is known.
            if (variable.Value is null && !variables.Exists(other => other.Name == variable.Name))
            {
                var text = UnknownValue.TextFor(variable.Name, new VariableNaming(definitions), definitions.Catalogue);
                ReportUnknown(findings, new Source(SourceKind.Variable, variable.Name), $"the value of {variable.Name} comes from {variable.Origin} and is not available here", text);
                if (text is not null)
                {
                    variables.Add(new EnvironmentVariable(variable.Name, text));
                }
            }
        }
    }

    private static void ReportUnknown(FindingList findings, Source source, string message, string? placeholder) =>
        findings.Add(new Finding(Rules.MissingSecret, Severity.Information, $"{message}, so {(placeholder is null ? "it is left out" : "a placeholder stands for it")}")
        {
            Place = new Place(source),
        });

    private static IEnumerable<DefinitionsFile> DefinitionsFiles(ContainerFiles files, LauncherOptions options)
    {
        foreach (var folder in options.DefinitionsFolders)
        {
            foreach (var path in files.FilesIn(folder))
            {
                var name = Path.GetFileName(path);
                if (LauncherDefinitions.IsDefinitionsFile(name))
                {
                    var content = files.Read(path, out var failure);
                    yield return failure is null
                        ? new DefinitionsFile(name, new SourceText(new Source(SourceKind.Definitions, path), content))
                        : throw new UsageException($"the definitions {path} cannot be read: {failure}");
                }
            }
        }
    }

    /// <summary>Expands the SOURCEs of the command line; one that names no input names the output.</summary>
    private List<InputFile> Sources(IReadOnlyList<string> sources, ContainerFiles files, ref string output)
    {
        var inputs = new List<InputFile>();
        foreach (var source in sources)
        {
            if (source == "-")
            {
                inputs.Add(StandardInput());
            }
            else if (source == output)
            {
                // An image's CMD ["/tmp/orthanc.json"] names the output, also at the second start when it is there.
                continue;
            }
            else if (Directory.Exists(source))
            {
                inputs.AddRange(Directory.GetFiles(source)
                    .Where(path => IsConfiguration(Path.GetFileName(path)))
                    .Order(StringComparer.Ordinal)
                    .Select(path => ReadFile(new ContainerFiles(null), path, path, SourceKind.File)));
            }
            else if (File.Exists(source))
            {
                inputs.Add(ReadFile(new ContainerFiles(null), source, source, SourceKind.File));
            }
            else if (source.EndsWith(".json", StringComparison.Ordinal) && !files.IsFile(source))
            {
                output = source;
            }
            else
            {
                var meant = Spelling.Nearest(source, CommandNames.All);
                throw new UsageException($"{source}: there is no such file, folder or program{(meant is null ? "" : $"; did you mean the command {meant}?")}");
            }
        }

        return inputs;
    }

    private InputFile StandardInput() => new(new Source(SourceKind.File, "standard input"), "-", host.ReadInput());

    private static ConfigurationInput Input(
        ContainerFiles files, LauncherOptions options, List<InputFile> sources, List<EnvironmentVariable> variables, LauncherDefinitions definitions, FindingList findings)
    {
        var inputs = new List<InputFile>();
        foreach (var folder in options.ConfigFolders)
        {
            AddConfigurations(files, files.FilesIn(folder), SourceKind.File, inputs, findings);
        }

        var secretFiles = new List<string>();
        foreach (var folder in options.SecretsFolders)
        {
            secretFiles.AddRange(files.FilesIn(folder));
        }

        AddConfigurations(files, secretFiles, SourceKind.SecretFile, inputs, findings);
        inputs.AddRange(sources);
        var naming = new VariableNaming(definitions);
        var wanted = SecretSelection.Select(secretFiles, options.SecretsFolders, new VariableTable(variables), naming);
        return new ConfigurationInput
        {
            Files = inputs,
            Variables = variables,
            Secrets = [.. wanted.Select(secret => ReadSecret(files, secret, naming, definitions, findings)).OfType<InputSecret>()],
        };
    }

    private static void AddConfigurations(ContainerFiles files, IEnumerable<string> paths, SourceKind kind, List<InputFile> inputs, FindingList findings)
    {
        foreach (var path in paths)
        {
            if (!IsConfiguration(Path.GetFileName(path)))
            {
                continue;
            }

            if (IsUnknown(files, path))
            {
                ReportLeftOut(findings, new Source(kind, files.Locate(path)), path);
                continue;
            }

            inputs.Add(ReadFile(files, path, files.Locate(path), kind));
        }
    }

    private static void ReportLeftOut(FindingList findings, Source source, string path) =>
        findings.Add(new Finding(Rules.UnreadableSource, Severity.Warning, $"the content of {path} is not available here; skipped")
        {
            Place = new Place(source),
            Remedy = "name a copy of it as a SOURCE",
        });

    private static InputFile ReadFile(ContainerFiles files, string path, string shown, SourceKind kind)
    {
        var content = files.Read(path, out var failure);
        return new InputFile(new Source(kind, shown), path, content, failure);
    }

    /// <summary>Reads a secret that carries a setting.</summary>
    /// <returns>The secret, or null where its value is not known here and nothing can stand for it.</returns>
    private static InputSecret? ReadSecret(ContainerFiles files, WantedSecret secret, VariableNaming naming, LauncherDefinitions definitions, FindingList findings)
    {
        if (secret.Failure is not null)
        {
            return new InputSecret(secret.Variable, secret.PointedBy, secret.Path, default, secret.Failure);
        }

        if (IsUnknown(files, secret.Path))
        {
            var text = UnknownValue.TextFor(secret.Variable, naming, definitions.Catalogue);
            var source = new Source(SourceKind.Secret, secret.PointedBy ?? secret.Variable, secret.Path);
            ReportUnknown(findings, source, $"the value of {secret.Variable} comes from {files.Locate(secret.Path)} and is not available here", text);
            return text is null ? null : new InputSecret(secret.Variable, secret.PointedBy, secret.Path, Encoding.UTF8.GetBytes(text));
        }

        var content = files.Read(secret.Path, out var failure);
        if (failure is not null && files is DeploymentFiles && files.Locate(secret.Path) is var located && located != secret.Path)
        {
            failure = $"{located}: {failure}";
        }

        return new InputSecret(secret.Variable, secret.PointedBy, secret.Path, content, failure);
    }

    private static bool IsUnknown(ContainerFiles files, string path) => files is DeploymentFiles deployed && deployed.IsUnknown(path);

    /// <summary>How to find out whether a file of the container exists, or null where its files are not at hand.</summary>
    private static Func<string, bool>? FileExists(ContainerFiles files, bool isContainer) => files switch
    {
        DeploymentFiles deployed => path => !deployed.IsKnown(path) || deployed.IsFile(path),
        _ => isContainer ? files.IsFile : null,
    };

    private HostFacts Facts(ContainerFiles files, LauncherOptions options, List<EnvironmentVariable> variables, bool unwritablePlugins, Func<string, bool>? fileExists)
    {
        var table = new VariableTable(variables);
        var path = options.PluginsFolder.Length > 0 ? options.PluginsFolder : files.IsFolder(WritablePlugins) ? WritablePlugins : UsualPlugins;
        var folder = files.PluginsFolder(path);
        return new HostFacts
        {
            PluginsFolder = unwritablePlugins && folder.State == PluginsFolderState.Writable ? folder with { State = PluginsFolderState.ReadOnly } : folder,
            AvailablePlugins = files.AvailablePlugins(options.PluginsAvailable),
            HostId = files.TryRead(options.HostIdFile),
            RandomNumber = host.Random(),
            JavaLibrary = table["JAVA_PLUGIN_ENABLED"] is null ? null : files.JavaLibrary(table["JAVA_HOME"]),
            FileExists = fileExists,
            IsFolder = files.IsFolder,
        };
    }

    private static bool IsConfiguration(string name) => name.EndsWith(".json", StringComparison.Ordinal) && !name.StartsWith('.');
}

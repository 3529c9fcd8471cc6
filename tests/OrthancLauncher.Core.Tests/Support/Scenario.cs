using System.Text;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Tests.Support;

/// <summary>A start of a container, put together by hand.</summary>
internal sealed class Scenario
{
    public const string Available = "/usr/share/orthanc/plugins-available";
    public const string Folder = "/usr/share/orthanc/plugins";

    private readonly List<InputFile> _files = [];
    private readonly List<EnvironmentVariable> _variables = [];
    private readonly List<InputSecret> _secrets = [];
    private readonly List<string> _orthancArguments = [];
    private LauncherDefinitions _definitions = BuiltIn;
    private PluginsFolder[] _folders = [new(Folder, PluginsFolderState.Writable, [])];
    private Func<string, bool>? _fileExists;
    private IReadOnlySet<string>? _libraries;
    private HostFacts? _host;

    /// <summary>The definitions without any overlay.</summary>
    public static LauncherDefinitions BuiltIn { get; } = LauncherDefinitions.Load([], new FindingList());

    public bool IsLaunch { get; set; }

    public bool IsStrict { get; set; }

    public Severity MinimumSeverity { get; set; } = Severity.Information;

    /// <summary>The definitions of an image over the built-in ones.</summary>
    public static LauncherDefinitions Overlay(FindingList findings, params (string Name, string Text)[] files) =>
        LauncherDefinitions.Load(
            files.Select(
                file =>
                    new DefinitionsFile(
                        file.Name, new SourceText(new Source(SourceKind.Definitions, "/startup/" + file.Name), Utf8(file.Text)))),
            findings);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public Scenario File(string text, string path = "/etc/orthanc/orthanc.json") => File(Utf8(text), path);

    public Scenario File(byte[] content, string path = "/etc/orthanc/orthanc.json")
    {
        _files.Add(new InputFile(new Source(SourceKind.File, path), path, content));
        return this;
    }

    public Scenario UnreadableFile(string path, string failure)
    {
        _files.Add(new InputFile(new Source(SourceKind.File, path), path, default, failure));
        return this;
    }

    public Scenario SecretFile(string text, string path = "/run/secrets/orthanc.json")
    {
        _files.Add(new InputFile(new Source(SourceKind.SecretFile, path), path, Utf8(text)));
        return this;
    }

    public Scenario Variable(string name, string value, bool isUtf8 = true)
    {
        _variables.Add(new EnvironmentVariable(name, value, isUtf8));
        return this;
    }

    public Scenario Variables(IEnumerable<EnvironmentVariable> variables)
    {
        _variables.AddRange(variables);
        return this;
    }

    public Scenario Secret(string variable, string text) => Secret(variable, Utf8(text));

    public Scenario Secret(string variable, byte[] content)
    {
        _secrets.Add(new InputSecret(variable, null, "/run/secrets/" + variable, content));
        return this;
    }

    public Scenario PointedSecret(string variable, string path, string text)
    {
        _secrets.Add(new InputSecret(variable, variable + "_SECRET", path, Utf8(text)));
        return Variable(variable + "_SECRET", path);
    }

    public Scenario MissingSecret(string variable, string? pointedBy, string path, string failure)
    {
        _secrets.Add(new InputSecret(variable, pointedBy, path, default, failure));
        return this;
    }

    public Scenario Secrets(IEnumerable<InputSecret> secrets)
    {
        _secrets.AddRange(secrets);
        return this;
    }

    public Scenario With(LauncherDefinitions definitions)
    {
        _definitions = definitions;
        return this;
    }

    public Scenario With(HostFacts host)
    {
        _host = host;
        return this;
    }

    public Scenario With(params PluginsFolder[] folders)
    {
        _folders = folders;
        return this;
    }

    /// <summary>The files of the container, apart from those of its folders of plugins.</summary>
    public Scenario Files(params string[] paths)
    {
        _fileExists = paths.Contains;
        return this;
    }

    public Scenario Libraries(params string[] libraries)
    {
        _libraries = new HashSet<string>(libraries);
        return this;
    }

    /// <summary>An image that has every library of every known plugin.</summary>
    public Scenario AllLibraries() =>
        Libraries([.. _definitions.Plugins.SelectMany(plugin => plugin.Libraries).SelectMany(names => names)]);

    public Scenario OrthancArguments(params string[] arguments)
    {
        _orthancArguments.AddRange(arguments);
        return this;
    }

    public LaunchRequest Request() => new()
    {
        Context = new LauncherContext(_definitions, new VariableTable(_variables)),
        Input = new ConfigurationInput { Files = _files, Variables = _variables, Secrets = _secrets },
        Host = _host
            ?? new HostFacts
            {
                Plugins = new PluginsHost
                {
                    Folders = _folders,
                    Available = new AvailablePlugins(Available, _libraries),
                    IsKnown = IsLaunch || _libraries is not null,
                },
                FileExists = _fileExists,
                HostId = "0123"u8.ToArray(),
            },
        OutputPath = "/tmp/orthanc.json",
        OrthancProgram = "Orthanc",
        HostIdPath = "/etc/hostid",
        OrthancArguments = _orthancArguments,
        IsLaunch = IsLaunch,
        IsStrict = IsStrict,
        MinimumSeverity = MinimumSeverity,
    };

    public LaunchPlan Plan() => LaunchPlanner.Plan(Request());
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Plugins;

/// <summary>Where the library of an enabled plugin was found.</summary>
internal enum LibraryPlace
{
    /// <summary>Among the image's libraries, so that it needs a link.</summary>
    Available,

    /// <summary>Put by a user into a folder where links are made.</summary>
    Folder,

    /// <summary>At or below another path of the setting <c>Plugins</c>.</summary>
    Elsewhere,
}

internal sealed record FoundLibrary(string Name, LibraryPlace Place);

/// <summary>
/// Looks for the libraries of the enabled plugins. Where there is no folder with the image's libraries nothing is judged: Orthanc then
/// loads whatever is in the folders of <c>Plugins</c>.
/// </summary>
internal sealed class PluginLibraries
{
    private readonly List<FoundLibrary> _found = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _names = [];
    private readonly List<string> _settingPaths = [];
    private readonly Func<string, bool>? _fileExists;

    private PluginLibraries(PluginsHost host, Func<string, bool>? fileExists, ConfigurationNode setting)
    {
        Host = host;
        _fileExists = fileExists;
        foreach (var element in setting.Exists && setting.Value.Exists ? setting.Value.Elements : default)
        {
            if (element.Kind == JsonKind.String)
            {
                _settingPaths.Add(element.GetString());
            }
        }
    }

    public PluginsHost Host { get; }

    /// <summary>Every plugin; those whose library is missing are off where the start need not be refused.</summary>
    public IReadOnlyList<PluginState> States { get; private set; } = [];

    /// <summary>The libraries that are there; empty where nothing is judged.</summary>
    public IReadOnlyList<FoundLibrary> Found => _found;

    /// <summary>Libraries' file names that Orthanc will see, per enabled plugin.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Names => _names;

    public bool IsJudged => Host.Available.Libraries is not null;

    /// <param name="fileExists">Whether a file exists; null where the container's files are not at hand.</param>
    /// <param name="configuration">The merged configuration without defaults.</param>
    /// <param name="findings">Takes <c>plugin-library-missing</c>.</param>
    public static PluginLibraries Find(
        IReadOnlyList<PluginState> states, PluginsHost host, Func<string, bool>? fileExists, MergedConfiguration configuration,
        FindingList findings)
    {
        var libraries = new PluginLibraries(host, fileExists, configuration.Root["Plugins"]);
        libraries.States = [.. states.Select(state => state.IsEnabled ? libraries.Find(state, findings) : state)];
        return libraries;
    }

    private PluginState Find(PluginState state, FindingList findings)
    {
        if (!IsJudged)
        {
            _names[state.Plugin.Name] = [.. state.Plugin.Libraries.Select(alternatives => alternatives[0])];
            return state;
        }

        var found = new List<FoundLibrary>();
        var isMissing = false;
        foreach (var alternatives in state.Plugin.Libraries)
        {
            if (FirstThatExists(alternatives) is { } library)
            {
                found.Add(library);
            }
            else
            {
                isMissing = true;
                findings.Add(Missing(state, alternatives));
            }
        }

        if (isMissing && SeverityOfMissing(state) != Severity.Error)
        {
            return state with { IsEnabled = false, Reason = PluginReason.LibraryMissing };
        }

        _found.AddRange(found);
        _names[state.Plugin.Name] = [.. found.Select(library => library.Name)];
        return state;
    }

    private FoundLibrary? FirstThatExists(IReadOnlyList<string> alternatives)
    {
        foreach (var name in alternatives)
        {
            // A library that somebody put where Orthanc loads it is as good as one of the image, and must not be loaded twice.
            if (IsElsewhere(name))
            {
                return new FoundLibrary(name, LibraryPlace.Elsewhere);
            }

            if (Host.Folders.Any(folder => folder.Entries.Any(entry => entry.Name == name && !Host.Available.Contains(entry))))
            {
                return new FoundLibrary(name, LibraryPlace.Folder);
            }

            if (Host.Available.Libraries!.Contains(name))
            {
                return new FoundLibrary(name, LibraryPlace.Available);
            }
        }

        return null;
    }

    private bool IsElsewhere(string name)
    {
        foreach (var path in _settingPaths)
        {
            var folder = path.TrimEnd('/');
            var file = path.EndsWith("/" + name, StringComparison.Ordinal) ? path : $"{folder}/{name}";
            if (!Host.Folders.Any(known => known.Path == folder || file == $"{known.Path}/{name}") && _fileExists?.Invoke(file) == true)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the former start-up scripts started must start, and what was asked for must not be missing without a word.</summary>
    private static Severity SeverityOfMissing(PluginState state) => state.Reason switch
    {
        PluginReason.Default => Severity.Information,
        PluginReason.Section when !state.Plugin.FormerlyEnabledBySection => Severity.Warning,
        _ => Severity.Error,
    };

    private Finding Missing(PluginState state, IReadOnlyList<string> alternatives)
    {
        var plugin = state.Plugin;
        var severity = SeverityOfMissing(state);
        var library = $"its library {Host.Available.Path}/{string.Join(" or ", alternatives)} does not exist";
        return new Finding(
            Rules.PluginLibraryMissing, severity, severity == Severity.Error
                ? $"the plugin {plugin.Name} is enabled because {state.ReasonText}, but {library}"
                : $"the plugin {plugin.Name} is left off, although {state.ReasonText}: {library}")
        {
            Setting = plugin.Section,
            Remedy = plugin.EnablingVariable is null
                ? "use an image that has it"
                : $"use an image that has it, or set {plugin.EnablingVariable}=false",
        };
    }
}

using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Plugins;

/// <summary>A symbolic link to make.</summary>
/// <param name="Path">Where the link stands.</param>
/// <param name="Target">Where it points to.</param>
internal sealed record LibraryLink(string Path, string Target);

/// <summary>How the libraries of the enabled plugins become visible to Orthanc.</summary>
internal sealed record PluginInstallation
{
    public IReadOnlyList<LibraryLink> NewLinks { get; init; } = [];

    /// <summary>Paths of links to remove, made for plugins that are disabled now.</summary>
    public IReadOnlyList<string> StaleLinks { get; init; } = [];

    /// <summary>Paths of libraries that go into the setting <c>Plugins</c> because no link can be made.</summary>
    public IReadOnlyList<string> AddedPaths { get; init; } = [];

    /// <summary>Libraries' file names that Orthanc will see, per enabled plugin.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Libraries { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// The setting <c>Plugins</c> with what the installation needs in it; one that does not exist where nothing is to be changed.
    /// </summary>
    public JsonValue Setting { get; init; }

    /// <summary>Works out what to do.</summary>
    /// <param name="findings">Takes <c>plugins-folder-omitted</c>.</param>
    public static PluginInstallation Plan(PluginLibraries libraries, MergedConfiguration configuration, FindingList findings)
    {
        var node = configuration.Root["Plugins"];
        var isDefault = !node.Exists || (node.Merged is null && node.Value.Source.IsDefault);
        var plan = libraries.Host.IsKnown ? PlanLinks(libraries, isDefault) : new PluginInstallation();
        if (!isDefault)
        {
            ReportOmittedFolder(libraries, plan, node, findings);
        }

        return plan with
        {
            Libraries = libraries.Names,
            IsJudged = libraries.IsJudged,
            Setting = CompletedSetting(libraries, plan, node, isDefault),
        };
    }

    /// <summary>Whether Orthanc may load a library: it does where the libraries were looked for, it can where they were not.</summary>
    public bool MayLoad(string library, IReadOnlyList<PluginState> states) => IsJudged
        ? Libraries.Values.Any(names => names.Contains(library))
        : states.Any(state => state.IsEnabled && state.Plugin.Libraries.Any(alternatives => alternatives.Contains(library)));

    private bool IsJudged { get; init; }

    /// <summary>The folders that the default of the setting <c>Plugins</c> names.</summary>
    private IReadOnlyList<PluginsFolder> NamedFolders { get; init; } = [];

    private static PluginInstallation PlanLinks(PluginLibraries libraries, bool isDefault)
    {
        var (folders, available) = (libraries.Host.Folders, libraries.Host.Available);
        var links = new List<LibraryLink>();
        foreach (var (name, place) in libraries.Found)
        {
            var target = $"{available.Path}/{name}";
            if (place == LibraryPlace.Available && !folders.Any(folder => folder.Entries.Any(entry => IsLink(entry, name, target))))
            {
                links.Add(new LibraryLink($"{folders[0].Path}/{name}", target));
            }
        }

        var named = new List<PluginsFolder>();
        var stale = new List<string>();
        var added = new List<string>();
        foreach (var folder in folders.Where(folder => folder.State != PluginsFolderState.Missing))
        {
            var old = folder.Entries.Where(entry => IsStale(entry, folder, libraries)).ToList();
            if (old.Count == 0 || folder.State == PluginsFolderState.Writable)
            {
                named.Add(folder);
                stale.AddRange(old.Select(entry => $"{folder.Path}/{entry.Name}"));
            }
            else if (isDefault)
            {
                // It holds links that must not count and cannot be removed, so all others are named one by one.
                added.AddRange(folder.Entries.Where(entry => IsLibrary(entry.Name) && !old.Contains(entry))
                    .Select(entry => $"{folder.Path}/{entry.Name}"));
            }
        }

        return folders[0].State == PluginsFolderState.Writable
            ? new PluginInstallation { NewLinks = links, StaleLinks = stale, AddedPaths = added, NamedFolders = named }
            : new PluginInstallation
            {
                StaleLinks = stale,
                AddedPaths = [.. added, .. links.Select(link => link.Target)],
                NamedFolders = named,
            };
    }

    private static bool IsLibrary(string name) => name.EndsWith(".so", StringComparison.Ordinal);

    private static bool IsLink(PluginsFolderEntry entry, string name, string target) => entry.Name == name && entry.LinkTarget == target;

    /// <summary>
    /// Whether an entry is a link of an earlier start that must not count now. One that only points to another file is replaced where
    /// links are made.
    /// </summary>
    private static bool IsStale(PluginsFolderEntry entry, PluginsFolder folder, PluginLibraries libraries)
    {
        var (folders, available) = (libraries.Host.Folders, libraries.Host.Available);
        if (!libraries.IsJudged || !available.Contains(entry))
        {
            return false;
        }

        var target = $"{available.Path}/{entry.Name}";
        var isWanted = libraries.Found.Contains(new FoundLibrary(entry.Name, LibraryPlace.Available));
        var isReplaceable = folder == folders[0] && folder.State == PluginsFolderState.Writable;
        var isDuplicate = folder != folders[0] && folders[0].Entries.Any(other => IsLink(other, entry.Name, target));
        return !isWanted || isDuplicate || (entry.LinkTarget != target && !isReplaceable);
    }

    private static JsonValue CompletedSetting(
        PluginLibraries libraries, PluginInstallation plan, ConfigurationNode setting, bool isDefault)
    {
        var paths = new List<string>();
        if (isDefault)
        {
            paths.AddRange(plan.NamedFolders.Select(folder => folder.Path + "/"));
        }
        else
        {
            paths.AddRange(Paths(setting));
        }

        paths.AddRange(plan.AddedPaths);
        return (isDefault && libraries.Host.IsKnown) || plan.AddedPaths.Count > 0
            ? StringArray(new Source(SourceKind.Launcher, libraries.Host.Available.Path), paths)
            : default;
    }

    private static List<string> Paths(ConfigurationNode setting)
    {
        var paths = new List<string>();
        foreach (var element in setting.Value.Exists ? setting.Value.Elements : default)
        {
            paths.Add(element.GetString());
        }

        return paths;
    }

    private static void ReportOmittedFolder(
        PluginLibraries libraries, PluginInstallation plan, ConfigurationNode setting, FindingList findings)
    {
        var host = libraries.Host;
        var makesNoLinks = host.IsKnown && (!libraries.IsJudged || host.Folders[0].State == PluginsFolderState.Missing);
        if (makesNoLinks || setting.Kind != JsonKind.Array)
        {
            return;
        }

        // Where the image is not known, each folder may be the one in which links are made.
        var paths = Paths(setting);
        var folders = host.IsKnown ? host.Folders.Take(1) : host.Folders;
        if (paths.Exists(path => folders.Any(folder => folder.Path == path.TrimEnd('/'))))
        {
            return;
        }

        var visible = libraries.Found.Where(library => library.Place == LibraryPlace.Elsewhere).Select(library => library.Name)
            .Concat(host.Folders.Where(folder => paths.Exists(path => folder.Path == path.TrimEnd('/')))
                .SelectMany(folder => folder.Entries.Select(entry => entry.Name)));
        var named = paths.Concat(plan.AddedPaths).Select(path => path[(path.LastIndexOf('/') + 1)..]).ToList();
        var hidden = libraries.States.Where(state => state.IsEnabled && state.Reason != PluginReason.Default)
            .Select(state => libraries.Names.GetValueOrDefault(state.Plugin.Name, []))
            // Who names one library of a plugin chooses among them.
            .Where(names => !names.Intersect(named).Any())
            .SelectMany(names => names).Except(visible).Distinct(StringComparer.Ordinal).ToList();
        if (hidden.Count > 0)
        {
            var folder = host.Folders[0].Path;
            findings.Add(
                new Finding(
                    Rules.PluginsFolderOmitted,
                    $"the setting Plugins does not include {folder}, so {string.Join(", ", hidden)} will not be loaded")
                {
                    Setting = "Plugins",
                    Place = setting.Value.Place,
                    Remedy = $"add \"{folder}/\" to Plugins, or remove the setting",
                });
        }
    }

    private static JsonValue StringArray(Source source, List<string> texts)
    {
        var writing = new JsonWriter();
        writing.StartArray();
        foreach (var text in texts)
        {
            writing.String(text);
        }

        writing.EndArray();
        return JsonParser.Read(new SourceText(source, writing.Written), new FindingList())!.Root;
    }
}

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
    /// <param name="folder">Where Orthanc looks for plugins.</param>
    /// <param name="available">Where the image keeps the libraries.</param>
    /// <param name="isLaunch">Whether Orthanc is really to be started; elsewhere the libraries need not be there.</param>
    /// <param name="findings">Takes <c>plugin-library-missing</c> and <c>plugins-folder-omitted</c>.</param>
    public static PluginInstallation Plan(
        IReadOnlyList<PluginState> states, PluginsFolder folder, AvailablePlugins available, bool isLaunch,
        MergedConfiguration configuration, FindingList findings)
    {
        var isChecked = isLaunch || available.Libraries is not null;
        var wanted = new List<(string Name, bool FromUser)>();
        var libraries = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var state in states)
        {
            if (!state.IsEnabled)
            {
                continue;
            }

            var names = new List<string>();
            foreach (var alternatives in state.Plugin.Libraries)
            {
                if (!isChecked)
                {
                    names.Add(alternatives[0]);
                }
                else if (FirstThatExists(alternatives, folder, available) is { } found)
                {
                    wanted.Add(found);
                    names.Add(found.Name);
                }
                else
                {
                    ReportMissing(state, alternatives, available, findings);
                }
            }

            libraries[state.Plugin.Name] = names;
        }

        var plan = isChecked ? PlanLinks(wanted, folder, available) : new PluginInstallation();
        var setting = CompletedSetting(plan, folder, available, isChecked, libraries, configuration, findings);
        return plan with { Libraries = libraries, Setting = setting, IsChecked = isChecked };
    }

    /// <summary>Whether Orthanc may load a library: it does where the libraries were looked for, it can where they were not.</summary>
    public bool MayLoad(string library, IReadOnlyList<PluginState> states) => IsChecked
        ? Libraries.Values.Any(names => names.Contains(library))
        : states.Any(state => state.IsEnabled && state.Plugin.Libraries.Any(alternatives => alternatives.Contains(library)));

    private bool IsChecked { get; init; }

    private static (string Name, bool FromUser)? FirstThatExists(
        IReadOnlyList<string> alternatives, PluginsFolder folder, AvailablePlugins available)
    {
        foreach (var name in alternatives)
        {
            if (available.Libraries?.Contains(name) == true)
            {
                return (name, false);
            }

            foreach (var entry in folder.Entries)
            {
                // A library that somebody put there is as good as one of the image.
                if (entry.Name == name && !PointsInto(entry, available))
                {
                    return (name, true);
                }
            }
        }

        return null;
    }

    private static void ReportMissing(
        PluginState state, IReadOnlyList<string> alternatives, AvailablePlugins available, FindingList findings) =>
        findings.Add(new Finding(
            Rules.PluginLibraryMissing,
            $"the plugin {state.Plugin.Name} is enabled because {state.ReasonText}, "
                + $"but its library {available.Path}/{string.Join(" or ", alternatives)} does not exist")
        {
            Setting = state.Plugin.Section,
            Remedy = state.Plugin.EnablingVariable is null
                ? "use an image that has it"
                : $"use an image that has it, or set {state.Plugin.EnablingVariable}=false",
        });

    private static PluginInstallation PlanLinks(List<(string Name, bool FromUser)> wanted, PluginsFolder folder, AvailablePlugins available)
    {
        var links = new List<LibraryLink>();
        var stale = new List<string>();
        foreach (var entry in folder.Entries)
        {
            if (PointsInto(entry, available) && !wanted.Exists(library => library.Name == entry.Name))
            {
                stale.Add($"{folder.Path}/{entry.Name}");
            }
        }

        foreach (var (name, fromUser) in wanted)
        {
            var target = $"{available.Path}/{name}";
            if (!fromUser && !IsVisible(name, target, folder, available))
            {
                links.Add(new LibraryLink($"{folder.Path}/{name}", target));
            }
        }

        if (folder.State == PluginsFolderState.Writable)
        {
            return new PluginInstallation { NewLinks = links, StaleLinks = stale };
        }

        if (folder.State == PluginsFolderState.ReadOnly && stale.Count == 0)
        {
            return new PluginInstallation { AddedPaths = [.. links.Select(link => link.Target)] };
        }

        // The folder is missing or holds links that must not count and cannot be removed, so each library is named.
        var paths = wanted.Select(library => library.FromUser ? $"{folder.Path}/{library.Name}" : $"{available.Path}/{library.Name}");
        return new PluginInstallation { AddedPaths = [.. paths], ReplacesFolder = true };
    }

    /// <summary>Whether <see cref="AddedPaths"/> stand in place of the folder.</summary>
    internal bool ReplacesFolder { get; init; }

    private static bool IsVisible(string name, string target, PluginsFolder folder, AvailablePlugins available)
    {
        foreach (var entry in folder.Entries)
        {
            if (entry.Name == name)
            {
                // Anything but a link that an earlier start made is a user's, which is left alone and comes first.
                return !PointsInto(entry, available) || entry.LinkTarget == target;
            }
        }

        return false;
    }

    private static bool PointsInto(PluginsFolderEntry entry, AvailablePlugins available) =>
        entry.LinkTarget?.StartsWith(available.Path + "/", StringComparison.Ordinal) == true;

    private static JsonValue CompletedSetting(
        PluginInstallation plan,
        PluginsFolder folder,
        AvailablePlugins available,
        bool isChecked,
        Dictionary<string, IReadOnlyList<string>> libraries,
        MergedConfiguration configuration,
        FindingList findings)
    {
        var setting = configuration.Root["Plugins"];
        var isDefault = !setting.Exists || (setting.Merged is null && setting.Value.Source.IsDefault);
        var paths = new List<string>();
        if (isDefault)
        {
            if (!plan.ReplacesFolder)
            {
                paths.Add(folder.Path + "/");
            }
        }
        else
        {
            foreach (var element in setting.Value.Exists ? setting.Value.Elements : default)
            {
                paths.Add(element.GetString());
            }

            ReportOmittedFolder(plan, folder, isChecked, libraries, setting, paths, findings);
        }

        paths.AddRange(plan.AddedPaths);
        return (isDefault && isChecked) || plan.AddedPaths.Count > 0
            ? StringArray(new Source(SourceKind.Launcher, available.Path), paths)
            : default;
    }

    private static void ReportOmittedFolder(
        PluginInstallation plan,
        PluginsFolder folder,
        bool isChecked,
        Dictionary<string, IReadOnlyList<string>> libraries,
        ConfigurationNode setting,
        List<string> paths,
        FindingList findings)
    {
        if (!isChecked || plan.ReplacesFolder || setting.Kind != JsonKind.Array || paths.Exists(path => path.TrimEnd('/') == folder.Path))
        {
            return;
        }

        foreach (var names in libraries.Values)
        {
            foreach (var name in names)
            {
                if (!paths.Concat(plan.AddedPaths).Any(path => path.EndsWith("/" + name, StringComparison.Ordinal)))
                {
                    findings.Add(
                        new Finding(
                            Rules.PluginsFolderOmitted,
                            $"the setting Plugins does not include {folder.Path}, so no enabled plugin will be loaded")
                        {
                            Setting = "Plugins",
                            Place = setting.Value.Place,
                            Remedy = $"add \"{folder.Path}/\" to Plugins, or remove the setting",
                        });
                    return;
                }
            }
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

using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Definitions;

/// <param name="Name">Its name, which tells what it defines.</param>
internal sealed record DefinitionsFile(string Name, SourceText Text);

/// <summary>
/// All that the launcher knows without being told by the user: the settings, the plugins, the image's defaults, and the
/// names of variables that do not follow the rule. Built in, and extended by the files of an image.
/// </summary>
internal sealed class LauncherDefinitions
{
    private const string AliasesFile = "env-var-non-standards.json";
    private const string LegacyNamesFile = "env-var-legacy.json";
    private const string VersionsFile = "orthanc-version.json";
    private const string OrthancKey = "Orthanc";

    private readonly Dictionary<string, string> _ownAliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ownLegacyNames = new(StringComparer.Ordinal);
    private readonly List<PluginDefinition> _plugins;
    private readonly List<JsonValue> _imageDefaults;

    private LauncherDefinitions(IEnumerable<PluginDefinition> plugins, IEnumerable<JsonValue> imageDefaults)
    {
        _plugins = [.. plugins];
        _imageDefaults = [.. imageDefaults];
    }

    public SettingsCatalogue Catalogue { get; private set; } = SettingsCatalogue.BuiltIn;

    /// <summary>The version of Orthanc that the image says to have; null when it says nothing.</summary>
    public OrthancVersion? DeclaredVersion { get; private set; }

    /// <summary>The plugins, in the order of their definition.</summary>
    public IReadOnlyList<PluginDefinition> Plugins => _plugins;

    /// <summary>The image's defaults for Orthanc, objects; earlier ones come first.</summary>
    public IReadOnlyList<JsonValue> ImageDefaults => _imageDefaults;

    /// <summary>Variables that name a setting in their own way, with the setting's dotted path.</summary>
    public IReadOnlyDictionary<string, string> Aliases => field ??= WithBuiltIn(AliasesFile, _ownAliases);

    /// <summary>Variables' names from before April 2020, with the setting's dotted path.</summary>
    public IReadOnlyDictionary<string, string> LegacyNames => field ??= WithBuiltIn(LegacyNamesFile, _ownLegacyNames);

    /// <summary>The setting of a variable that names it in its own way, or null.</summary>
    public string? FindAlias(string variable) =>
        _ownAliases.TryGetValue(variable, out var setting) ? setting : BuiltInTables.Alias(variable);

    /// <summary>The setting of a variable's name from before April 2020, or null.</summary>
    public string? FindLegacyName(string variable) =>
        _ownLegacyNames.TryGetValue(variable, out var setting) ? setting : BuiltInTables.LegacyName(variable);

    /// <summary>Whether a file of this name in a definitions folder is one of ours.</summary>
    /// <param name="fileName">The name without folder.</param>
    public static bool IsDefinitionsFile(string fileName) => TypeOf(fileName) != FileType.Other;

    /// <summary>The built-in definitions with those of an image over them.</summary>
    /// <param name="overlays">The files of the image, later ones over earlier ones.</param>
    /// <param name="findings">Takes <c>invalid-definitions</c> and what is wrong with the files' JSON.</param>
    public static LauncherDefinitions Load(IEnumerable<DefinitionsFile> overlays, FindingList findings)
    {
        var imageDefaults = JsonParser.ReadBuiltIn(
            new Source(SourceKind.ImageDefault, "orthanc-defaults.json"), BuiltInTables.ImageDefaults);
        var definitions = new LauncherDefinitions(BuiltInTables.Plugins(), [imageDefaults]);
        foreach (var overlay in overlays)
        {
            definitions.Add(overlay, findings);
        }

        return definitions;
    }

    /// <summary>Decides for which version of Orthanc the catalogue speaks: the one asked for, else the image's own, else its
    /// tag's.</summary>
    /// <param name="asked">What the user said; null if nothing.</param>
    /// <param name="ofImage">What the image's name tells; null if nothing.</param>
    public void ChooseVersion(OrthancVersion? asked, OrthancVersion? ofImage) =>
        Catalogue = Catalogue.For(asked ?? DeclaredVersion ?? ofImage);

    private static Dictionary<string, string> WithBuiltIn(string file, Dictionary<string, string> own)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        AddNames(JsonParser.ReadConfiguration(BuiltIn(file).Text, new FindingList())!.Root, names, new FindingList());
        foreach (var (variable, setting) in own)
        {
            names[variable] = setting;
        }

        return names;
    }

    private enum FileType
    {
        Other,
        Aliases,
        LegacyNames,
        ImageDefaults,
        Plugins,
        Schema,
        Version,
    }

    private static FileType TypeOf(string name)
    {
        if (name.EndsWith(".schema.json", StringComparison.Ordinal))
        {
            return FileType.Schema;
        }

        if (!name.EndsWith(".json", StringComparison.Ordinal))
        {
            return FileType.Other;
        }

        return name switch
        {
            _ when name.StartsWith("env-var-non-standards", StringComparison.Ordinal) => FileType.Aliases,
            _ when name.StartsWith("env-var-legacy", StringComparison.Ordinal) => FileType.LegacyNames,
            _ when name.StartsWith("plugins-def", StringComparison.Ordinal) => FileType.Plugins,
            "orthanc-defaults.json" => FileType.ImageDefaults,
            VersionsFile => FileType.Version,
            _ => FileType.Other,
        };
    }

    private static DefinitionsFile BuiltIn(string name)
    {
        using var stream = typeof(LauncherDefinitions).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is not embedded");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new DefinitionsFile(name, new SourceText(new Source(SourceKind.ImageDefault, name), bytes));
    }

    private void Add(DefinitionsFile file, FindingList findings)
    {
        var type = TypeOf(file.Name);
        if (type == FileType.Schema)
        {
            AddSchema(file, findings);
            return;
        }

        var json = JsonParser.ReadConfiguration(file.Text, findings, static _ => false);
        if (json is null)
        {
            return;
        }

        switch (type)
        {
            case FileType.Aliases:
                AddNames(json.Root, _ownAliases, findings);
                break;
            case FileType.LegacyNames:
                AddNames(json.Root, _ownLegacyNames, findings);
                break;
            case FileType.ImageDefaults:
                // An image's own defaults come before the built-in ones, since only gaps are filled.
                _imageDefaults.Insert(0, json.Root.AttributedTo(new Source(SourceKind.ImageDefault, file.Name)));
                break;
            case FileType.Version:
                DeclareVersion(json.Root, findings);
                break;
            case FileType.Plugins:
                foreach (var member in json.Root.Members)
                {
                    AddPlugin(member.Name, member.Value, findings);
                }

                break;
        }
    }

    private void AddSchema(DefinitionsFile file, FindingList findings)
    {
        try
        {
            Catalogue = Catalogue.With(file.Text.Content);
        }
        catch (FormatException exception)
        {
            findings.Add(new Finding(Rules.InvalidDefinitions, exception.Message.TrimEnd('.')) { Place = new Place(file.Text.Source) });
        }
    }

    private void DeclareVersion(JsonValue versions, FindingList findings)
    {
        foreach (var member in versions.Members)
        {
            if (member.Name == OrthancKey && member.Value.Kind == JsonKind.String
                && OrthancVersion.TryParse(member.Value.GetString(), out var version))
            {
                DeclaredVersion = version;
            }
            else
            {
                findings.Add(
                    Invalid(member.Value, $"\"{member.Name}\" does not declare a version of Orthanc",
                    $"write \"{OrthancKey}\": \"1.12.7\""));
            }
        }
    }

    private static void AddNames(JsonValue names, Dictionary<string, string> table, FindingList findings)
    {
        foreach (var member in names.Members)
        {
            if (member.Value.Kind == JsonKind.String)
            {
                table[member.Name] = member.Value.GetString();
            }
            else
            {
                findings.Add(
                    Invalid(member.Value, $"\"{member.Name}\" must be the path of a setting", "write \"VARIABLE\": \"Section.Setting\""));
            }
        }
    }

    private void AddPlugin(string name, JsonValue entry, FindingList findings)
    {
        if (entry.Kind != JsonKind.Object)
        {
            findings.Add(Invalid(entry, $"the plugin \"{name}\" must be an object", "write \"Plugin\": {\"libs\": [\"libPlugin.so\"]}"));
            return;
        }

        var known = _plugins.FindIndex(plugin => plugin.Name == name);
        var plugin = known < 0 ? new PluginDefinition(name, name) : _plugins[known];
        foreach (var field in entry.Members)
        {
            plugin = WithField(plugin, field.Name, field.Value, findings);
        }

        if (known < 0)
        {
            _plugins.Add(plugin);
        }
        else
        {
            _plugins[known] = plugin;
        }
    }

    private static PluginDefinition WithField(PluginDefinition plugin, string field, JsonValue value, FindingList findings)
    {
        var expected = field switch
        {
            "section" or "enablingEnvVar" or "enablingEnvVarLegacy" or "enablingRootSetting" => JsonKind.String,
            "enabledByDefault" or "enablingEnvVarIsRequired" => JsonKind.Boolean,
            "nonStandardDefaults" => JsonKind.Object,
            "libs" => JsonKind.Array,
            _ => JsonKind.Null,
        };
        if (value.Kind != expected)
        {
            if (expected != JsonKind.Null)
            {
                findings.Add(Invalid(value, $"\"{field}\" of the plugin {plugin.Name} must be {JsonParser.Article(expected)}", null));
            }

            // Fields that only other tools read are nobody's mistake.
            return plugin;
        }

        return field switch
        {
            "section" => plugin with { Section = value.GetString() },
            "enablingEnvVar" => plugin with { EnablingVariable = value.GetString() },
            "enablingEnvVarLegacy" => plugin with { LegacyEnablingVariable = value.GetString() },
            "enablingRootSetting" => plugin with { RootSetting = value.GetString() },
            "enabledByDefault" => plugin with { EnabledByDefault = value.IsTrue },
            "enablingEnvVarIsRequired" => plugin with { OnlyByVariable = value.IsTrue },
            "nonStandardDefaults" => plugin with { Defaults = value.AttributedTo(new Source(SourceKind.PluginDefault, plugin.Name)) },
            "libs" => plugin with { Libraries = LibrariesOf(value, plugin.Name, findings) },
            _ => plugin,
        };
    }

    private static List<IReadOnlyList<string>> LibrariesOf(JsonValue libs, string plugin, FindingList findings)
    {
        var libraries = new List<IReadOnlyList<string>>();
        foreach (var entry in libs.Elements)
        {
            if (entry.Kind == JsonKind.String)
            {
                libraries.Add([entry.GetString()]);
                continue;
            }

            var alternatives = new List<string>();
            foreach (var alternative in entry.Elements)
            {
                if (alternative.Kind == JsonKind.String)
                {
                    alternatives.Add(alternative.GetString());
                }
            }

            if (alternatives.Count == 0)
            {
                findings.Add(
                    Invalid(entry, $"an entry of \"libs\" of the plugin {plugin} must be a file name or a list of file names", null));
                continue;
            }

            libraries.Add(alternatives);
        }

        return libraries;
    }

    private static Finding Invalid(JsonValue at, string message, string? remedy) =>
        new(Rules.InvalidDefinitions, Severity.Error, message) { Place = at.Place, Remedy = remedy };
}

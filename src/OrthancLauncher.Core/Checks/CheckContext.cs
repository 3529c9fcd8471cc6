using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Checks;

/// <summary>What the checks look at, and where in the configuration they are.</summary>
internal sealed class CheckContext
{
    /// <summary>From this version on Orthanc refuses an empty AET although its DICOM server is off, but not one that is too long.</summary>
    private static readonly OrthancVersion ChecksAetAlways = new(1, 13, 0);

    private static readonly string[] OfHttpServer =
    [
        "AuthenticationEnabled", "ExecuteLuaEnabled", "HttpCompressionEnabled", "HttpDescribeErrors", "HttpRequestTimeout",
        "HttpThreadsCount", "KeepAlive", "RegisteredUsers", "RemoteAccessAllowed", "RestApiWriteToFileSystemEnabled", "SslEnabled",
        "SslVerifyPeers", "TcpNoDelay", "WebDavDeleteAllowed", "WebDavEnabled", "WebDavUploadAllowed",
    ];

    private static readonly string[] OfDicomServer =
    [
        "DicomAlwaysAllowEcho", "DicomAlwaysAllowFind", "DicomAlwaysAllowFindWorklist", "DicomAlwaysAllowGet", "DicomAlwaysAllowMove",
        "DicomAlwaysAllowStore", "DicomCheckCalledAet", "DicomScpTimeout", "DicomThreadsCount", "DicomTlsEnabled",
    ];

    private readonly List<string> _segments = [];
    private HashSet<(string Setting, Source Source)>? _wrongTypes;

    public required MergedConfiguration Configuration { get; init; }

    /// <summary>The settings, plugins and names that are known.</summary>
    public required LauncherContext Launcher { get; init; }

    public LauncherDefinitions Definitions => Launcher.Definitions;

    /// <summary>Every plugin, enabled or not.</summary>
    public required IReadOnlyList<PluginState> Plugins { get; init; }

    /// <summary>The libraries of the enabled plugins.</summary>
    public required PluginInstallation Installation { get; init; }

    /// <summary>Tells whether a file of the container exists; null where the container's files are not at hand.</summary>
    public Func<string, bool>? FileExists { get; init; }

    /// <summary>Tells why a file that exists cannot be read, or null.</summary>
    public Func<string, string?>? FileFailure { get; init; }

    /// <summary>The folder of the written configuration, with a slash at its end.</summary>
    public string OutputFolder { get; init; } = "";

    /// <summary>Whether Orthanc would start in the working directory of this process.</summary>
    public bool IsInPlace { get; init; }

    /// <summary>Whether every source could be read.</summary>
    public required bool IsReadable { get; init; }

    public required FindingList Findings { get; init; }

    public VariableNaming Naming => Launcher.Naming;

    /// <summary>Orthanc's version; null if it is not known.</summary>
    public OrthancVersion? Version => Definitions.Catalogue.Version;

    /// <summary>The path of the value that is being checked; an element of an array is called <c>[2]</c>.</summary>
    public IReadOnlyList<string> Segments => _segments;

    /// <summary>The same as messages show it.</summary>
    public string Path => SettingPath.Show(_segments);

    /// <summary>Whether the present section belongs to plugins that are all off, so that nobody reads it.</summary>
    public bool IsUnread { get; private set; }

    /// <summary>Whether the present value is Orthanc's AET while its DICOM server is off.</summary>
    private bool IsUnusedAet { get; set; }

    /// <summary>The ports that the deployment uses.</summary>
    public IReadOnlyCollection<UsedPort> UsedPorts { get; init; } = [];

    /// <summary>Plugins that the image does not have, as far as its name tells.</summary>
    public ImageGap? ImageGap { get; init; }

    /// <summary>Whether a launcher starts Orthanc.</summary>
    public required bool HasLauncher { get; init; }

    /// <summary>Whether placeholders stand for values that are not known here.</summary>
    public bool HasUnknownValues { get; init; }

    /// <summary>Whether a placeholder stands for the value, or for a piece of it.</summary>
    public bool IsUnknownValue(ConfigurationNode node) => HasUnknownValues && TextOf(node)?.Contains(SecretText.Mask) == true;

    /// <summary>Whether a placeholder stands for the present name, or for a piece of it.</summary>
    public bool IsUnknownName => HasUnknownValues && _segments[^1].Contains(SecretText.Mask, StringComparison.Ordinal);

    /// <summary>
    /// What nobody reads: the sections of plugins that are all off, and the settings of a server that is off. Orthanc 1.10.1,
    /// 1.12.7 and 1.13.0 start with wrong values of these.
    /// </summary>
    private HashSet<string> SectionsOff
    {
        get
        {
            if (field is null)
            {
                field = [];
                var on = new HashSet<string>();
                foreach (var state in Plugins)
                {
                    _ = (state.IsEnabled ? on : field).Add(state.Plugin.Section);
                }

                field.ExceptWith(on);
                field.UnionWith(IsTrue("HttpServerEnabled", whenAbsent: true) ? [] : OfHttpServer);
                field.UnionWith(IsTrue("DicomServerEnabled", whenAbsent: true) ? [] : OfDicomServer);
            }

            return field;
        }
    }

    public void EnterSection(string section)
    {
        Enter(section);
        IsUnread = SectionsOff.Contains(section);
        IsUnusedAet = section == "DicomAet" && !IsTrue("DicomServerEnabled", whenAbsent: true);
    }

    /// <summary>Whether Orthanc gets and reads the value that a finding is about.</summary>
    public bool IsUsed(Finding finding)
    {
        if (finding is not { Setting: { } setting, Place: { } place })
        {
            return true;
        }

        var segments = SettingPath.Split(setting);
        var value = Configuration.Find(segments);
        return !SectionsOff.Contains(segments[0]) && !(value is { Exists: true, Merged: null } && value.Value.Source != place.Source);
    }

    public void Enter(string segment) => _segments.Add(segment);

    public void Leave() => _segments.RemoveAt(_segments.Count - 1);

    /// <summary>
    /// Adds a finding about the present value. In a section that nobody reads nothing is an error, and users cannot be blamed for
    /// a default of the image, which they only have to replace where it is a placeholder.
    /// </summary>
    public void Report(Rule rule, Severity severity, Place? place, string message, string? remedy)
    {
        if (place is { Source.IsDefault: true } && rule != Rules.PlaceholderLeft)
        {
            return;
        }

        var isHarmless = IsUnread
            || (IsUnusedAet && (rule == Rules.AetTooLong || (rule == Rules.MalformedValue && !(Version >= ChecksAetAlways))));
        Findings.Add(new Finding(rule, isHarmless && severity == Severity.Error ? Severity.Warning : severity, message)
        {
            Setting = _segments.Count == 0 ? null : SettingPath.Join(_segments),
            Place = place,
            Remedy = remedy,
        });
    }

    public void Report(Rule rule, Place? place, string message, string? remedy) => Report(rule, rule.Severity, place, message, remedy);

    /// <summary>Whether a wrong type of the present value was already found when the source was read.</summary>
    public bool HasWrongType(Source source)
    {
        if (_wrongTypes is null)
        {
            _wrongTypes = [];
            foreach (var finding in Findings)
            {
                if (finding is { Setting: not null, Place: { } place } && finding.Rule == Rules.WrongType)
                {
                    _wrongTypes.Add((finding.Setting, place.Source));
                }
            }
        }

        return _wrongTypes.Contains((SettingPath.Join(_segments), source));
    }

    /// <summary>Whether a library that reads the setting is loaded, as far as that is known.</summary>
    /// <param name="definition">The setting.</param>
    public bool MayBeRead(SettingDefinition definition) => definition.Library is not { } library || Installation.MayLoad(library, Plugins);

    /// <summary>How to spell a setting where the value came from: as a variable if it came from one, as a path otherwise.</summary>
    /// <param name="place">Where the value stands.</param>
    public string NameAsWritten(IReadOnlyList<string> segments, Place place) =>
        place.Source.Kind is SourceKind.Variable or SourceKind.Secret && place.Source.Name != SpecialVariables.WholeConfiguration
            && Naming.ToVariable(segments) is { } variable
                ? variable
                : segments[^1];

    /// <summary>Where a value stands, or null for an object made from several sources.</summary>
    public static Place? PlaceOf(ConfigurationNode node)
    {
        if (node.Merged is null)
        {
            return node.Value.Place;
        }

        // An object of several sources is where its last member was given, if possible by somebody else than the image.
        Place? place = null;
        foreach (var (_, member) in node.Merged)
        {
            if (PlaceOf(member) is { } given && (place is null || !given.Source.IsDefault))
            {
                place = given;
            }
        }

        return place;
    }

    /// <summary>The text of a string setting, or null.</summary>
    public static string? TextOf(ConfigurationNode node) =>
        node.Exists && node.Merged is null && node.Value.Kind == JsonKind.String ? node.Value.GetString() : null;

    /// <summary>Whether a setting is true.</summary>
    /// <param name="whenAbsent">What holds when it is not set.</param>
    public bool IsTrue(string setting, bool whenAbsent)
    {
        var node = Configuration.Find(SettingPath.Split(setting));
        return node.Exists && !IsUnknownValue(node) ? node.Merged is null && node.Value.IsTrue : whenAbsent;
    }
}

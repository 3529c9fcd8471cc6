using System.Globalization;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Checks;

/// <summary>Compares every value with what the catalogue says of its setting.</summary>
internal sealed class SettingsCheck
{
    /// <summary>What defaults of images hold where the user has to write something.</summary>
    public const string Placeholder = "MUST BE DEFINED";

    /// <summary>The kind of a text that names a file, which is looked for.</summary>
    public const string FileKind = "path-file";

    /// <summary>The unit of numbers in which somebody may have written bytes.</summary>
    public const string LargeUnit = "MB";

    /// <summary>From this number of megabytes on (1 TB) in memory or in one request somebody probably wrote bytes.</summary>
    public const long SuspiciousMegabytes = 1_048_576;

    /// <summary>Files that the plugin makes itself, so that they need not exist.</summary>
    private static readonly string[] MadeByPlugins = ["DelayedDeletion.Path", "Indexer.Database", "MySQL.UnixSocket"];

    /// <summary>Sections in which Orthanc stops at a key that it does not know.</summary>
    private static readonly string[] ClosedSections = ["Warnings", "ExtraMainDicomTags"];

    /// <summary>The same for what is stored (256 TB).</summary>
    private const long SuspiciousStorage = 268_435_456;

    /// <summary>From this number of values on it pays to ask first whether there is anything to say at all.</summary>
    private const int Many = 64;

    private readonly SilentValues _silent = new();
    private readonly CheckContext _context;
    private readonly HashSet<(string Setting, Source Source)> _reported = [];
    private readonly List<string> _path = [];
    private bool _isUnread;

    private SettingsCheck(CheckContext context)
    {
        _context = context;
        foreach (var finding in context.Findings)
        {
            if (finding is { Setting: not null, Place: { } place } && finding.Rule == Rules.WrongType)
            {
                _reported.Add((finding.Setting, place.Source));
            }
        }
    }

    /// <summary>Checks all settings.</summary>
    /// <param name="context">What to look at.</param>
    public static void Run(CheckContext context)
    {
        var check = new SettingsCheck(context);
        foreach (var (name, node) in context.Configuration.Root)
        {
            check._path.Add(name);
            check._isUnread = context.IsUnread(name);
            var definition = context.Definitions.Catalogue.Root.FixedChild(name);
            if (definition.Exists)
            {
                check.Visit(node, definition);
            }
            else
            {
                check.ReportUnknown(node, context.Definitions.Catalogue.Root);
            }

            check._path.RemoveAt(0);
        }
    }

    private string Path => SettingPath.Join(_path);

    private void Visit(ConfigurationNode node, SettingDefinition definition)
    {
        if (node.Merged is null && node.Value.RowCount >= Many && _silent.IsSilent(node.Value, definition))
        {
            return;
        }

        if (node.Merged is null && definition.IsDeprecated && !node.Value.Source.IsDefault && !IsDefaultOfPlugin())
        {
            ReportDeprecated(definition, node.Value.Place);
        }

        if (!Fits(node, definition))
        {
            ReportWrongType(node, definition);
            return;
        }

        switch (node.Kind)
        {
            case JsonKind.Object:
                VisitMembers(node, definition);
                break;
            case JsonKind.Array:
                VisitElements(node.Value, definition);
                break;
            case JsonKind.String:
                VisitText(node.Value, definition);
                break;
            case JsonKind.Number:
                VisitNumber(node.Value, definition);
                break;
        }
    }

    private void VisitMembers(ConfigurationNode node, SettingDefinition definition)
    {
        var hasMany = node.Merged is { Count: >= Many };
        foreach (var (name, member) in node.Members)
        {
            var child = definition.Child(name);
            if (hasMany && member.Merged is null && child.Exists && _silent.IsSilent(member.Value, child))
            {
                continue;
            }

            _path.Add(name);
            if (child.Exists)
            {
                Visit(member, child);
            }
            else if (definition.ChildCount > 0)
            {
                ReportUnknown(member, definition);
            }

            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void VisitElements(JsonValue array, SettingDefinition definition)
    {
        var position = 0;
        foreach (var element in array.Elements)
        {
            var child = definition.Position(position);
            if (child.Exists)
            {
                _path.Add(SettingPath.Element(position));
                Visit(new ConfigurationNode(element), child);
                _path.RemoveAt(_path.Count - 1);
            }

            position++;
        }
    }

    private void VisitText(JsonValue value, SettingDefinition definition)
    {
        var text = value.GetString();
        if (text.Contains(Placeholder, StringComparison.Ordinal))
        {
            ReportPlaceholder(value);
            return;
        }

        if (definition.AllowedValues.Count > 0 && !definition.Allows(text))
        {
            Add(Rules.NotInEnum, Severity.Warning, value.Place, $"{Path} is not one of the values that Orthanc knows",
                $"write one of {string.Join(", ", definition.AllowedValues)}{Nearest(text, definition)}");
        }
        else if (definition.IsDeprecatedValue(text))
        {
            Add(Rules.DeprecatedSetting, Severity.Warning, value.Place, $"the value \"{text}\" of {Path} is deprecated", $"write one of {string.Join(", ", definition.AllowedValues.Except(definition.DeprecatedValues))}");
        }

        if (definition.MaxLength is { } longest && text.Length > longest)
        {
            Add(Rules.AetTooLong, Severity.Error, value.Place, $"{Path} has {text.Length} characters, but an AET has at most {longest}", "write a shorter AET");
        }

        if (definition.Kind == FileKind)
        {
            CheckFile(text, value.Source.IsDefault, value.Place);
        }
    }

    private void CheckFile(string path, bool isDefault, Place place)
    {
        // What the image itself names is there in the image, but not in a folder that only stands for its root.
        if (isDefault && !_context.IsLaunch)
        {
            return;
        }

        if (_context.FileExists is { } exists && path.StartsWith('/') && !MadeByPlugins.Contains(Path) && !_isUnread && !exists(path))
        {
            Add(Rules.FileNotFound, Severity.Warning, place, $"{Path} names the file {SecretText.MaskWithin(path)}, which does not exist", "mount the file, or correct the path");
        }
    }

    private void VisitNumber(JsonValue value, SettingDefinition definition)
    {
        if (definition.Minimum is null && definition.Maximum is null && definition.Unit is null)
        {
            return;
        }

        var isRepresentable = decimal.TryParse(value.Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        if (definition.Unit == LargeUnit && isRepresentable && number >= (Path == "MaximumStorageSize" ? SuspiciousStorage : SuspiciousMegabytes))
        {
            Add(Rules.SuspiciousUnit, Severity.Warning, value.Place, $"{Path} is in megabytes, and this is very much",
                number % 1048576 == 0 ? $"if you meant bytes, write {(number / 1048576).ToString("0", CultureInfo.InvariantCulture)}" : "if you meant bytes, divide by 1048576");
        }

        if (!isRepresentable || number < definition.Minimum || number > definition.Maximum)
        {
            Add(Rules.OutOfRange, Severity.Warning, value.Place, $"{Path} is out of range", $"write a number from {definition.Minimum} to {definition.Maximum}");
        }
    }

    private static bool Fits(ConfigurationNode node, SettingDefinition definition)
    {
        var types = definition.Types;
        return node.Kind switch
        {
            JsonKind.Null => types.HasFlag(SettingTypes.Null),
            JsonKind.Boolean => types.HasFlag(SettingTypes.Boolean),
            JsonKind.String => types.HasFlag(SettingTypes.String),
            JsonKind.Array => types.HasFlag(SettingTypes.Array),
            JsonKind.Object => types.HasFlag(SettingTypes.Object),
            // Orthanc tells 5 from 5.0: only the first is an integer.
            _ => types.HasFlag(SettingTypes.Number) || (types.HasFlag(SettingTypes.Integer) && node.Value.Raw.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0),
        };
    }

    private void ReportWrongType(ConfigurationNode node, SettingDefinition definition)
    {
        var place = CheckContext.PlaceOf(node);
        if (place is { } given && _reported.Contains((Path, given.Source)))
        {
            return;
        }

        var kind = node.Kind == JsonKind.Number && definition.Types.HasFlag(SettingTypes.Integer) ? "a number with a fraction" : JsonParser.Article(node.Kind);
        Add(Rules.WrongType, TypeSeverity.OfWrongType(definition, node.Kind, _path[0]), place, $"{Path} must be {ValueReader.Describe(definition.Types)}, but it is {kind}", RemedyFor(node, definition));
    }

    private static string? RemedyFor(ConfigurationNode node, SettingDefinition definition)
    {
        var types = definition.Types;
        return node.Kind switch
        {
            JsonKind.String when types.HasFlag(SettingTypes.Boolean) && BooleanSpelling.TryParse(node.Value.GetString(), out var flag) => $"write {(flag ? "true" : "false")} without quotes",
            JsonKind.String when (types & (SettingTypes.Integer | SettingTypes.Number)) != 0 => "write the number without quotes",
            JsonKind.String or JsonKind.Number or JsonKind.Boolean when types.HasFlag(SettingTypes.Array) => "put it in brackets: [ … ]",
            JsonKind.Number or JsonKind.Boolean when types.HasFlag(SettingTypes.String) => "put it in double quotes",
            JsonKind.Number when types.HasFlag(SettingTypes.Boolean) => "write true or false",
            JsonKind.Number when types.HasFlag(SettingTypes.Integer) => "write a whole number without fraction and exponent",
            JsonKind.Null => "remove it, to have the default",
            _ => definition.DefaultJson is { } example && !definition.IsSecret ? $"write it like the default, {example}" : null,
        };
    }

    /// <summary>Whether the image gives the setting to its plugin, which therefore still reads it.</summary>
    private bool IsDefaultOfPlugin()
    {
        foreach (var state in _context.Plugins)
        {
            if (_path.Count == 2 && state.Plugin.Section == _path[0] && state.Plugin.Defaults is { Exists: true } defaults && defaults.Member(_path[1]).Exists)
            {
                return true;
            }
        }

        return false;
    }

    private void ReportDeprecated(SettingDefinition definition, Place place) =>
        Add(Rules.DeprecatedSetting, Severity.Warning, place, $"{Path} is deprecated",
            definition.ReplacedBy is { } replacement ? $"use {SettingReference(replacement, place)}" : "remove it");

    private string SettingReference(string path, Place place) =>
        place.Source.Kind is SourceKind.Variable or SourceKind.Secret && !path.Contains('*', StringComparison.Ordinal) ? _context.Spelt(SettingPath.Split(path), place) : path;

    private void ReportPlaceholder(JsonValue value)
    {
        if (Path == "PostgreSQL.Host" && _context.Configuration.Find("PostgreSQL", "ConnectionUri").Exists)
        {
            return;
        }

        var variable = _context.Naming.ToVariable(_path);
        Add(Rules.PlaceholderLeft, Severity.Warning, value.Place, $"{Path} still holds a placeholder", variable is null ? $"set {Path}" : $"set {variable}");
    }

    private void ReportUnknown(ConfigurationNode node, SettingDefinition parent)
    {
        if (CheckContext.PlaceOf(node) is { Source.IsDefault: true })
        {
            return;
        }

        var place = CheckContext.PlaceOf(node);
        var isRoot = _path.Count == 1;
        if (SettingNames.Meant(_path[^1], parent) is { } meant)
        {
            string[] segments = [.. _path.Take(_path.Count - 1), meant];
            Add(Rules.UnknownSetting, UnknownSeverity(), place, $"{Path} is not a setting of Orthanc or its plugins", $"did you mean {(place is { } at ? _context.Spelt(segments, at) : meant)}?");
        }
        else if (isRoot)
        {
            // Users' own scripts read sections of their own, so this must not stop anybody, strict or not.
            Add(Rules.UnknownSetting, Severity.Information, place, $"no known plugin reads {Path}", "nothing to do if a script of yours reads it");
        }
        else
        {
            Add(Rules.UnknownSetting, UnknownSeverity(), place, $"{Path} is not a setting of Orthanc or its plugins", $"the settings of {SettingPath.Join(_path.Take(_path.Count - 1))} are {Listed(parent)}");
        }
    }

    private Severity UnknownSeverity() => ClosedSections.Contains(_path[0]) ? Severity.Error : Severity.Warning;

    private static string Listed(SettingDefinition parent)
    {
        const int shown = 12;
        var names = parent.ChildNames.ToList();
        return names.Count <= shown ? string.Join(", ", names) : $"{string.Join(", ", names.Take(shown))} and {names.Count - shown} more";
    }

    private static string Nearest(string text, SettingDefinition definition) =>
        Spelling.Nearest(text, definition.AllowedValues) is { } nearest && definition.AllowedValues.Count > 4 ? $"; did you mean {nearest}?" : "";

    private void Add(Rule rule, Severity severity, Place? place, string message, string? remedy) =>
        _context.Findings.Add(new Finding(rule, _isUnread && severity == Severity.Error ? Severity.Warning : severity, message)
        {
            Setting = Path,
            Place = place,
            Remedy = remedy,
        });
}

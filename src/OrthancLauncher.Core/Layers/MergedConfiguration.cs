using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Layers;

/// <summary>
/// The configuration made from all layers. Later layers win; objects are merged key by key at every depth, anything else
/// is replaced whole. An explicit null is a value like any other: it replaces, and it is not a gap for a default.
/// </summary>
internal sealed class MergedConfiguration
{
    /// <summary>Bytes that are kept before they are written: few enough to stay in the processor's cache.</summary>
    private const int PieceLength = 64 * 1024;

    public ConfigurationObject Root { get; } = new();

    /// <param name="layers">The layers, the weakest first.</param>
    /// <param name="findings">Takes <c>type-conflict</c> and <c>overwritten</c>.</param>
    public static MergedConfiguration Of(IEnumerable<Layer> layers, FindingList findings)
    {
        var configuration = new MergedConfiguration();
        foreach (var layer in layers)
        {
            configuration.Merge(layer, findings);
        }

        return configuration;
    }

    private void Merge(Layer layer, FindingList findings)
    {
        if (layer.Segments.Count == 0)
        {
            MergeInto(Root, layer.Value, null, findings);
            return;
        }

        var target = Root;
        for (var i = 0; i < layer.Segments.Count - 1; i++)
        {
            var name = layer.Segments[i];
            var existing = target[name];
            if (existing.Exists && existing.Kind != JsonKind.Object)
            {
                ReportConflict(existing, layer.Value, SettingPath.Join(layer.Segments.Take(i + 1)), isObject: true, findings);
                existing = default;
            }

            if (!existing.Exists)
            {
                target[name] = new ConfigurationNode(new ConfigurationObject());
            }

            target = target.GetOrAddObject(name);
        }

        var path = layer.Segments.Count == 1 ? null : SettingPath.Join(layer.Segments.SkipLast(1));
        MergeMember(target, layer.Segments[^1], layer.Value, path, findings);
    }

    /// <summary>Gives values to what is not set yet; sets nothing that is.</summary>
    /// <param name="section">The section, or null for the root.</param>
    public void FillGaps(string? section, JsonValue defaults)
    {
        if (section is null)
        {
            Fill(Root, defaults);
            return;
        }

        var existing = Root[section];
        if (!existing.Exists)
        {
            Root[section] = new ConfigurationNode(defaults);
        }
        else if (existing.Kind == JsonKind.Object)
        {
            Fill(Root.GetOrAddObject(section), defaults);
        }
    }

    /// <summary>The value of a setting, or no value.</summary>
    public ConfigurationNode Find(params IReadOnlyList<string> segments)
    {
        var node = new ConfigurationNode(Root);
        foreach (var segment in segments)
        {
            node = node.Exists && node.Kind == JsonKind.Object ? node.Member(segment) : default;
        }

        return node;
    }

    /// <summary>The configuration as Orthanc reads it.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var writing = new JsonWriter();
        Write(writing, Root);
        writing.EndOfText();
        return writing.Written;
    }

    /// <summary>Writes the configuration as Orthanc reads it, without keeping all of it.</summary>
    public void WriteTo(TextSink sink)
    {
        var writing = new JsonWriter(PieceLength, sink);
        Write(writing, Root);
        writing.EndOfText();
    }

    private static void Write(JsonWriter writing, ConfigurationObject merged)
    {
        writing.StartObject();
        foreach (var (name, node) in merged)
        {
            writing.Key(name);
            if (node.Merged is not null)
            {
                Write(writing, node.Merged);
            }
            else
            {
                writing.Value(node.Value);
            }
        }

        writing.EndObject();
    }

    private static void MergeInto(ConfigurationObject target, JsonValue from, string? path, FindingList findings)
    {
        foreach (var member in from.Members)
        {
            MergeMember(target, member.Name, member.Value, path, findings);
        }
    }

    /// <param name="path">The object's path, or null for the root.</param>
    private static void MergeMember(ConfigurationObject target, string name, JsonValue value, string? path, FindingList findings)
    {
        if (target.TryAdd(name, new ConfigurationNode(value), out var existing))
        {
            return;
        }

        if (existing.Kind == JsonKind.Object && value.Kind == JsonKind.Object)
        {
            MergeInto(target.GetOrAddObject(name), value, PathOf(path, name), findings);
            return;
        }

        if (existing.Kind == JsonKind.Object || value.Kind == JsonKind.Object)
        {
            ReportConflict(existing, value, PathOf(path, name), value.Kind == JsonKind.Object, findings);
        }
        else if (findings.Wants(Severity.Information) && !existing.Value.SameAs(value))
        {
            findings.Add(new Finding(Rules.Overwritten, $"{PathOf(path, name)} replaces the value of {existing.Value.Place}")
            {
                Setting = PathOf(path, name),
                Place = value.Place,
            });
        }

        target[name] = new ConfigurationNode(value);
    }

    private static string PathOf(string? parent, string name) => parent is null ? name : $"{parent}.{name}";

    private static void ReportConflict(ConfigurationNode existing, JsonValue value, string path, bool isObject, FindingList findings)
    {
        var before = existing.Merged is null ? $"{existing.Value.Place}" : "earlier sources";
        findings.Add(new Finding(
            Rules.TypeConflict,
            isObject
                ? $"{path} is an object here, but not in {before}; the object is used"
                : $"{path} is not an object here, but it is one in {before}; that object is dropped")
        {
            Setting = path,
            Place = value.Place,
            Remedy = "give the setting the same type everywhere",
        });
    }

    private static void Fill(ConfigurationObject target, JsonValue defaults)
    {
        foreach (var member in defaults.Members)
        {
            var existing = target[member.Name];
            if (!existing.Exists)
            {
                target[member.Name] = new ConfigurationNode(member.Value);
            }
            else if (existing.Kind == JsonKind.Object && member.Value.Kind == JsonKind.Object)
            {
                Fill(target.GetOrAddObject(member.Name), member.Value);
            }
        }
    }
}

using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Explaining;

/// <summary>Explains the configuration of a plan: where each value comes from and what it replaced. An instance explains once.</summary>
internal sealed class Explainer
{
    private readonly LaunchPlan _plan;
    private readonly bool _showsSecrets;
    private readonly SecretRules _secrets;
    private readonly VariableNaming _naming;
    private readonly SourceHistory _history;
    private readonly SettingSearch _search;
    private readonly Dictionary<SettingDefinition, SettingFacts> _facts = [];
    private readonly Dictionary<Source, (int Used, int Overridden)> _sources = [];
    private readonly FindingsBySetting _findings;

    /// <param name="showsSecrets">Whether secret values are shown.</param>
    public Explainer(LaunchPlan plan, bool showsSecrets)
    {
        _plan = plan;
        _showsSecrets = showsSecrets;
        _secrets = plan.Context.Secrets;
        _naming = plan.Context.Naming;
        _history = SourceHistory.Of(plan.Layers);
        _search = new SettingSearch(plan, _naming, _history);
        _findings = new FindingsBySetting(plan, _search);
    }

    /// <summary>Finds the setting that a text means: a path or a variable's name.</summary>
    public SettingMatch Find(string text) => _search.Find(text);

    /// <summary>Explains a setting and all below it.</summary>
    /// <param name="segments">The setting's path; empty for the whole configuration.</param>
    /// <param name="listsUnset">Whether known settings that are not set are explained too; those with findings always are.</param>
    public Explanation Explain(IReadOnlyList<string> segments, bool listsUnset)
    {
        var setting = Build(PlaceOf(segments, listsUnset));
        return new Explanation
        {
            Setting = setting,
            Findings = [.. _findings.Remaining(sourcesOnly: segments.Count > 0)],
            Sources = [
                .. _sources.Keys.Where(source => source.IsDefault).OrderBy(source => source.Kind)
                .Concat(_plan.Layers.Select(layer => layer.Source)).Distinct()
                .Where(source => segments.Count == 0 || _sources.ContainsKey(source))
                .Select(
                    source => new ExplainedSource(
                        source, _sources.GetValueOrDefault(source).Used, _sources.GetValueOrDefault(source).Overridden))],
            Errors = _findings.Count(Severity.Error),
            Warnings = _findings.Count(Severity.Warning),
            IsComplete = _plan.IsReadable,
            ShowsSecrets = _showsSecrets,
        };
    }

    /// <summary>One place of the configuration, seen from all sides.</summary>
    /// <param name="Node">The value there, or none.</param>
    /// <param name="History">What the sources say of it, or null.</param>
    /// <param name="DroppedUpTo">The last layer whose value for an object around this place dropped what was said before.</param>
    /// <param name="ListsUnset">Whether members that are not set are of interest.</param>
    private readonly record struct PlaceInTree(
        string[] Segments, ConfigurationNode Node, SourceHistory? History, SettingDefinition Definition, int DroppedUpTo, bool ListsUnset)
    {
        public PlaceInTree Member(string name, ConfigurationNode node, SettingDefinition definition) => new(
            [.. Segments, name],
            node,
            History?.Member(name),
            definition,
            Math.Max(DroppedUpTo, History?.LastReplacement ?? -1),
            // All entries of a map could have the same members, which is not worth a list for each.
            ListsUnset && definition != Definition.Wildcard);
    }

    private PlaceInTree PlaceOf(IReadOnlyList<string> segments, bool listsUnset)
    {
        var place = new PlaceInTree([], new ConfigurationNode(_plan.Configuration.Root), _history, _plan.Catalogue.Root, -1, listsUnset);
        for (var i = 0; i < segments.Count; i++)
        {
            var node = place.Node.Exists && place.Node.Kind == JsonKind.Object ? place.Node.Member(segments[i]) : default;
            place = place.Member(segments[i], node, _plan.Catalogue.Find([.. segments.Take(i + 1)]));
        }

        return place with { ListsUnset = listsUnset };
    }

    private SettingFacts FactsOf(SettingDefinition definition)
    {
        if (!_facts.TryGetValue(definition, out var facts))
        {
            _facts[definition] = facts = SettingFacts.Of(definition);
        }

        return facts;
    }

    private ExplainedValue Explained(JsonValue value, string[] segments)
    {
        var place = value.Place;
        return new ExplainedValue(TextOf(value, segments), value.Kind, ValueOrigins.Of(place.Source), _plan.Describe(place))
        {
            Place = place,
            Written = _plan.Written(place) is var written && written != place ? written : null,
        };
    }

    private string TextOf(JsonValue value, string[] segments)
    {
        if (!_showsSecrets)
        {
            return new ConfigurationRenderer(_secrets).ToMaskedText(value, segments);
        }

        var writing = new JsonWriter { IsIndented = false, IsForOrthanc = false };
        writing.Value(value);
        return Encoding.UTF8.GetString(writing.Written.Span);
    }

    private void Count(Source source, bool isUsed)
    {
        var (used, overridden) = _sources.GetValueOrDefault(source);
        _sources[source] = isUsed ? (used + 1, overridden) : (used, overridden + 1);
    }

    private SettingExplanation Build(PlaceInTree place)
    {
        var members = Members(place);
        var isGroup = place.Node.Exists ? place.Node.Kind == JsonKind.Object && members.Count > 0 : members.Count > 0;
        var value = isGroup || place.Segments.Length == 0 ? null : ValueOf(place);
        var path = SettingPath.Join(place.Segments);
        return new SettingExplanation
        {
            Segments = place.Segments,
            IsSet = place.Node.Exists,
            Value = value,
            Overridden = Overridden(place),
            Defaults = isGroup || place.Segments.Length == 0 ? [] : [.. Defaults(place).Where(other => other != value)],
            Facts = FactsOf(place.Definition),
            Variable = place.Segments.Length == 0 ? null : _naming.ToVariable(place.Segments),
            Plugins = place.Segments.Length == 1
                ? [.. _plan.Plugins.Where(state => state.Plugin.Section == place.Segments[0])]
                : [],
            Findings = _findings.Take(path),
            Members = members,
        };
    }

    private List<SettingExplanation> Members(PlaceInTree place)
    {
        var members = new List<SettingExplanation>();
        if (place.Node.Exists && place.Node.Kind != JsonKind.Object)
        {
            return members;
        }

        var hasFixedKeys = place.Definition.ChildCount > 0;
        var names = new HashSet<string>(place.Definition.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        if (place.Node.Exists)
        {
            foreach (var (name, node) in place.Node.Members)
            {
                members.Add(
                    Build(
                        place.Member(
                            name, node,
                            place.Segments.Length == 0 ? place.Definition.FixedChild(name) : place.Definition.Child(name))));
                if (hasFixedKeys)
                {
                    names.Add(name);
                }
            }
        }

        foreach (var child in place.Definition.Children)
        {
            if (names.Contains(child.Name) || child.Name == "$schema" || child.Aliases.Any(names.Contains))
            {
                continue;
            }

            var member = place.Member(child.Name, default, child);
            if ((place.ListsUnset && !child.IsDeprecated) || _findings.Concerns(SettingPath.Join(member.Segments)))
            {
                members.Add(Build(member));
            }
        }

        return members;
    }

    private ExplainedValue? ValueOf(PlaceInTree place)
    {
        if (!place.Node.Exists)
        {
            return BuiltIn(place);
        }

        if (place.Node.Merged is null)
        {
            Count(place.Node.Value.Source, isUsed: true);
            return Explained(place.Node.Value, place.Segments);
        }

        // An object that several sources opened and none put anything into stands where the last of them says so.
        var last = place.History?.Last ?? default;
        if (!last.Value.Exists)
        {
            return null;
        }

        Count(last.Value.Source, isUsed: true);
        return Explained(last.Value, place.Segments) with { Text = "{}", Kind = JsonKind.Object };
    }

    private List<ExplainedValue> Overridden(PlaceInTree place)
    {
        var overridden = new List<ExplainedValue>();
        if (place.History is not { } history || place.Segments.Length == 0)
        {
            return overridden;
        }

        var isObject = place.Node.Exists && place.Node.Kind == JsonKind.Object;
        var isFromLayer = place.Node.Exists && (isObject || !place.Node.Value.Source.IsDefault);
        var dropped = Math.Max(place.DroppedUpTo, history.LastReplacement);
        for (var i = history.Statements.Count - 1; i >= 0; i--)
        {
            var (layer, value) = history.Statements[i];
            var holds = isFromLayer && (isObject ? layer > dropped : i == history.Statements.Count - 1);
            if (value.Exists && !holds)
            {
                Count(value.Source, isUsed: false);
                overridden.Add(Explained(value, place.Segments));
            }
        }

        return overridden;
    }

    private IEnumerable<ExplainedValue> Defaults(PlaceInTree place)
    {
        foreach (var defaults in _plan.Definitions.ImageDefaults)
        {
            if (MemberOf(defaults, place.Segments) is { Exists: true } value)
            {
                yield return Explained(value, place.Segments);
            }
        }

        foreach (var state in _plan.Plugins)
        {
            if (place.Segments.Length > 1 && state.Plugin.Section == place.Segments[0] && state.Plugin.Defaults.Exists
                && MemberOf(state.Plugin.Defaults, place.Segments.AsSpan(1)) is { Exists: true } value)
            {
                var explained = Explained(value, place.Segments);
                yield return state.IsEnabled ? explained : explained with { Where = $"{explained.Where}, which is off" };
            }
        }

        if (BuiltIn(place) is { } builtIn)
        {
            yield return builtIn;
        }
    }

    private ExplainedValue? BuiltIn(PlaceInTree place)
    {
        if (place.Definition.DefaultJson is not { } json)
        {
            return null;
        }

        var component = place.Definition.Component?.Split('|')[0] ?? "Orthanc";
        var source = new Source(SourceKind.Definitions, component);
        return JsonParser.TryRead(source, Encoding.UTF8.GetBytes(json), out var value)
            ? new ExplainedValue(
                TextOf(value, place.Segments), value.Kind, ValueOrigin.BuiltIn, $"built-in default of {component}")
            : null;
    }

    private static JsonValue MemberOf(JsonValue value, ReadOnlySpan<string> segments)
    {
        foreach (var segment in segments)
        {
            value = value.Exists ? value.Member(segment) : default;
        }

        return value;
    }
}

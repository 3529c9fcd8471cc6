using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Planning;

namespace OrthancLauncher.Core.Explaining;

/// <summary>What a text that should name a setting means.</summary>
/// <param name="Segments">The setting's path, or null if none or more than one is meant.</param>
/// <param name="Suggestions">What may have been meant, where no single setting is.</param>
internal sealed record SettingMatch(IReadOnlyList<string>? Segments, IReadOnlyList<string> Suggestions);

/// <summary>Finds settings by what people write: paths in any case and with other separators, and variables' names.</summary>
internal sealed class SettingSearch(LaunchPlan plan, VariableNaming naming, SourceHistory history)
{
    /// <summary>Accepted path separators.</summary>
    private const string Separators = ".:/";

    /// <summary>How a piece of the text is compared with keys.</summary>
    private enum Comparison
    {
        /// <summary>As it stands.</summary>
        Exact,

        /// <summary>Regardless of case.</summary>
        Loose,

        /// <summary>Regardless of case, and any key will do where users choose keys.</summary>
        AnyKey,
    }

    /// <summary>A place that a part of the text leads to.</summary>
    private readonly record struct Step(string[] Segments, ConfigurationNode Node, SourceHistory? History, SettingDefinition Definition)
    {
        public Step To(string name)
        {
            // A value that stands in one source is known by that source's history, where keys are found at once.
            var member = History?.Member(name);
            var isObject = Node.Exists && Node.Kind == JsonKind.Object;
            var node = isObject && (Node.Merged is not null || member is null) ? Node.Member(name) : default;
            return new Step([.. Segments, name], node, member, Segments.Length > 0 ? Definition.Child(name) : Definition.FixedChild(name));
        }

        /// <summary>Whether a source gives it or the catalogue names it, rather than a map merely allowing it.</summary>
        public bool IsNamed => Node.Exists || History is not null || (Definition.Exists && Definition.Name == Segments[^1]);
    }

    private Step Root => new([], new ConfigurationNode(plan.Configuration.Root), history, plan.Catalogue.Root);

    /// <param name="text">A path or the name of a variable.</param>
    public SettingMatch Find(string text)
    {
        var wanted = SettingPath.WithSeparateElements(text.Trim().Trim('.', ':', '/'));
        foreach (var comparison in (Comparison[])[Comparison.Exact, Comparison.Loose, Comparison.AnyKey])
        {
            var found = new List<string[]>();
            Walk(Root, wanted, comparison, found);
            var current = found.FindAll(segments => !plan.Catalogue.Find(segments).IsDeprecated);
            if (found.Count == 1 || current.Count == 1)
            {
                return new SettingMatch(found.Count == 1 ? found[0] : current[0], []);
            }

            if (found.Count > 1)
            {
                return new SettingMatch(null, [.. found.Select(SettingPath.Join)]);
            }

            if (comparison == Comparison.Exact && ByVariable(wanted) is { } match)
            {
                return match;
            }
        }

        return new SettingMatch(null, Suggestions(wanted));
    }

    /// <summary>The setting of a finding's path, or the nearest one around it that exists.</summary>
    /// <param name="dotted">The path; its keys may hold dots themselves.</param>
    public string[] Nearest(string dotted)
    {
        var step = Root;
        var rest = SettingPath.WithSeparateElements(dotted);
        while (rest.Length > 0)
        {
            Step? next = null;
            for (var end = NextSeparator(rest, 0, "."); end > 0; end = NextSeparator(rest, end + 1, "."))
            {
                var candidate = step.To(rest[..end]);

                // What is only allowed by a map, but in no source, is a place where nothing can be shown.
                if (candidate.IsNamed)
                {
                    next = candidate;
                    rest = end < rest.Length ? rest[(end + 1)..] : "";
                    break;
                }
            }

            if (next is not { } found)
            {
                break;
            }

            step = found;
        }

        return step.Segments;
    }

    private static int NextSeparator(string text, int from, string separators)
    {
        if (from > text.Length)
        {
            return -1;
        }

        var index = text.AsSpan(from).IndexOfAny(separators);
        return index < 0 ? text.Length : from + index;
    }

    private void Walk(Step step, string rest, Comparison comparison, List<string[]> found)
    {
        for (var end = NextSeparator(rest, 0, Separators); end > 0; end = NextSeparator(rest, end + 1, Separators))
        {
            foreach (var next in Next(step, rest[..end], comparison))
            {
                if (end == rest.Length)
                {
                    if (!found.Exists(other => other.SequenceEqual(next.Segments)))
                    {
                        found.Add(next.Segments);
                    }
                }
                else
                {
                    Walk(next, rest[(end + 1)..], comparison, found);
                }
            }
        }
    }

    private IEnumerable<Step> Next(Step step, string piece, Comparison comparison)
    {
        if (piece is ['[', .. var position, ']']
            && position.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
            && step.Definition.Types.HasFlag(SettingTypes.Array))
        {
            // An array is replaced whole, so that nothing can be told of one element that does not hold for all.
            string[] element = [.. step.Segments, piece];
            yield return step.Node.Exists || step.History is not null
                ? step
                : new Step(element, default, null, plan.Catalogue.Find(element));
            yield break;
        }

        if (piece == "*" && step.Definition.IsMap)
        {
            yield return new Step([.. step.Segments, piece], default, null, step.Definition.Wildcard);
            yield break;
        }

        if (comparison == Comparison.Exact)
        {
            var exact = step.To(piece);
            if (exact.IsNamed)
            {
                yield return exact;
            }

            yield break;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        names.UnionWith(step.Node.Names);
        names.UnionWith(step.History?.Names ?? []);
        names.UnionWith(step.Definition.ChildNames);
        var matches = names.Where(name => name.Equals(piece, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var name in matches)
        {
            yield return step.To(name);
        }

        if (matches.Count == 0
            && comparison == Comparison.AnyKey
            && step.Segments.Length > 0
            && step.Definition.IsMap
            && piece.AsSpan().IndexOfAny(Separators) < 0)
        {
            yield return step.To(piece);
        }
    }

    private SettingMatch? ByVariable(string text)
    {
        var name = text.ToUpperInvariant();
        name = naming.PointedVariable(text) ?? naming.PointedVariable(name) ?? (naming.IsSettingVariable(text) ? text : name);
        if (name == SpecialVariables.Password)
        {
            return new SettingMatch(["RegisteredUsers", "orthanc"], []);
        }

        if (!naming.IsSettingVariable(name) || naming.Resolve(name, out _) is not { } resolved)
        {
            return null;
        }

        var step = Root;
        foreach (var segment in resolved.Segments)
        {
            step = step.To(segment);
        }

        if (resolved.Definition.Exists || step.IsNamed)
        {
            return new SettingMatch(resolved.Segments, []);
        }

        var meant = Spelling.Nearest(resolved.Path, Paths());
        var variable = meant is null ? null : naming.ToVariable(SettingPath.Split(meant)) ?? meant;
        return new SettingMatch(null, variable is null ? [] : [variable]);
    }

    private string[] Suggestions(string wanted)
    {
        var dotted = wanted.Replace(':', '.').Replace('/', '.');
        if (Spelling.Nearest(dotted, Paths()) is { } nearest)
        {
            return [nearest];
        }

        // Somebody who leaves out the section means one of the settings of that name.
        return [.. Paths().Where(path => path.EndsWith("." + dotted, StringComparison.OrdinalIgnoreCase)).Distinct().Take(5)];
    }

    private IEnumerable<string> Paths()
    {
        foreach (var setting in plan.Catalogue.All())
        {
            yield return setting.Path;
        }

        foreach (var path in PathsBelow(history, ""))
        {
            yield return path;
        }
    }

    private static IEnumerable<string> PathsBelow(SourceHistory place, string prefix)
    {
        foreach (var name in place.Names)
        {
            yield return prefix + name;
            foreach (var path in PathsBelow(place.Member(name)!, $"{prefix}{name}."))
            {
                yield return path;
            }
        }
    }
}

using System.Runtime.InteropServices;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>Makes layers of variables and secrets, each of which names the setting that it carries.</summary>
internal sealed class NamedLayers(LauncherContext context, FindingList findings)
{
    internal static readonly string[] PasswordSegments = ["RegisteredUsers", "orthanc"];

    /// <summary>The setting that a name leads to, or null with a finding if the name is malformed.</summary>
    public VariableName? Resolve(string name, Source source)
    {
        var resolved = context.Naming.Resolve(name, out var malformed);
        if (malformed is not null)
        {
            findings.Add(new Finding(Rules.MalformedName, $"the name {name} is malformed: {malformed}")
            {
                Place = new Place(source),
                Remedy = "write ORTHANC__SECTION__SETTING, with two underscores between levels and one between words",
            });
        }

        return resolved;
    }

    /// <summary>The layer of a value, or null if its name is so nearly another that it is not applied.</summary>
    public Layer? Make(VariableName name, string text, Source source)
    {
        ReportName(name, source);
        // Whether the setting may be unknown is for the checks to say, once all is merged.
        return name.Origin == NameOrigin.Unknown && context.Naming.NearMiss(name.Variable) is not null
            ? null
            : new Layer(source, name.Segments, ValueReader.Read(text, name.Definition, source, name.Path, findings), name);
    }

    public Layer MakePassword(string text, Source source)
    {
        var definition = context.Definitions.Catalogue.Find(PasswordSegments);
        return new Layer(source, PasswordSegments, ValueReader.Read(text, definition, source, "RegisteredUsers.orthanc", findings));
    }

    /// <summary>A parent before its child, then by the variables' names.</summary>
    public static void Sort(List<Layer> layers) => CollectionsMarshal.AsSpan(layers).Sort(static (left, right) =>
    {
        var order = left.Segments.Count.CompareTo(right.Segments.Count);
        order = order != 0 ? order : string.CompareOrdinal(left.Name!.Variable, right.Name!.Variable);
        return order != 0 ? order : string.CompareOrdinal(left.Source.Name, right.Source.Name);
    });

    private void ReportName(VariableName name, Source source)
    {
        if (name.Origin == NameOrigin.Legacy)
        {
            findings.Add(new Finding(Rules.DeprecatedName, $"the name {name.Variable} is deprecated")
            {
                Place = new Place(source),
                Setting = name.Path,
                Remedy = context.Naming.ToVariable(name.Segments) is { } current ? $"use {current}" : "set it in a file",
            });
        }
        else if (name.Origin == NameOrigin.Inexact && findings.Wants(Severity.Information))
        {
            findings.Add(new Finding(Rules.InexactName, $"{name.Variable} is interpreted as {name.Path}")
            {
                Place = new Place(source),
                Setting = name.Path,
            });
        }
    }
}

using System.Text;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>Reads the environment variables that carry settings.</summary>
internal sealed class VariableLayers(LauncherContext context, FindingList findings)
{
    private readonly NamedLayers _named = new(context, findings);

    public void AddWholeConfiguration(List<Layer> layers)
    {
        if (!TryGet(SpecialVariables.WholeConfiguration, out var source, out var text) || string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        var json = JsonParser.ReadConfiguration(new SourceText(source, Encoding.UTF8.GetBytes(text)), findings, context.Secrets.IsSecret);
        if (json is not null)
        {
            layers.Add(new Layer(source, [], MapOfStrings.Correct(json.Root, context.Definitions.Catalogue.Root, "", findings)));
        }
    }

    public void AddSettings(List<Layer> layers)
    {
        var ours = new List<(EnvironmentVariable Variable, string? MeantName)>();
        foreach (var variable in context.Variables.All)
        {
            var meant = context.Naming.NearMiss(variable.Name);
            if (meant is not null || context.Naming.IsSettingVariable(variable.Name))
            {
                ours.Add((variable, meant));
            }
        }

        // Messages come in this order too, so that it must not be that of the environment.
        ours.Sort(static (left, right) => string.CompareOrdinal(left.Variable.Name, right.Variable.Name));
        var made = new List<Layer>();
        foreach (var (variable, meant) in ours)
        {
            if (meant is not null)
            {
                ReportNearMiss(variable.Name, meant);
            }

            if (context.Naming.IsSettingVariable(variable.Name) && context.Naming.PointedVariable(variable.Name) is null
                && Read(variable) is { } layer)
            {
                made.Add(layer);
            }
        }

        NamedLayers.Sort(made);
        layers.AddRange(made);
    }

    public void AddPassword(List<Layer> layers)
    {
        if (TryGet(SpecialVariables.Password, out var source, out var password) && password.Length > 0)
        {
            layers.Add(_named.MakePassword(password, source));
        }
    }

    private Layer? Read(EnvironmentVariable variable)
    {
        var source = new Source(SourceKind.Variable, variable.Name);
        if (_named.Resolve(variable.Name, source) is not { } name)
        {
            return null;
        }

        if (name.Origin == NameOrigin.Legacy && IsServiceLink(variable.Value))
        {
            var message = $"{variable.Name} looks like a Kubernetes service link and is ignored";
            findings.Add(new Finding(Rules.ServiceLink, message)
            {
                Place = new Place(source),
                Remedy = "set enableServiceLinks: false in the pod",
            });
            return null;
        }

        if (!variable.IsUtf8)
        {
            ReportNotUtf8(source, name.Path);
            return null;
        }

        return _named.Make(name, variable.Value, source);
    }

    private bool TryGet(string name, out Source source, out string value)
    {
        source = new Source(SourceKind.Variable, name);
        value = "";
        foreach (var variable in context.Variables.All)
        {
            if (variable.Name == name && variable.IsUtf8)
            {
                value = variable.Value;
                return true;
            }

            if (variable.Name == name && variable.Value.Length > 0)
            {
                ReportNotUtf8(source, setting: null);
            }
        }

        return false;
    }

    private void ReportNotUtf8(Source source, string? setting) =>
        findings.Add(new Finding(Rules.NotUtf8, $"the value of {source.Name} is not UTF-8")
        {
            Place = new Place(source),
            Setting = setting,
        });

    private static bool IsServiceLink(string value) =>
        value.StartsWith("tcp://", StringComparison.Ordinal)
        || value.StartsWith("udp://", StringComparison.Ordinal)
        || value.StartsWith("sctp://", StringComparison.Ordinal);

    private void ReportNearMiss(string variable, string meant) =>
        findings.Add(new Finding(Rules.NearMissName, $"{variable} is not applied, but its name is nearly that of {meant}")
        {
            Place = new Place(new Source(SourceKind.Variable, variable)),
            Remedy = $"use {meant}",
        });
}

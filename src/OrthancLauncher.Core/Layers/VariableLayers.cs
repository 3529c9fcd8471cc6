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
    private readonly List<(string Name, string Meant)> _nearMisses = [];

    public void AddWholeConfiguration(List<Layer> layers)
    {
        if (!TryGet(SpecialVariables.WholeConfiguration, out var source, out var text) || string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        if (text.AsSpan().Trim() is ['/', not ('/' or '*'), ..] or ['.', '/', ..])
        {
            findings.Add(new Finding(Rules.InvalidJson, "this is a path, and the JSON itself is expected")
            {
                Place = new Place(source),
                Remedy = "remove it, and mount the file in /etc/orthanc, where all *.json are read",
            });
            return;
        }

        var isSecret = source.IsSecret;
        var json = JsonParser.ReadConfiguration(
            new SourceText(source, Encoding.UTF8.GetBytes(text)), findings, path => isSecret || context.Secrets.IsSecret(path));
        if (json is not null)
        {
            layers.Add(new Layer(source, [], MapOfStrings.Correct(json.Root, context.Definitions.Catalogue.Root, "", findings)));
        }
    }

    public void AddSettings(List<Layer> layers)
    {
        var ours = new List<(EnvironmentVariable Variable, string? MeantName)>();
        var links = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in context.Variables.All)
        {
            if (ServiceLinks.ServiceOf(variable.Name, variable.Value) is { } service)
            {
                links[service] = links.GetValueOrDefault(service) is { } other && string.CompareOrdinal(other, variable.Name) < 0
                    ? other : variable.Name;
                continue;
            }

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
            if (meant is not null && ServiceLinks.IsLink(variable.Value))
            {
                ReportServiceLink(variable.Name);
                continue;
            }

            if (meant is not null)
            {
                _nearMisses.Add((variable.Name, meant));
            }

            if (context.Naming.IsSettingVariable(variable.Name)
                && context.Naming.PointedVariable(variable.Name, variable.Value) is null && Read(variable) is { } layer)
            {
                made.Add(layer);
            }
        }

        ReportServices(links);
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
        var source = new Source(SourceKind.Variable, variable.Name) { IsOpaque = variable.IsSecret };
        if (_named.Resolve(variable.Name, source) is not { } name)
        {
            return null;
        }

        if (name.Origin == NameOrigin.Legacy && ServiceLinks.IsLink(variable.Value))
        {
            ReportServiceLink(variable.Name);
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
        source = new Source(SourceKind.Variable, name) { IsOpaque = context.Variables.IsSecret(name) };
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

    private void ReportServiceLink(string variable) =>
        findings.Add(new Finding(Rules.ServiceLink, $"{variable} looks like a Kubernetes service link and is ignored")
        {
            Place = new Place(new Source(SourceKind.Variable, variable)),
            Remedy = "set enableServiceLinks: false in the pod",
        });

    /// <summary>Reports the variables that Kubernetes sets for services with our name, once for each service.</summary>
    private void ReportServices(SortedDictionary<string, string> firstOfEach)
    {
        foreach (var (service, variable) in firstOfEach)
        {
            var message = $"{service}_SERVICE_HOST, {service}_PORT and the like are Kubernetes service links and are ignored";
            findings.Add(new Finding(Rules.ServiceLink, Severity.Information, message)
            {
                Place = new Place(new Source(SourceKind.Variable, variable)),
                Remedy = "set enableServiceLinks: false in the pod, or rename the service",
            });
        }
    }

    /// <summary>Reports variables that are not applied although their names are nearly right.</summary>
    /// <param name="usedByFiles">Variables that a file inserts, which are not meant to be anything else.</param>
    public void ReportNearMisses(IReadOnlySet<string> usedByFiles)
    {
        foreach (var (name, meant) in _nearMisses)
        {
            if (!usedByFiles.Contains(name))
            {
                findings.Add(new Finding(Rules.NearMissName, $"{name} is not applied, but its name is nearly that of {meant}")
                {
                    Place = new Place(new Source(SourceKind.Variable, name)),
                    Remedy = $"use {meant}",
                });
            }
        }
    }
}

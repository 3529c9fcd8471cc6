using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>Reads every source apart from the others, and puts the results in the order of their precedence.</summary>
/// <param name="definitions">Names, settings and plugins.</param>
/// <param name="findings">Takes what is wrong with the sources.</param>
internal sealed class LayerReader(LauncherDefinitions definitions, FindingList findings)
{
    /// <summary>What keeps a source from being read.</summary>
    private static readonly Rule[] Failures =
        [Rules.InvalidJson, Rules.UnreadableSource, Rules.NotUtf8, Rules.MalformedName, Rules.MissingSecret, Rules.UnsetVariable, Rules.InvalidDefinitions];

    private readonly VariableNaming _naming = new(definitions);
    private readonly SecretRules _secrets = new(definitions.Catalogue);

    /// <summary>Whether some source could not be read.</summary>
    public bool HasFailed
    {
        get
        {
            foreach (var finding in findings)
            {
                if (finding.Severity == Severity.Error && Array.IndexOf(Failures, finding.Rule) >= 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Reads all sources.</summary>
    /// <param name="input">The sources as they were found.</param>
    /// <param name="variables">The environment by name.</param>
    /// <returns>The layers, the weakest first.</returns>
    public IReadOnlyList<Layer> Read(ConfigurationInput input, VariableTable variables)
    {
        var fromVariables = new List<Layer>();
        AddWholeConfiguration(variables, fromVariables);
        fromVariables.AddRange(InOrder(ReadVariables(variables)));
        fromVariables.AddRange(InOrder(ReadSecrets(input.Secrets)));
        AddPassword(input, variables, fromVariables);

        var layers = ReadFiles(input.Files, variables, fromVariables);
        layers.AddRange(fromVariables);
        return layers;
    }

    private List<Layer> ReadFiles(IReadOnlyList<InputFile> files, VariableTable variables, List<Layer> others)
    {
        var parsed = new (InputFile File, Layer? Layer, FindingList Findings)[files.Count];
        for (var i = 0; i < files.Count; i++)
        {
            var own = new FindingList();
            parsed[i] = (files[i], ReadFile(files[i], variables, own), own);
        }

        var layers = new List<Layer>(files.Count);
        for (var i = 0; i < parsed.Length; i++)
        {
            var (file, layer, own) = parsed[i];
            if (file.Source.Kind == SourceKind.SecretFile && WhyNotAConfiguration(i, parsed, others) is { } reason)
            {
                findings.Add(new Finding(Rules.NotAConfiguration, $"this secret is not merged into the configuration, {reason}")
                {
                    Place = new Place(file.Source),
                    Remedy = "give the secret a name that does not end in .json, or mount it elsewhere",
                });
                continue;
            }

            findings.AddRange(own);
            if (layer is not null)
            {
                layers.Add(layer);
            }
        }

        return layers;
    }

    private Layer? ReadFile(InputFile file, VariableTable variables, FindingList own)
    {
        if (file.Failure is not null)
        {
            own.Add(new Finding(Rules.UnreadableSource, $"the file cannot be read: {file.Failure}") { Place = new Place(file.Source) });
            return null;
        }

        var text = Substitution.Apply(new SourceText(file.Source, file.Content), name => variables[name], own, out var doubtful);
        var json = JsonParser.ReadConfiguration(text, own, path => file.Source.IsSecret || _secrets.IsSecret(path));
        foreach (var (finding, offset) in doubtful)
        {
            own.Add(json is null || file.Source.IsSecret || IsInSecret(json, offset) ? WithoutName(finding) : finding);
        }

        return json is null || own.HasErrors ? null : new Layer(file.Source, [], json.Root);
    }

    private bool IsInSecret(JsonText json, int offset)
    {
        var value = json.ValueAt(offset, out var path);
        var text = value.GetString();
        return _secrets.IsSecret(path) || !ReferenceEquals(SecretText.MaskWithin(text), text);
    }

    private static Finding WithoutName(Finding finding) => finding with
    {
        Message = "a dollar in a secret value begins the name of a variable that is not set, so that piece is left out",
        Remedy = "write \\$ for a dollar",
    };

    private static string? WhyNotAConfiguration(int index, (InputFile File, Layer? Layer, FindingList Findings)[] files, List<Layer> others)
    {
        var (file, layer, _) = files[index];
        if (layer is not null && layer.Value.Member("type") is { Exists: true } type && type.IsString("service_account"))
        {
            return "because it is the key of a Google service account";
        }

        for (var i = 0; i < files.Length; i++)
        {
            if (i != index && files[i].Layer is { } other && PointsTo(other, file.ContainerPath) is { } place)
            {
                return $"because a setting points to it ({place})";
            }
        }

        foreach (var other in others)
        {
            if (PointsTo(other, file.ContainerPath) is { } place)
            {
                return $"because a setting points to it ({place})";
            }
        }

        return null;
    }

    private static Place? PointsTo(Layer layer, string path)
    {
        // Most texts do not hold the path at all, and searching bytes is much faster than visiting values.
        var text = layer.Value.Document.Text.Content.Span;
        var name = Encoding.UTF8.GetBytes(path[(path.LastIndexOf('/') + 1)..]);
        return text.IndexOf(name) >= 0 ? FindString(layer.Value, path) : null;
    }

    private static Place? FindString(JsonValue value, string text)
    {
        switch (value.Kind)
        {
            case JsonKind.String:
                return value.IsString(text) ? value.Place : null;
            case JsonKind.Object:
                foreach (var member in value.Members)
                {
                    if (FindString(member.Value, text) is { } place)
                    {
                        return place;
                    }
                }

                return null;
            case JsonKind.Array:
                foreach (var element in value.Elements)
                {
                    if (FindString(element, text) is { } place)
                    {
                        return place;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private void AddWholeConfiguration(VariableTable variables, List<Layer> layers)
    {
        if (variables[VariableNaming.WholeConfiguration] is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        var source = new Source(SourceKind.Variable, VariableNaming.WholeConfiguration);
        if (!IsUtf8(variables, source))
        {
            return;
        }

        var json = JsonParser.ReadConfiguration(new SourceText(source, Encoding.UTF8.GetBytes(text)), findings, _secrets.IsSecret);
        if (json is not null)
        {
            layers.Add(new Layer(source, [], MapOfStrings.Correct(json.Root, definitions.Catalogue.Root, "", findings)));
        }
    }

    private bool IsUtf8(VariableTable variables, Source source)
    {
        foreach (var variable in variables.All)
        {
            if (variable.Name == source.Name && !variable.IsUtf8)
            {
                findings.Add(new Finding(Rules.NotUtf8, $"the value of {source.Name} is not UTF-8") { Place = new Place(source) });
                return false;
            }
        }

        return true;
    }

    /// <summary>Messages come in this order too, so that it must not be that of the environment.</summary>
    private List<(EnvironmentVariable Variable, string? MeantName)> SettingVariables(VariableTable variables)
    {
        var ours = new List<(EnvironmentVariable Variable, string? MeantName)>();
        foreach (var variable in variables.All)
        {
            var meant = _naming.NearMiss(variable.Name);
            if (meant is not null || _naming.IsSettingVariable(variable.Name))
            {
                ours.Add((variable, meant));
            }
        }

        ours.Sort(static (left, right) => string.CompareOrdinal(left.Variable.Name, right.Variable.Name));
        return ours;
    }

    private IEnumerable<Layer> ReadVariables(VariableTable variables)
    {
        foreach (var (variable, meant) in SettingVariables(variables))
        {
            if (meant is not null)
            {
                ReportNearMiss(variable.Name, meant);
            }

            if (!_naming.IsSettingVariable(variable.Name) || _naming.PointedVariable(variable.Name) is not null)
            {
                continue;
            }

            var source = new Source(SourceKind.Variable, variable.Name);
            if (Understand(variable.Name, source) is not { } name)
            {
                continue;
            }

            if (name.Origin == NameOrigin.Legacy && IsServiceLink(variable.Value))
            {
                findings.Add(new Finding(Rules.ServiceLink, $"{variable.Name} looks like a Kubernetes service link and is ignored")
                {
                    Place = new Place(source),
                    Remedy = "set enableServiceLinks: false in the pod",
                });
                continue;
            }

            if (!variable.IsUtf8)
            {
                findings.Add(new Finding(Rules.NotUtf8, $"the value of {variable.Name} is not UTF-8") { Place = new Place(source), Setting = name.Path });
                continue;
            }

            if (!ReportName(name, source))
            {
                continue;
            }

            yield return new Layer(source, name.Segments, ValueReader.Read(variable.Value, name.Definition, source, name.Path, findings), name);
        }
    }

    private IEnumerable<Layer> ReadSecrets(IReadOnlyList<InputSecret> secrets)
    {
        foreach (var secret in InOrder(secrets))
        {
            if (secret.Variable == VariableNaming.Password)
            {
                continue;
            }

            var source = SourceOf(secret);
            if (Understand(secret.Variable, source) is { } name && TextOf(secret, source) is { } text && ReportName(name, source))
            {
                yield return new Layer(source, name.Segments, ValueReader.Read(text, name.Definition, source, name.Path, findings), name);
            }
        }
    }

    private void AddPassword(ConfigurationInput input, VariableTable variables, List<Layer> layers)
    {
        string[] segments = ["RegisteredUsers", "orthanc"];
        var variable = new Source(SourceKind.Variable, VariableNaming.Password);
        if (variables[VariableNaming.Password] is { Length: > 0 } password && IsUtf8(variables, variable))
        {
            Add(variable, password);
        }

        foreach (var secret in InOrder(input.Secrets))
        {
            if (secret.Variable == VariableNaming.Password && TextOf(secret, SourceOf(secret)) is { } text)
            {
                Add(SourceOf(secret), text);
            }
        }

        void Add(Source source, string text) =>
            layers.Add(new Layer(source, segments, ValueReader.Read(text, definitions.Catalogue.Find(segments), source, "RegisteredUsers.orthanc", findings)));
    }

    /// <summary>The secret's text without its last line ends, or null with a finding if there is none.</summary>
    private string? TextOf(InputSecret secret, Source source)
    {
        if (secret.Failure is not null)
        {
            var asked = secret.PointedBy is null ? "" : $"{secret.PointedBy} names it, but ";
            findings.Add(new Finding(Rules.MissingSecret, $"{asked}{secret.Path} cannot be read: {secret.Failure}")
            {
                Place = new Place(secret.PointedBy is null ? source : new Source(SourceKind.Variable, secret.PointedBy)),
                Remedy = secret.PointedBy is null ? "let the container's user read it" : $"mount the secret, or correct {secret.PointedBy}",
            });
            return null;
        }

        var bytes = SourceText.WithoutMark(secret.Content.Span);

        if (!Utf8.IsValid(bytes))
        {
            findings.Add(new Finding(Rules.NotUtf8, $"{secret.Path} is not UTF-8") { Place = new Place(source) });
            return null;
        }

        return WithoutLineEnds(Encoding.UTF8.GetString(bytes));
    }

    private static string WithoutLineEnds(string text)
    {
        var end = text.Length;
        while (end > 0 && text[end - 1] == '\n')
        {
            end -= end > 1 && text[end - 2] == '\r' ? 2 : 1;
        }

        return text[..end];
    }

    private static Source SourceOf(InputSecret secret) => new(SourceKind.Secret, secret.PointedBy ?? secret.Variable, secret.Path);

    private static bool IsServiceLink(string value) =>
        value.StartsWith("tcp://", StringComparison.Ordinal) || value.StartsWith("udp://", StringComparison.Ordinal) || value.StartsWith("sctp://", StringComparison.Ordinal);

    /// <summary>By the variables' names; what a variable points to comes after what has the variable's name itself.</summary>
    private static List<InputSecret> InOrder(IReadOnlyList<InputSecret> secrets)
    {
        var ordered = new List<InputSecret>(secrets);
        CollectionsMarshal.AsSpan(ordered).Sort(static (left, right) => string.CompareOrdinal(left.Variable, right.Variable) is not 0 and var order ? order : string.CompareOrdinal(left.PointedBy, right.PointedBy));
        return ordered;
    }

    /// <summary>A parent before its child, then by the variables' names.</summary>
    private static List<Layer> InOrder(IEnumerable<Layer> layers)
    {
        var ordered = new List<Layer>(layers);
        CollectionsMarshal.AsSpan(ordered).Sort(static (left, right) =>
        {
            var order = left.Segments.Count.CompareTo(right.Segments.Count);
            order = order != 0 ? order : string.CompareOrdinal(left.Name!.Variable, right.Name!.Variable);
            return order != 0 ? order : string.CompareOrdinal(left.Source.Name, right.Source.Name);
        });
        return ordered;
    }

    private VariableName? Understand(string name, Source source)
    {
        var understood = _naming.Resolve(name, out var malformed);
        if (malformed is not null)
        {
            findings.Add(new Finding(Rules.MalformedName, $"the name {name} is malformed: {malformed}")
            {
                Place = new Place(source),
                Remedy = "write ORTHANC__SECTION__SETTING, with two underscores between levels and one between words",
            });
        }

        return understood;
    }

    /// <summary>Says what is to be said of a name.</summary>
    /// <returns>False when the variable is not to be applied.</returns>
    private bool ReportName(VariableName name, Source source)
    {
        switch (name.Origin)
        {
            case NameOrigin.Legacy:
                findings.Add(new Finding(Rules.DeprecatedName, $"the name {name.Variable} is deprecated")
                {
                    Place = new Place(source),
                    Setting = name.Path,
                    Remedy = _naming.ToVariable(name.Segments) is { } current ? $"use {current}" : "set it in a file",
                });
                return true;
            case NameOrigin.Forgiven:
                if (findings.Wants(Severity.Information))
                {
                    findings.Add(new Finding(Rules.InexactName, $"{name.Variable} is taken for {name.Path}")
                    {
                        Place = new Place(source),
                        Setting = name.Path,
                    });
                }

                return true;
            case NameOrigin.Unknown:
                // Whether the setting may be unknown is for the checks to say, once all is merged.
                return _naming.NearMiss(name.Variable) is null;
            default:
                return true;
        }
    }

    private void ReportNearMiss(string variable, string meant) =>
        findings.Add(new Finding(Rules.NearMissName, $"{variable} is not applied, but its name is nearly that of {meant}")
        {
            Place = new Place(new Source(SourceKind.Variable, variable)),
            Remedy = $"use {meant}",
        });
}

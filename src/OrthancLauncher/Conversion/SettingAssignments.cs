using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Conversion;

/// <summary>
/// Finds a variable or secret for every setting of a configuration. Each is tried by reading it back: what the launcher
/// would not understand as the same value is given as a member of the section above it, and in the end of the root.
/// </summary>
internal sealed class SettingAssignments
{
    /// <summary>The secret with the settings that no variable can name: a configuration file of the secrets folder.</summary>
    public const string SecretConfiguration = "orthanc-secrets.json";

    private readonly SettingsCatalogue _catalogue;
    private readonly VariableNaming _naming;
    private readonly SecretRules _rules;
    private readonly bool _separatesSecrets;
    private readonly List<Assignment> _variables = [];
    private readonly List<Assignment> _secrets = [];
    private readonly HashSet<string> _secretPaths = new(StringComparer.Ordinal);

    private SettingAssignments(LauncherContext context, bool separatesSecrets)
    {
        _catalogue = context.Definitions.Catalogue;
        _naming = context.Naming;
        _rules = context.Secrets;
        _separatesSecrets = separatesSecrets;
    }

    public IReadOnlyList<Assignment> Variables => _variables;

    /// <summary>The secrets.</summary>
    public IReadOnlyList<Assignment> Secrets => _secrets;

    /// <summary>Which settings are given together, and why.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Finds them.</summary>
    /// <param name="separatesSecrets">Whether secrets are told apart; otherwise they are variables too.</param>
    public static SettingAssignments Of(ConfigurationObject root, LauncherContext context, bool separatesSecrets)
    {
        var assignments = new SettingAssignments(context, separatesSecrets);
        var (plain, secret) = (new Remainder(), new Remainder());
        foreach (var (name, node) in root)
        {
            // Editors want to know the schema of a file; a variable has none.
            if (name != "$schema")
            {
                assignments.Visit([name], node, isEntry: false, plain, secret);
            }
        }

        assignments.AddRest(plain, secret);
        return assignments;
    }

    /// <summary>Whether the setting of this path is given as a secret.</summary>
    public bool IsSecret(IEnumerable<string> path) => _secretPaths.Contains(KeyOf(path));

    /// <summary>Assigns a value, or leaves it to the section above.</summary>
    private void Visit(List<string> path, ConfigurationNode node, bool isEntry, Remainder plainAbove, Remainder secretAbove)
    {
        var definition = _catalogue.Find(path);
        if (isEntry || node.Kind != JsonKind.Object || node.IsEmpty || IsTakenWhole(path, node, definition))
        {
            var isSecret = _separatesSecrets && HoldsSecret(path, node);
            if (isSecret)
            {
                _secretPaths.Add(KeyOf(path));
            }

            Assign(path, new Remainder(node), isSecret, isSecret ? secretAbove : plainAbove);
            return;
        }

        var (plain, secret) = (new Remainder(), new Remainder());
        foreach (var (name, member) in node.Members)
        {
            // What a user's own key holds is one thing, such as a modality, and stays together.
            Visit([.. path, name], member, definition.IsMap && !definition.FixedChild(name).Exists, plain, secret);
        }

        AssignRest(path, plain, isSecret: false, plainAbove);
        AssignRest(path, secret, isSecret: true, secretAbove);
    }

    private bool IsTakenWhole(List<string> path, ConfigurationNode node, SettingDefinition definition)
    {
        if (_rules.IsSecret(path))
        {
            return true;
        }

        if (!definition.Exists)
        {
            // A section of a user's own script; only its first level is like that of known sections.
            return path.Count > 1;
        }

        if (definition.ChildCount > 0)
        {
            return false;
        }

        return !definition.IsMap || HoldsSecret(path, node) || node.Names.Any(name => VariableFor([.. path, name]) is null);
    }

    private bool HoldsSecret(List<string> path, ConfigurationNode node) => node.Merged is null
        ? HoldsSecret(path, node.Value)
        : node.Names.Any(name => HoldsSecret([.. path, name], node.Member(name)));

    private bool HoldsSecret(List<string> path, JsonValue value)
    {
        switch (value.Kind)
        {
            case JsonKind.Object:
                foreach (var member in value.Members)
                {
                    if (HoldsSecret([.. path, member.Name], member.Value))
                    {
                        return true;
                    }
                }

                return false;
            case JsonKind.Array:
                foreach (var element in value.Elements)
                {
                    if (HoldsSecret(path, element))
                    {
                        return true;
                    }
                }

                return false;
            case JsonKind.Null:
                return false;
            case JsonKind.String when value.GetString() is var text:
                return text.Length > 0 && !References.IsReference(text)
                    && (value.IsFromSecret || _rules.IsSecret(path) || !ReferenceEquals(SecretText.MaskWithin(text), text));
            default:
                return _rules.IsSecret(path);
        }
    }

    private void AssignRest(List<string> path, Remainder rest, bool isSecret, Remainder above)
    {
        if (rest.IsEmpty)
        {
            return;
        }

        if (Assign(path, rest, isSecret, above))
        {
            var section = SettingPath.Join(path);
            Notes.Add($"{section}.{{{string.Join(", ", rest.Keys)}}} cannot be set by name; "
                + $"it is part of the JSON in the {(isSecret ? "secret" : "variable")} of {section}");
        }
    }

    private void AddRest(Remainder plain, Remainder secret)
    {
        if (!plain.IsEmpty)
        {
            _variables.Insert(0,
                new Assignment(SpecialVariables.WholeConfiguration, plain.ToJson()) { Indented = plain.ToJson(isIndented: true) });
            Notes.Add($"{string.Join(", ", plain.Keys)} cannot be set by name; it is part of {SpecialVariables.WholeConfiguration}");
        }

        if (!secret.IsEmpty)
        {
            _secrets.Add(new Assignment(SecretConfiguration, ConfigurationText.EscapeDollars(secret.ToJson(isIndented: true))));
            Notes.Add($"{string.Join(", ", secret.Keys)} cannot be set by name; it is part of the secret {SecretConfiguration}");
        }
    }

    private bool Assign(List<string> path, Remainder value, bool isSecret, Remainder above)
    {
        var json = value.ToJson();
        if (VariableFor(path) is { } name && Candidates(value, json).FirstOrDefault(text => RoundTrips(text, name, json)) is { } found)
        {
            var pointer = name.Variable + VariableNaming.SecretSuffix;
            (isSecret ? _secrets : _variables).Add(new Assignment(name.Variable, found)
            {
                Indented = value.IsStructured ? value.ToJson(isIndented: true) : null,
                Pointer = isSecret && _naming.PointedVariable(pointer) == name.Variable ? pointer : null,
            });
            return true;
        }

        above.Add(path[^1], value);
        return false;
    }

    /// <summary>The variable that leads to a setting, and is applied.</summary>
    private VariableName? VariableFor(List<string> path)
    {
        var variable = _naming.ToVariable(path);
        var name = variable is null ? null : _naming.Resolve(variable, out _);
        return name is null || !name.Segments.SequenceEqual(path) || _naming.PointedVariable(name.Variable) is not null
            || (name.Origin == NameOrigin.Unknown && _naming.NearMiss(name.Variable) is not null)
            ? null
            : name;
    }

    private static IEnumerable<string> Candidates(Remainder value, string json)
    {
        if (value.Text is { } text && IsPlain(text))
        {
            yield return text;
        }

        yield return json;
    }

    /// <summary>Whether a text stays as it is on one line of a file, and when a secret's last line end is removed.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]) || text[0] == '\uFEFF'))
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool RoundTrips(string text, VariableName name, string json)
    {
        var source = new Source(SourceKind.Variable, name.Variable);
        var expected = JsonParser.Read(new SourceText(source, Encoding.UTF8.GetBytes(json)), new FindingList())!.Root;
        return ValueReader.Read(text, name.Definition, source, name.Path, new FindingList()).SameAs(expected);
    }

    private static string KeyOf(IEnumerable<string> path) => string.Join('\0', path);
}

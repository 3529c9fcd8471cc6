using System.Numerics;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Core.Secrecy;

/// <summary>Decides which values must not be shown. An instance remembers what it has found out and belongs to one thread.</summary>
/// <param name="catalogue">The settings, which know of the secrets among them.</param>
internal sealed class SecretRules(SettingsCatalogue catalogue)
{
    private readonly Dictionary<SettingDefinition, ulong[]> _lettersOfSecrets = [];
    private Dictionary<string, SettingDefinition>? _secretNames;

    /// <summary>Whether the values at a path are secret, wherever they come from.</summary>
    /// <param name="path">Keys from the root; an element of an array is called <c>[2]</c>.</param>
    public bool IsSecret(IReadOnlyList<string> path)
    {
        var state = Root;
        for (var i = 0; i < path.Count; i++)
        {
            state = SettingPath.IsElement(path[i], out var position) ? state.Element(position) : state.Member(path[i]);
        }

        return state.IsSecret || state.HasSecretElement;
    }

    /// <summary>Whether a setting is a secret or has one below it.</summary>
    public static bool HoldsSecrets(SettingDefinition definition)
    {
        if (!definition.Exists)
        {
            return false;
        }

        if (definition.IsSecret || HoldsSecrets(definition.Wildcard))
        {
            return true;
        }

        // The position after the last is that of all further elements.
        for (var i = 0; i <= definition.PositionCount; i++)
        {
            if (HoldsSecrets(definition.Position(i)))
            {
                return true;
            }
        }

        for (var i = 0; i < definition.ChildCount; i++)
        {
            if (HoldsSecrets(definition.ChildAt(i)))
            {
                return true;
            }
        }

        return false;
    }

    internal SecretState Root => new(this, catalogue.Root, IsSecret: false);

    /// <summary>
    /// The setting with secrets that would be suggested for a key that nobody knows: <c>RegisteredUsers</c> for
    /// <c>RegisterdUsers</c>. Not existing where none would.
    /// </summary>
    internal SettingDefinition Meant(SettingDefinition parent, string name)
    {
        if (SecretNames.TryGetValue(name, out var misplaced))
        {
            return misplaced;
        }

        if (!MayBeSecret(name, parent))
        {
            return default;
        }

        var meant = SettingNames.Suggest(name, parent) is { } suggested ? parent.FixedChild(suggested) : default;
        return HoldsSecrets(meant) ? meant : default;
    }

    /// <summary>The secret settings by their names alone, for keys at a wrong place.</summary>
    private Dictionary<string, SettingDefinition> SecretNames
    {
        get
        {
            if (_secretNames is null)
            {
                _secretNames = new(StringComparer.OrdinalIgnoreCase);
                AddSecretNames(catalogue.Root, _secretNames);
            }

            return _secretNames;
        }
    }

    private static void AddSecretNames(SettingDefinition parent, Dictionary<string, SettingDefinition> names)
    {
        for (var i = 0; i < parent.ChildCount; i++)
        {
            var child = parent.ChildAt(i);
            if (child is { IsSecret: true, ChildCount: 0 })
            {
                names.TryAdd(child.Name, child);
            }

            AddSecretNames(child, names);
        }
    }

    /// <summary>
    /// Whether a setting with secrets may be suggested for a name. A configuration may have a million keys, and a search for each takes
    /// long. Few letters of a name are not in what is suggested for it: one for each mistake, or two at its end.
    /// </summary>
    private bool MayBeSecret(string name, SettingDefinition parent)
    {
        if (!_lettersOfSecrets.TryGetValue(parent, out var secrets))
        {
            secrets = [.. parent.Children.Where(HoldsSecrets).Select(static child => LettersOf(child.Name))];
            _lettersOfSecrets.Add(parent, secrets);
        }

        var letters = LettersOf(name);
        var most = Math.Max(2, Spelling.MostChanges(name));
        return Array.Exists(secrets, secret => BitOperations.PopCount(letters & ~secret) <= most);
    }

    private static ulong LettersOf(string name)
    {
        var letters = 0UL;
        foreach (var c in name)
        {
            letters |= char.IsAsciiLetterOrDigit(c) ? 1UL << (char.ToUpperInvariant(c) - '0') : 0;
        }

        return letters;
    }
}

/// <summary>What is known of the secrecy of one place in a configuration.</summary>
/// <param name="IsSecret">Whether what lies here is secret.</param>
internal readonly record struct SecretState(SecretRules Rules, SettingDefinition Definition, bool IsSecret)
{
    /// <summary>Whether it lies in an array of which an element is secret.</summary>
    private bool IsBesideSecret { get; init; }

    /// <summary>Whether one element of the array that may lie here is secret.</summary>
    public bool HasSecretElement
    {
        get
        {
            for (var i = 0; i <= Definition.PositionCount; i++)
            {
                if (Definition.Position(i).IsSecret)
                {
                    return true;
                }
            }

            return false;
        }
    }

    public SecretState Member(string name)
    {
        var child = Definition.FixedChild(name);
        if (child.Exists)
        {
            return new SecretState(Rules, child, IsSecret || child.IsSecret);
        }

        // A user's own key below a map is known by the map only: DicomWeb.Servers.x is a server, but
        // DicomWeb.Servers.x.ApiToken is a key that nobody declared.
        var wildcard = Definition.Wildcard;
        var isDeclared = wildcard.Exists && Definition.ChildCount == 0;
        if (!isDeclared && Rules.Meant(Definition, name) is { Exists: true } meant)
        {
            return new SecretState(Rules, meant, IsSecret || meant.IsSecret || SecretWords.Tell(name));
        }

        return new SecretState(Rules, wildcard, IsSecret || wildcard.IsSecret || (!isDeclared && SecretWords.Tell(name)));
    }

    /// <summary>What is known of an element of an array.</summary>
    public SecretState Element(int position)
    {
        var element = Definition.Position(position);
        // Where no array is expected somebody put a bracket too many, and what lies in it means what it would without: beside a
        // password it may be one.
        return element.Exists
            ? new SecretState(Rules, element, IsSecret || element.IsSecret) { IsBesideSecret = HasSecretElement }
            : this with { IsSecret = IsSecret || IsBesideSecret };
    }
}

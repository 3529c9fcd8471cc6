using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Secrecy;

/// <summary>Decides which values must not be shown.</summary>
/// <param name="catalogue">The settings, which know of the secrets among them.</param>
internal sealed class SecretRules(SettingsCatalogue catalogue)
{
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

    internal SecretState Root => new(catalogue.Root, IsKnown: true, IsSecret: false);
}

/// <summary>What is known of the secrecy of one place in a configuration.</summary>
/// <param name="IsSecret">Whether what lies here is secret.</param>
internal readonly record struct SecretState(SettingDefinition Definition, bool IsKnown, bool IsSecret)
{
    /// <summary>Whether one element of the array that may lie here is secret.</summary>
    public bool HasSecretElement
    {
        get
        {
            for (var i = 0; i < Definition.PositionCount; i++)
            {
                if (Definition.Position(i).IsSecret)
                {
                    return true;
                }
            }

            return Definition.Element.IsSecret;
        }
    }

    public SecretState Member(string name)
    {
        var child = Definition.FixedChild(name);
        if (child.Exists)
        {
            return new SecretState(child, true, IsSecret || child.IsSecret);
        }

        // A user's own key below a map is known by the map only: DicomWeb.Servers.x is a server, but
        // DicomWeb.Servers.x.ApiToken is a key that nobody declared.
        var wildcard = Definition.Wildcard;
        var isDeclared = wildcard.Exists && (wildcard.ChildCount > 0 || wildcard.IsSecret || Definition.ChildCount == 0);
        return new SecretState(wildcard, wildcard.Exists, IsSecret || wildcard.IsSecret || (!isDeclared && SecretText.TellsOfSecret(name)));
    }

    /// <summary>What is known of an element of an array.</summary>
    public SecretState Element(int position)
    {
        var element = Definition.Position(position);
        // Where no array is expected somebody put a bracket too many, and what lies in it means what it would without.
        return element.Exists ? new SecretState(element, true, IsSecret || element.IsSecret) : this;
    }
}

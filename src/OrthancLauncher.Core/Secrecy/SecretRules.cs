using OrthancLauncher.Catalogue;
using OrthancLauncher.Json;
using OrthancLauncher.Merging;

namespace OrthancLauncher.Secrecy;

/// <summary>Decides which values must not be shown.</summary>
/// <param name="catalogue">The settings, which know of the secrets among them.</param>
public sealed class SecretRules(SettingsCatalogue catalogue)
{
    /// <summary>What is shown in place of a secret.</summary>
    public const string Mask = "********";

    private static readonly string[] TellingWords =
        ["password", "passwd", "pwd", "secret", "token", "credential", "privatekey", "license", "connectionstring", "apikey"];

    /// <summary>Whether the values at a path are secret, wherever they come from.</summary>
    /// <param name="path">Keys from the root; elements of arrays have none.</param>
    public bool IsSecret(IReadOnlyList<string> path)
    {
        var state = Root;
        for (var i = 0; i < path.Count; i++)
        {
            state = state.Member(path[i]);
        }

        return state.IsSecret || state.HasSecretElement;
    }

    /// <summary>What is known at the root of a configuration.</summary>
    internal SecretState Root => new(catalogue.Root, IsKnown: true, IsSecret: false);

    /// <summary>The text as it may be shown: passwords in URLs and in connection strings masked.</summary>
    /// <param name="text">The value of a setting that is no secret as a whole.</param>
    public static string MaskWithin(string text)
    {
        if (text.Contains("pwd=", StringComparison.OrdinalIgnoreCase) || text.Contains("password=", StringComparison.OrdinalIgnoreCase))
        {
            return Mask;
        }

        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return text;
        }

        var authority = text.AsSpan(scheme + 3);
        var end = authority.IndexOfAny("/?# ");
        var at = (end < 0 ? authority : authority[..end]).LastIndexOf('@');
        return at < 0 ? text : string.Concat(text.AsSpan(0, scheme + 3), Mask, authority[at..]);
    }

    /// <summary>The configuration as it may be shown.</summary>
    /// <param name="configuration">The merged configuration.</param>
    public ReadOnlyMemory<byte> ToMaskedJson(MergedConfiguration configuration)
    {
        var writing = new JsonWriting();
        Write(writing, new ConfigurationNode(configuration.Root), Root);
        writing.EndOfText();
        return writing.Written;
    }

    /// <summary>One value in one line, as it may be shown.</summary>
    /// <param name="value">The value.</param>
    /// <param name="segments">The path of its setting.</param>
    public string ToMaskedText(JsonValue value, IReadOnlyList<string> segments)
    {
        var state = Root;
        foreach (var segment in segments)
        {
            state = state.Member(segment);
        }

        var writing = new JsonWriting { IsIndented = false, IsForOrthanc = false };
        Write(writing, new ConfigurationNode(value), state);
        return System.Text.Encoding.UTF8.GetString(writing.Written.Span);
    }

    /// <summary>Whether the name of an unknown key tells that its value is a secret.</summary>
    /// <param name="key">The key.</param>
    internal static bool TellsOfSecret(string key)
    {
        Span<char> letters = stackalloc char[Math.Min(key.Length, 256)];
        var count = 0;
        foreach (var c in key)
        {
            if (char.IsAsciiLetterOrDigit(c) && count < letters.Length)
            {
                letters[count++] = char.ToLowerInvariant(c);
            }
        }

        foreach (var word in TellingWords)
        {
            if (letters[..count].IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void Write(JsonWriting writing, ConfigurationNode node, SecretState state)
    {
        switch (node.Kind)
        {
            case JsonKind.Object:
                writing.StartObject();
                foreach (var (name, member) in node.Members)
                {
                    writing.Key(name);
                    Write(writing, member, state.Member(name));
                }

                writing.EndObject();
                break;
            case JsonKind.Array:
                writing.StartArray();
                var position = 0;
                foreach (var element in node.Value.Elements)
                {
                    Write(writing, new ConfigurationNode(element), state.Element(position++));
                }

                writing.EndArray();
                break;
            default:
                WriteScalar(writing, node.Value, state);
                break;
        }
    }

    private static void WriteScalar(JsonWriting writing, JsonValue value, SecretState state)
    {
        if (value.Kind != JsonKind.Null && (state.IsSecret || value.Source.IsSecret))
        {
            writing.String(Mask);
            return;
        }

        if (value.Kind == JsonKind.String)
        {
            var text = value.GetString();
            var shown = MaskWithin(text);
            if (!ReferenceEquals(shown, text))
            {
                writing.String(shown);
                return;
            }
        }

        writing.Value(value);
    }
}

/// <summary>What is known of the secrecy of one place in a configuration.</summary>
/// <param name="Definition">What the catalogue says of it.</param>
/// <param name="IsKnown">Whether the catalogue knows it.</param>
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

    /// <summary>What is known of a member.</summary>
    /// <param name="name">Its key.</param>
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
        return new SecretState(wildcard, wildcard.Exists, IsSecret || wildcard.IsSecret || (!isDeclared && SecretRules.TellsOfSecret(name)));
    }

    /// <summary>What is known of an element of an array.</summary>
    /// <param name="position">Its index.</param>
    public SecretState Element(int position)
    {
        var element = Definition.Position(position);
        return new SecretState(element, element.Exists, IsSecret || element.IsSecret);
    }
}

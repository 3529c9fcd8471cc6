using OrthancLauncher.Catalogue;
using OrthancLauncher.Json;
using OrthancLauncher.Merging;
using OrthancLauncher.Naming;

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

    /// <summary>What is known at the root of a configuration.</summary>
    internal SecretState Root => new(catalogue.Root, IsKnown: true, IsSecret: false);

    /// <summary>The text as it may be shown: passwords in URLs and in connection strings masked.</summary>
    /// <param name="text">The value of a setting that is no secret as a whole.</param>
    public static string MaskWithin(string text)
    {
        if (HasPassword(text))
        {
            return Mask;
        }

        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return text;
        }

        var shown = text;
        for (var scheme = shown.IndexOf("://", StringComparison.Ordinal); scheme >= 0; scheme = shown.IndexOf("://", scheme + 3, StringComparison.Ordinal))
        {
            shown = WithoutUser(shown, scheme + 3);
        }

        // A proxy may be written without a scheme: user:password@host:port.
        var at = shown.IndexOf('@', StringComparison.Ordinal);
        return ReferenceEquals(shown, text) && at > 0 && shown.AsSpan(0, at).IndexOfAny(" /\"") < 0 && shown.AsSpan(0, at).Contains(':') ? WithoutUser(shown, 0) : shown;
    }

    /// <summary>Whether a text is a connection string with a password in it.</summary>
    private static bool HasPassword(string text)
    {
        foreach (var word in (ReadOnlySpan<string>)["pwd", "password"])
        {
            for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                if (text.AsSpan(at + word.Length).TrimStart().StartsWith("="))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string WithoutUser(string text, int start)
    {
        var authority = text.AsSpan(start);
        var end = authority.IndexOfAny("/?# ");
        var at = (end < 0 ? authority : authority[..end]).LastIndexOf('@');
        return at < 0 ? text : string.Concat(text.AsSpan(0, start), Mask, authority[at..]);
    }

    /// <summary>The configuration as it may be shown.</summary>
    /// <param name="configuration">The merged configuration.</param>
    public ReadOnlyMemory<byte> ToMaskedJson(MergedConfiguration configuration)
    {
        var writing = new JsonWriting();
        Write(writing, new ConfigurationNode(configuration.Root), Root, default);
        writing.EndOfText();
        return writing.Written;
    }

    /// <summary>The configuration with comments that name each value's source.</summary>
    /// <param name="configuration">The merged configuration.</param>
    /// <param name="showsSecrets">Whether secret values are shown.</param>
    public ReadOnlyMemory<byte> ToAnnotatedJson(MergedConfiguration configuration, bool showsSecrets)
    {
        var writing = new JsonWriting();
        Write(writing, new ConfigurationNode(configuration.Root), Root, new WritingOptions(showsSecrets, IsAnnotated: true));
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
        Write(writing, new ConfigurationNode(value), state, default);
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

    /// <summary>How a configuration is written.</summary>
    private readonly record struct WritingOptions(bool ShowsSecrets, bool IsAnnotated);

    private static void Write(JsonWriting writing, ConfigurationNode node, SecretState state, WritingOptions options)
    {
        switch (node.Kind)
        {
            case JsonKind.Object:
                writing.StartObject();
                Annotate(writing, node, options);
                foreach (var (name, member) in node.Members)
                {
                    writing.Key(name);
                    // Members of one source stand close together, so that one comment at the object is enough.
                    var within = node.Merged is null ? options with { IsAnnotated = false } : options;
                    Write(writing, member, state.Member(name), within);
                }

                writing.EndObject();
                break;
            case JsonKind.Array:
                writing.StartArray();
                Annotate(writing, node, options);
                var position = 0;
                foreach (var element in node.Value.Elements)
                {
                    Write(writing, new ConfigurationNode(element), state.Element(position++), options with { IsAnnotated = false });
                }

                writing.EndArray();
                break;
            default:
                WriteScalar(writing, node.Value, state, options.ShowsSecrets);
                Annotate(writing, node, options);
                break;
        }
    }

    private static void Annotate(JsonWriting writing, ConfigurationNode node, WritingOptions options)
    {
        // An object made from several sources has no place of its own; its members have.
        if (options.IsAnnotated && node.Merged is null)
        {
            writing.Comment(node.Value.Place.ToString().ReplaceLineEndings(" "));
        }
    }

    private static void WriteScalar(JsonWriting writing, JsonValue value, SecretState state, bool showsSecrets)
    {
        if (!showsSecrets && value.Kind != JsonKind.Null && (state.IsSecret || value.Source.IsSecret))
        {
            writing.String(Mask);
            return;
        }

        if (!showsSecrets && value.Kind == JsonKind.String)
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
        // Where no array is expected somebody put a bracket too many, and what lies in it means what it would without.
        return element.Exists ? new SecretState(element, true, IsSecret || element.IsSecret) : this;
    }
}

using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Secrecy;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Rendering;

/// <summary>Writes a configuration for people: secrets masked, with or without the source of each value.</summary>
/// <param name="rules">Decide which values are secret.</param>
/// <param name="describe">Says where a value comes from.</param>
internal sealed class ConfigurationRenderer(SecretRules rules, Func<Place, string>? describe = null)
{
    /// <summary>The configuration as it may be shown.</summary>
    public ReadOnlyMemory<byte> ToMaskedJson(MergedConfiguration configuration)
    {
        var writing = new JsonWriter();
        Write(writing, new ConfigurationNode(configuration.Root), rules.Root, default);
        writing.EndOfText();
        return writing.Written;
    }

    /// <summary>The configuration with comments that name each value's source.</summary>
    /// <param name="showsSecrets">Whether secret values are shown.</param>
    public ReadOnlyMemory<byte> ToAnnotatedJson(MergedConfiguration configuration, bool showsSecrets)
    {
        var writing = new JsonWriter();
        Write(writing, new ConfigurationNode(configuration.Root), rules.Root, new WritingOptions(showsSecrets, IsAnnotated: true));
        writing.EndOfText();
        return writing.Written;
    }

    /// <summary>One value in one line, as it may be shown.</summary>
    public string ToMaskedText(JsonValue value, IReadOnlyList<string> segments)
    {
        var state = rules.Root;
        foreach (var segment in segments)
        {
            state = state.Member(segment);
        }

        var writing = new JsonWriter { IsIndented = false, IsForOrthanc = false };
        Write(writing, new ConfigurationNode(value), state, default);
        return System.Text.Encoding.UTF8.GetString(writing.Written.Span);
    }

    /// <summary>How a configuration is written.</summary>
    private readonly record struct WritingOptions(bool ShowsSecrets, bool IsAnnotated);

    private void Write(JsonWriter writing, ConfigurationNode node, SecretState state, WritingOptions options)
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
            case JsonKind.Array when !options.IsAnnotated && IsShownAsItIs(node.Value, state, options.ShowsSecrets):
                writing.Value(node.Value);
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
                if (!options.ShowsSecrets && Masked(node.Value, state) is { } masked)
                {
                    writing.String(masked);
                }
                else
                {
                    writing.Value(node.Value);
                }

                Annotate(writing, node, options);
                break;
        }
    }

    /// <summary>Whether an array holds only strings, numbers and literals, of which none is masked.</summary>
    private static bool IsShownAsItIs(JsonValue array, SecretState state, bool showsSecrets)
    {
        var position = 0;
        foreach (var element in array.Elements)
        {
            if (element.Kind is JsonKind.Object or JsonKind.Array
                || (!showsSecrets && Masked(element, state.Element(position++)) is not null))
            {
                return false;
            }
        }

        return true;
    }

    private void Annotate(JsonWriter writing, ConfigurationNode node, WritingOptions options)
    {
        // An object made from several sources has no place of its own; its members have.
        if (options.IsAnnotated && node.Merged is null)
        {
            var place = node.Value.Place;
            writing.Comment((describe?.Invoke(place) ?? place.ToString()).ReplaceLineEndings(" "));
        }
    }

    /// <summary>What is shown in place of a string, number or literal; null for itself.</summary>
    private static string? Masked(JsonValue value, SecretState state)
    {
        if (value.Kind != JsonKind.Null && (state.IsSecret || value.IsFromSecret))
        {
            return SecretText.Mask;
        }

        if (value.Kind != JsonKind.String)
        {
            return null;
        }

        var text = value.GetString();
        var shown = SecretText.MaskWithin(text);
        return ReferenceEquals(shown, text) ? null : shown;
    }
}

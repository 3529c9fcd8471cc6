using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>What one source says: a value for one setting, or an object for the root.</summary>
/// <param name="Segments">The setting's path; empty for the root.</param>
/// <param name="Name">For a variable or secret: how its name was understood; otherwise null.</param>
internal sealed record Layer(Source Source, IReadOnlyList<string> Segments, JsonValue Value, VariableName? Name = null)
{
    /// <summary>What this layer says of a setting.</summary>
    /// <returns>The value, or no value where the layer is silent.</returns>
    public JsonValue ValueOf(IReadOnlyList<string> segments)
    {
        if (segments.Count < Segments.Count)
        {
            return default;
        }

        for (var i = 0; i < Segments.Count; i++)
        {
            if (segments[i] != Segments[i])
            {
                return default;
            }
        }

        var value = Value;
        for (var i = Segments.Count; i < segments.Count && value.Exists; i++)
        {
            value = value.Member(segments[i]);
        }

        return value;
    }
}

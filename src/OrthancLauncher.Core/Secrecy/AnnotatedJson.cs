using OrthancLauncher.Findings;
using OrthancLauncher.Json;
using OrthancLauncher.Merging;

namespace OrthancLauncher.Secrecy;

/// <summary>Writes a configuration with comments that name each value's source. Orthanc reads comments, so it can use the text.</summary>
internal static class AnnotatedJson
{
    /// <summary>Notes where a value comes from, behind the value.</summary>
    /// <param name="writing">The text.</param>
    /// <param name="node">The value that was just written or opened.</param>
    public static void Comment(JsonWriting writing, ConfigurationNode node)
    {
        if (node.Merged is null)
        {
            writing.Comment(Describe(node.Value.Place));
        }
    }

    private static string Describe(Place place) => place.ToString().ReplaceLineEndings(" ");
}

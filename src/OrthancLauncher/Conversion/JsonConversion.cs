using System.Text;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Conversion;

/// <summary>Writes a configuration file without comments, for people who go on editing it.</summary>
internal static class JsonConversion
{
    private const string Schema = "$schema";

    /// <summary>Where the file has no other: beside it, written by <c>orthanc-launcher schema</c>.</summary>
    private const string SchemaFile = "orthanc.schema.json";

    /// <summary>The file's text.</summary>
    /// <param name="isLeftOut">Tells of paths that are not written.</param>
    public static string Write(ConfigurationObject root, Func<IReadOnlyList<string>, bool> isLeftOut)
    {
        var writing = new JsonWriter { IsForOrthanc = false };
        writing.StartObject();
        if (!root[Schema].Exists)
        {
            writing.Text(Schema, SchemaFile);
        }

        foreach (var (name, node) in root)
        {
            Write(writing, [name], node, isLeftOut);
        }

        writing.EndObject();

        // The key that editors look for is no reference to a variable.
        return ConfigurationText.EscapeDollars(Encoding.UTF8.GetString(writing.Written.Span))
            .Replace("\"\\u0024schema\"", "\"$schema\"", StringComparison.Ordinal);
    }

    private static void Write(JsonWriter writing, List<string> path, ConfigurationNode node, Func<IReadOnlyList<string>, bool> isLeftOut)
    {
        if (isLeftOut(path))
        {
            return;
        }

        writing.Key(path[^1]);
        if (node.Kind != JsonKind.Object)
        {
            writing.Value(node.Value);
            return;
        }

        writing.StartObject();
        foreach (var (name, member) in node.Members)
        {
            Write(writing, [.. path, name], member, isLeftOut);
        }

        writing.EndObject();
    }
}

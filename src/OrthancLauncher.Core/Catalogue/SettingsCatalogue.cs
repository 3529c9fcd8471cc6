using System.Globalization;
using System.Reflection;

namespace OrthancLauncher.Core.Catalogue;

/// <param name="Path">The path, in the notation of <see cref="SettingsCatalogue.Find(string)"/>.</param>
internal sealed record CatalogueEntry(string Path, SettingDefinition Definition);

/// <summary>
/// The settings of Orthanc and of its plugins: their names, types, defaults and limits. The one built in is looked up in its
/// compact form, as it lies in the executable; JSON Schemas can extend it. Instances never change and can be shared by threads.
/// </summary>
internal sealed class SettingsCatalogue
{
    private static byte[]? builtInSchema;

    private readonly CatalogueBlob blob;
    private readonly byte[]? schema;

    private SettingsCatalogue(CatalogueBlob blob, byte[]? schema)
    {
        this.blob = blob;
        this.schema = schema;
    }

    /// <summary>The catalogue that comes with the program.</summary>
    public static SettingsCatalogue BuiltIn { get; } = new(OpenBuiltIn(), null);

    /// <summary>The text (UTF-8) of the JSON Schema that <see cref="BuiltIn"/> was compiled from.</summary>
    public static ReadOnlyMemory<byte> SchemaJson => builtInSchema ??= ReadToEnd(OpenResource("orthanc.schema.json"));

    /// <summary>The version of Orthanc in use; null when it is not known.</summary>
    public OrthancVersion? Version => blob.Version;

    /// <summary>The text (UTF-8) of the JSON Schema that this catalogue stands for, extensions merged in.</summary>
    public ReadOnlyMemory<byte> Schema => schema ?? SchemaJson;

    /// <summary>How many settings there are, each of which has a <see cref="SettingDefinition.Number"/> of its own below that.</summary>
    public int Count => blob.Count;

    /// <summary>The whole configuration: its fixed keys are the settings and sections at the top.</summary>
    public SettingDefinition Root => new(blob, 0);

    /// <summary>Makes a catalogue of the settings of one JSON Schema alone.</summary>
    /// <param name="schemaJson">
    /// The schema, UTF-8; comments and trailing commas are allowed. Understood are the keywords of the built-in schema; others are
    /// passed over, except <c>$ref</c>, without which definitions would be lost silently.
    /// </param>
    /// <returns>The catalogue.</returns>
    /// <exception cref="FormatException">The text is not JSON or not such a schema; the message says what and where.</exception>
    public static SettingsCatalogue FromSchema(ReadOnlyMemory<byte> schemaJson)
    {
        var text = schemaJson.ToArray();
        return new SettingsCatalogue(CatalogueBlob.Of(CatalogueCompiler.Compile(text)), text);
    }

    /// <summary>Extends this catalogue, which stays as it is, by a second JSON Schema.</summary>
    /// <param name="overlaySchemaJson">
    /// The schema, as for <see cref="FromSchema"/>, holding only what differs. Objects of settings are merged; every other
    /// keyword, <c>type</c>, <c>enum</c>, <c>default</c> or <c>prefixItems</c> for example, replaces the present one as a whole.
    /// </param>
    /// <returns>The catalogue of both.</returns>
    /// <exception cref="FormatException">The text is not JSON or not such a schema; the message says what and where.</exception>
    public SettingsCatalogue With(ReadOnlyMemory<byte> overlaySchemaJson)
    {
        var merged = SchemaText.Merge(Schema, overlaySchemaJson);
        return new SettingsCatalogue(CatalogueBlob.Of(CatalogueCompiler.Compile(merged)).For(Version), merged);
    }

    /// <summary>The settings as a version of Orthanc reads them.</summary>
    /// <param name="version">The version; null when it is not known.</param>
    public SettingsCatalogue For(OrthancVersion? version) => new(blob.For(version), schema);

    /// <param name="dottedPath">
    /// Segments joined by dots. A segment is a key, or <c>*</c> for what any key holds, <c>[]</c> for what any element of an array
    /// holds, <c>[2]</c> for its third position. A key that holds a dot itself takes the other overload. Empty means the root.
    /// </param>
    /// <returns>The setting; not existing when it is not known.</returns>
    public SettingDefinition Find(string dottedPath)
    {
        ArgumentNullException.ThrowIfNull(dottedPath);
        var found = Root;
        var rest = dottedPath.AsSpan();
        while (!rest.IsEmpty && found.Exists)
        {
            var end = rest.IndexOf('.');
            found = Step(found, end < 0 ? rest : rest[..end]);
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return found;
    }

    /// <param name="segments">The segments as for the other overload; they may hold dots. None means the root.</param>
    /// <returns>The setting; not existing when it is not known.</returns>
    public SettingDefinition Find(IReadOnlyList<string> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var found = Root;
        for (var index = 0; index < segments.Count && found.Exists; index++)
        {
            found = Step(found, segments[index]);
        }

        return found;
    }

    /// <summary>
    /// All settings in the schema's order, each after the one above it, such as <c>DicomModalities.*.[0]</c>. Plain elements of a
    /// list (<c>string[]</c>) are part of the list and have no entry of their own, and neither has <c>$schema</c>, which is
    /// accepted for the sake of editors but is no setting.
    /// </summary>
    /// <returns>The settings with their paths.</returns>
    public IEnumerable<CatalogueEntry> All()
    {
        var all = new List<CatalogueEntry>();
        CollectBelow(Root, string.Empty, all);
        return all;
    }

    private static SettingDefinition Step(SettingDefinition from, ReadOnlySpan<char> segment)
    {
        if (segment is "*" && from.IsMap)
        {
            return from.Wildcard;
        }

        if ((from.Types & SettingTypes.Array) != 0 && segment is ['[', .. var position, ']'])
        {
            if (position.IsEmpty)
            {
                return from.Element;
            }

            if (int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                return from.Position(index);
            }
        }

        return from.Child(segment);
    }

    private static void CollectBelow(SettingDefinition above, string prefix, List<CatalogueEntry> all)
    {
        void Collect(SettingDefinition definition)
        {
            var path = prefix + definition.Name;
            all.Add(new CatalogueEntry(path, definition));
            CollectBelow(definition, path + ".", all);
        }

        for (var position = 0; position < above.PositionCount; position++)
        {
            Collect(above.Position(position));
        }

        var element = above.Element;
        if (element.Types != SettingTypes.Any && (element.Types & (SettingTypes.Array | SettingTypes.Object)) != 0)
        {
            Collect(element);
        }

        foreach (var child in above.Children)
        {
            if (child.Name != "$schema")
            {
                Collect(child);
            }
        }

        if (above.IsMap)
        {
            Collect(above.Wildcard);
        }
    }

    private static unsafe CatalogueBlob OpenBuiltIn()
    {
        // These are constants in the program's own image, which does not move; to ask for a resource would set up reflection.
        var bytes = CatalogueData.Bytes;
        fixed (byte* first = bytes)
        {
            return new CatalogueBlob(first, bytes.Length);
        }
    }

    private static byte[] ReadToEnd(Stream stream)
    {
        using (stream)
        {
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
    }

    private static Stream OpenResource(string name) =>
        Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The program was built without its resource '{name}'.");
}

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>
/// Turns a JSON Schema of settings into the compact form that <see cref="CatalogueFormat"/> describes. <c>pattern</c> and
/// <c>patternProperties</c> are passed over: they only tell other validators what <c>x-ignore-case</c>, <c>x-values</c> and
/// <c>x-aliases</c> say here.
/// </summary>
internal static class CatalogueCompiler
{
    private const string Orthanc = "Orthanc";

    private static readonly JsonWriterOptions CompactOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="schema">Its text, UTF-8.</param>
    /// <returns>The compact form; always the same bytes for the same schema.</returns>
    /// <exception cref="FormatException">The text is not JSON or not a schema of settings; the message says what and where.</exception>
    public static byte[] Compile(ReadOnlyMemory<byte> schema)
    {
        using var document = SchemaText.Parse(schema);
        return new Writer(ReadNode(document.RootElement, string.Empty, above: null)).Write();
    }

    private static Node ReadNode(JsonElement schema, string name, Node? above)
    {
        var node = new Node(name, above);
        if (schema.ValueKind == JsonValueKind.True)
        {
            node.Types = SettingTypes.Any;
            return node;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw node.Error("the definition must be an object");
        }

        foreach (var keyword in schema.EnumerateObject())
        {
            ReadFact(node, keyword.Name, keyword.Value);
        }

        Complete(node);
        ReadBelow(node, schema);
        return node;
    }

    private static void ReadFact(Node node, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "type":
                node.Types = ReadTypes(node, value);
                break;
            case "enum":
                ReadEnum(node, value);
                break;
            case "x-values":
                node.SpelledValues = ReadStrings(node, keyword, value);
                break;
            case "x-deprecated-values":
                node.DeprecatedValues = ReadStrings(node, keyword, value);
                break;
            case "x-aliases":
                node.Aliases = ReadStrings(node, keyword, value);
                break;
            case "minimum":
                node.Minimum = ReadInteger(node, keyword, value);
                break;
            case "maximum":
                node.Maximum = ReadInteger(node, keyword, value);
                break;
            case "minLength":
            case "minItems":
                node.MinLength = ReadInteger(node, keyword, value);
                break;
            case "maxLength":
            case "maxItems":
                node.MaxLength = ReadInteger(node, keyword, value);
                break;
            case "required":
                node.Required = ReadStrings(node, keyword, value);
                break;
            case "propertyNames":
                node.SetFlag(ReadKeyForm(node, value), true);
                break;
            case "additionalProperties" when value.ValueKind == JsonValueKind.False:
                node.SetFlag(NodeFlags.Closed, true);
                break;
            case "default":
                node.Default = Compact(value);
                break;
            case "deprecated":
                node.SetFlag(NodeFlags.Deprecated, ReadBoolean(node, keyword, value));
                break;
            case "x-secret":
                node.SetFlag(NodeFlags.Secret, ReadBoolean(node, keyword, value));
                break;
            case "x-ignore-case":
                node.SetFlag(NodeFlags.IgnoreCase, ReadBoolean(node, keyword, value));
                break;
            case "x-replaced-by":
                node.ReplacedBy = ReadString(node, keyword, value);
                break;
            case "x-since":
                node.Since = ReadString(node, keyword, value);
                break;
            case "x-until":
                node.Until = ReadString(node, keyword, value);
                break;
            case "x-values-since":
                node.ValueVersions = ReadPairs(node, keyword, value, static (node, keyword, value) => ReadString(node, keyword, value));
                break;
            case "x-former-defaults":
                node.FormerDefaults = ReadPairs(node, keyword, value, static (_, _, value) => Compact(value));
                break;
            case "x-unread":
                node.SetFlag(NodeFlags.Unread, ReadBoolean(node, keyword, value));
                break;
            case "x-lenient":
                node.SetFlag(NodeFlags.Lenient, ReadBoolean(node, keyword, value));
                break;
            case "x-versioned-with":
                node.SetFlag(NodeFlags.VersionOfOrthanc, ReadString(node, keyword, value) == Orthanc);
                break;
            case "x-library":
                node.Library = ReadString(node, keyword, value);
                break;
            case "x-measured-versions":
                node.MeasuredVersions = ReadStrings(node, keyword, value);
                break;
            case "x-tolerates":
                node.Tolerances = ReadTolerances(node, value);
                break;
            case "x-component":
                node.Component = ReadString(node, keyword, value);
                node.SetFlag(NodeFlags.VersionOfOrthanc, node.Component == Orthanc);
                break;
            case "x-kind":
                node.Kind = ReadString(node, keyword, value);
                break;
            case "x-unit":
                node.Unit = ReadString(node, keyword, value);
                break;
            case "$ref":
            case "$dynamicRef":
                throw node.Error($"'{keyword}' is not supported, write the definition out");
        }
    }

    private static void Complete(Node node)
    {
        if (node.Types == SettingTypes.None)
        {
            node.Types = node.EnumValues is null ? SettingTypes.Any : node.EnumTypes;
        }
        else if ((node.EnumTypes & ~node.Types) != 0)
        {
            throw node.Error("'enum' holds a value that is not of the setting's 'type'");
        }

        if (node.Minimum > node.Maximum)
        {
            throw node.Error($"'minimum' {node.Minimum} is above 'maximum' {node.Maximum}");
        }

        if (node.MaxLength is < 0 or > int.MaxValue || node.MinLength is < 0 or > int.MaxValue || node.MinLength > node.MaxLength)
        {
            throw node.Error($"'minLength' {node.MinLength} and 'maxLength' {node.MaxLength} are not limits of a length");
        }

        foreach (var version in (IEnumerable<string?>)[node.Since, node.Until, .. node.ValueVersions.Select(pair => pair.Value),
            .. node.FormerDefaults.Select(pair => pair.Key)])
        {
            if (version is not null && !OrthancVersion.TryParse(version, out _))
            {
                throw node.Error($"'{version}' is not a version");
            }
        }

        foreach (var deprecated in node.DeprecatedValues)
        {
            if (!node.AllowedValues.Contains(deprecated, StringComparer.Ordinal))
            {
                throw node.Error($"'x-deprecated-values' holds '{deprecated}', which is not an allowed value");
            }
        }
    }

    private static void ReadBelow(Node node, JsonElement schema)
    {
        if (schema.TryGetProperty("prefixItems", out var positions))
        {
            if (positions.ValueKind != JsonValueKind.Array)
            {
                throw node.Error("'prefixItems' must be an array");
            }

            foreach (var position in positions.EnumerateArray())
            {
                node.Positions.Add(ReadNode(position, $"[{node.Positions.Count}]", node));
            }
        }

        if (schema.TryGetProperty("items", out var element) && !IsBoolean(element))
        {
            node.Element = ReadNode(element, "[]", node);
            if ((node.Element.Types & (SettingTypes.Array | SettingTypes.Object)) == 0)
            {
                // What is said of a plain list is meant for its elements.
                node.Element.Kind ??= node.Kind;
                node.Element.Since ??= node.Since;
                node.Element.Until ??= node.Until;
            }
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            if (properties.ValueKind != JsonValueKind.Object)
            {
                throw node.Error("'properties' must be an object");
            }

            foreach (var property in properties.EnumerateObject())
            {
                node.Children.Add(ReadNode(property.Value, property.Name, node));
            }
        }

        if (schema.TryGetProperty("additionalProperties", out var wildcard) && !IsBoolean(wildcard))
        {
            node.Wildcard = ReadNode(wildcard, "*", node);
        }
    }

    private static bool IsBoolean(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static SettingTypes ReadTypes(Node node, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return ReadType(node, value);
        }

        var types = SettingTypes.None;
        foreach (var member in value.EnumerateArray())
        {
            types |= ReadType(node, member);
        }

        return types == SettingTypes.None ? throw node.Error("'type' must name at least one type") : types;
    }

    private static SettingTypes ReadType(Node node, JsonElement value)
    {
        var name = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return name switch
        {
            "boolean" => SettingTypes.Boolean,
            "integer" => SettingTypes.Integer,
            "number" => SettingTypes.Number,
            "string" => SettingTypes.String,
            "array" => SettingTypes.Array,
            "object" => SettingTypes.Object,
            "null" => SettingTypes.Null,
            _ => throw node.Error(
                $"'type' must be boolean, integer, number, string, array, object or null, or a list of these, not {value.GetRawText()}"),
        };
    }

    private static void ReadEnum(Node node, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw node.Error("'enum' must be an array");
        }

        // A union lists the literals of its other types beside the texts, as 'enum' holds for all types.
        var texts = new List<string>();
        foreach (var member in value.EnumerateArray())
        {
            switch (member.ValueKind)
            {
                case JsonValueKind.String:
                    texts.Add(member.GetString()!);
                    node.EnumTypes |= SettingTypes.String;
                    break;
                case JsonValueKind.True:
                case JsonValueKind.False:
                    node.EnumTypes |= SettingTypes.Boolean;
                    break;
                case JsonValueKind.Null:
                    node.EnumTypes |= SettingTypes.Null;
                    break;
                default:
                    throw node.Error($"'enum' may hold texts, true, false and null, not {member.GetRawText()}");
            }
        }

        node.EnumValues = texts;
    }

    /// <summary>The rules for keys that can be told here; others would be lost silently.</summary>
    private static NodeFlags ReadKeyForm(Node node, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("pattern", out var pattern)
            ? pattern.GetString() switch
            {
                "^[A-Za-z0-9_-]*$" => NodeFlags.PlainKeys,
                "^[^:]*$" => NodeFlags.KeysWithoutColon,
                "^[0-9A-Fa-f]{4}[,-]?[0-9A-Fa-f]{4}$" => NodeFlags.TagKeys,
                var other => throw node.Error($"'propertyNames' may not have the pattern {other}"),
            }
            : throw node.Error("'propertyNames' must be an object with a 'pattern'");

    private static List<KeyValuePair<string, string>> ReadPairs(Node node, string keyword, JsonElement value, Func<Node, string,
        JsonElement, string> read) =>
        value.ValueKind == JsonValueKind.Object
            ? [.. value.EnumerateObject().Select(pair => KeyValuePair.Create(pair.Name, read(node, keyword, pair.Value)))]
            : throw node.Error($"'{keyword}' must be an object");

    private static Dictionary<string, Deviations> ReadTolerances(Node node, JsonElement value)
    {
        const string allVersions = "";
        return value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().ToDictionary(pair => pair.Name, pair => ReadDeviations(node, pair.Value))
            : new Dictionary<string, Deviations> { [allVersions] = ReadDeviations(node, value) };
    }

    private static Deviations ReadDeviations(Node node, JsonElement value)
    {
        var deviations = Deviations.None;
        foreach (var name in ReadStrings(node, "x-tolerates", value))
        {
            deviations |= name switch
            {
                "null" => Deviations.Null,
                "scalar" => Deviations.Scalar,
                "type" => Deviations.Type | Deviations.Scalar,
                "below" => Deviations.Below,
                "above" => Deviations.Above,
                "huge" => Deviations.Huge,
                "value" => Deviations.Value,
                "length" => Deviations.Length,
                "form" => Deviations.Form,
                "key" => Deviations.Key,
                "file" => Deviations.File,
                _ => throw node.Error(
                    $"'x-tolerates' may hold null, scalar, type, below, above, huge, value, length, form, key and file, not '{name}'"),
            };
        }

        return deviations;
    }

    private static List<string> ReadStrings(Node node, string keyword, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw node.Error($"'{keyword}' must be an array of texts");
        }

        var texts = new List<string>();
        foreach (var member in value.EnumerateArray())
        {
            texts.Add(ReadString(node, keyword, member));
        }

        return texts;
    }

    private static string ReadString(Node node, string keyword, JsonElement value) =>
        value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw node.Error($"'{keyword}' must be text, not {value.GetRawText()}");

    private static bool ReadBoolean(Node node, string keyword, JsonElement value) =>
        IsBoolean(value)
            ? value.GetBoolean()
            : throw node.Error($"'{keyword}' must be true or false, not {value.GetRawText()}");

    private static long ReadInteger(Node node, string keyword, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : throw node.Error($"'{keyword}' must be a whole number, not {value.GetRawText()}");

    private static string Compact(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, CompactOptions))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A setting while it is compiled.</summary>
    private sealed class Node
    {
        private readonly string path;

        public Node(string name, Node? above)
        {
            Name = name;
            path = above is null || above.path.Length == 0 ? name : $"{above.path}.{name}";

            // What lies in a plugin's section is the plugin's and what lies below a secret is secret, unless it says otherwise.
            Component = above?.Component;
            Flags = above is null ? NodeFlags.None : above.Flags & (NodeFlags.Secret | NodeFlags.VersionOfOrthanc | NodeFlags.Lenient);
        }

        public string Name { get; }

        public SettingTypes Types { get; set; }

        public NodeFlags Flags { get; private set; }

        public string? ReplacedBy { get; set; }

        public string? Since { get; set; }

        public string? Until { get; set; }

        public string? Library { get; set; }

        public string? Component { get; set; }

        public string? Kind { get; set; }

        public string? Unit { get; set; }

        public string? Default { get; set; }

        public long? Minimum { get; set; }

        public long? Maximum { get; set; }

        public long? MinLength { get; set; }

        public long? MaxLength { get; set; }

        public SettingTypes EnumTypes { get; set; }

        public List<string>? EnumValues { get; set; }

        public List<string> SpelledValues { get; set; } = [];

        /// <summary>Of the root, which has none, the measured versions stand in their place.</summary>
        public List<string> AllowedValues => EnumValues ?? (MeasuredVersions.Count > 0 ? MeasuredVersions : SpelledValues);

        public List<string> MeasuredVersions { get; set; } = [];

        public List<string> Required { get; set; } = [];

        public List<KeyValuePair<string, string>> ValueVersions { get; set; } = [];

        public List<KeyValuePair<string, string>> FormerDefaults { get; set; } = [];

        public Dictionary<string, Deviations> Tolerances { get; set; } = [];

        public List<string> DeprecatedValues { get; set; } = [];

        public List<string> Aliases { get; set; } = [];

        public List<Node> Positions { get; } = [];

        public Node? Element { get; set; }

        public List<Node> Children { get; } = [];

        public Node? Wildcard { get; set; }

        public void SetFlag(NodeFlags flag, bool isSet) => Flags = isSet ? Flags | flag : Flags & ~flag;

        public FormatException Error(string problem) =>
            new($"The schema's definition of {(path.Length == 0 ? "the whole configuration" : $"'{path}'")} is wrong: {problem}.");
    }

    /// <summary>Lays the nodes out and writes them.</summary>
    private sealed class Writer
    {
        private readonly List<Node> nodes = [];
        private readonly Dictionary<Node, int> numbers = [];
        private readonly List<string> strings = [string.Empty];
        private readonly Dictionary<string, int> stringNumbers = new(StringComparer.Ordinal);
        private readonly List<(long Minimum, long Maximum, int MinLength, int MaxLength, RangeFlags Flags)> ranges = [];
        private readonly List<Deviations[]> tolerances = [];
        private readonly List<int> texts = [];

        public Writer(Node root)
        {
            Add(root);

            // Breadth first, so that the children of a node come one after the other; the list grows while it is walked.
            for (var index = 0; index < nodes.Count; index++)
            {
                var node = nodes[index];
                node.Positions.ForEach(Add);
                node.Children.ForEach(Add);
                if (node.Element is { } element)
                {
                    Add(element);
                }

                if (node.Wildcard is { } wildcard)
                {
                    Add(wildcard);
                }
            }
        }

        public byte[] Write()
        {
            var nodeBytes = Section(writer => nodes.ForEach(node => WriteNode(writer, node)));
            var sortedBytes = Section(WriteSorted);
            var rangeBytes = Section(WriteRanges);
            var toleranceBytes = Section(WriteTolerances);
            var textBytes = Section(writer => texts.ForEach(number => WriteNumber(writer, number)));
            var stringData = Section(writer => strings.ForEach(text => writer.Write(Encoding.Unicode.GetBytes(text))));
            var stringOffsets = Section(WriteStringOffsets);
            return Section(writer =>
            {
                var offset = CatalogueFormat.HeaderSize + nodeBytes.Length;
                writer.Write(CatalogueFormat.Magic);
                writer.Write(nodes.Count);
                foreach (var section in (byte[][])[sortedBytes, rangeBytes, toleranceBytes, textBytes, stringOffsets, stringData])
                {
                    writer.Write(offset);
                    offset += section.Length;
                }

                foreach (var section in (byte[][])[nodeBytes, sortedBytes, rangeBytes, toleranceBytes, textBytes, stringOffsets,
                    stringData])
                {
                    writer.Write(section);
                }
            });
        }

        private static byte[] Section(Action<BinaryWriter> write)
        {
            using var stream = new MemoryStream();
            using var writer = new BinaryWriter(stream);
            write(writer);
            writer.Flush();
            return stream.ToArray();
        }

        private static void WriteNumber(BinaryWriter writer, int number) =>
            writer.Write(number <= ushort.MaxValue ? (ushort)number : throw new FormatException("The schema holds too many settings."));

        private void Add(Node node)
        {
            numbers.Add(node, nodes.Count);
            nodes.Add(node);
        }

        private void WriteNode(BinaryWriter writer, Node node)
        {
            var firstText = texts.Count;
            foreach (var text in TextsOf(node))
            {
                texts.Add(StringNumber(text));
            }

            // In the order of NodeField.
            WriteNumber(writer, StringNumber(node.Name));
            WriteNumber(writer, (int)node.Types);
            WriteNumber(writer, (int)node.Flags);
            WriteNumber(writer, StringNumber(node.ReplacedBy));
            WriteNumber(writer, StringNumber(node.Since));
            WriteNumber(writer, StringNumber(node.Component));
            WriteNumber(writer, StringNumber(node.Kind));
            WriteNumber(writer, StringNumber(node.Unit));
            WriteNumber(writer, StringNumber(node.Default));
            WriteNumber(writer, node.Children.Count == 0 ? 0 : numbers[node.Children[0]]);
            WriteNumber(writer, node.Children.Count);
            WriteNumber(writer, node.Wildcard is null ? 0 : numbers[node.Wildcard]);
            WriteNumber(writer, node.Element is null ? 0 : numbers[node.Element]);
            WriteNumber(writer, node.Positions.Count == 0 ? 0 : numbers[node.Positions[0]]);
            WriteNumber(writer, node.Positions.Count);
            WriteNumber(writer, firstText);
            WriteNumber(writer, node.AllowedValues.Count);
            WriteNumber(writer, node.DeprecatedValues.Count);
            WriteNumber(writer, node.Aliases.Count);
            WriteNumber(writer, node.Required.Count);
            WriteNumber(writer, node.ValueVersions.Count);
            WriteNumber(writer, node.FormerDefaults.Count);
            WriteNumber(writer, RangeNumber(node));
            WriteNumber(writer, StringNumber(node.Until));
            WriteNumber(writer, StringNumber(node.Library));
            WriteNumber(writer, ToleranceNumber(node));
        }

        private static IEnumerable<string> TextsOf(Node node) =>
        [
            .. node.AllowedValues, .. node.DeprecatedValues, .. node.Aliases, .. node.Required,
            .. node.ValueVersions.SelectMany(pair => (string[])[pair.Key, pair.Value]),
            .. node.FormerDefaults.SelectMany(pair => (string[])[pair.Key, pair.Value]),
        ];

        private void WriteSorted(BinaryWriter writer)
        {
            // A slot belongs to the node of the same number; only those of fixed children are ever looked at.
            var sorted = new int[nodes.Count];
            foreach (var node in nodes)
            {
                var slot = node.Children.Count == 0 ? 0 : numbers[node.Children[0]];
                foreach (var child in node.Children.OrderBy(child => child.Name, StringComparer.Ordinal))
                {
                    sorted[slot++] = numbers[child];
                }
            }

            foreach (var number in sorted)
            {
                WriteNumber(writer, number);
            }
        }

        private void WriteRanges(BinaryWriter writer)
        {
            foreach (var (minimum, maximum, minLength, maxLength, flags) in ranges)
            {
                writer.Write(minimum);
                writer.Write(maximum);
                writer.Write(minLength);
                writer.Write(maxLength);
                writer.Write((int)flags);
            }
        }

        private void WriteTolerances(BinaryWriter writer)
        {
            foreach (var deviations in tolerances.SelectMany(row => row))
            {
                writer.Write((ushort)deviations);
            }
        }

        private void WriteStringOffsets(BinaryWriter writer)
        {
            var offset = 0;
            writer.Write(offset);
            foreach (var text in strings)
            {
                offset += sizeof(char) * text.Length;
                writer.Write(offset);
            }
        }

        private int StringNumber(string? text)
        {
            if (text is null)
            {
                return 0;
            }

            if (!stringNumbers.TryGetValue(text, out var number))
            {
                number = strings.Count;
                strings.Add(text);
                stringNumbers.Add(text, number);
            }

            return number;
        }

        private int RangeNumber(Node node)
        {
            var flags = (node.Minimum is null ? RangeFlags.None : RangeFlags.Minimum)
                | (node.Maximum is null ? RangeFlags.None : RangeFlags.Maximum)
                | (node.MinLength is null ? RangeFlags.None : RangeFlags.MinLength)
                | (node.MaxLength is null ? RangeFlags.None : RangeFlags.MaxLength);
            if (flags == RangeFlags.None)
            {
                return 0;
            }

            var range = (node.Minimum ?? 0, node.Maximum ?? 0, (int)(node.MinLength ?? 0), (int)(node.MaxLength ?? 0), flags);
            var index = ranges.IndexOf(range);
            if (index < 0)
            {
                index = ranges.Count;
                ranges.Add(range);
            }

            return index + 1;
        }

        private int ToleranceNumber(Node node)
        {
            if (node.Tolerances.Count == 0)
            {
                return 0;
            }

            var versions = nodes[0].MeasuredVersions;
            foreach (var version in node.Tolerances.Keys)
            {
                if (version.Length > 0 && !versions.Contains(version))
                {
                    throw node.Error($"'x-tolerates' speaks of {version}, which is not one of 'x-measured-versions'");
                }
            }

            Deviations[] row =
                [.. versions.Select(version =>
                node.Tolerances.GetValueOrDefault(node.Tolerances.ContainsKey(version) ? version : string.Empty))];
            var index = tolerances.FindIndex(other => other.SequenceEqual(row));
            if (index < 0)
            {
                index = tolerances.Count;
                tolerances.Add(row);
            }

            return index + 1;
        }
    }
}

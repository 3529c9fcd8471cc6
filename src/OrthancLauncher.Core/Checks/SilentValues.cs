using System.Buffers.Text;
using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Checks;

/// <summary>
/// Tells values of which <see cref="SettingsCheck"/> has nothing to say, without decoding them: of ten thousand modalities
/// hardly one is worth a word. Where it is not sure it says so, and the check looks for itself.
/// </summary>
internal sealed class SilentValues
{
    private static readonly byte[] Placeholder = Encoding.UTF8.GetBytes(SettingsCheck.Placeholder);

    private readonly Dictionary<int, Shape> _shapes = [];

    /// <summary>Whether there is surely nothing to say of a value and of all that it holds.</summary>
    /// <param name="value">The value.</param>
    /// <param name="definition">Its setting; it must exist.</param>
    public bool IsSilent(JsonValue value, SettingDefinition definition) =>
        IsSilent(value.Document, value.Document.Content, value.Row, ShapeOf(definition));

    private bool IsSilent(JsonText text, ReadOnlySpan<byte> content, int index, Shape shape)
    {
        ref readonly var row = ref text[index];
        if (shape.IsTalkative)
        {
            return false;
        }

        switch (row.Kind)
        {
            case JsonKind.Object:
                return (shape.Types & SettingTypes.Object) != 0
                    && (row.Flags & JsonText.RowFlags.HasDuplicates) == 0 && AreMembersSilent(text, content, index, shape);
            case JsonKind.Array:
                return (shape.Types & SettingTypes.Array) != 0 && AreElementsSilent(text, content, index, shape);
            case JsonKind.String:
                return (shape.Types & SettingTypes.String) != 0
                    && (row.Flags & JsonText.RowFlags.Escaped) == 0 && IsTextSilent(content.Slice(row.Start + 1, row.Length - 2), shape);
            case JsonKind.Number:
                return IsNumberSilent(content.Slice(row.Start, row.Length), shape);
            case JsonKind.Boolean:
                return (shape.Types & SettingTypes.Boolean) != 0;
            default:
                return (shape.Types & SettingTypes.Null) != 0;
        }
    }

    private bool AreMembersSilent(JsonText text, ReadOnlySpan<byte> content, int index, Shape shape)
    {
        var end = text[index].Next;
        for (var i = index + 1; i < end; i = text[i + 1].Next)
        {
            ref readonly var key = ref text[i];
            if ((key.Flags & JsonText.RowFlags.Escaped) != 0)
            {
                return false;
            }

            var child = ChildOf(shape, content.Slice(key.Start + 1, key.Length - 2));
            if (child is null ? shape.HasFixedKeys : !IsSilent(text, content, i + 1, child))
            {
                return false;
            }
        }

        return true;
    }

    private bool AreElementsSilent(JsonText text, ReadOnlySpan<byte> content, int index, Shape shape)
    {
        var end = text[index].Next;
        var position = 0;
        for (var i = index + 1; i < end; i = text[i].Next)
        {
            if (PositionOf(shape, position) is { } child && !IsSilent(text, content, i, child))
            {
                return false;
            }

            position++;
        }

        return true;
    }

    private static bool IsTextSilent(ReadOnlySpan<byte> text, Shape shape)
    {
        // There are at least as many bytes as characters.
        if (text.Length > shape.MaxLength || (text.Length >= Placeholder.Length && text.IndexOf(Placeholder) >= 0))
        {
            return false;
        }

        if (shape.UsualTexts is null)
        {
            return true;
        }

        foreach (var usual in shape.UsualTexts)
        {
            if (text.SequenceEqual(usual))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNumberSilent(ReadOnlySpan<byte> number, Shape shape)
    {
        if ((shape.Types & (SettingTypes.Number | SettingTypes.Integer)) == 0
            || !Utf8Parser.TryParse(number, out long value, out var consumed) || consumed != number.Length)
        {
            return false;
        }

        return value >= shape.Minimum && value <= shape.Maximum;
    }

    private Shape? ChildOf(Shape shape, ReadOnlySpan<byte> key)
    {
        if (!shape.HasFixedKeys)
        {
            return shape.Wildcard ??= ShapeOrNull(shape.Definition.Wildcard);
        }

        // Objects of one kind mostly have the same keys in the same order, so the key after the last one comes first.
        var keys = shape.KnownKeys;
        for (var i = 0; i < keys.Count; i++)
        {
            shape.LastKey = shape.LastKey >= keys.Count - 1 ? 0 : shape.LastKey + 1;
            var known = keys[shape.LastKey];
            if (key.SequenceEqual(known.Key))
            {
                return known.Shape;
            }
        }

        Span<char> name = stackalloc char[128];
        if (key.Length > name.Length)
        {
            return null;
        }

        var child = shape.Definition.FixedChild(name[..Encoding.UTF8.GetChars(key, name)]);
        if (!child.Exists)
        {
            return shape.Wildcard ??= ShapeOrNull(shape.Definition.Wildcard);
        }

        var found = ShapeOf(child);
        shape.KnownKeys.Add(new KnownKey(key.ToArray(), found));
        return found;
    }

    private Shape? PositionOf(Shape shape, int position)
    {
        if (position >= shape.Positions.Length)
        {
            return shape.Element ??= ShapeOrNull(shape.Definition.Element);
        }

        return shape.Positions[position] ??= ShapeOf(shape.Definition.Position(position));
    }

    private Shape? ShapeOrNull(SettingDefinition definition) => definition.Exists ? ShapeOf(definition) : null;

    private Shape ShapeOf(SettingDefinition definition)
    {
        if (!_shapes.TryGetValue(definition.Number, out var shape))
        {
            shape = new Shape(definition);
            _shapes.Add(definition.Number, shape);
        }

        return shape;
    }

    private sealed record KnownKey(byte[] Key, Shape Shape);

    /// <summary>What of a setting matters here, ready to compare with.</summary>
    private sealed class Shape
    {
        public Shape(SettingDefinition definition)
        {
            Definition = definition;
            Types = definition.Types;
            HasFixedKeys = definition.ChildCount > 0;
            Positions = new Shape?[definition.PositionCount];
            Minimum = definition.Minimum ?? long.MinValue;
            Maximum = definition.Maximum ?? long.MaxValue;
            if (definition.Unit == SettingsCheck.LargeUnit)
            {
                Maximum = Math.Min(Maximum, SettingsCheck.SuspiciousMegabytes - 1);
            }

            MaxLength = definition.MaxLength ?? int.MaxValue;
            IsTalkative = definition.IsDeprecated || definition.Kind == SettingsCheck.FileKind;
            if (definition.AllowedValues.Count > 0)
            {
                var texts = new List<byte[]>();
                foreach (var allowed in definition.AllowedValues)
                {
                    if (!definition.IsDeprecatedValue(allowed))
                    {
                        texts.Add(Encoding.UTF8.GetBytes(allowed));
                    }
                }

                UsualTexts = [.. texts];
            }
        }

        public SettingDefinition Definition { get; }

        public SettingTypes Types { get; }

        public bool HasFixedKeys { get; }

        /// <summary>Whether something may have to be said whatever the value is.</summary>
        public bool IsTalkative { get; }

        public long Minimum { get; }

        public long Maximum { get; }

        public int MaxLength { get; }

        /// <summary>The texts that are taken and not deprecated, in their own spelling; null where all are.</summary>
        public byte[][]? UsualTexts { get; }

        /// <summary>The fixed keys that were met so far.</summary>
        public List<KnownKey> KnownKeys { get; } = [];

        /// <summary>The index of the key that was met last.</summary>
        public int LastKey { get; set; }

        public Shape?[] Positions { get; }

        public Shape? Wildcard { get; set; }

        public Shape? Element { get; set; }
    }
}

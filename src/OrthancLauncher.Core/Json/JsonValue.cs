using System.Text;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Json;

/// <summary>One value in a <see cref="JsonText"/>. The default value stands for no value at all.</summary>
internal readonly struct JsonValue
{
    private readonly JsonText? _text;
    private readonly int _index;

    internal JsonValue(JsonText text, int index)
    {
        _text = text;
        _index = index;
    }

    /// <summary>Whether there is a value.</summary>
    public bool Exists => _text is not null;

    public JsonKind Kind => Here.Kind;

    /// <summary>The source that the value comes from.</summary>
    public Source Source => Text.Text.Source;

    /// <summary>Whether it comes from a secret, wholly or in part.</summary>
    public bool IsFromSecret => Source.IsSecret || Text.Text.HoldsSecret(Start, Start + Raw.Length);

    /// <summary>Where the value stands; for the value of a key, where the key stands.</summary>
    public Place Place
    {
        get
        {
            var source = Source;
            if (source.IsDefault)
            {
                return new Place(source);
            }

            var isMember = _index > 0 && Text[_index - 1].Flags.HasFlag(JsonText.RowFlags.Key);
            return Text.Text.PlaceOf(isMember ? Text[_index - 1].Start : Here.Start);
        }
    }

    /// <summary>The value as it is written, with quotes or brackets, UTF-8.</summary>
    public ReadOnlySpan<byte> Raw => Text.Raw(Here);

    /// <summary>The members of an object, in order of first appearance; of equal keys the last value.</summary>
    public MemberEnumerator Members => new(this);

    /// <summary>The members of an object with all that have the same key.</summary>
    internal IEnumerable<JsonMember> AllMembers()
    {
        for (int i = _index + 1, end = Here.Next; i < end; i = Text[i + 1].Next)
        {
            yield return new JsonMember(new JsonValue(Text, i), new JsonValue(Text, i + 1));
        }
    }

    public ElementEnumerator Elements => new(this);

    /// <summary>The text that the value stands in.</summary>
    internal JsonText Document => Text;

    /// <summary>Byte offset of the value in its text's content.</summary>
    internal int Start => Here.Start;

    /// <summary>Index of the value's row in its text.</summary>
    internal int Row => _index;

    /// <summary>Whether the value is an object in which a key occurs twice.</summary>
    internal bool HasDuplicates => Here.Flags.HasFlag(JsonText.RowFlags.HasDuplicates);

    private JsonText Text => _text!;

    private ref readonly JsonText.Row Here => ref Text[_index];

    /// <summary>The text of a string, decoded; of anything else, as it is written.</summary>
    public string GetString() => Kind == JsonKind.String ? JsonStrings.Unquote(Raw) : Encoding.UTF8.GetString(Raw);

    internal JsonValue AttributedTo(Source source) => new(Text.AttributedTo(source), _index);

    /// <summary>Whether the value is <c>true</c>.</summary>
    public bool IsTrue => Kind == JsonKind.Boolean && Raw[0] == (byte)'t';

    /// <summary>Whether the value is an object or array without content.</summary>
    public bool IsEmpty => Kind is JsonKind.Object or JsonKind.Array && Here.Next == _index + 1;

    public bool IsEmptyString => Kind == JsonKind.String && Here.Length == 2;

    /// <summary>The member of an object, or no value if it has none of that name.</summary>
    public JsonValue Member(string name)
    {
        if (Kind != JsonKind.Object)
        {
            return default;
        }

        JsonValue found = default;
        // Of equal keys the last wins.
        for (int i = _index + 1, end = Here.Next; i < end && (HasDuplicates || !found.Exists); i = Text[i + 1].Next)
        {
            if (new JsonValue(Text, i).IsString(name))
            {
                found = new JsonValue(Text, i + 1);
            }
        }

        return found;
    }

    /// <summary>Whether the value is this string.</summary>
    public bool IsString(string text) => Kind == JsonKind.String && JsonStrings.Says(Raw[1..^1], text);

    /// <summary>Whether two values say the same: objects regardless of the order of their keys, numbers by their text.</summary>
    public bool SameAs(JsonValue other)
    {
        if (Kind != other.Kind)
        {
            return false;
        }

        switch (Kind)
        {
            case JsonKind.Object:
                var counterparts = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
                foreach (var member in other.Members)
                {
                    counterparts.Add(member.Name, member.Value);
                }

                foreach (var member in Members)
                {
                    if (!counterparts.Remove(member.Name, out var counterpart) || !member.Value.SameAs(counterpart))
                    {
                        return false;
                    }
                }

                return counterparts.Count == 0;
            case JsonKind.Array:
                var others = other.Elements.GetEnumerator();
                foreach (var element in Elements)
                {
                    if (!others.MoveNext() || !element.SameAs(others.Current))
                    {
                        return false;
                    }
                }

                return !others.MoveNext();
            case JsonKind.String:
                return GetString() == other.GetString();
            default:
                return Raw.SequenceEqual(other.Raw);
        }
    }

    /// <summary>The value as it is written; for the debugger and for tests, never for a message.</summary>
    public override string ToString() => Exists ? Encoding.UTF8.GetString(Raw) : "";

    /// <summary>Goes through the members of an object.</summary>
    public struct MemberEnumerator
    {
        private readonly JsonText _text;
        private readonly int _end;
        private readonly List<JsonMember>? _distinct;
        private int _next;

        internal MemberEnumerator(JsonValue value)
        {
            _text = value.Text;
            if (value.Kind != JsonKind.Object)
            {
                _end = _next = 0;
            }
            else
            {
                _next = value._index + 1;
                _end = value.Here.Next;
                if (value.Here.Flags.HasFlag(JsonText.RowFlags.HasDuplicates))
                {
                    _distinct = Distinct(value);
                    _next = 0;
                    _end = _distinct.Count;
                }
            }

            Current = default;
        }

        public JsonMember Current { get; private set; }

        /// <summary>This enumerator, for <c>foreach</c>.</summary>
        public readonly MemberEnumerator GetEnumerator() => this;

        /// <summary>Goes on to the next member.</summary>
        /// <returns>False after the last one.</returns>
        public bool MoveNext()
        {
            if (_next >= _end)
            {
                return false;
            }

            if (_distinct is not null)
            {
                Current = _distinct[_next++];
                return true;
            }

            Current = new JsonMember(new JsonValue(_text, _next), new JsonValue(_text, _next + 1));
            _next = _text[_next + 1].Next;
            return true;
        }

        private static List<JsonMember> Distinct(JsonValue value)
        {
            var members = new List<JsonMember>();
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var member in value.AllMembers())
            {
                if (places.TryGetValue(member.Name, out var place))
                {
                    members[place] = member;
                }
                else
                {
                    places.Add(member.Name, members.Count);
                    members.Add(member);
                }
            }

            return members;
        }
    }

    /// <summary>Goes through the elements of an array.</summary>
    public struct ElementEnumerator
    {
        private readonly JsonText _text;
        private readonly int _end;
        private int _next;

        internal ElementEnumerator(JsonValue value)
        {
            _text = value.Text;
            _next = value._index + 1;
            _end = value.Kind == JsonKind.Array ? value.Here.Next : _next;
            Current = default;
        }

        /// <summary>The element that was reached.</summary>
        public JsonValue Current { get; private set; }

        /// <summary>This enumerator, for <c>foreach</c>.</summary>
        public readonly ElementEnumerator GetEnumerator() => this;

        /// <summary>Goes on to the next element.</summary>
        /// <returns>False after the last one.</returns>
        public bool MoveNext()
        {
            if (_next >= _end)
            {
                return false;
            }

            Current = new JsonValue(_text, _next);
            _next = _text[_next].Next;
            return true;
        }
    }
}

/// <param name="Key">The key, a string.</param>
internal readonly record struct JsonMember(JsonValue Key, JsonValue Value)
{
    /// <summary>The key, decoded.</summary>
    public string Name => Key.GetString();
}

using System.Buffers;
using System.Globalization;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>
/// What is known of one setting. It is a handle into a <see cref="SettingsCatalogue"/>: copying it costs nothing and moving from
/// one definition to another allocates nothing. <c>default</c> stands for a setting that is not known; all of its facts are empty
/// and everything below it is unknown too.
/// </summary>
internal readonly struct SettingDefinition : IEquatable<SettingDefinition>
{
    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly CatalogueBlob? blob;
    private readonly int node;

    internal SettingDefinition(CatalogueBlob blob, int node)
    {
        this.blob = blob;
        this.node = node;
    }

    /// <summary>Is the setting known?</summary>
    public bool Exists => blob is not null;

    /// <summary>
    /// The last segment of the path: a key, <c>*</c> (any key), <c>[]</c> (any element) or <c>[0]</c> (one position of an array).
    /// Empty for the root and for a setting that is not known.
    /// </summary>
    public string Name => Text(NodeField.Name) ?? string.Empty;

    public SettingTypes Types => (SettingTypes)Field(NodeField.Types);

    /// <summary>Does the user choose keys here? An object with fixed keys may take chosen ones beside them.</summary>
    public bool IsMap => Field(NodeField.Wildcard) != 0;

    /// <summary>Is the value a credential, or does it hold some that are not told apart?</summary>
    public bool IsSecret => Has(NodeFlags.Secret);

    /// <summary>Should the setting no longer be used?</summary>
    public bool IsDeprecated => Has(NodeFlags.Deprecated);

    /// <summary>The path of the setting to use instead of a deprecated one; null when there is none.</summary>
    public string? ReplacedBy => Text(NodeField.ReplacedBy);

    /// <summary>
    /// The version of Orthanc, or of the plugin, that introduced the setting; <c>mainline</c> when it is not released yet; null
    /// when it is not known.
    /// </summary>
    public string? Since => Text(NodeField.Since);

    /// <summary>The first version that no longer reads the setting; null while it is read.</summary>
    public string? Until => Text(NodeField.Until);

    /// <summary>The library that reads the setting where a plugin has several; null when each does.</summary>
    public string? Library => Text(NodeField.Library);

    /// <summary>Does nobody read the setting, although people write it?</summary>
    public bool IsUnread => Has(NodeFlags.Unread);

    /// <summary>Are <see cref="Since"/> and <see cref="Until"/> versions of Orthanc, and not of a plugin?</summary>
    public bool HasVersionOfOrthanc => Has(NodeFlags.VersionOfOrthanc);

    /// <summary>Does Orthanc stop at a key that it does not know?</summary>
    public bool IsClosed => Has(NodeFlags.Closed);

    /// <summary>
    /// Who reads the setting: <c>Orthanc</c>, or the name of a plugin in the image. Several names are joined by <c>|</c>.
    /// Null when nobody says so.
    /// </summary>
    public string? Component => Text(NodeField.Component);

    /// <summary>
    /// A hint at the meaning of the text or number: <c>path-file</c>, <c>path-dir</c>, <c>port</c>, <c>host</c>, <c>aet</c>,
    /// <c>url</c> or <c>uid</c>; null when there is none. On an array it tells the meaning of the elements.
    /// </summary>
    public string? Kind => Text(NodeField.Kind);

    /// <summary>The unit of a number, such as <c>MB</c>; null when there is none or it is not known.</summary>
    public string? Unit => Text(NodeField.Unit);

    /// <summary>The value that applies when the setting is not given, as compact JSON; null when there is none.</summary>
    public string? DefaultJson => FormerDefault ?? Text(NodeField.Default);

    /// <summary>The default in the version in use, if it is known and had another one.</summary>
    private string? FormerDefault
    {
        get
        {
            if (!HasVersionOfOrthanc || blob?.Version is not { } version || Field(NodeField.FormerDefaultCount) == 0)
            {
                return null;
            }

            var pairs = blob.Texts(FirstFormerDefault, 2 * Field(NodeField.FormerDefaultCount));
            for (var i = 0; i < pairs.Length; i += 2)
            {
                if (version < OrthancVersion.Parse(pairs[i]))
                {
                    return pairs[i + 1];
                }
            }

            return null;
        }
    }

    /// <summary>The least number that is taken; null when there is no limit.</summary>
    public long? Minimum => Range is var range && (range.Flags & RangeFlags.Minimum) != 0 ? range.Minimum : null;

    /// <summary>The greatest number that is taken; null when there is no limit.</summary>
    public long? Maximum => Range is var range && (range.Flags & RangeFlags.Maximum) != 0 ? range.Maximum : null;

    /// <summary>The least number of characters of a text or elements of an array; null when there is no limit.</summary>
    public int? MinLength => Range is var range && (range.Flags & RangeFlags.MinLength) != 0 ? range.MinLength : null;

    /// <summary>The greatest number of characters of a text or elements of an array; null when there is no limit.</summary>
    public int? MaxLength => Range is var range && (range.Flags & RangeFlags.MaxLength) != 0 ? range.MaxLength : null;

    /// <summary>Are some texts taken only, or some no longer to be used?</summary>
    public bool HasListedValues => Field(NodeField.AllowedCount) + Field(NodeField.DeprecatedCount) > 0;

    /// <summary>
    /// The texts that are taken, deprecated ones included; empty when every text is. For an array ask its
    /// <see cref="Element"/>. To look up a value use <see cref="Allows"/>.
    /// </summary>
    public IReadOnlyList<string> AllowedValues =>
        blob is null || node == 0 ? [] : blob.Texts(Field(NodeField.FirstText), Field(NodeField.AllowedCount));

    /// <summary>Those of <see cref="AllowedValues"/> that the version in use has and that are not deprecated.</summary>
    public IEnumerable<string> AdvisedValues
    {
        get
        {
            foreach (var value in AllowedValues)
            {
                if (MissingSince(value) is null && !IsDeprecatedValue(value))
                {
                    yield return value;
                }
            }
        }
    }

    /// <summary>Those of <see cref="AllowedValues"/> that should no longer be used.</summary>
    public IReadOnlyList<string> DeprecatedValues =>
        blob is null ? [] : blob.Texts(FirstDeprecatedValue, Field(NodeField.DeprecatedCount));

    /// <summary>
    /// Other names for the same setting. They hold where case does not matter either: see <see cref="IgnoreCase"/> of the
    /// setting above.
    /// </summary>
    public IReadOnlyList<string> Aliases =>
        blob is null ? [] : blob.Texts(FirstDeprecatedValue + Field(NodeField.DeprecatedCount), Field(NodeField.AliasCount));

    /// <summary>
    /// Does upper or lower case of the ASCII letters not matter? For a text this is said of the value, for an object of its keys.
    /// </summary>
    public bool IgnoreCase => Has(NodeFlags.IgnoreCase);

    /// <summary>The keys that an object must have.</summary>
    public IReadOnlyList<string> RequiredKeys =>
        blob is null ? [] : blob.Texts(FirstRequired, Field(NodeField.RequiredCount));

    /// <summary>What the user's keys hold; not existing when keys are not the user's to choose.</summary>
    public SettingDefinition Wildcard => At(Field(NodeField.Wildcard));

    /// <summary>What the elements of an array hold (those that <see cref="Position"/> does not tell apart); may not exist.</summary>
    public SettingDefinition Element => At(Field(NodeField.Element));

    /// <summary>The number of positions of an array that have a meaning of their own.</summary>
    public int PositionCount => Field(NodeField.PositionCount);

    /// <summary>The number of fixed keys.</summary>
    public int ChildCount => Field(NodeField.ChildCount);

    /// <summary>The settings of the fixed keys in the schema's order.</summary>
    public IEnumerable<SettingDefinition> Children
    {
        get
        {
            for (var index = 0; index < ChildCount; index++)
            {
                yield return ChildAt(index);
            }
        }
    }

    /// <summary>The names of <see cref="Children"/>.</summary>
    public IEnumerable<string> ChildNames
    {
        get
        {
            for (var index = 0; index < ChildCount; index++)
            {
                yield return ChildAt(index).Name;
            }
        }
    }

    /// <summary>Tells the settings of one catalogue apart.</summary>
    internal int Number => node;

    private SettingRange Range => blob is null ? default : blob.ReadRange(node);

    private int FirstRequired => FirstDeprecatedValue + Field(NodeField.DeprecatedCount) + Field(NodeField.AliasCount);

    private int FirstValueVersion => FirstRequired + Field(NodeField.RequiredCount);

    private int FirstFormerDefault => FirstValueVersion + (2 * Field(NodeField.ValueVersionCount));

    private int FirstDeprecatedValue => Field(NodeField.FirstText) + Field(NodeField.AllowedCount);

    /// <summary>Do two handles mean the same setting of the same catalogue?</summary>
    public static bool operator ==(SettingDefinition left, SettingDefinition right) => left.Equals(right);

    /// <summary>Do two handles mean different settings?</summary>
    public static bool operator !=(SettingDefinition left, SettingDefinition right) => !left.Equals(right);

    /// <summary>Is this text taken? Limits of length are not looked at.</summary>
    /// <returns>True when there is no list of allowed texts or the text is on it.</returns>
    public bool Allows(ReadOnlySpan<char> value)
    {
        var count = Field(NodeField.AllowedCount);
        return blob is null || node == 0 || count == 0 || blob.TextsContain(Field(NodeField.FirstText), count, value, IgnoreCase);
    }

    /// <summary>Is this text taken but no longer to be used?</summary>
    /// <returns>True when it is one of <see cref="DeprecatedValues"/>.</returns>
    public bool IsDeprecatedValue(ReadOnlySpan<char> value) =>
        blob is not null && blob.TextsContain(FirstDeprecatedValue, Field(NodeField.DeprecatedCount), value, IgnoreCase);

    /// <summary>Does the version in use read the setting? Where it is not known, every version counts that was measured.</summary>
    public bool IsRead
    {
        get
        {
            if (IsUnread)
            {
                return false;
            }

            if (!HasVersionOfOrthanc)
            {
                return Until is null;
            }

            return blob is null || (blob.Version is { } version ? IsIn(version) : !IsBefore(Until, blob.MeasuredVersions[0]));
        }
    }

    /// <summary>
    /// The setting to use instead of a deprecated one, if the version in use has it. If the version is not known, every measured
    /// version must have it; a replacement in a plugin must have been there from its first version on.
    /// </summary>
    public string? Advice(SettingsCatalogue catalogue)
    {
        if (ReplacedBy is not { } path || catalogue.Find(path) is not { Exists: true } replacement)
        {
            return null;
        }

        return !replacement.HasVersionOfOrthanc || blob is null || replacement.IsIn(blob.Version ?? blob.MeasuredVersions[0]) ? path : null;
    }

    /// <summary>The version that brought an allowed string, if the version in use is known and lacks it; otherwise null.</summary>
    public string? MissingSince(ReadOnlySpan<char> value)
    {
        if (blob?.Version is not { } version)
        {
            return null;
        }

        var pairs = blob.Texts(FirstValueVersion, 2 * Field(NodeField.ValueVersionCount));
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (value.SequenceEqual(pairs[i]) && version < OrthancVersion.Parse(pairs[i + 1]))
            {
                return pairs[i + 1];
            }
        }

        return null;
    }

    /// <summary>
    /// Does Orthanc refuse to start with a value like that? If the version in use was not measured, all that were and that have the
    /// setting must refuse it; if it is not known, all that were measured.
    /// </summary>
    public bool Refuses(Deviations deviation)
    {
        if (blob is null || Has(NodeFlags.Lenient) || !IsRead)
        {
            return false;
        }

        if (!HasVersionOfOrthanc && (deviation & (Deviations.Null | Deviations.Scalar | Deviations.Type)) == 0)
        {
            // The plugins share the code that refuses a wrong type; of the rest nothing was measured.
            return false;
        }

        if (blob.Version is { } version && Array.IndexOf(blob.MeasuredVersions, version) is >= 0 and var inUse)
        {
            return (blob.Tolerated(node, inUse) & deviation) == 0;
        }

        var isRefused = false;
        for (var i = 0; i < blob.MeasuredVersions.Length; i++)
        {
            var isIn = IsIn(blob.MeasuredVersions[i]);
            if (isIn ? (blob.Tolerated(node, i) & deviation) != 0 : blob.Version is null)
            {
                return false;
            }

            isRefused |= isIn;
        }

        return isRefused;
    }

    /// <summary>May an entry have this key?</summary>
    public bool AllowsKey(ReadOnlySpan<char> key) =>
        Has(NodeFlags.TagKeys) ? IsTag(key)
        : Has(NodeFlags.PlainKeys) ? !key.ContainsAnyExcept(PlainCharacters)
        : !Has(NodeFlags.KeysWithoutColon) || !key.Contains(':');

    /// <summary>Whether a key is the number of a DICOM tag, such as <c>0010,0020</c>.</summary>
    private static bool IsTag(ReadOnlySpan<char> key)
    {
        var element = key.Length == 9 && key[4] is ',' or '-' ? 5 : 4;
        return key.Length == element + 4 && ushort.TryParse(key[..4], NumberStyles.AllowHexSpecifier, null, out _)
            && ushort.TryParse(key[element..], NumberStyles.AllowHexSpecifier, null, out _);
    }

    /// <summary>The setting below a key.</summary>
    /// <param name="name">The key, in its exact spelling unless <see cref="IgnoreCase"/> says that it does not matter.</param>
    /// <returns>The fixed setting of that key, otherwise the <see cref="Wildcard"/>, which may not exist.</returns>
    public SettingDefinition Child(ReadOnlySpan<char> name)
    {
        var child = FixedChild(name);
        return child.Exists ? child : Wildcard;
    }

    /// <summary>The setting below a fixed key.</summary>
    /// <param name="name">The key, in its exact spelling unless <see cref="IgnoreCase"/> says that it does not matter.</param>
    /// <returns>The setting; not existing when no fixed key has that name.</returns>
    public SettingDefinition FixedChild(ReadOnlySpan<char> name)
    {
        if (blob is null)
        {
            return default;
        }

        var child = blob.FindChild(node, name);
        return At(child == 0 && IgnoreCase ? blob.FindChildIgnoringCase(node, name) : child);
    }

    /// <summary>One of the fixed keys' settings.</summary>
    /// <param name="index">Its place in the schema's order, from 0.</param>
    /// <returns>The setting.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public SettingDefinition ChildAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ChildCount);
        return At(Field(NodeField.FirstChild) + index);
    }

    /// <summary>What one position of an array holds.</summary>
    /// <param name="index">The position, from 0.</param>
    /// <returns>The setting of that position, otherwise the <see cref="Element"/>, which may not exist.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative.</exception>
    public SettingDefinition Position(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return index < PositionCount ? At(Field(NodeField.FirstPosition) + index) : Element;
    }

    /// <summary>
    /// The fixed key that is meant by a name in which case, underscores and hyphens cannot be relied on, as in names of
    /// environment variables.
    /// </summary>
    /// <param name="segment">The name, for example <c>HTTPS_CA_CERTIFICATES</c>.</param>
    /// <param name="ambiguous">True when several keys could be meant and not exactly one of them is current (not deprecated).</param>
    /// <returns>The setting; not existing when no key or more than one could be meant.</returns>
    public SettingDefinition MatchIgnoringCaseAndUnderscores(ReadOnlySpan<char> segment, out bool ambiguous)
    {
        ambiguous = false;
        var matches = 0;
        var currentMatches = 0;
        SettingDefinition match = default;
        SettingDefinition currentMatch = default;
        for (var index = 0; index < ChildCount; index++)
        {
            var child = At(Field(NodeField.FirstChild) + index);
            if (!blob!.NameResembles(child.node, segment))
            {
                continue;
            }

            matches++;
            match = child;
            if (!child.IsDeprecated)
            {
                currentMatches++;
                currentMatch = child;
            }
        }

        if (matches <= 1)
        {
            return match;
        }

        ambiguous = currentMatches != 1;
        return ambiguous ? default : currentMatch;
    }

    /// <inheritdoc/>
    public bool Equals(SettingDefinition other) => ReferenceEquals(blob, other.blob) && node == other.node;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SettingDefinition other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(blob, node);

    /// <summary>The name and the types, for debugging.</summary>
    public override string ToString() => Exists ? $"{Name} ({Types})" : "unknown setting";

    private bool IsIn(OrthancVersion version) =>
        !HasVersionOfOrthanc || ((Since is not { } since || OrthancVersion.Parse(since) <= version) && !IsBefore(Until, version));

    private static bool IsBefore(string? until, OrthancVersion version) => until is not null && OrthancVersion.Parse(until) <= version;

    // The root is nobody's child, hence its number means "none".
    private SettingDefinition At(int number) => blob is null || number == 0 ? default : new SettingDefinition(blob, number);

    private int Field(NodeField field) => blob is null ? 0 : blob.Read(node, field);

    private string? Text(NodeField field) => blob?.ReadString(node, field);

    private bool Has(NodeFlags flag) => ((NodeFlags)Field(NodeField.Flags) & flag) != 0;
}

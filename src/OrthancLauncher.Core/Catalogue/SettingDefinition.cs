namespace OrthancLauncher.Core.Catalogue;

/// <summary>
/// What is known of one setting. It is a handle into a <see cref="SettingsCatalogue"/>: copying it costs nothing and moving from
/// one definition to another allocates nothing. <c>default</c> stands for a setting that is not known; all of its facts are empty
/// and everything below it is unknown too.
/// </summary>
internal readonly struct SettingDefinition : IEquatable<SettingDefinition>
{
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
    public string? DefaultJson => Text(NodeField.Default);

    /// <summary>The least number that is taken; null when there is no limit.</summary>
    public long? Minimum => Range is var range && (range.Flags & RangeFlags.Minimum) != 0 ? range.Minimum : null;

    /// <summary>The greatest number that is taken; null when there is no limit.</summary>
    public long? Maximum => Range is var range && (range.Flags & RangeFlags.Maximum) != 0 ? range.Maximum : null;

    /// <summary>The greatest number of characters of a text; null when there is no limit.</summary>
    public int? MaxLength => Range is var range && (range.Flags & RangeFlags.MaxLength) != 0 ? range.MaxLength : null;

    /// <summary>Are some texts taken only, or some no longer to be used?</summary>
    public bool HasListedValues => Field(NodeField.AllowedCount) + Field(NodeField.DeprecatedCount) > 0;

    /// <summary>
    /// The texts that are taken, deprecated ones included; empty when every text is. For an array ask its
    /// <see cref="Element"/>. To look up a value use <see cref="Allows"/>.
    /// </summary>
    public IReadOnlyList<string> AllowedValues =>
        blob is null ? [] : blob.Texts(Field(NodeField.FirstText), Field(NodeField.AllowedCount));

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
        return blob is null || count == 0 || blob.TextsContain(Field(NodeField.FirstText), count, value, IgnoreCase);
    }

    /// <summary>Is this text taken but no longer to be used?</summary>
    /// <returns>True when it is one of <see cref="DeprecatedValues"/>.</returns>
    public bool IsDeprecatedValue(ReadOnlySpan<char> value) =>
        blob is not null && blob.TextsContain(FirstDeprecatedValue, Field(NodeField.DeprecatedCount), value, IgnoreCase);

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

    // The root is nobody's child, hence its number means "none".
    private SettingDefinition At(int number) => blob is null || number == 0 ? default : new SettingDefinition(blob, number);

    private int Field(NodeField field) => blob is null ? 0 : blob.Read(node, field);

    private string? Text(NodeField field) => blob?.ReadString(node, field);

    private bool Has(NodeFlags flag) => ((NodeFlags)Field(NodeField.Flags) & flag) != 0;
}

using YamlDotNet.Core;

namespace OrthancLauncher.Deployments;

/// <summary>A node of a YAML document.</summary>
/// <param name="start">Where it begins.</param>
internal abstract class YamlNode(Mark start)
{
    /// <summary>Where it begins.</summary>
    public Mark Start { get; } = start;
}

/// <summary>A single value.</summary>
/// <param name="start">Where it begins.</param>
/// <param name="value">The text as it is understood, without quotes.</param>
/// <param name="isPlain">Whether it stands without quotes.</param>
/// <param name="hasTag">Whether a tag says what it is.</param>
internal sealed class YamlScalar(Mark start, string value, bool isPlain, bool hasTag) : YamlNode(start)
{
    /// <summary>The text as it is understood, without quotes.</summary>
    public string Value { get; } = value;

    /// <summary>Whether it stands without quotes.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Whether a tag says what it is.</summary>
    public bool HasTag { get; } = hasTag;
}

/// <summary>A list.</summary>
/// <param name="start">Where it begins.</param>
internal sealed class YamlSequence(Mark start) : YamlNode(start)
{
    /// <summary>The elements.</summary>
    public List<YamlNode> Children { get; } = [];
}

/// <summary>A mapping.</summary>
/// <param name="start">Where it begins.</param>
internal sealed class YamlMapping(Mark start) : YamlNode(start)
{
    /// <summary>The members, in the order of the document.</summary>
    public List<YamlPair> Children { get; } = [];
}

/// <summary>A member of a mapping.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The value.</param>
internal sealed class YamlPair(YamlNode key, YamlNode value)
{
    /// <summary>The key.</summary>
    public YamlNode Key { get; } = key;

    /// <summary>The value.</summary>
    public YamlNode Value { get; } = value;
}

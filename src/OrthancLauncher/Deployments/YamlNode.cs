using YamlDotNet.Core;

namespace OrthancLauncher.Deployments;

internal abstract class YamlNode(Mark start)
{
    /// <summary>Where it begins.</summary>
    public Mark Start { get; } = start;
}

/// <param name="value">The text as it is understood, without quotes.</param>
/// <param name="isPlain">Whether it stands without quotes.</param>
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
internal sealed class YamlSequence(Mark start) : YamlNode(start)
{
    /// <summary>The elements.</summary>
    public List<YamlNode> Children { get; } = [];
}

internal sealed class YamlMapping(Mark start) : YamlNode(start)
{
    /// <summary>The members, in the order of the document.</summary>
    public List<YamlPair> Children { get; } = [];
}

/// <summary>A member of a mapping.</summary>
internal sealed class YamlPair(YamlNode key, YamlNode value)
{
    public YamlNode Key { get; } = key;

    public YamlNode Value { get; } = value;
}

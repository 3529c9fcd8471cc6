using YamlDotNet.Core;

namespace OrthancLauncher.Deployments;

/// <summary>A value of a document. It knows its file, because documents of several files are merged.</summary>
/// <param name="file">The file in which it is written.</param>
/// <param name="start">Where it begins.</param>
/// <param name="tag">Its tag, such as <c>!reset</c>, or null.</param>
internal abstract class YamlNode(YamlFile file, Mark start, string? tag = null)
{
    public YamlFile File => file;

    public Mark Start => start;

    public string? Tag => tag;
}

/// <param name="raw">The text as YAML understands it, without quotes.</param>
/// <param name="style">How it is quoted.</param>
internal sealed class YamlScalar(YamlFile file, Mark start, string raw, ScalarStyle style, string? tag) : YamlNode(file, start, tag)
{
    /// <summary>The text as it is understood, without quotes, with the values of variables.</summary>
    public string Value => Inserted?.Text ?? raw;

    /// <summary>The text before variables were inserted.</summary>
    public string Raw => raw;

    public ScalarStyle Style => style;

    /// <summary>The text with variables inserted, or null where it names none.</summary>
    public Interpolated? Inserted { get; private init; }

    /// <summary>Whether it is written without quotes, and means what YAML makes of it.</summary>
    public bool IsPlain => style == ScalarStyle.Plain && Inserted is null;

    public YamlScalar With(Interpolated inserted) => new(File, Start, raw, style, Tag) { Inserted = inserted };
}

/// <summary>A list.</summary>
internal sealed class YamlSequence(YamlFile file, Mark start, string? tag = null) : YamlNode(file, start, tag)
{
    /// <summary>The elements.</summary>
    public List<YamlNode> Children { get; } = [];
}

internal sealed class YamlMapping(YamlFile file, Mark start, string? tag = null) : YamlNode(file, start, tag)
{
    /// <summary>The members, in the order of the document.</summary>
    public List<YamlPair> Children { get; } = [];
}

/// <summary>What several files say of something to which each adds; the last part wins where they say the same.</summary>
internal sealed class YamlParts(YamlNode first, YamlNode second) : YamlNode(second.File, second.Start)
{
    public YamlNode First => first;

    public YamlNode Second => second;
}

/// <summary>A member of a mapping.</summary>
internal sealed class YamlPair(YamlNode key, YamlNode value)
{
    public YamlNode Key { get; } = key;

    public YamlNode Value { get; } = value;
}

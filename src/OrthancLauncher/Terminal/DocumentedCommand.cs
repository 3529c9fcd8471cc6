using System.CommandLine;

namespace OrthancLauncher.Terminal;

/// <summary>A command with what its help shows beside its own arguments and options.</summary>
internal sealed class DocumentedCommand(string name, string description) : Command(name, description)
{
    private readonly List<OptionGroup> _groups = [];

    public IReadOnlyList<HelpLine> Examples { get; init; } = [];

    /// <summary>What may follow the options, in the usage line.</summary>
    public string Trailer { get; init; } = "";

    public IReadOnlyList<OptionGroup> Groups => _groups;

    public void AddOptions(params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            Add(option);
        }
    }

    /// <summary>Adds options that have a heading of their own in the help.</summary>
    public void Add(OptionGroup group)
    {
        _groups.Add(group);
        AddOptions(group.Options);
    }
}

internal sealed record OptionGroup(string Heading, params Option[] Options);

/// <summary>Two columns of a help: a name with its description, or what can be typed with a remark.</summary>
internal sealed class HelpLine(string text, string remark = "")
{
    public string Text => text;

    public string Remark => remark;
}

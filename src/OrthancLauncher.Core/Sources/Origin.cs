namespace OrthancLauncher.Core.Sources;

/// <summary>
/// Where a person wrote a value that reaches the container under another name: the file, and for each part of the value its place there.
/// </summary>
/// <param name="locate">
/// Gives a text whose content is the value and whose original is the file. It is asked once, and only when a place is needed.
/// </param>
internal sealed class Origin(Func<SourceText> locate)
{
    private readonly Lazy<SourceText> _text = new(locate);
    private SourceText? _value;

    /// <summary>The value as the content, the file as the original.</summary>
    public SourceText Text => _text.Value;

    /// <summary>The file.</summary>
    public Source File => Text.Source;

    /// <summary>Where the value begins.</summary>
    public Place Start => Text.PlaceOf(0);

    /// <summary>The offset in the value of a line and column of the value.</summary>
    public int OffsetOf(int line, int column)
    {
        _value ??= new SourceText(Text.Source, Text.Content);
        return line == 0 ? 0 : _value.OffsetOf(line, column) ?? 0;
    }

    /// <summary>The place in the file of a line and column of the value; the beginning for line 0.</summary>
    public Place PlaceOf(int line, int column) => Text.PlaceOf(OffsetOf(line, column));
}

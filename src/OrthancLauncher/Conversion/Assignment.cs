namespace OrthancLauncher.Conversion;

/// <summary>A variable or secret with the text that it has to hold.</summary>
/// <param name="Name">The variable's name; a secret's file has the same.</param>
internal sealed record Assignment(string Name, string Text)
{
    /// <summary>The same over several lines, for people; null where one line is all there is.</summary>
    public string? Indented { get; init; }

    /// <summary>Whether the launcher finds the secret by its name, rather than another program by a variable.</summary>
    public bool IsFile { get; init; } = true;

    /// <summary>The variable that names the secret's file, or null if there is none.</summary>
    public string? Pointer { get; init; }
}

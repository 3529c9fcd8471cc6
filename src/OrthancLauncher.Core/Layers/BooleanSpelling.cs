namespace OrthancLauncher.Core.Layers;

/// <summary>The spellings of yes and no that variables may have.</summary>
internal static class BooleanSpelling
{
    /// <summary>Understands a boolean as people write it.</summary>
    /// <param name="text">The text; white space around it and quotes are ignored.</param>
    /// <returns>False if it is neither a yes nor a no.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out bool value)
    {
        var word = text.Trim();
        if (word.Length >= 2 && word[0] == word[^1] && word[0] is '"' or '\'')
        {
            word = word[1..^1].Trim();
        }

        value = Is(word, "true") || Is(word, "1") || Is(word, "yes") || Is(word, "on");
        return value || Is(word, "false") || Is(word, "0") || Is(word, "no") || Is(word, "off");
    }

    private static bool Is(ReadOnlySpan<char> word, string spelling) => word.Equals(spelling, StringComparison.OrdinalIgnoreCase);
}

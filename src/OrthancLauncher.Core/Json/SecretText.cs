namespace OrthancLauncher.Core.Json;

/// <summary>Recognises secrets by the text of a value or the name of its key.</summary>
internal static class SecretText
{
    /// <summary>What is shown in place of a secret.</summary>
    public const string Mask = "********";

    private static readonly string[] TellingWords =
        ["password", "passwd", "pwd", "secret", "token", "credential", "privatekey", "license", "connectionstring", "apikey"];

    /// <summary>The text as it may be shown: passwords in URLs and in connection strings masked.</summary>
    /// <param name="text">The value of a setting that is no secret as a whole.</param>
    public static string MaskWithin(string text)
    {
        if (HasPassword(text))
        {
            return Mask;
        }

        if (!text.Contains('@', StringComparison.Ordinal))
        {
            return text;
        }

        var shown = text;
        const string separator = "://";
        for (var scheme = 0; (scheme = shown.IndexOf(separator, scheme, StringComparison.Ordinal)) >= 0; scheme += separator.Length)
        {
            shown = WithoutUser(shown, scheme + separator.Length);
        }

        // A proxy may be written without a scheme: user:password@host:port.
        var at = shown.IndexOf('@', StringComparison.Ordinal);
        return ReferenceEquals(shown, text) && at > 0
            && shown.AsSpan(0, at) is var user && user.IndexOfAny(" /\"") < 0 && user.Contains(':')
            ? WithoutUser(shown, 0)
            : shown;
    }

    /// <summary>Whether a text is a connection string with a password in it.</summary>
    private static bool HasPassword(string text)
    {
        foreach (var word in (ReadOnlySpan<string>)["pwd", "password"])
        {
            for (var at = 0; (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
            {
                if (text.AsSpan(at + word.Length).TrimStart().StartsWith("="))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string WithoutUser(string text, int start)
    {
        var authority = text.AsSpan(start);
        var end = authority.IndexOfAny("/?# ");
        var at = (end < 0 ? authority : authority[..end]).LastIndexOf('@');
        return at < 0 ? text : string.Concat(text.AsSpan(0, start), Mask, authority[at..]);
    }

    /// <summary>Whether the name of an unknown key tells that its value is a secret.</summary>
    internal static bool TellsOfSecret(string key)
    {
        Span<char> letters = stackalloc char[Math.Min(key.Length, 256)];
        var count = 0;
        foreach (var c in key)
        {
            if (char.IsAsciiLetterOrDigit(c) && count < letters.Length)
            {
                letters[count++] = char.ToLowerInvariant(c);
            }
        }

        foreach (var word in TellingWords)
        {
            if (letters[..count].IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}

namespace OrthancLauncher.Core.Json;

/// <summary>Tells by the name of a key that its value is a secret.</summary>
internal static class SecretWords
{
    /// <summary>Pieces of names, whatever separates their words.</summary>
    private static readonly string[] Pieces =
    [
        "password", "passwd", "passwort", "pasword", "passphrase", "passcode", "pwd", "secret", "token", "credential", "privatekey",
        "license", "connectionstring", "apikey", "accesskey", "accountkey", "encryptionkey", "masterkey", "sharedkey", "signingkey",
        "sharedaccess",
    ];

    /// <summary>Words of their own; as pieces they are part of too many others, such as <c>Mapping</c> and <c>Bypass</c>.</summary>
    private static readonly string[] Words = ["pin", "jwt", "sas", "pw", "cookie", "bearer"];

    /// <summary>Words with which a name ends: <c>Proxy-Authorization</c>, but not <c>AuthorizationUrl</c>.</summary>
    private static readonly string[] LastWords = ["authorization"];

    /// <summary>Names of parameters in URLs that mean something else elsewhere.</summary>
    private static readonly string[] Parameters = ["sig", "signature", "key", "auth", "authorization"];

    /// <summary>Whether a name tells of a secret.</summary>
    public static bool Tell(ReadOnlySpan<char> name)
    {
        Span<char> letters = stackalloc char[Math.Min(name.Length, 256)];
        var count = 0;
        var word = 0;
        var previous = '\0';
        for (var i = 0; i < name.Length && count < letters.Length; i++)
        {
            var c = name[i];
            var isLetter = char.IsAsciiLetterOrDigit(c);
            var begins = !isLetter || (char.IsAsciiLetterUpper(c)
                && (char.IsAsciiLetterLower(previous) || (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))));
            if (begins && Contains(Words, letters[word..count]))
            {
                return true;
            }

            // A separator at the end of a name begins no other word.
            word = isLetter && (begins || !char.IsAsciiLetterOrDigit(previous)) ? count : word;
            if (isLetter)
            {
                letters[count++] = char.ToLowerInvariant(c);
            }

            previous = c;
        }

        if (Contains(Words, letters[word..count]) || Contains(LastWords, letters[word..count]))
        {
            return true;
        }

        foreach (var piece in Pieces)
        {
            if (letters[..count].IndexOf(piece) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the name of a parameter in a URL tells of a secret, such as <c>sig</c> and <c>X-Amz-Signature</c>.</summary>
    public static bool TellInUrl(ReadOnlySpan<char> name)
    {
        foreach (var parameter in Parameters)
        {
            if (name.Equals(parameter, StringComparison.OrdinalIgnoreCase)
                || (parameter.Length > 4 && name.EndsWith(parameter, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return Tell(name);
    }

    private static bool Contains(string[] words, ReadOnlySpan<char> word)
    {
        foreach (var one in words)
        {
            if (word.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }
}

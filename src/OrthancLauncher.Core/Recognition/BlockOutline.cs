namespace OrthancLauncher.Core.Recognition;

/// <summary>Finds the keys at the root of a document of YAML that is written in lines.</summary>
internal static class BlockOutline
{
    public static Outline Of(string document)
    {
        var keys = new List<OutlineKey>();
        var isClean = true;
        int? root = null;
        foreach (var part in document.AsSpan().EnumerateLines())
        {
            var line = part.TrimEnd();
            var content = line.TrimStart(' ');
            if (content.IsEmpty || content[0] == '#' || (content.Length == line.Length && (content[0] == '%' || content is "---" or "...")))
            {
                continue;
            }

            var indentation = line.Length - content.Length;
            root ??= indentation;
            if (indentation > root)
            {
                Decide(keys, content);
            }
            else if (content is "-" || content.StartsWith("- "))
            {
                isClean &= keys.Count > 0;
                Decide(keys, content);
            }
            else if (indentation == root && KeyOf(content) is { } key)
            {
                keys.Add(key);
            }
            else
            {
                isClean = false;
            }
        }

        return new Outline(keys, IsFlow: false, isClean);
    }

    /// <summary>A key without a value on its line has what begins on the next.</summary>
    private static void Decide(List<OutlineKey> keys, ReadOnlySpan<char> content)
    {
        if (keys.Count > 0 && keys[^1] is { Form: OutlineForm.Scalar, Text: "" } open)
        {
            keys[^1] = open with { Form = content is "-" || content.StartsWith("- ") ? OutlineForm.List : OutlineForm.Mapping };
        }
    }

    private static OutlineKey? KeyOf(ReadOnlySpan<char> content)
    {
        var quote = content[0] is '"' or '\'' ? content[0] : '\0';
        var end = quote == '\0' ? -1 : content[1..].IndexOf(quote) + 2;
        var colon = quote == '\0' ? Colon(content)
            : end > 1 && end < content.Length && content[end] == ':' ? end : -1;
        if (colon <= 0 || (colon + 1 < content.Length && content[colon + 1] is not (' ' or '\t')))
        {
            return null;
        }

        var name = quote == '\0' ? content[..colon].TrimEnd() : content[1..(end - 1)];
        var (form, text) = Value(content[(colon + 1)..].Trim());
        return new OutlineKey(name.ToString(), form, text);
    }

    /// <summary>The first colon that ends a key.</summary>
    private static int Colon(ReadOnlySpan<char> content)
    {
        var at = content.IndexOf(": ");
        return at >= 0 ? at : content[^1] == ':' ? content.Length - 1 : -1;
    }

    private static (OutlineForm Form, string Text) Value(ReadOnlySpan<char> value)
    {
        // Anchors and tags come before what they are about.
        while (!value.IsEmpty && value[0] is '&' or '!')
        {
            var space = value.IndexOf(' ');
            value = space < 0 ? [] : value[space..].TrimStart();
        }

        var comment = value.IsEmpty || value[0] == '#' ? 0 : value.IndexOf(" #");
        value = comment < 0 ? value : value[..comment].TrimEnd();
        return value switch
        {
            ['{', ..] or ['*', ..] => (OutlineForm.Mapping, ""),
            ['[', ..] => (OutlineForm.List, ""),
            _ => (OutlineForm.Scalar, value.Trim("\"'").ToString()),
        };
    }
}

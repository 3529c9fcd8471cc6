namespace OrthancLauncher.Core.Recognition;

internal enum OutlineForm
{
    Scalar,
    Mapping,
    List,
}

/// <param name="Text">The value of a scalar as far as it is on the same line, without quotes; otherwise empty.</param>
internal sealed record OutlineKey(string Name, OutlineForm Form, string Text);

/// <summary>The keys at the root of a document of YAML or JSON, as far as they can be seen without understanding the rest.</summary>
/// <param name="IsFlow">Whether the document begins with a brace, as JSON does.</param>
/// <param name="IsClean">Whether nothing at the root is anything else than keys.</param>
internal sealed record Outline(IReadOnlyList<OutlineKey> Keys, bool IsFlow, bool IsClean)
{
    public OutlineKey? this[string name]
    {
        get
        {
            foreach (var key in Keys)
            {
                if (key.Name == name)
                {
                    return key;
                }
            }

            return null;
        }
    }

    public bool Has(string name) => this[name] is not null;

    /// <summary>The outlines of all documents; a text that is neither YAML nor JSON has some without keys.</summary>
    public static IEnumerable<Outline> Of(string text)
    {
        text = text.TrimStart('\uFEFF');
        var start = text.StartsWith("---", StringComparison.Ordinal) && (text.Length == 3 || char.IsWhiteSpace(text[3])) ? 3 : 0;
        while (start < text.Length)
        {
            var end = NextDocument(text, start);
            var document = text[start..(end < 0 ? text.Length : end)];
            var brace = FlowOutline.Start(document);
            var outline = brace < 0 ? BlockOutline.Of(document) : new FlowOutline(document, brace).Read();
            if (outline.Keys.Count > 0 || !outline.IsClean)
            {
                yield return outline;
            }

            // What follows the marker on its line belongs to the document.
            start = end < 0 ? text.Length : end + "\n---".Length;
        }
    }

    /// <summary>Where the marker of the next document begins, with the line end before it, or -1.</summary>
    private static int NextDocument(string text, int start)
    {
        for (var at = start; ; at++)
        {
            at = text.IndexOf("\n---", at, StringComparison.Ordinal);
            if (at < 0 || at + 4 == text.Length || char.IsWhiteSpace(text[at + 4]))
            {
                return at;
            }
        }
    }
}

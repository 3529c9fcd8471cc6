namespace OrthancLauncher.Options;

internal static class Words
{
    /// <summary><c>a, b or c</c></summary>
    public static string Alternatives(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
}

namespace OrthancLauncher.Reports;

/// <summary>
/// The style and the script of the page, embedded from explain.css and explain.js. The page's policy allows these two texts by
/// their hashes and nothing else, so that even a mistake in escaping could not make a value run.
/// </summary>
internal static class ExplainHtmlAssets
{
    /// <summary>The hash of the style sheet in a content security policy; a failing test names the right one.</summary>
    public const string StyleHash = "sha256-nwAXFX0FxYHBEVYb6wOMhu4E2NthLBxXO+L82/GrWOo=";

    /// <summary>The hash of the script in a content security policy; a failing test names the right one.</summary>
    public const string ScriptHash = "sha256-1dcspiVXOIlQdNVXEpKFHmhZ4QVZZWqiMWFHEdNms9M=";

    public static string Style => Read("explain.css");

    public static string Script => Read("explain.js");

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ExplainHtmlAssets).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

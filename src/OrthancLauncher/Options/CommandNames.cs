namespace OrthancLauncher.Options;

/// <summary>The names of the commands.</summary>
internal static class CommandNames
{
    public static readonly string[] All = ["launch", "render", "validate", "explain", "env", "convert", "plugins", "schema", "completion", "probe"];
}

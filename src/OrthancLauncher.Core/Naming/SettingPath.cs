namespace OrthancLauncher.Naming;

/// <summary>Dotted paths of settings, such as <c>DicomWeb.Servers</c>.</summary>
public static class SettingPath
{
    /// <summary>The segments of a dotted path.</summary>
    /// <param name="dotted">The path.</param>
    public static string[] Split(string dotted) => dotted.Split('.');

    /// <summary>The dotted path of some segments.</summary>
    /// <param name="segments">The segments.</param>
    public static string Join(IEnumerable<string> segments) => string.Join('.', segments);
}

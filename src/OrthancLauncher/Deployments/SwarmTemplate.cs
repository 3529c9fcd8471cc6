using OrthancLauncher.Platform;

namespace OrthancLauncher.Deployments;

/// <summary>Templates such as <c>{{.Task.Slot}}</c>, whose values only a running task of Swarm knows.</summary>
internal static class SwarmTemplate
{
    private static readonly string[] Fields = [".Service.", ".Node.", ".Task."];

    /// <summary>Whether a variable or mount contains one.</summary>
    public static bool IsIn(string? text)
    {
        var start = text?.IndexOf("{{", StringComparison.Ordinal) ?? -1;
        var end = start < 0 ? -1 : text!.IndexOf("}}", start, StringComparison.Ordinal);
        return end > start && Array.Exists(Fields, field => text!.IndexOf(field, start, end - start, StringComparison.Ordinal) >= 0);
    }

    /// <summary>Whether a config or secret is filled in when its task starts.</summary>
    /// <param name="path">Its file, or null.</param>
    public static bool IsFile(YamlValue declaration, string? path)
    {
        if (declaration["template_driver"].Text != "golang")
        {
            return false;
        }

        var content = path is null ? default : HostFile.Read(path, out _);
        return content.Span.IndexOf("{{"u8) >= 0 || declaration["content"].Text?.Contains("{{", StringComparison.Ordinal) == true;
    }
}

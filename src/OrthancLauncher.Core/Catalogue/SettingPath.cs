using System.Globalization;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>Dotted paths of settings, such as <c>DicomWeb.Servers</c> and <c>DicomModalities.ct[2]</c>.</summary>
internal static class SettingPath
{
    private static readonly string[] FirstElements = ["[0]", "[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]"];

    /// <summary>The segments of a dotted path.</summary>
    public static string[] Split(string dotted) => WithSeparateElements(dotted).Split('.');

    /// <summary>The path with a dot before each element: <c>ct.[2]</c> for <c>ct[2]</c>.</summary>
    public static string WithSeparateElements(string path)
    {
        for (var i = path.LastIndexOf('['); i > 0; i = path.LastIndexOf('[', i - 1))
        {
            if (path[i - 1] != '.' && IsElementAt(path, i))
            {
                path = path.Insert(i, ".");
            }
        }

        return path;
    }

    /// <summary>Whether a dotted path is another one or below it.</summary>
    public static bool IsWithin(string path, string other) =>
        path.StartsWith(other, StringComparison.Ordinal) && (path.Length == other.Length || path[other.Length] is '.' or '[');

    /// <summary>The segment of an array's element: <c>[2]</c>.</summary>
    public static string Element(int position) =>
        position < FirstElements.Length ? FirstElements[position] : $"[{position.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>The index of an array's element.</summary>
    /// <param name="position">The index, if the segment is that of an element.</param>
    public static bool IsElement(string segment, out int position)
    {
        position = 0;
        return segment.Length > 2 && segment[0] == '[' && segment[^1] == ']'
            && int.TryParse(segment.AsSpan(1, segment.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out position);
    }

    /// <summary>The dotted path as people read it: a name that would not be told apart from what is around it is in quotes.</summary>
    public static string Show(IReadOnlyList<string> segments)
    {
        foreach (var segment in segments)
        {
            if (NeedsQuotes(segment))
            {
                return Join(segments.Select(static name => NeedsQuotes(name) ? $"\"{name}\"" : name));
            }
        }

        return Join(segments);
    }

    private static bool NeedsQuotes(string name) => name.Length == 0 || name.AsSpan().IndexOfAny(" \t.") >= 0;

    /// <summary>The dotted path of some segments.</summary>
    public static string Join(IEnumerable<string> segments)
    {
        var path = string.Join('.', segments);
        for (var i = path.LastIndexOf(".[", StringComparison.Ordinal); i > 0; i = path.LastIndexOf(".[", i, StringComparison.Ordinal))
        {
            if (IsElementAt(path, i + 1))
            {
                path = path.Remove(i, 1);
            }
        }

        return path;
    }

    private static bool IsElementAt(string path, int start)
    {
        var end = path.IndexOf(']', start) + 1;
        return end > 0 && IsElement(path[start..end], out _) && (end == path.Length || path[end] is '.' or '[');
    }
}

using System.Globalization;

namespace OrthancLauncher.Core.Catalogue;

/// <summary>Dotted paths of settings, such as <c>DicomWeb.Servers</c>.</summary>
internal static class SettingPath
{
    private static readonly string[] FirstElements = ["[0]", "[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]"];

    /// <summary>The segments of a dotted path.</summary>
    public static string[] Split(string dotted) => dotted.Split('.');

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
                return string.Join('.', segments.Select(static name => NeedsQuotes(name) ? $"\"{name}\"" : name));
            }
        }

        return Join(segments);
    }

    private static bool NeedsQuotes(string name) => name.Length == 0 || name.AsSpan().IndexOfAny(" \t.") >= 0;

    /// <summary>The dotted path of some segments.</summary>
    public static string Join(IEnumerable<string> segments) => string.Join('.', segments);
}

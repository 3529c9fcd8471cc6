using System.Globalization;

namespace OrthancLauncher.Terminal;

internal static class Counted
{
    /// <summary><c>1 error</c>, <c>2 errors</c>.</summary>
    public static string Of(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    public static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}

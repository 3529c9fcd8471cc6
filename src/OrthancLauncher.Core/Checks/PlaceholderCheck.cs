using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;

namespace OrthancLauncher.Core.Checks;

/// <summary>Looks for placeholders that defaults contain where the user has to write something.</summary>
internal static class PlaceholderCheck
{
    private const string Enabled = "Enabled", EnableIndex = "EnableIndex", EnableStorage = "EnableStorage";

    /// <summary>What makes a value needed: one of these settings of its section is true. Without an entry it is always needed.</summary>
    private static readonly Dictionary<string, string[]> NeededBy = new(StringComparer.Ordinal)
    {
        ["PostgreSQL.Host"] = [EnableIndex, EnableStorage],
        ["MySQL.Host"] = [EnableIndex, EnableStorage],
        ["Odbc.IndexConnectionString"] = [EnableIndex],
        ["Odbc.StorageConnectionString"] = [EnableStorage],
        ["Java.Classpath"] = [Enabled],
        ["Java.InitializationClass"] = [Enabled],
    };

    /// <summary>The setting of the same section that the plugin reads in place of another.</summary>
    private static readonly Dictionary<string, string> ReplacedBy = new(StringComparer.Ordinal)
    {
        ["PostgreSQL.Host"] = "ConnectionUri",
    };

    private static ReadOnlySpan<byte> Placeholder => "MUST BE DEFINED"u8;

    /// <summary>Reports a placeholder whose value is needed.</summary>
    /// <returns>Whether the string is a placeholder, so that there is nothing else to check.</returns>
    public static bool Run(CheckContext context, JsonValue value)
    {
        var raw = value.Raw;
        if (raw.Length < Placeholder.Length || raw.IndexOf(Placeholder) < 0)
        {
            return false;
        }

        if (!context.IsUnread && IsNeeded(context, context.Path, context.Configuration.Root[context.Segments[0]]))
        {
            var remedy = $"set {context.Naming.ToVariable(context.Segments) ?? context.Path}";
            context.Report(Rules.PlaceholderLeft, value.Place, $"{context.Path} still holds a placeholder", remedy);
        }

        return true;
    }

    private static bool IsNeeded(CheckContext context, string path, ConfigurationNode section)
    {
        if (ReplacedBy.TryGetValue(path, out var other) && section.Member(other).Exists)
        {
            return false;
        }

        return !NeededBy.TryGetValue(path, out var switches)
            || Array.Exists(switches, name => context.IsTrue($"{context.Segments[0]}.{name}", whenAbsent: false));
    }
}

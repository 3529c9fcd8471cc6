using System.Globalization;
using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Diagnosing;

/// <summary>The settings as Orthanc would use them: of the plan, or else Orthanc's own defaults.</summary>
internal sealed class EffectiveSettings(LaunchPlan plan)
{
    /// <summary>The value of a string; null if it is not set or not a string.</summary>
    public string? Text(string path) => Value(path) is { Exists: true, Kind: JsonKind.String } value ? value.GetString() : null;

    public bool Flag(string path) => Value(path) is { Exists: true } value && value.IsTrue;

    /// <summary>The value of a whole number; null if it is not set or not one.</summary>
    public long? Number(string path) =>
        Value(path) is { Exists: true } value
        && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public JsonValue Value(string path)
    {
        var node = plan.Configuration.Find(SettingPath.Split(path));
        if (node.Exists)
        {
            return node.Value;
        }

        return plan.Catalogue.Find(path).DefaultJson is { } json
            && JsonParser.TryRead(new Source(SourceKind.Definitions, path), Encoding.UTF8.GetBytes(json), out var value) ? value : default;
    }

    /// <summary>Whether a plugin is enabled.</summary>
    public bool Has(string plugin) => plan.Plugins.Any(state => state.IsEnabled && state.Plugin.Name == plugin);

    /// <summary>The enabled plugin that has the index, or null.</summary>
    public string? IndexPlugin => Databases.FirstOrDefault(plugin => Has(plugin) && Flag($"{plugin}.EnableIndex"));

    /// <summary>The enabled plugin that stores the files, or null.</summary>
    public string? StoragePlugin =>
        ObjectStores.FirstOrDefault(Has) ?? Databases.FirstOrDefault(plugin => Has(plugin) && Flag($"{plugin}.EnableStorage"));

    private static readonly string[] Databases = ["PostgreSQL", "MySQL", "Odbc"];

    private static readonly string[] ObjectStores = ["AwsS3Storage", "AzureBlobStorage", "GoogleCloudStorage"];
}

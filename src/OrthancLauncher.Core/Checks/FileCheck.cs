using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;

namespace OrthancLauncher.Core.Checks;

/// <summary>Looks for the files that settings name.</summary>
internal static class FileCheck
{
    /// <summary>Files that the plugin makes itself, so that they need not exist.</summary>
    private static readonly string[] MadeByPlugins = ["DelayedDeletion.Path", "Indexer.Database", "MySQL.UnixSocket"];

    public static void Run(CheckContext context, JsonValue value, SettingDefinition definition)
    {
        // What the image itself names is there in the image, but not in a folder that only stands for its root.
        if (definition.Kind != "path-file" || context.IsUnread || context.FileExists is not { } exists
            || (value.Source.IsDefault && !context.IsLaunch))
        {
            return;
        }

        var file = value.GetString();
        if (file.StartsWith('/') && !MadeByPlugins.Contains(context.Path) && !exists(file))
        {
            var message = $"{context.Path} names the file {SecretText.MaskWithin(file)}, which does not exist";
            context.Report(Rules.FileNotFound, value.Place, message, "mount the file, or correct the path");
        }
    }
}

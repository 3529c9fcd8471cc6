using System.Text;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Json;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Conversion;

/// <summary>Reads variables and secrets back, to find out whether they say what the configuration said.</summary>
internal static class RoundTrip
{
    /// <summary>The settings that do not come back as they were.</summary>
    /// <param name="assignments">Its variables and secrets.</param>
    public static IReadOnlyList<string> Differences(ConfigurationObject root, SettingAssignments assignments, LauncherContext context)
    {
        const string folder = "/run/secrets/";
        var variables = assignments.Variables.Select(variable => new EnvironmentVariable(variable.Name, variable.Text)).ToList();
        var secrets = assignments.Secrets.Select(secret =>
            new InputSecret(secret.Name, null, folder + secret.Name, Encoding.UTF8.GetBytes(secret.Text))).ToLookup(IsConfiguration);
        var input = new ConfigurationInput
        {
            Files = [.. secrets[true].Select(secret =>
                new InputFile(new Source(SourceKind.SecretFile, secret.Path), secret.Path, secret.Content))],
            Variables = variables,
            Secrets = [.. secrets[false]],
        };
        var findings = new FindingList();
        var merged = MergedConfiguration.Of(new LayerReader(context.With(variables), findings).Read(input), findings);
        var differences = new List<string>();
        foreach (var (name, node) in root)
        {
            if (name != "$schema")
            {
                Compare([name], node, merged.Root[name], differences);
            }
        }

        return differences;
    }

    private static bool IsConfiguration(InputSecret secret) => secret.Variable == SettingAssignments.SecretConfiguration;

    private static void Compare(List<string> path, ConfigurationNode before, ConfigurationNode after, List<string> differences)
    {
        if (before.Kind == JsonKind.Object && after.Exists && after.Kind == JsonKind.Object)
        {
            foreach (var (name, node) in before.Members)
            {
                Compare([.. path, name], node, after.Member(name), differences);
            }
        }
        else if (!after.Exists || before.Kind == JsonKind.Object || after.Kind == JsonKind.Object || !before.Value.SameAs(after.Value))
        {
            differences.Add(SettingPath.Join(path));
        }
    }
}

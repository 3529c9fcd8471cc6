using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Layers;

/// <summary>Reads every source apart from the others, and puts the results in the order of their precedence.</summary>
/// <param name="context">Names, settings, plugins and variables.</param>
internal sealed class LayerReader(LauncherContext context, FindingList findings)
{
    /// <summary>What keeps a source from being read.</summary>
    private static readonly Rule[] Failures =
    [
        Rules.InvalidJson, Rules.UnreadableSource, Rules.NotUtf8, Rules.MalformedName, Rules.MissingSecret, Rules.UnsetVariable,
        Rules.InvalidDefinitions,
    ];

    /// <summary>Whether some source could not be read.</summary>
    public bool HasFailed
    {
        get
        {
            foreach (var finding in findings)
            {
                if (finding.Severity == Severity.Error && Array.IndexOf(Failures, finding.Rule) >= 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Reads all sources.</summary>
    /// <returns>The layers, the weakest first.</returns>
    public IReadOnlyList<Layer> Read(ConfigurationInput input)
    {
        var variables = new VariableLayers(context, findings);
        var secrets = new SecretLayers(context, input.Secrets, findings);
        var named = new List<Layer>();
        variables.AddWholeConfiguration(named);
        variables.AddSettings(named);
        secrets.AddSettings(named);
        variables.AddPassword(named);
        secrets.AddPassword(named);

        var files = new FileLayers(context, findings);
        var layers = files.Read(input.Files, named);
        layers.AddRange(named);
        variables.ReportNearMisses(files.UsedVariables);
        secrets.ReportMissingFiles(layers);
        return layers;
    }
}

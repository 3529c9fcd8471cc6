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
    /// <param name="bare">The image, if it has no launcher that would read variables and secrets.</param>
    /// <returns>The layers, the weakest first.</returns>
    public IReadOnlyList<Layer> Read(ConfigurationInput input, BareImage? bare = null)
    {
        var files = new FileLayers(context, findings);
        if (bare is not null)
        {
            var alone = files.Read(input.Files, []);
            ReportUnread(bare, files.UsedVariables);
            return alone;
        }

        var variables = new VariableLayers(context, findings);
        var secrets = new SecretLayers(context, input.Secrets, findings);
        var named = new List<Layer>();
        variables.AddWholeConfiguration(named);
        variables.AddSettings(named);
        secrets.AddSettings(named);
        variables.AddPassword(named);
        secrets.AddPassword(named);

        var layers = files.Read(input.Files, named);
        layers.AddRange(named);
        variables.ReportNearMisses(files.UsedVariables);
        secrets.ReportMissingFiles(layers);
        return layers;
    }

    private void ReportUnread(BareImage bare, IReadOnlySet<string> usedByFiles)
    {
        var unread = bare.Variables.Where(name => !usedByFiles.Contains(name)).ToList();
        if (unread.Count > 0)
        {
            var message = $"the image {bare.Image} reads no variables; without effect: {string.Join(", ", unread)}";
            findings.Add(new Finding(Rules.VariablesNotRead, message)
            {
                Place = bare.Place,
                Remedy = "use an image with a launcher, such as orthancteam/orthanc, or mount a configuration file",
            });
        }
    }
}

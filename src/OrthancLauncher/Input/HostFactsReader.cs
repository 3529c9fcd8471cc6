using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>Reads what a plan must know of the container beside its sources: plugins, host id, which files there are.</summary>
internal sealed class HostFactsReader(SourceContext context, VariableTable variables, Func<uint> random)
{
    private const string WritablePlugins = "/run/orthanc/plugins";
    private const string DefaultPlugins = "/usr/share/orthanc/plugins";

    public HostFacts Read(bool isLaunch)
    {
        var (files, options) = (context.Files, context.Options);
        var isHere = isLaunch || context.Arguments.IsOfThisContainer;
        var isRoot = isLaunch || context.Arguments.Root is not null;
        return new HostFacts
        {
            Plugins = Plugins((isRoot || files is DeploymentFiles) && files.IsKnown(options.PluginsAvailable)),
            HostId = files.TryRead(options.HostIdFile),
            RandomNumber = random(),
            JavaLibrary = variables["JAVA_PLUGIN_ENABLED"] is null ? null : files.JavaLibrary(variables["JAVA_HOME"]),
            FileExists = FileExists(isContainer: isRoot || isHere),
            FileFailure = isHere ? FileFailure : null,
            IsFolder = files.IsFolder,
        };
    }

    /// <summary>How to find out whether a file of the container exists, or null where its files are not at hand.</summary>
    private Func<string, bool>? FileExists(bool isContainer) => context.Files switch
    {
        DeploymentFiles deployed => path => !deployed.IsKnown(path) || deployed.IsFile(path),
        var files => isContainer ? files.IsFile : null,
    };

    /// <summary>Why a file of this machine that is there cannot be read, or null.</summary>
    private static string? FileFailure(string path) => FileStatus.Of(path).IsMissing ? null : HostFile.Failure(path);

    private PluginsHost Plugins(bool isKnown)
    {
        var (files, options) = (context.Files, context.Options);
        if (files is DeploymentFiles ? context.Arguments.Root is null : isKnown || context.Arguments.IsOfThisContainer)
        {
            CheckNamed(options.PluginsAvailable, SharedOption.PluginsAvailable);
            CheckNamed(options.PluginsFolder, SharedOption.PluginsDir);
        }

        var available = files.AvailablePlugins(options.PluginsAvailable, out var failure);
        ReportUnlisted(options.PluginsAvailable, failure);
        isKnown = isKnown || available.Libraries is not null;
        var folders = new List<PluginsFolder>();
        string[] paths = options.PluginsFolder.Length > 0 ? [options.PluginsFolder]
            : !isKnown ? [DefaultPlugins, WritablePlugins]
            : files.IsFolder(WritablePlugins) ? [WritablePlugins, DefaultPlugins]
            : [DefaultPlugins];
        foreach (var path in paths)
        {
            folders.Add(files.PluginsFolder(path, out failure));
            ReportUnlisted(path, failure);
        }

        return new PluginsHost { Folders = folders, Available = available, IsKnown = isKnown };
    }

    /// <summary>A folder that was named by an option or variable must exist.</summary>
    private void CheckNamed(string path, SharedOption option)
    {
        if (path.Length > 0)
        {
            context.Listing.Check(new SourceFolder(path, SourceKind.File, context.Options.SourceOf(option)));
        }
    }

    private void ReportUnlisted(string folder, string? failure)
    {
        if (failure is not null)
        {
            context.Findings.Add(new Finding(Rules.UnreadableSource, $"the folder cannot be read: {failure}")
            {
                Place = new Place(new Source(SourceKind.File, context.Files.Locate(folder))),
                Remedy = $"let user id {LibC.EffectiveUser()} read it",
            });
        }
    }
}

using OrthancLauncher.Core.Checks;
using OrthancLauncher.Core.Definitions;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Core.Planning;

/// <summary>Makes the plan of a launch: sources, layers, merge, defaults, checks, steps.</summary>
internal static class LaunchPlanner
{
    /// <summary>Makes a plan. The same request always gives the same plan.</summary>
    public static LaunchPlan Plan(LaunchRequest request)
    {
        var context = request.Context;
        var variables = context.Variables;
        var flags = new FindingList();
        var isVerbose = LaunchFlags.IsVerboseStartup(variables, flags);
        var findings = new FindingList(isVerbose ? Severity.Information : request.MinimumSeverity);
        findings.AddRange(request.Findings);

        // Of an image without a launcher, nothing is said that only a launcher would do.
        var isBare = request.BareImage is not null;
        var ofLauncher = isBare ? new FindingList() : findings;
        ofLauncher.AddRange(flags);
        Visibility.Report(request.UnknownSources, findings);
        var before = findings.Count;

        var hostId = HostIdStep.Plan(request.HostIdPath, request.Host.HostId, request.Host.RandomNumber, variables, ofLauncher);
        var reader = new LayerReader(context, findings);
        var layers = reader.Read(request.Input, request.BareImage);
        Visibility.Lower(request, findings, before);
        var isReadable = !reader.HasFailed;
        var configuration = MergedConfiguration.Of(layers, findings);

        // Editors want to know the schema; Orthanc does not.
        configuration.Root.Remove("$schema");
        var enabling = isBare ? new VariableTable([]) : variables;
        var selected = PluginSelection.Select(context.Definitions.Plugins, configuration, enabling, request.IsFragment, ofLauncher);
        var libraries = PluginLibraries.Find(selected, request.Host.Plugins, request.Host.FileExists, configuration, ofLauncher);
        var plugins = libraries.States;
        if (!isBare)
        {
            FillGaps(configuration, context.Definitions, plugins);
        }

        var installation = PluginInstallation.Plan(libraries, configuration, ofLauncher);
        WorklistsFolder.RemoveDefault(configuration, installation, plugins);
        if (installation.Setting.Exists && !isBare)
        {
            configuration.Root["Plugins"] = new ConfigurationNode(installation.Setting);
        }

        var checks = new CheckContext
        {
            Configuration = configuration,
            Launcher = context,
            Plugins = plugins,
            Installation = installation,
            FileExists = request.Host.FileExists,
            FileFailure = request.Host.FileFailure,
            OutputFolder = request.OutputPath[..(request.OutputPath.LastIndexOf('/') + 1)],
            IsInPlace = request.IsLaunch,
            IsReadable = isReadable,
            UsedPorts = request.UsedPorts,
            ImageGap = request.ImageGap,
            HasLauncher = !isBare,
            HasUnknownValues = request.UnknownSources.Count > 0,
            Findings = findings,
        };
        CheckRunner.Run(checks);

        var exec = ExecStep.Plan(request.OrthancProgram, request.OutputPath, request.OrthancArguments,
            context.Definitions.Catalogue.Version, request.Host, variables, ofLauncher);
        Visibility.Lower(request, findings, before);
        findings.Accept(request.Acceptances);
        if (request.IsStrict)
        {
            findings.ApplyStrict();
        }

        return new LaunchPlan
        {
            Findings = findings,
            Layers = layers,
            Origins = request.Origins,
            Configuration = configuration,
            Plugins = plugins,
            Installation = installation,
            AvailableLibraries = Libraries(request.Host.Plugins),
            HostId = hostId,
            OutputPath = request.OutputPath,
            Script = LaunchPlan.ScriptOf(variables),
            Exec = exec,
            Context = context,
            SearchPath = variables["PATH"],
            IsVerbose = isVerbose,
            IsReadable = isReadable,
        };
    }

    private static HashSet<string>? Libraries(PluginsHost host)
    {
        if (host.Available.Libraries is not { } available)
        {
            return null;
        }

        var all = new HashSet<string>(available, StringComparer.Ordinal);
        foreach (var folder in host.Folders)
        {
            all.UnionWith(folder.Entries.Select(entry => entry.Name));
        }

        return all;
    }

    private static void FillGaps(MergedConfiguration configuration, LauncherDefinitions definitions, IReadOnlyList<PluginState> plugins)
    {
        foreach (var defaults in definitions.ImageDefaults)
        {
            configuration.FillGaps(null, defaults);
        }

        foreach (var state in plugins)
        {
            if (state.IsEnabled && state.Plugin.Defaults.Exists)
            {
                configuration.FillGaps(state.Plugin.Section, state.Plugin.Defaults);
            }
        }
    }
}

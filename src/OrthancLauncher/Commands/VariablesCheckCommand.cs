using System.CommandLine;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Plugins;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Input;
using OrthancLauncher.Platform;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>Checks the names and values of an env file.</summary>
internal static class VariablesCheckCommand
{
    public static DocumentedCommand Build(InputOptions input, LauncherHost host) => VariablesCommand.BuildChild(
        "check",
        "Report unknown, malformed and misspelt variables of an env file; exit code 1 if there are any.",
        new Argument<string>("FILE") { Description = "a file with variables, by docker's rules; - is standard input" },
        "orthanc.env",
        (arguments, file) => Run(arguments, file, host),
        input);

    /// <exception cref="UsageException">The file cannot be read.</exception>
    private static int Run(InputArguments input, string file, LauncherHost host)
    {
        var context = new SourceReader(host).Context(input, out _);
        var lines = EnvFile.ReadLines(file, host.ReadNamed(file), static _ => null);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (number, variable) in lines)
        {
            numbers[variable.Name] = number;
        }

        var findings = Findings(context, [.. lines.Select(line => line.Variable).Reverse()]).Concat(Misspelt(context, numbers.Keys))
            .Where(finding => finding.Place is { Source.Kind: SourceKind.Variable } place && numbers.ContainsKey(place.Source.Name))
            .OrderBy(finding => numbers[finding.Place!.Value.Source.Name]).ToList();
        foreach (var finding in findings)
        {
            var remedy = finding.Remedy is null ? "" : $"; {finding.Remedy}";
            var place = $"{file}:{numbers[finding.Place!.Value.Source.Name]}";
            var line = $"{place}: {TextStyle.Word(finding.Severity)}: {finding.Message} [{finding.Rule}]{remedy}";
            host.Write(Printable.Of(line) + "\n");
        }

        return findings.Count == 0 ? ExitCodes.Fine : ExitCodes.Refused;
    }

    private static FindingList Findings(LauncherContext context, List<EnvironmentVariable> variables)
    {
        // Only the variables are looked at: secrets, files and libraries belong to the place where they are used.
        var plan = LaunchPlanner.Plan(
            new LaunchRequest
            {
                Context = context.With(variables),
                Input = new ConfigurationInput { Variables = variables },
                Host = new HostFacts
                {
                    Plugins = new PluginsHost
                    {
                        Folders = [new PluginsFolder("/usr/share/orthanc/plugins", PluginsFolderState.Missing, [])],
                        Available = new AvailablePlugins("/usr/share/orthanc/plugins-available", null),
                    },
                },
                OutputPath = "/tmp/orthanc.json",
                OrthancProgram = "Orthanc",
                HostIdPath = "/etc/hostid",
                MinimumSeverity = Severity.Warning,
            });
        return plan.Findings;
    }

    /// <summary>In a file made for Orthanc, a name close to that of a special variable is meant as that.</summary>
    private static IEnumerable<Finding> Misspelt(LauncherContext context, IEnumerable<string> names)
    {
        var naming = context.Naming;
        var known = SpecialVariables.All.Concat(
            context.Definitions.Plugins.SelectMany(plugin => new[] { plugin.EnablingVariable, plugin.LegacyEnablingVariable }))
            .OfType<string>().ToList();
        foreach (var name in names)
        {
            if (!known.Contains(name)
                && !naming.IsSettingVariable(name)
                && naming.NearMiss(name) is null
                && Spelling.Nearest(name, known) is { } nearest
                && Spelling.Distance(name, nearest) <= 2)
            {
                yield return new Finding(Rules.NearMissName, $"{name} has no effect, but its name is nearly that of {nearest}")
                {
                    Place = new Place(new Source(SourceKind.Variable, name)),
                    Remedy = $"use {nearest}",
                };
            }
        }
    }
}

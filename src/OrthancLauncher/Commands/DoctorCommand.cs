using System.CommandLine;
using System.Text;
using OrthancLauncher.Core.Diagnosing;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Core.Rendering;
using OrthancLauncher.Input;
using OrthancLauncher.Launching;
using OrthancLauncher.Observing;
using OrthancLauncher.Options;
using OrthancLauncher.Platform;
using OrthancLauncher.Probing;
using OrthancLauncher.Reports;
using OrthancLauncher.Terminal;

namespace OrthancLauncher.Commands;

/// <summary>The command line of <c>doctor</c>, which takes the options and SOURCEs of the launch.</summary>
/// <param name="Bundle">The archive to write, <c>-</c> for standard output, or null.</param>
/// <param name="ConnectsOut">Whether other machines are connected to.</param>
/// <param name="ShowsHosts">Whether hosts are shown.</param>
internal sealed record DoctorArguments(
    InputArguments Input, IReadOnlyList<string> OrthancArguments, string Format, string? Bundle, bool ConnectsOut, bool ShowsHosts);

/// <summary>Tells on one page all that somebody who helps has to know.</summary>
internal static class DoctorCommand
{
    private const string BundleFolder = "orthanc-doctor";

    public static DocumentedCommand Build(InputOptions input, IReadOnlyList<string> orthancArguments, LauncherHost host)
    {
        var sources = InputOptions.Paths("SOURCE", "further configuration file or folder, as given to the launch");
        var format = new ChoiceOption("--format", "how to write the page", ReportFormats.Diagnosis.Names);
        var network = new Option<bool>("--network") { Description = "also connect to database, object store, peers and modalities" };
        var hosts = new Option<bool>("--with-hosts") { Description = "show hosts, which are host-1, host-2, … otherwise" };
        var bundle = new Option<string>("--bundle")
        {
            HelpName = "FILE.tar.gz",
            Description = "write page, masked configuration, plan, findings and versions; - is standard output",
        };
        var command = new DocumentedCommand(
            "doctor", "Show on one page what a start needs and how Orthanc is; exit code 1 if something fails.")
        {
            Trailer = "[-- ORTHANC-ARGUMENT…]",
            Examples =
            [
                new("docker exec orthanc orthanc-launcher doctor --network"),
                new("orthanc-launcher doctor --bundle question.tar.gz", "to attach to a question; contains no secret"),
                new("kubectl exec orthanc-0 -- orthanc-launcher doctor --bundle - >question.tar.gz"),
            ],
        };
        command.Add(sources);
        command.AddOptions(format, network, hosts, bundle);
        command.Add(input.Container);
        command.Add(input.Logging);
        command.SetAction(result => Run(
            new DoctorArguments(
                input.Read(result, sources), orthancArguments, result.GetValue(format)!, result.GetValue(bundle), result.GetValue(network),
                result.GetValue(hosts)),
            host));
        return command;
    }

    private static int Run(DoctorArguments arguments, LauncherHost host)
    {
        if (arguments.Bundle == "-" && host.OutputIsTerminal())
        {
            throw new UsageException("--bundle - writes an archive to standard output; redirect it to a file");
        }

        var observed = Observe(arguments, host);
        var mask = arguments.ShowsHosts ? null : HostMask.Of(observed.Plan, Environment.MachineName);
        string Shown(string text) => mask?.Apply(text) ?? text;
        var report = new DoctorReport(
        [
            .. Doctor.Examine(observed).Select(
                line => line with { What = Shown(line.What), Remedy = line.Remedy is null ? null : Shown(line.Remedy) }),
        ]);
        if (arguments.Bundle != "-")
        {
            ReportFormats.Diagnosis.Write(report, arguments.Format, host);
        }

        var isWritten = arguments.Bundle is null || TryWrite(arguments.Bundle, Bundle(report, observed, Shown), host);
        return isWritten && !report.HasFailures ? ExitCodes.Fine : ExitCodes.Refused;
    }

    private static Observations Observe(DoctorArguments arguments, LauncherHost host)
    {
        var own = LauncherOptions.From(host.ReadEnvironment(), arguments.Input.Options);
        var running = RunningOrthanc.Find(host.ProcessesFolder, own.Orthanc);
        var request = DriftCommand.Request(running, arguments.Input, arguments.OrthancArguments, host);
        var plan = LaunchPlanner.Plan(request);
        return new MachineObserver(host, request, plan).Observe(running?.ProcessId) with
        {
            Destinations = arguments.ConnectsOut ? MachineObserver.Connect(Destinations.Of(plan)) : null,
            Running = running is null ? null : OrthancObserver.Observe(
                running, host.ProcessesFolder, request,
                () => ProbeCommand.TargetOf(running.ConfigurationFile ?? plan.OutputPath, host)),
        };
    }

    private static byte[] Bundle(DoctorReport report, Observations observed, Func<string, string> shown)
    {
        var plan = observed.Plan;
        var configuration = new ConfigurationRenderer(plan.Context.Secrets).ToMaskedJson(plan.Configuration);
        return SupportBundle.Pack(
            BundleFolder,
            [
                ("doctor.txt", new DoctorTextReport(new TextStyle(usesColours: false), width: 0).Write(report)),
                ("doctor.json", new DoctorJsonReport().Write(report)),
                ("doctor.html", new DoctorHtmlReport(LauncherVersion.Number).Write(report)),
                ("configuration.json", shown(Encoding.UTF8.GetString(configuration.Span))),
                ("plan.txt", shown(PlanReport.WriteText(plan))),
                ("findings.json", shown(new JsonReport().Write(ValidationReport.Of(plan, showsInformation: true)))),
                ("versions.txt", shown(string.Join('\n', Doctor.Versions(observed)) + "\n")),
            ],
            DateTimeOffset.UtcNow);
    }

    private static bool TryWrite(string path, byte[] bundle, LauncherHost host)
    {
        if (path == "-")
        {
            host.Output.Write(bundle);
            host.Output.Flush();
            return true;
        }

        return ConfigurationFile.TryWrite(path, bundle, host.WriteError, host.WriteError);
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using OrthancLauncher.Core.Diagnosing;
using OrthancLauncher.Core.Planning;
using OrthancLauncher.Launching;
using OrthancLauncher.Platform;
using OrthancLauncher.Probing;

namespace OrthancLauncher.Observing;

/// <summary>Finds out everything that the doctor judges. Nothing is changed: rights are asked for, not tried.</summary>
internal sealed class MachineObserver(LauncherHost host, LaunchRequest request, LaunchPlan plan)
{
    /// <summary>Seconds that a connection to another machine may take.</summary>
    private const double Patience = 2;

    private readonly EffectiveSettings _settings = new(plan);

    /// <summary>What the machine shows without the running Orthanc and the network.</summary>
    public Observations Observe(int? runningProcess)
    {
        var output = FileStatus.OfEntry(plan.OutputPath);
        var storage = _settings.StoragePlugin is null ? InOutputFolder(_settings.Text("StorageDirectory") ?? ".") : null;
        var index = _settings.IndexPlugin is null && _settings.Text("IndexDirectory") is { Length: > 0 } folder
            ? InOutputFolder(folder)
            : null;
        return new Observations
        {
            Plan = plan,
            SourceFolders =
            [
                .. request.Folders.Select(
                    searched => new SourceFolderFacts(searched.Path, searched.Files, FileStatus.Of(searched.Path).IsMissing)),
            ],
            User = LibC.EffectiveUser(),
            ProgramFailure = ProgramFailure(plan.Exec.Program),
            ScriptFailure = plan.Script is { } script ? ScriptFailure(script) : null,
            IsHostIdWritable = IsWritable(request.HostIdPath),
            OutputMode = output.Error == 0 ? output.Mode : null,
            // A mounted file is written in place, whatever its folder allows.
            Output = output.IsMount
                ? new FolderFacts(plan.OutputPath, plan.OutputPath, IsFolder: true, IsWritable(plan.OutputPath), output.Mode, output.Owner)
                : Folder(Path.GetDirectoryName(Path.GetFullPath(plan.OutputPath))!),
            Temporary = Folder(InOutputFolder(_settings.Text("TemporaryDirectory") is { Length: > 0 } temporary
                ? temporary
                : plan.Context.Variables["TMPDIR"] ?? "/tmp")),
            Storage = storage is null ? null : Folder(storage),
            Index = index is null || index == storage ? null : Folder(index),
            Certificates = CertificateObserver.Observe(NamedCertificate.Of(plan), InOutputFolder),
            Ports = Ports(),
            Limits = LimitObserver.Observe(host.ProcessesFolder, runningProcess),
            Versions = Versions(),
        };
    }

    /// <summary>Connects to every destination at the same time.</summary>
    public static IReadOnlyList<DestinationFacts> Connect(IReadOnlyList<Destination> destinations)
    {
        var attempts = destinations.Select(destination => Task.Run(() => Failure(destination))).ToArray();
        return [.. attempts.Select((attempt, index) => new DestinationFacts(destinations[index], attempt.GetAwaiter().GetResult()))];
    }

    private static string? Failure(Destination destination)
    {
        try
        {
            OrthancProbe.Run(
                new ProbeTarget { Host = destination.Host, Port = destination.Port, OnlyConnects = true }, new Deadline(Patience));
            return null;
        }
        catch (ProbeException exception)
        {
            return destination.IsSecret
                ? exception.Message.Replace(destination.Host, Core.Json.SecretText.Mask, StringComparison.Ordinal)
                : exception.Message;
        }
    }

    private string? ProgramFailure(string program) =>
        new ProgramSearch(plan.SearchPath).Find(program, out var exitCode) is not null ? null
        : exitCode == ExitCodes.NotStartable ? "it cannot be executed"
        : "it was not found";

    private string? ScriptFailure(string script) =>
        new StartupScript(script, plan.SearchPath).LikelyMistake()
        ?? (ProgramFailure(script.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[0]) is { } failure ? failure : null);

    /// <summary>Orthanc looks for relative paths where its configuration is.</summary>
    private string InOutputFolder(string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(plan.OutputPath))!);

    private static bool IsWritable(string path) =>
        LibC.Access(FileStatus.Of(path).IsMissing ? Path.GetDirectoryName(path) ?? "/" : path, LibC.AccessWrite) == 0;

    private static FolderFacts Folder(string path)
    {
        path = path.Length > 1 ? path.TrimEnd('/') : path;
        var existing = path;
        while (FileStatus.Of(existing).IsMissing && Path.GetDirectoryName(existing) is { } above)
        {
            existing = above;
        }

        var status = FileStatus.Of(existing);
        return new FolderFacts(
            path, existing, status.Kind == FileKind.Folder, LibC.Access(existing, LibC.AccessWrite | LibC.AccessExecute) == 0, status.Mode,
            status.Owner)
        {
            Volume = LibC.VolumeOf(existing) is var (size, free, inodes, freeInodes, isReadOnly)
                ? new VolumeFacts(size, free, inodes, freeInodes, isReadOnly)
                : null,
        };
    }

    private List<PortFacts> Ports()
    {
        string[] sockets = [.. Lines($"{host.ProcessesFolder}/net/tcp"), .. Lines($"{host.ProcessesFolder}/net/tcp6")];

        var ports = new List<PortFacts>();
        foreach (var server in (string[])["Http", "Dicom"])
        {
            if (_settings.Flag($"{server}ServerEnabled") && _settings.Number($"{server}Port") is { } port)
            {
                ports.Add(new PortFacts($"{server}Port", (int)port, Array.Exists(sockets, line => ListeningPort(line) == port)));
            }
        }

        return ports;
    }

    /// <summary>The port of a line such as <c>0: 0100007F:1F6A 00000000:0000 0A</c>, if the state is that of listening; or 0.</summary>
    private static int ListeningPort(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var local, _, "0A", ..]
        && int.TryParse(local.AsSpan(local.LastIndexOf(':') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var port)
            ? port
            : 0;

    private List<string> Versions()
    {
        var system = Lines("/etc/os-release").FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal));
        var kernel = Lines("/proc/sys/kernel/osrelease").FirstOrDefault();
        return
        [
            $"orthanc-launcher {LauncherVersion.Full}",
            $"settings as Orthanc {plan.Catalogue.Version?.ToString() ?? "of any version"} has them",
            $"system {system?["PRETTY_NAME=".Length..].Trim('"') ?? "not known"}",
            $"kernel {kernel} {RuntimeInformation.ProcessArchitecture.ToString()}",
            $"TLS {(LibSsl.IsInstalled ? OpenSsl.Version() : "OpenSSL is not installed")}",
        ];
    }

    /// <summary>The lines of a small file; none where it cannot be read.</summary>
    internal static string[] Lines(string path)
    {
        var content = HostFile.Read(path, out var failure);
        return failure is null ? Encoding.UTF8.GetString(content.Span).Split('\n') : [];
    }
}

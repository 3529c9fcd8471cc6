using OrthancLauncher.Core.Sources;
using OrthancLauncher.Deployments;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Input;

/// <summary>Reads the deployment that the command line names.</summary>
internal static class DeploymentReader
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Whether the command line speaks of a deployment.</summary>
    public static bool IsAskedFor(InputArguments arguments) =>
        (arguments.ComposeFile ?? arguments.ComposeService ?? arguments.KubernetesFile ?? arguments.KubernetesWorkload) is not null;

    /// <exception cref="UsageException">It cannot be read or understood.</exception>
    public static Deployment Read(InputArguments arguments, LauncherHost host, IReadOnlyList<EnvironmentVariable> process)
    {
        switch (arguments)
        {
            case { ComposeFile: not null, KubernetesFile: not null }:
                throw new UsageException("--compose and --kubernetes exclude each other");
            case { ComposeFile: null, ComposeService: not null }:
                throw new UsageException("--service needs --compose FILE");
            case { KubernetesFile: null, KubernetesWorkload: not null }:
                throw new UsageException("--workload needs --kubernetes FILE");
            case { ComposeFile: { } file }:
                var compose = YamlFile.Read(file, Content("--compose", file, arguments, host));
                return ComposeFile.Read(compose, arguments.ComposeService, ProcessVariables(arguments, process));
            default:
                var manifests = arguments.KubernetesFile!;
                var files = PathsOf(manifests).Select(path => YamlFile.Read(path, Content("--kubernetes", path, arguments, host)));
                return KubernetesManifests.Read(manifests == "-" ? "standard input" : manifests, [.. files], arguments.KubernetesWorkload);
        }
    }

    private static Dictionary<string, string>? ProcessVariables(InputArguments arguments, IReadOnlyList<EnvironmentVariable> process)
    {
        if (!arguments.ReadsProcessEnvironment)
        {
            return null;
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in process)
        {
            variables.TryAdd(variable.Name, variable.Value);
        }

        return variables;
    }

    /// <summary>The files of a folder, as <c>kubectl apply -f</c> takes them, or the file itself.</summary>
    private static IEnumerable<string> PathsOf(string path)
    {
        if (FileStatus.Of(path).Kind != FileKind.Folder)
        {
            return [path];
        }

        var entries = HostFolder.List(path, out var failure);
        return failure is not null
            ? throw new UsageException($"--kubernetes {path}: the folder cannot be read: {failure}")
            : entries.Where(IsManifest).Select(entry => $"{path.TrimEnd('/')}/{entry.Name}").Order(StringComparer.Ordinal);
    }

    private static bool IsManifest(FolderEntry entry) =>
        !entry.IsFolder && entry.Name[0] != '.' && Extensions.Contains(Path.GetExtension(entry.Name))
        && Path.GetFileNameWithoutExtension(entry.Name) != "kustomization";

    private static ReadOnlyMemory<byte> Content(string option, string path, InputArguments arguments, LauncherHost host) =>
        path == "-" && arguments.Sources.Contains("-")
            ? throw new UsageException($"standard input can be read once: by {option}, or as a SOURCE")
            : host.ReadNamed(path, option);
}

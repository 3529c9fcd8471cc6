using System.CommandLine.Completions;
using OrthancLauncher.Deployments;
using OrthancLauncher.Input;
using OrthancLauncher.Platform;

namespace OrthancLauncher.Commands;

/// <summary>Words of the deployment on the command line that a shell can complete. One that cannot be read has none.</summary>
internal static class DeploymentWords
{
    public static IEnumerable<CompletionItem> Services(InputArguments arguments, LauncherHost host) =>
        Items(arguments, host, (named, reader) => named.ComposeFiles.Count == 0 ? [] : reader.Project(named.ComposeFiles).Services);

    public static IEnumerable<CompletionItem> Containers(InputArguments arguments, LauncherHost host) =>
        Items(arguments, host, (named, reader) => named.KubernetesPaths.Count == 0
            ? []
            : KubernetesSet.Load("", reader.Manifests(named.KubernetesPaths)).Containers.Select(container => container.ToString()));

    private static IReadOnlyList<CompletionItem> Items(
        InputArguments arguments, LauncherHost host, Func<InputArguments, DeploymentReader, IEnumerable<string>> words)
    {
        try
        {
            var named = CheckedInputs.WithDeployment(arguments);
            return [.. words(named, new DeploymentReader(named, host, host.ReadEnvironment())).Select(word => new CompletionItem(word))];
        }
        catch (Exception exception) when (exception is UsageException or DeploymentException)
        {
            return [];
        }
    }
}

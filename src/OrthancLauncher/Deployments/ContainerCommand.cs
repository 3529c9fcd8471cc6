using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>What a container's command names for the launcher, where it is the launcher that the container starts.</summary>
/// <param name="Sources">Paths in the container that are merged.</param>
/// <param name="NotFollowed">The first word that is neither a path nor an option of Orthanc, or null.</param>
/// <param name="Place">Where the command is written.</param>
internal sealed record ContainerCommand(IReadOnlyList<string> Sources, string? NotFollowed, Place? Place)
{
    private static readonly ContainerCommand None = new([], null, null);

    /// <summary>The names of the program that starts Orthanc with the merged configuration.</summary>
    public static readonly string[] Launchers = ["orthanc-launcher", "docker-entrypoint.sh"];

    public static readonly string[] Shells = ["sh", "bash", "dash", "ash"];

    /// <summary>Those of Kubernetes and of compose; the words of a command come before those of an entry point.</summary>
    private static readonly string[] Keys = ["args", "command", "entrypoint"];

    public static ContainerCommand Of(Deployment deployment)
    {
        var isOfContainer = deployment.Entrypoint is not null;
        var entrypoint = deployment.Entrypoint ?? deployment.Built?.Entrypoint?.Words ?? [];
        var launcher = entrypoint.Index().FirstOrDefault(word => Launchers.Contains(Path.GetFileName(word.Item)), (Index: -1, Item: ""));
        if (launcher.Index < 0 && (entrypoint.Count > 0 || (deployment.Image is { } image && ImageVersions.HasNoLauncher(image))))
        {
            return None;
        }

        var command = deployment.Command ?? (isOfContainer ? null : deployment.Built?.Command?.Words) ?? [];
        var written = Keys.Select(key => deployment.Description?[key]).FirstOrDefault(static words => words is { IsNull: false });
        return Of([.. entrypoint.Skip(launcher.Index + 1), .. command], written?.Place ?? deployment.Built?.Command?.Place);
    }

    private static ContainerCommand Of(List<string> words, Place? place)
    {
        // What follows -- is Orthanc's.
        var own = words.TakeWhile(static word => word != "--").SkipWhile(static word => word == "launch").ToList();
        if (own.Count > 0 && Path.GetFileName(own[0]) is var program && (program == "Orthanc" || Shells.Contains(program)))
        {
            // Something else than the launcher is started.
            return None;
        }

        var sources = own.TakeWhile(static word => word.StartsWith('/')).ToList();
        return new ContainerCommand(sources, own.ElementAtOrDefault(sources.Count), place);
    }
}

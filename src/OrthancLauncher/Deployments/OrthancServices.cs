using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>Finds the services of a compose project that run Orthanc.</summary>
internal sealed class OrthancServices(ComposeProject project)
{
    /// <summary>Who makes images that go with Orthanc and have its name.</summary>
    private static readonly string[] KnownOwners = ["orthancteam/", "osimis/", "jodogne/"];

    /// <summary>The ports of DICOM and HTTP.</summary>
    private static readonly int[] DefaultPorts = [4242, 8042];

    /// <summary>The services that run Orthanc, as far as that can be told; if nothing tells, those that are like it.</summary>
    public IReadOnlyList<string> Names => Where(IsOrthanc) is { Count: > 0 } told ? told : Where(IsLikeOrthanc);

    private List<string> Where(Func<string, YamlValue, bool> isMeant) =>
        [.. project.Root["services"].Members.Where(member => isMeant(member.Key, member.Value)).Select(member => member.Key)];

    private bool IsOrthanc(string name, YamlValue service)
    {
        var built = project.Built(name, ComposeBuild.Of(service, value => value.Text, project.Scope.Lookup)).Image;
        var image = built?.Base ?? service["image"].Text;
        if (image is not null && OrthancImages.AreOf(image))
        {
            return true;
        }

        return service["x-orthanc-launcher"].Exists || GivenNames(service).Any(IsOrthancVariable)
            || built?.Variables.Keys.Any(IsOrthancVariable) == true
            || (name == "orthanc" && !OrthancImages.IsKnownOther(image))
            || ((name.StartsWith("orthanc-", StringComparison.Ordinal) || name.StartsWith("orthanc_", StringComparison.Ordinal))
                && IsOwn(service) && !OrthancImages.IsKnownOther(image) && !PublishesOthersPorts(service));
    }

    /// <summary>Whether a service publishes ports and none of Orthanc's, as a viewer or proxy with Orthanc's name does.</summary>
    private static bool PublishesOthersPorts(YamlValue service)
    {
        var ports = PublishedPorts(service);
        return ports.Count > 0 && !ports.Exists(port => Array.Exists(DefaultPorts, port.Covers))
            && !service["volumes"].Parts.SelectMany(part => part.Elements).Any(volume =>
                (volume.IsMapping ? volume["target"].Text : volume.Text)?.Contains("/orthanc", StringComparison.Ordinal) == true);
    }

    /// <summary>
    /// Whether a service whose image only a variable names, which is not set here, gets what Orthanc alone has a use for: its
    /// variables, both of its ports, or a file in its folder. Variables of a file that other services get too say nothing.
    /// </summary>
    private bool IsLikeOrthanc(string name, YamlValue value)
    {
        if (value["image"] is not { HasUnset: true, Text: { } image } || OrthancImages.RepositoryOf(image).Length > 0)
        {
            return false;
        }

        var service = project.Service(name, new FindingList());
        var shared = project.Root["services"].Members.Where(other => other.Key != name)
            .SelectMany(other => ComposeProject.EnvFilesOf(other.Value)).ToHashSet();
        return service.Environment.Any(variable => IsOfOrthanc(variable.Name) && !shared.Contains(variable.Place.Source.Name))
            || HasBothPorts(value) || Targets(service).Any(IsInConfigurationFolder);

        static bool IsOfOrthanc(string variable) =>
            IsOrthancVariable(variable) || variable.EndsWith("_PLUGIN_ENABLED", StringComparison.Ordinal);
    }

    private static bool HasBothPorts(YamlValue service)
    {
        var ports = PublishedPorts(service);
        return Array.TrueForAll(DefaultPorts, number => ports.Exists(port => port.Covers(number)));
    }

    private static List<UsedPort> PublishedPorts(YamlValue service) =>
        [.. new DeploymentCheck(new Deployment(), service).UsedPorts().Where(port => port is { IsTcp: true, IsHealthCheck: false })];

    /// <summary>Where files of the machine, configs and secrets are mounted.</summary>
    private static IEnumerable<string> Targets(ComposeService service) => service.Mounts.Where(mount => mount.Type == "bind")
        .Select(mount => mount.Target).Concat(service.Configs.Concat(service.Secrets).Select(use => use.Target));

    private static bool IsInConfigurationFolder(string target) =>
        ContainerPath.IsBelow(ContainerPath.Normalized(target) + "/", DeploymentCheck.ConfigurationFolder);

    private static bool IsOrthancVariable(string name) => name.StartsWith("ORTHANC__", StringComparison.Ordinal) || name == "ORTHANC_JSON";

    /// <summary>Whether a service has an image of its own: one that is built, or comes from a repository of nobody known.</summary>
    private static bool IsOwn(YamlValue service) => service["build"].Exists || service["image"].Text is not { } image
        || (image.Contains('/', StringComparison.Ordinal)
            && !Array.Exists(KnownOwners, owner => image.Contains(owner, StringComparison.Ordinal)));

    /// <summary>The names of the variables and secrets that a service is given.</summary>
    private static IEnumerable<string> GivenNames(YamlValue service)
    {
        var variables = service["environment"].Parts.SelectMany(part =>
            part.Members.Select(member => member.Key).Concat(part.Elements.Select(element => (element.Text ?? "").Split('=')[0])));
        var secrets = ComposeProject.SecretUses(service)
            .Select(use => (use.IsMapping ? use["target"].Text ?? use["source"].Text : use.Text) ?? "")
            .Select(target => target[(target.LastIndexOf('/') + 1)..]);
        return variables.Concat(secrets);
    }
}

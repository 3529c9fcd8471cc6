using System.Globalization;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>Looks for mistakes that only the description of a container shows.</summary>
internal sealed class DeploymentCheck(Deployment deployment, YamlValue description)
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private const string Launcher = "orthanc-launcher";

    public const string ConfigurationFolder = "/etc/orthanc";

    private static readonly string[] Hosts = ["localhost:", "127.0.0.1:", "[::1]:"];

    /// <summary>What an image is known to lack, or null.</summary>
    public ImageGap? ImageGap() => deployment.Image is { } image ? ImageVersions.GapOf(image, ImagePlace) : null;

    private Place ImagePlace => deployment.ImagePlace ?? description["image"].Place;

    /// <summary>The ports of the container that are published or asked, as far as the text tells.</summary>
    public IReadOnlyList<UsedPort> UsedPorts()
    {
        var ports = new List<UsedPort>();
        if (description["network_mode"].Text == "host")
        {
            return ports;
        }

        foreach (var port in Elements("ports").Concat(Elements("expose")))
        {
            var target = port.IsMapping ? port["target"].Text ?? port["containerPort"].Text : port.Text?.Split(':')[^1];
            var protocol = port["protocol"].Text ?? (target?.Split('/') is [_, var after] ? after : "tcp");
            Add(ports, target?.Split('/')[0], protocol.Equals("tcp", StringComparison.OrdinalIgnoreCase), isHealthCheck: false, port.Place);
        }

        AddHealthChecks(ports);
        return ports;
    }

    /// <summary>What is wrong with the command line, the variables and the image.</summary>
    public IEnumerable<Finding> Findings(VariableNaming naming, SettingsCatalogue catalogue)
    {
        if (IsBare)
        {
            return HasOwnConfiguration ? [] :
            [
                new Finding(
                    Rules.InsecureCredentials, $"the configuration of {deployment.Image} has the user orthanc with the default password")
                {
                    Place = ImagePlace,
                    Remedy = $"mount a configuration with users of your own at {ConfigurationFolder}/orthanc.json",
                },
            ];
        }

        var secrets = Variables().Where(variable => IsSecret(variable, naming, catalogue)).Select(variable =>
            new Finding(Rules.SecretInEnvironment, $"the value of {variable.Name} is a secret and is written here")
            {
                Place = variable.Place,
                Remedy = $"give it as a secret of the name {variable.Name}",
            });
        return secrets.Concat(UngivenSecrets(naming)).Concat(Bypass());
    }

    /// <summary>The image, if it has no launcher.</summary>
    public BareImage? BareImage(VariableNaming naming) => IsBare
        ? new BareImage(
            deployment.Image!, ImagePlace,
            [.. Variables().Select(variable => variable.Name).Where(naming.IsForLauncher).Distinct(StringComparer.Ordinal)])
        : null;

    private bool IsBare => deployment.Image is { } image && ImageVersions.HasNoLauncher(image) && deployment.Built?.Entrypoint is null
        && deployment.Entrypoint?.Any(word => word.EndsWith(Launcher, StringComparison.Ordinal)) != true;

    /// <summary>Whether anything else than the configuration of the image may be read.</summary>
    private bool HasOwnConfiguration => deployment.Command is not null
        || deployment.Built is { Command: not null } or { Unknown.Count: > 0 }
        || deployment.Mounts.Any(mount =>
            mount.Target == ConfigurationFolder || ContainerPath.IsBelow(mount.Target, ConfigurationFolder)
            || ContainerPath.IsBelow(ConfigurationFolder, mount.Target));

    /// <summary>Secrets with the name of a variable that are declared for nobody.</summary>
    private IEnumerable<Finding> UngivenSecrets(VariableNaming naming)
    {
        foreach (var ungiven in deployment.UngivenSecrets)
        {
            var (name, place, isGivenElsewhere) = ungiven;
            var meant = name == SpecialVariables.Password || naming.IsSettingVariable(name) ? name : naming.NearMiss(name);
            if (!isGivenElsewhere && meant is not null && (meant == SpecialVariables.Password || naming.IsSettingVariable(meant))
                && deployment.Variables.All(variable => variable.Name != meant && naming.PointedVariable(variable.Name) != meant))
            {
                yield return new Finding(
                    Rules.MissingSecret, Severity.Warning, $"the secret {name} is declared, but {deployment.Subject} does not get it")
                {
                    Place = place,
                    Remedy = ungiven.Owner is { } owner
                        ? $"add it to the container, envFrom: [{{secretRef: {{name: {owner}}}}}]"
                            + (name == meant ? ", or remove it" : $", and rename its key to {meant}")
                        : name == meant ? $"add it to the service, secrets: [{name}], or remove it"
                        : $"add it to the service as {meant}, secrets: [{{source: {name}, target: {meant}}}], or remove it",
                };
            }
        }
    }

    /// <summary>The elements of a list, of which each of several merged files may say some.</summary>
    private IEnumerable<YamlValue> Elements(string key) => description[key].Parts.SelectMany(part => part.Elements);

    private void AddHealthChecks(List<UsedPort> ports)
    {
        var test = description["healthcheck"]["test"];
        var texts = (test.IsScalar ? [test] : test.Elements).Select(words => (Command: words.Text ?? "", words.Place));
        if (description["healthcheck"].IsNull && deployment.Built?.HealthCheck is { } built)
        {
            texts = [built];
        }

        foreach (var (text, place) in texts)
        {
            foreach (var host in Hosts)
            {
                var start = text.IndexOf(host, StringComparison.Ordinal);
                if (start >= 0)
                {
                    var digits = text[(start + host.Length)..].TakeWhile(char.IsAsciiDigit);
                    Add(ports, string.Concat(digits), isTcp: true, isHealthCheck: true, place);
                }
            }
        }

        foreach (var probe in Probes)
        {
            var port = description[probe]["httpGet"]["port"];
            Add(ports, Number(port), isTcp: true, isHealthCheck: true, port.Place);
        }
    }

    /// <summary>The number of a port that a probe names.</summary>
    private string? Number(YamlValue port) =>
        description["ports"].Elements.FirstOrDefault(each => port.Text is not null && each["name"].Text == port.Text) is { } named
            ? named["containerPort"].Text
            : port.Text;

    private static void Add(List<UsedPort> ports, string? text, bool isTcp, bool isHealthCheck, Place place)
    {
        var ends = (text ?? "").Split('-');
        if (ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            ports.Add(new UsedPort(first, last, isTcp, isHealthCheck, place));
        }
    }

    /// <summary>The variables that are written out; the text is empty where it is inserted from elsewhere.</summary>
    private IEnumerable<WrittenVariable> Variables()
    {
        foreach (var variable in deployment.Built?.Variables.Values ?? Enumerable.Empty<DockerVariable>())
        {
            var isUsed = variable.IsWritten && deployment.ValueOf(variable.Name) == variable.Value;
            yield return new WrittenVariable(variable.Name, isUsed ? variable.Value ?? "" : "", variable.Place);
        }

        foreach (var member in description["environment"].Parts.SelectMany(part => part.Members))
        {
            yield return new WrittenVariable(member.Key, Written(member.Value), member.Value.Place);
        }

        foreach (var entry in Elements("environment"))
        {
            var parts = Written(entry).Split('=', 2);
            yield return new WrittenVariable((entry.Text ?? "").Split('=')[0], parts.Length > 1 ? parts[1] : "", entry.Place);
        }

        foreach (var entry in description["env"].Elements)
        {
            yield return new WrittenVariable(entry["name"].Text ?? "", Written(entry["value"]), entry["value"].Place);
        }
    }

    private static string Written(YamlValue value) => value.Node is YamlScalar { Inserted: null } ? value.Text ?? "" : "";

    /// <summary>Whether a secret is written out; a reference to one is not.</summary>
    private static bool IsSecret(WrittenVariable variable, VariableNaming naming, SettingsCatalogue catalogue) =>
        variable.Text.Trim() is not ("" or "{}")
            && (variable.Name == SpecialVariables.Password
                || (naming.IsSettingVariable(variable.Name) && naming.PointedVariable(variable.Name) is null
                    && naming.Resolve(variable.Name, out _) is { } name
                    && catalogue.Find(name.Segments) is { Exists: true, IsSecret: true }));

    private IEnumerable<Finding> Bypass()
    {
        var (words, place) = CommandLine();
        var programs = words.SelectMany(word => word.Split(' ')).Select(word => word[(word.LastIndexOf('/') + 1)..]).ToList();
        if (programs.Count > 0
            && (programs[0] == "Orthanc" || (ContainerCommand.Shells.Contains(programs[0]) && programs.Contains("Orthanc")))
            && !programs.Exists(ContainerCommand.Launchers.Contains))
        {
            yield return new Finding(Rules.LauncherBypassed, "Orthanc is started without the launcher, so no variable or secret is read")
            {
                Place = place,
                Remedy = "remove it; options of Orthanc follow --",
            };
        }
    }

    /// <summary>The words that are started first, of the service or else of the Dockerfile: an entry point before a command.</summary>
    private (IEnumerable<string> Words, Place Place) CommandLine()
    {
        var line = description["entrypoint"].IsNull ? description["command"] : description["entrypoint"];
        var built = deployment.Built?.Entrypoint ?? (line.IsNull ? deployment.Built?.Command : null);
        if (description["entrypoint"].IsNull && built is { } ofImage)
        {
            return ofImage;
        }

        return (line.IsScalar ? [line.Text ?? ""] : line.Elements.Select(word => word.Text ?? ""), line.Place);
    }

    /// <param name="Text">Its value as it is written, empty where it is inserted from elsewhere.</param>
    private sealed record WrittenVariable(string Name, string Text, Place Place);
}

using System.Globalization;
using OrthancLauncher.Core.Catalogue;
using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>Looks for mistakes that only the description of a container shows.</summary>
internal sealed class DeploymentCheck(YamlValue description)
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    private static readonly string[] Shells = ["sh", "bash", "dash", "ash"];

    private static readonly string[] Hosts = ["localhost:", "127.0.0.1:", "[::1]:"];

    /// <summary>What an image is known to lack, or null.</summary>
    public ImageGap? ImageGap(string? image) => image is null ? null : ImageVersions.GapOf(image, description["image"].Place);

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
    public IEnumerable<Finding> Findings(string? image, VariableNaming naming, SettingsCatalogue catalogue)
    {
        var variables = Variables().ToList();
        if (image is not null && ImageVersions.HasNoLauncher(image))
        {
            var unread = variables.Where(variable => naming.IsSettingVariable(variable.Name)).Select(variable => variable.Name).ToList();
            return unread.Count == 0 ? [] :
            [
                new Finding(Rules.VariablesNotRead, $"the image {image} reads no variables; without effect: {string.Join(", ", unread)}")
                {
                    Place = description["image"].Place,
                    Remedy = "use an image with a launcher, such as orthancteam/orthanc, or mount a configuration file",
                },
            ];
        }

        var secrets = variables.Where(variable => IsSecret(variable, naming, catalogue)).Select(variable =>
            new Finding(Rules.SecretInEnvironment, $"the value of {variable.Name} is a secret and is written here")
            {
                Place = variable.Value.Place,
                Remedy = $"give it as a secret of the name {variable.Name}",
            });
        return secrets.Concat(Bypass());
    }

    /// <summary>The elements of a list, of which each of several merged files may say some.</summary>
    private IEnumerable<YamlValue> Elements(string key) => description[key].Parts.SelectMany(part => part.Elements);

    private void AddHealthChecks(List<UsedPort> ports)
    {
        var test = description["healthcheck"]["test"];
        foreach (var words in test.IsScalar ? [test] : test.Elements)
        {
            foreach (var host in Hosts)
            {
                var start = words.Text?.IndexOf(host, StringComparison.Ordinal) ?? -1;
                if (start >= 0)
                {
                    var digits = words.Text![(start + host.Length)..].TakeWhile(char.IsAsciiDigit);
                    Add(ports, string.Concat(digits), isTcp: true, isHealthCheck: true, words.Place);
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

    /// <summary>The variables that are written out, with their values.</summary>
    private IEnumerable<(string Name, string Text, YamlValue Value)> Variables()
    {
        foreach (var member in description["environment"].Parts.SelectMany(part => part.Members))
        {
            yield return (member.Key, member.Value.Text ?? "", member.Value);
        }

        foreach (var entry in Elements("environment"))
        {
            var parts = (entry.Text ?? "").Split('=', 2);
            yield return (parts[0], parts.Length > 1 ? parts[1] : "", entry);
        }

        foreach (var entry in description["env"].Elements)
        {
            yield return (entry["name"].Text ?? "", entry["value"].Text ?? "", entry["value"]);
        }
    }

    /// <summary>Whether a secret is written out; a reference to one is not.</summary>
    private static bool IsSecret(
        (string Name, string Text, YamlValue Value) variable, VariableNaming naming, SettingsCatalogue catalogue) =>
        variable.Text.Length > 0 && variable.Value.Node is YamlScalar { Inserted: null }
            && (variable.Name == SpecialVariables.Password
                || (naming.IsSettingVariable(variable.Name) && naming.PointedVariable(variable.Name) is null
                    && naming.Resolve(variable.Name, out _) is { } name
                    && catalogue.Find(name.Segments) is { Exists: true, IsSecret: true }));

    private IEnumerable<Finding> Bypass()
    {
        var line = description["entrypoint"].IsNull ? description["command"] : description["entrypoint"];
        var words = line.IsScalar ? (line.Text ?? "").Split(' ') : [.. line.Elements.SelectMany(word => (word.Text ?? "").Split(' '))];
        var programs = words.Select(word => word[(word.LastIndexOf('/') + 1)..]).ToList();
        if (programs.Count > 0 && (programs[0] == "Orthanc" || (Shells.Contains(programs[0]) && programs.Contains("Orthanc")))
            && !programs.Exists(program => program is "orthanc-launcher" or "docker-entrypoint.sh"))
        {
            yield return new Finding(Rules.LauncherBypassed, "Orthanc is started without the launcher, so no variable or secret is read")
            {
                Place = line.Place,
                Remedy = "remove it; options of Orthanc follow --",
            };
        }
    }
}

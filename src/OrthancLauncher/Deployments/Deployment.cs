using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <param name="Value">Its value, or null if that is not known here.</param>
/// <param name="Origin">Where an unknown value comes from, in words; otherwise null.</param>
/// <param name="IsSecret">Whether its value comes from a secret.</param>
/// <param name="Written">Where each part of the value is written, or null.</param>
internal sealed record DeploymentVariable(
    string Name, string? Value, string? Origin = null, bool IsSecret = false, Origin? Written = null)
{
    /// <summary>Where an unknown value is asked for, or null.</summary>
    public Place? Place { get; init; }
}

/// <param name="IsGivenElsewhere">Whether another container with Orthanc gets it.</param>
internal sealed record UngivenSecret(string Name, Place Place, bool IsGivenElsewhere)
{
    /// <summary>The Secret of Kubernetes whose key it is, or null.</summary>
    public string? Owner { get; init; }
}

/// <summary>What a container sees, as its deployment describes it.</summary>
internal sealed class Deployment
{
    private readonly OrderedDictionary<string, DeploymentVariable> _variables = new(StringComparer.Ordinal);
    private readonly List<Mount> _mounts = [];

    /// <summary>What reports call it, such as <c>service orthanc</c>; null where a file describes one container only.</summary>
    public string? Subject { get; init; }

    /// <summary>Where it is described, for findings about what is not there.</summary>
    public Place? Place { get; init; }

    /// <summary>The service or container that describes it, or null.</summary>
    public YamlValue? Description { get; init; }

    /// <summary>The container's variables; each name once.</summary>
    public IReadOnlyList<DeploymentVariable> Variables => _variables.Values;

    /// <summary>What is mounted, in the order of its appearance; of equal targets the last counts.</summary>
    public IReadOnlyList<Mount> Mounts => _mounts;

    /// <summary>The container's image; null if it is not named.</summary>
    public string? Image { get; init; }

    /// <summary>Where the image is named; null if it is not.</summary>
    public Place? ImagePlace { get; init; }

    /// <summary>What a Dockerfile makes of the image, or null.</summary>
    public DockerImage? Built { get; init; }

    /// <summary>Why the image's files are not known although its name may be, or null.</summary>
    public UnknownSource? UnknownImage { get; init; }

    /// <summary>What cannot be seen; mounts are not among it.</summary>
    public List<UnknownSource> UnknownSources { get; } = [];

    public List<Acceptance> Acceptances { get; } = [];

    /// <summary>Secrets that are declared beside the container, which does not get them.</summary>
    public List<UngivenSecret> UngivenSecrets { get; } = [];

    /// <summary>The ports of the container to which services lead.</summary>
    public List<UsedPort> ServicePorts { get; } = [];

    /// <summary>The words of the entry point; null for the image's.</summary>
    public IReadOnlyList<string>? Entrypoint { get; set; }

    /// <summary>The words of the command; null for the image's.</summary>
    public IReadOnlyList<string>? Command { get; set; }

    /// <summary>What was noticed.</summary>
    public FindingList Findings { get; } = new();

    /// <summary>Gives a variable a value.</summary>
    /// <param name="value">The value, or null if it is not known here.</param>
    /// <param name="origin">Where an unknown value comes from.</param>
    /// <param name="isSecret">Whether the value comes from a secret.</param>
    /// <param name="written">Where each part of the value is written.</param>
    public void Set(string name, string? value, string? origin = null, bool isSecret = false, Origin? written = null) =>
        _variables[name] = new DeploymentVariable(name, value, origin, isSecret, written);

    public void Set(DeploymentVariable variable) => _variables[variable.Name] = variable;

    /// <summary>Takes a variable away.</summary>
    public void Remove(string name) => _variables.Remove(name);

    /// <summary>Whether a variable's value comes from a secret.</summary>
    public bool IsSecret(string name) => _variables.GetValueOrDefault(name)?.IsSecret == true;

    /// <summary>The value of a variable, or null.</summary>
    public string? ValueOf(string name) => _variables.GetValueOrDefault(name)?.Value;

    /// <summary>Where the value of a variable comes from that is not known here, in words; null for any other variable.</summary>
    public string? UnknownOriginOf(string name) =>
        _variables.GetValueOrDefault(name) is { Value: null, Origin: var origin } ? origin : null;

    /// <summary>Adds an acceptance that the deployment itself contains, as <c>RULE</c> or <c>RULE=SETTING</c>.</summary>
    public void Accept(string text, Place place)
    {
        if (Acceptance.Parse(text, place) is { } acceptance)
        {
            Acceptances.Add(acceptance);
        }
        else
        {
            var message = RuleNames.DescribeUnknown(text.Split('=')[0].Trim());
            Findings.Add(new Finding(Rules.UnusedAcceptance, Severity.Warning, message) { Place = place });
        }
    }

    public void Add(Mount mount) => _mounts.Add(mount);
}

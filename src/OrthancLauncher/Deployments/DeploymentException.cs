using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;

namespace OrthancLauncher.Deployments;

/// <summary>A file of a deployment cannot be used, whatever command looks at it.</summary>
internal sealed class DeploymentException(Finding finding) : Exception(finding.ToString())
{
    public DeploymentException(Place place, string message, string? remedy = null)
        : this(Rules.InvalidDeployment, place, message, remedy)
    {
    }

    public DeploymentException(Rule rule, Place place, string message, string? remedy = null)
        : this(new Finding(rule, Severity.Error, message) { Place = place, Remedy = remedy })
    {
    }

    public Finding Finding => finding;
}

namespace OrthancLauncher.Core.Findings;

/// <summary>One of several things that are checked together.</summary>
/// <param name="File">The file that describes it; <c>standard input</c> for that.</param>
/// <param name="Service">The compose service, or null.</param>
/// <param name="Workload">The container of a Kubernetes workload, such as <c>deployment/orthanc/orthanc</c>, or null.</param>
internal sealed record Subject(string File, string? Service = null, string? Workload = null)
{
    /// <summary>The service or container as messages name it, or null.</summary>
    public string? Name => Service is null ? Workload : $"service {Service}";

    /// <summary>The file and what in it is meant.</summary>
    public string Title => Name is null ? File : $"{File}, {Name}";
}

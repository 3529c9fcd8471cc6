namespace OrthancLauncher.Core.Sources;

/// <summary>Ports of the container that a deployment publishes or asks.</summary>
/// <param name="IsHealthCheck">Whether they are asked by HTTP, so that DICOM cannot be meant.</param>
internal sealed record UsedPort(int First, int Last, bool IsTcp, bool IsHealthCheck, Place Place)
{
    public bool Covers(int port) => First <= port && port <= Last;
}

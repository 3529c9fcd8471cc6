using OrthancLauncher.Core.Naming;

namespace OrthancLauncher.Core.Tests.Naming;

public sealed class ServiceLinkTests
{
    [Theory]
    [InlineData("ORTHANC_SERVICE_HOST", "10.0.0.1", "ORTHANC")]
    [InlineData("ORTHANC_SERVICE_PORT", "8042", "ORTHANC")]
    [InlineData("ORTHANC_SERVICE_PORT_HTTP", "8042", "ORTHANC")]
    [InlineData("ORTHANC_PORT", "tcp://10.0.0.1:8042", "ORTHANC")]
    [InlineData("ORTHANC_PORT", "udp://10.0.0.1:8042", "ORTHANC")]
    [InlineData("ORTHANC_PORT", "sctp://10.0.0.1:8042", "ORTHANC")]
    [InlineData("ORTHANC_PORT_8042_TCP", "tcp://10.0.0.1:8042", "ORTHANC")]
    [InlineData("ORTHANC_PORT_8042_UDP_ADDR", "10.0.0.1", "ORTHANC")]
    [InlineData("ORTHANC_PORT_8042_SCTP_PROTO", "sctp", "ORTHANC")]
    [InlineData("ORTHANC_PORT_8042_TCP_PORT", "8042", "ORTHANC")]
    [InlineData("ORTHANC_LAUNCHER_PORT_8042_TCP", "tcp://10.0.0.1:8042", "ORTHANC_LAUNCHER")]
    // What Kubernetes does not set.
    [InlineData("ORTHANC_PORT", "8042", null)]
    [InlineData("ORTHANC_PORT_", "8042", null)]
    [InlineData("ORTHANC_PORT_HTTP", "8042", null)]
    [InlineData("ORTHANC_PORT_8042", "8042", null)]
    [InlineData("ORTHANC_PORT_8042_HTTP", "8042", null)]
    [InlineData("ORTHANC_PORT_8042_TCP_NAME", "x", null)]
    [InlineData("ORTHANC_PORT_8042_X_ADDR", "x", null)]
    [InlineData("ORTHANC_SERVICE_NAME", "x", null)]
    [InlineData("ORTHANCSERVICE_HOST", "10.0.0.1", null)]
    [InlineData("POSTGRES_SERVICE_HOST", "10.0.0.1", null)]
    public void A_variable_of_a_service_with_our_name_is_recognised(string name, string value, string? service) =>
        ServiceLinks.ServiceOf(name, value).Should().Be(service);
}

using OrthancLauncher.Core.Diagnosing;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Diagnosing;

public sealed class HostMaskTests
{
    [Theory]
    [InlineData("""{"DicomModalities": {"ct": ["CT", "pacs.example.org", 104]}}""", "pacs.example.org")]
    [InlineData("""{"DicomModalities": {"ct": {"AET": "CT", "Host": "pacs-1", "Port": 104}}}""", "pacs-1")]
    [InlineData("""{"OrthancPeers": {"p": ["https://peer.example.org:8443/orthanc/"]}}""", "peer.example.org")]
    [InlineData("""{"OrthancPeers": {"p": {"Url": "http://[fd00::12]:8042/"}}}""", "fd00::12")]
    [InlineData("""{"DicomWeb": {"Servers": {"s": {"Url": "http://user:secret@web.example.org/dicom-web/"}}}}""", "web.example.org")]
    [InlineData("""{"PostgreSQL": {"Host": "db"}}""", "db")]
    [InlineData("""{"PostgreSQL": {"ConnectionUri": "postgresql://u:p@a.example,b.example:5433/orthanc"}}""", "b.example")]
    [InlineData("""{"Odbc": {"IndexConnectionString": "Driver={x};Server=tcp:sql.example.net,1433;Database=o"}}""", "sql.example.net")]
    [InlineData("""{"Odbc": {"IndexConnectionString": "Driver={x}; Data Source=sql.example.net\\INSTANCE"}}""", "sql.example.net")]
    [InlineData("""{"HttpProxy": "http://proxy.example.org:3128"}""", "proxy.example.org")]
    [InlineData("""{"MyScript": {"targetServer": "own.example.org", "n": {"Url": "ftp://files.example.org/x"}}}""", "own.example.org")]
    [InlineData("""{"MyScript": {"targets": ["ftp://files.example.org/x"]}}""", "files.example.org")]
    public void A_host_of_the_configuration_is_replaced_wherever_it_is_named(string configuration, string host)
    {
        var plan = new Scenario().File(configuration).Plan();
        var mask = HostMask.Of(plan, "machine");

        mask.Apply($"connects to {host}:4242, or https://{host}/path; {host.ToUpperInvariant()}.")
            .Should().MatchRegex("^connects to (host-[0-9]+):4242, or https://\\1/path; \\1\\.$");
        mask.Apply(plan.Output()).Should().NotContain($"\"{host}").And.NotContain(host + ":").And.NotContain("//" + host)
            .And.NotContain("@" + host);
    }

    [Fact]
    public void A_host_that_a_later_source_replaced_is_masked_too()
    {
        var mask = HostMask.Of(
            new Scenario().File("""{"PostgreSQL": {"Host": "former"}}""").Variable("ORTHANC__POSTGRESQL__HOST", "db").Plan(), "machine");
        mask.Apply("db replaces former on machine").Should().Be("host-3 replaces host-2 on host-1");
    }

    [Theory]
    [InlineData("10.1.2.3 and 10.1.2.4, again 10.1.2.3", "host-1 and host-2, again host-1")]
    [InlineData("1.2.840.10008.1.2.4.90 of version 1.12.7", "1.2.840.10008.1.2.4.90 of version 1.12.7")]
    [InlineData("127.0.0.1:8042 and 0.0.0.0", "127.0.0.1:8042 and 0.0.0.0")]
    [InlineData("(192.168.0.17).", "(host-1).")]
    public void An_address_that_no_setting_names_is_masked(string text, string masked) =>
        HostMask.Of(new Scenario().Plan(), "machine").Apply(text).Should().Be(masked);

    [Theory]
    [InlineData("/var/lib/orthanc/db: writable")]
    [InlineData("db-v6, _db, db.json and adbc")]
    [InlineData("localhost")]
    public void Paths_longer_words_and_this_machine_itself_stay(string text) =>
        HostMask.Of(new Scenario().File("""{"PostgreSQL": {"Host": "db"}, "MySQL": {"Host": "localhost"}}""").Plan(), "machine")
            .Apply(text).Should().Be(text);
}

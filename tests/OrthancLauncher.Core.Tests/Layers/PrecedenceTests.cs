using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Layers;

public sealed class PrecedenceTests
{
    private static readonly Action<Scenario>[] Steps =
    [
        scenario => scenario.File(User("a.json"), "/etc/orthanc/a.json"),
        scenario => scenario.File(User("b.json"), "/etc/orthanc/b.json"),
        scenario => scenario.SecretFile(User("secret"), "/run/secrets/s.json"),
        scenario => scenario.File(User("command line"), "/tmp/more.json"),
        scenario => scenario.Variable("ORTHANC_JSON", User("ORTHANC_JSON")),
        scenario => scenario.Variable("ORTHANC__REGISTERED_USERS", "{\"orthanc\": \"variable\"}"),
        scenario => scenario.Secret("ORTHANC__REGISTERED_USERS", "{\"orthanc\": \"secret variable\"}"),
        scenario => scenario.Variable("ORTHANC_PASSWORD", "password"),
        scenario => scenario.Secret("ORTHANC_PASSWORD", "password secret"),
    ];

    private static readonly string[] Results =
        ["a.json", "b.json", "secret", "command line", "ORTHANC_JSON", "variable", "secret variable", "password", "password secret"];

    private static readonly EnvironmentVariable[] Environment =
    [
        new("ORTHANC__DICOM_WEB", "{\"Root\": \"/p/\", \"Servers\": {\"A\": {\"Url\": \"http://a/\"}}}"),
        new("ORTHANC__DICOM_WEB__ROOT", "/c/"),
        new("ORTHANC__DICOMWEB__SERVERS__A__USERNAME", "u"),
        new("DW_ROOT", "/legacy/"),
        new("ORTHANC__POSTGRESQL__HOST", "one"),
        new("PG_HOST", "two"),
        new("ORTHANC__NAME", "n"),
        new("NAME", "m"),
        new("ORTHANC__MINE__B", "1"),
        new("ORTHANC__MINE__A", "2"),
        new("ORTHANC__STABEL_AGE", "3"),
        new("ORTHANC_REGISTERED_USERS", "{}"),
        new("ORTHANC__HTTP_PORT", "many"),
        new("DICOM_PORT", "tcp://10.0.0.1:4242"),
        new("ORTHANC_PASSWORD", "p"),
        new("GDCM_PLUGIN_ENABLED", "false"),
        new("WVB_ENABLED", "true"),
        new("ORTHANC_JSON", "{\"Name\": \"j\", \"Last\": 1}"),
    ];

    private static readonly InputSecret[] Secrets =
    [
        new("ORTHANC__POSTGRESQL__PASSWORD", null, "/run/secrets/ORTHANC__POSTGRESQL__PASSWORD", "a"u8.ToArray()),
        new("ORTHANC__POSTGRESQL__PASSWORD", "ORTHANC__POSTGRESQL__PASSWORD_SECRET", "/run/secrets/pw", "b"u8.ToArray()),
        new("PG_PASSWORD", "PG_PASSWORD_SECRET", "/run/secrets/pw2", "c"u8.ToArray()),
        new("ORTHANC__REGISTERED_USERS", null, "/run/secrets/ORTHANC__REGISTERED_USERS", "{\"A\": \"1\"}"u8.ToArray()),
        new("ORTHANC__REGISTERED_USERS__A", null, "/run/secrets/ORTHANC__REGISTERED_USERS__A", "2"u8.ToArray()),
        new("ORTHANC_PASSWORD", null, "/run/secrets/ORTHANC_PASSWORD", "s1"u8.ToArray()),
        new("ORTHANC_PASSWORD", "ORTHANC_PASSWORD_SECRET", "/run/secrets/other", "s2"u8.ToArray()),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Each_step_wins_over_all_before_it(int last)
    {
        var all = new Scenario();
        for (var i = 0; i <= last; i++)
        {
            Steps[i](all);
        }

        all.Plan().Setting("RegisteredUsers.orthanc").Should().Be($"\"{Results[last]}\"");
        for (var earlier = 0; earlier < last; earlier++)
        {
            // What comes first in the container does not matter where the kinds of sources differ.
            var pair = new Scenario();
            Steps[earlier](pair);
            Steps[last](pair);
            pair.Plan().Setting("RegisteredUsers.orthanc")
                .Should().Be($"\"{Results[last]}\"", $"{Results[last]} comes after {Results[earlier]}");
        }
    }

    [Fact]
    public void All_steps_add_their_settings()
    {
        var plan = new Scenario()
            .File("{\"Mine\": {\"a\": 1}}")
            .SecretFile("{\"Mine\": {\"b\": 2}}")
            .File("{\"Mine\": {\"c\": 3}}", "/tmp/more.json")
            .Variable("ORTHANC_JSON", "{\"Mine\": {\"d\": 4}}")
            .Variable("ORTHANC__MINE__E", "5")
            .Secret("ORTHANC__MINE__F", "6")
            .Variable("ORTHANC_PASSWORD", "7")
            .Plan();

        plan.Setting("Mine").Should().Be("{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"E\":5,\"F\":6}");
        plan.Setting("RegisteredUsers").Should().Be("{\"orthanc\":\"7\"}");
        plan.Setting("StorageDirectory").Should().Be("\"/var/lib/orthanc/db\"");
    }

    [Theory]
    [InlineData(
        "ORTHANC__DICOM_WEB", "{\"Root\": \"/parent/\", \"Ssl\": true}", "ORTHANC__DICOM_WEB__ROOT", "/child/", "DicomWeb",
        "{\"Root\":\"/child/\",\"Ssl\":true,\"Enable\":true}")]
    [InlineData("ORTHANC__POSTGRESQL", "{\"Host\": \"parent\"}", "PG_HOST", "child", "PostgreSQL.Host", "\"child\"")]
    [InlineData(
        "ORTHANC__WORKLISTS", "{\"Database\": \"/parent\"}", "ORTHANC__WORKLISTS__DATABASE", "/child", "Worklists.Database", "\"/child\"")]
    [InlineData(
        "AC_REGISTERED_USERS", "{\"Bob\": \"parent\"}", "ORTHANC__REGISTERED_USERS__BOB", "child", "RegisteredUsers.Bob", "\"child\"")]
    [InlineData("ORTHANC__DICOMWEB", "{\"Root\": \"/parent/\"}", "DW_ROOT", "/child/", "DicomWeb.Root", "\"/child/\"")]
    [InlineData("PEERS", "{\"A\": {\"Url\": \"parent\"}}", "ORTHANC__ORTHANC_PEERS__A__URL", "child", "OrthancPeers.A.Url", "\"child\"")]
    public void A_parent_comes_before_its_child(
        string parent, string parentText, string child, string childText, string setting, string json)
    {
        new Scenario().Variable(parent, parentText).Variable(child, childText).Plan().Setting(setting).Should().Be(json);
        new Scenario().Variable(child, childText).Variable(parent, parentText).Plan().Setting(setting).Should().Be(json);
        new Scenario().Secret(child, childText).Secret(parent, parentText).Plan().Setting(setting).Should().Be(json);
    }

    [Theory]
    [InlineData("DICOM_AET", "ORTHANC__DICOM_AET", "DicomAet")]
    [InlineData("ORTHANC__POSTGRESQL__HOST", "PG_HOST", "PostgreSQL.Host")]
    [InlineData("ORTHANC__DICOMWEB__ROOT", "ORTHANC__DICOM_WEB__ROOT", "DicomWeb.Root")]
    public void Variables_of_one_setting_are_taken_in_ordinal_order_of_their_names(string one, string two, string setting)
    {
        var winner = new[] { one, two }.Order(StringComparer.Ordinal).Last();

        new Scenario().Variable(one, one).Variable(two, two).Plan().Setting(setting).Should().Be($"\"{winner}\"");
        new Scenario().Variable(two, two).Variable(one, one).Plan().Setting(setting).Should().Be($"\"{winner}\"");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_order_of_the_environment_and_of_folders_does_not_matter(int seed)
    {
        var expected = new Scenario().Variables(Environment).Secrets(Secrets).Plan();
        foreach (var plan in Shuffled(seed))
        {
            plan.Output().Should().Be(expected.Output());
            plan.Findings.Select(finding => finding.ToString())
                .Should().BeEquivalentTo(expected.Findings.Select(finding => finding.ToString()));
            plan.Plugins.Select(state => (state.Plugin.Name, state.IsEnabled, state.Reason))
                .Should().Equal(expected.Plugins.Select(state => (state.Plugin.Name, state.IsEnabled, state.Reason)));
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Messages_come_in_one_order_whatever_that_of_the_environment(int seed)
    {
        var expected = new Scenario().Variables(Environment).Secrets(Secrets).Plan();
        foreach (var plan in Shuffled(seed))
        {
            plan.Findings.Select(finding => finding.ToString()).Should().Equal(expected.Findings.Select(finding => finding.ToString()));
        }
    }

    [Theory]
    [InlineData("pw", "\"pw\"")]
    [InlineData("12345", "\"12345\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("{\"a\": 1}", "\"{\\\"a\\\": 1}\"")]
    [InlineData("$PATH", "\"$PATH\"")]
    public void The_password_is_that_of_the_user_orthanc(string text, string json)
    {
        var byVariable = new Scenario().Variable("ORTHANC_PASSWORD", text).Plan();
        byVariable.Setting("RegisteredUsers").Should().Be($"{{\"orthanc\":{json}}}");
        byVariable.Findings.Of(Rules.NoUsers).Should().BeEmpty();
        byVariable.IsRefused.Should().BeFalse();

        new Scenario().Secret("ORTHANC_PASSWORD", text + "\n").Plan().Setting("RegisteredUsers").Should().Be($"{{\"orthanc\":{json}}}");
        new Scenario().PointedSecret("ORTHANC_PASSWORD", "/run/secrets/pw", text).Plan().Setting("RegisteredUsers")
            .Should().Be($"{{\"orthanc\":{json}}}");
    }

    [Fact]
    public void The_password_leaves_other_users_alone()
    {
        var plan = new Scenario().File("{\"RegisteredUsers\": {\"alice\": \"a\", \"orthanc\": \"old\"}}")
            .Variable("ORTHANC_PASSWORD", "new").Plan();

        plan.Setting("RegisteredUsers").Should().Be("{\"alice\":\"a\",\"orthanc\":\"new\"}");
    }

    [Theory]
    [InlineData("DICOM_PORT", "tcp://10.0.0.1:4242", "DicomPort")]
    [InlineData("HTTP_PORT", "tcp://10.0.0.1:8042", "HttpPort")]
    [InlineData("PG_PORT", "udp://10.0.0.1:5432", "PostgreSQL.Port")]
    public void Service_links_on_legacy_names_are_ignored_with_a_warning(string variable, string value, string setting)
    {
        var plan = new Scenario().Variable(variable, value).Plan();

        plan.Setting(setting).Should().BeNull();
        var finding = plan.Findings.Only(Rules.ServiceLink);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Message.Should().Contain(variable);
        plan.Findings.Of(Rules.DeprecatedName).Should().BeEmpty();
    }

    [Fact]
    public void What_only_looks_like_a_service_link_elsewhere_is_a_value()
    {
        var plan = new Scenario().Variable("ORTHANC__NAME", "tcp://10.0.0.1:4242").Variable("DICOM_PORT", "4243").Plan();

        plan.Setting("Name").Should().Be("\"tcp://10.0.0.1:4242\"");
        plan.Setting("DicomPort").Should().Be("4243");
        plan.Findings.Of(Rules.ServiceLink).Should().BeEmpty();
    }

    [Theory]
    [InlineData("ORTHANC_JSON", "{\"Name\": \"\uFFFD\"}")]
    [InlineData("ORTHANC__NAME", "\uFFFD")]
    [InlineData("ORTHANC_PASSWORD", "\uFFFD")]
    [InlineData("PG_PASSWORD", "\uFFFD")]
    public void A_value_that_is_not_utf8_is_an_error_that_names_the_variable(string variable, string value)
    {
        var plan = new Scenario().Variable(variable, value, isUtf8: false).Plan();

        var finding = plan.Findings.Only(Rules.NotUtf8);
        finding.Severity.Should().Be(Severity.Error);
        finding.ToString().Should().Contain(variable);
        plan.IsRefused.Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public void An_empty_whole_configuration_is_none(string text)
    {
        var plan = new Scenario().Variable("ORTHANC_JSON", text).Plan();

        plan.Findings.Of(Rules.InvalidJson).Should().BeEmpty();
        plan.Output().Should().Be(new Scenario().Plan().Output());
    }

    private static IEnumerable<OrthancLauncher.Core.Planning.LaunchPlan> Shuffled(int seed)
    {
        var random = new Random(seed);
        var variables = Environment.ToArray();
        var secrets = Secrets.ToArray();
        for (var i = 0; i < 20; i++)
        {
            random.Shuffle(variables);
            random.Shuffle(secrets);
            yield return new Scenario().Variables(variables).Secrets(secrets).Plan();
        }
    }

    private static string User(string password) => $"{{\"RegisteredUsers\": {{\"orthanc\": \"{password}\"}}}}";
}

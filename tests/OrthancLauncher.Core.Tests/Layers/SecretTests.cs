using OrthancLauncher.Core.Findings;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Layers;

public sealed class SecretTests
{
    private const string Account = "{\"type\": \"service_account\", \"project_id\": \"p\", \"private_key\": \"K3Y\"}";

    [Fact]
    public void A_secret_of_the_name_of_a_variable_gives_its_value()
    {
        var plan = new Scenario().Secret("ORTHANC__POSTGRESQL__PASSWORD", "pw").Plan();

        plan.Setting("PostgreSQL.Password").Should().Be("\"pw\"");
        var source = plan.Configuration.Find("PostgreSQL", "Password").Value.Source;
        source.Kind.Should().Be(SourceKind.Secret);
        source.Description.Should().Be("secret ORTHANC__POSTGRESQL__PASSWORD");
        source.IsSecret.Should().BeTrue();
    }

    [Theory]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("PG_PASSWORD")]
    public void A_secret_that_a_variable_points_to_gives_its_value(string variable)
    {
        var plan = new Scenario().PointedSecret(variable, "/run/secrets/some-file", "pw").Plan();

        plan.Setting("PostgreSQL.Password").Should().Be("\"pw\"");
        plan.Findings.Of(Rules.UnknownSetting).Should().BeEmpty();
        plan.Findings.Of(Rules.DeprecatedName).Should().HaveCount(variable == "PG_PASSWORD" ? 1 : 0);
        plan.Output().Should().NotContain("PasswordSecret").And.NotContain("some-file");
    }

    [Fact]
    public void A_setting_that_ends_in_secret_is_set_as_it_is()
    {
        const string variable = "ORTHANC__GOOGLE_CLOUD_PLATFORM__ACCOUNTS__A__AUTHORIZED_USER_CLIENT_SECRET";

        new Scenario().Variable(variable, "x").Plan().Setting("GoogleCloudPlatform.Accounts.A.AuthorizedUserClientSecret")
            .Should().Be("\"x\"");
        new Scenario().Variable("AWS_SECRET", "x").Plan().Findings.Of(Rules.MissingSecret).Should().BeEmpty();
    }

    [Theory]
    [InlineData("pw", "\"pw\"")]
    [InlineData("pw\n", "\"pw\"")]
    [InlineData("pw\r\n", "\"pw\"")]
    [InlineData("pw\n\n\n", "\"pw\"")]
    [InlineData("pw\r\n\r\n", "\"pw\"")]
    [InlineData("pw\r\n\n", "\"pw\"")]
    [InlineData("pw\n\r\n", "\"pw\"")]
    [InlineData("p\nw\n", "\"p\\nw\"")]
    [InlineData("\npw", "\"\\npw\"")]
    [InlineData("p\r\n\r\nw", "\"p\\r\\n\\r\\nw\"")]
    [InlineData(" pw \n", "\" pw \"")]
    [InlineData("pw \t", "\"pw \\t\"")]
    [InlineData("pw\r", "\"pw\\r\"")]
    [InlineData("\n", "\"\"")]
    [InlineData("", "\"\"")]
    public void One_run_of_line_ends_is_removed_and_nothing_else(string text, string json)
    {
        new Scenario().Secret("ORTHANC__POSTGRESQL__PASSWORD", text).Plan().Setting("PostgreSQL.Password").Should().Be(json);
        new Scenario().PointedSecret("ORTHANC__POSTGRESQL__PASSWORD", "/pw", text).Plan().Setting("PostgreSQL.Password").Should().Be(json);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_a_password()
    {
        new Scenario().Secret("ORTHANC__POSTGRESQL__PASSWORD", [0xEF, 0xBB, 0xBF, .. "pé\n"u8]).Plan().Setting("PostgreSQL.Password")
            .Should().Be("\"pé\"");
    }

    [Fact]
    public void A_secret_that_is_not_utf8_is_an_error()
    {
        var plan = new Scenario().Secret("ORTHANC__POSTGRESQL__PASSWORD", [0x70, 0xE9]).Plan();

        var finding = plan.Findings.Only(Rules.NotUtf8);
        finding.Severity.Should().Be(Severity.Error);
        finding.ToString().Should().Contain("/run/secrets/ORTHANC__POSTGRESQL__PASSWORD");
    }

    [Theory]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("PG_PASSWORD")]
    [InlineData("ORTHANC_PASSWORD")]
    [InlineData("ORTHANC__MINE__KEY")]
    public void A_missing_secret_is_an_error_with_variable_path_and_reason(string variable)
    {
        var plan = new Scenario()
            .Variable(variable + "_SECRET", "missing-file")
            .MissingSecret(variable, variable + "_SECRET", "/run/secrets/missing-file", "it does not exist (user id 1000)")
            .Plan();

        var finding = plan.Findings.Only(Rules.MissingSecret);
        finding.Severity.Should().Be(Severity.Error);
        finding.ToString().Should().Contain(variable + "_SECRET").And.Contain("/run/secrets/missing-file")
            .And.Contain("it does not exist (user id 1000)");
        finding.Remedy.Should().Be($"mount the secret, or correct {variable}_SECRET");
        plan.IsRefused.Should().BeTrue();
    }

    [Fact]
    public void An_unreadable_secret_is_an_error_too()
    {
        var plan = new Scenario()
            .MissingSecret("ORTHANC__NAME", null, "/run/secrets/ORTHANC__NAME", "permission denied (user id 1000, mode 0400)").Plan();

        var finding = plan.Findings.Only(Rules.MissingSecret);
        finding.Message.Should()
            .Be("/run/secrets/ORTHANC__NAME cannot be read: permission denied (user id 1000, mode 0400)");
        finding.Remedy.Should().Be("let the container's user read it");
        finding.Place!.Value.ToString().Should().Be("secret ORTHANC__NAME");
        plan.Setting("Name").Should().BeNull();
    }

    /// <summary>A variable that the deployment takes from a secret is one, whatever setting it gives.</summary>
    [Theory]
    [InlineData("ORTHANC__HTTP_PORT", "S3CR3T")]
    [InlineData("ORTHANC__LUA_SCRIPTS", "[S3CR3T")]
    [InlineData("ORTHANC_JSON", "{\"Name\": S3CR3T}")]
    public void A_variable_from_a_secret_is_not_quoted(string name, string value)
    {
        var plan = new Scenario().Variables([new EnvironmentVariable(name, value) { IsSecret = true }]).Plan();

        plan.Findings.Should().Contain(finding => finding.Place != null);
        plan.Findings.AllTexts().Should().NotContain("S3CR3T");
        plan.Layers.All(layer => layer.Source.IsSecret).Should().BeTrue();
    }

    /// <summary>A password may have a dollar, and what follows is a part of it rather than the name of a variable.</summary>
    [Theory]
    [InlineData("{\"Name\": \"a$UNSET\", \"PostgreSQL\": {\"Password\": \"x\"}}", true)]
    [InlineData("{\"Name\": \"a\", \"PostgreSQL\": {\"Password\": \"x$UNSET\"}}", false)]
    public void The_name_of_a_variable_that_is_not_set_is_told_unless_it_may_be_a_secret(string file, bool isTold)
    {
        var findings = new Scenario().File(file).Plan().Findings;

        findings.AllTexts().Contains("UNSET", StringComparison.Ordinal).Should().Be(isTold);
        findings.Should().Contain(finding => finding.Message.Contains("not set", StringComparison.Ordinal));
    }

    [Fact]
    public void A_json_secret_is_a_configuration()
    {
        var plan = new Scenario().SecretFile("{\"RegisteredUsers\": {\"a\": \"b\"}}").Plan();

        plan.Setting("RegisteredUsers").Should().Be("{\"a\":\"b\"}");
        plan.Findings.Of(Rules.NotAConfiguration).Should().BeEmpty();
    }

    [Fact]
    public void The_key_of_a_google_service_account_is_none()
    {
        var plan = new Scenario().SecretFile(Account, "/run/secrets/key.json").Plan();

        plan.Keys().Should().NotContain("type").And.NotContain("private_key");
        var finding = plan.Findings.Only(Rules.NotAConfiguration);
        finding.Severity.Should().Be(Severity.Warning);
        finding.Place.ToString().Should().Be("/run/secrets/key.json");
        plan.Findings.AllTexts().Should().NotContain("K3Y");
    }

    [Theory]
    [InlineData("{\"type\": \"authorized_user\", \"client_id\": \"c\"}")]
    [InlineData("{\"Name\": \"not merged\"}")]
    [InlineData("not even JSON")]
    [InlineData("[1, 2]")]
    public void A_json_secret_that_a_setting_points_to_is_none(string text)
    {
        const string path = "/run/secrets/key.json";
        var scenarios = new[]
        {
            new Scenario().File($"{{\"GoogleCloudStorage\": {{\"ServiceAccountFile\": \"{path}\"}}}}"),
            new Scenario().File("{\"GoogleCloudStorage\": {\"ServiceAccountFile\": \"\\/run\\/secrets\\/key.json\"}}"),
            new Scenario().Variable("KEY", path).File("{\"GoogleCloudStorage\": {\"ServiceAccountFile\": \"${KEY}\"}}"),
            new Scenario().Variable("ORTHANC__GOOGLE_CLOUD_STORAGE__SERVICE_ACCOUNT_FILE", path),
            new Scenario().Variable("ORTHANC__GOOGLE_CLOUD_STORAGE", $"{{\"ServiceAccountFile\": \"{path}\"}}"),
            new Scenario().Variable("ORTHANC_JSON", $"{{\"GoogleCloudStorage\": {{\"ServiceAccountFile\": \"{path}\"}}}}"),
            new Scenario().Secret("ORTHANC__GOOGLE_CLOUD_STORAGE__SERVICE_ACCOUNT_FILE", path + "\n"),
            new Scenario().SecretFile($"{{\"GoogleCloudStorage\": {{\"ServiceAccountFile\": \"{path}\"}}}}", "/run/secrets/orthanc.json"),
        };
        foreach (var scenario in scenarios)
        {
            var plan = scenario.SecretFile(text, path).Plan();

            plan.Findings.Only(Rules.NotAConfiguration).Place.ToString().Should().Be(path);
            plan.Findings.Of(Rules.InvalidJson).Should().BeEmpty();
            plan.Setting("type").Should().BeNull();
            plan.Setting("Name").Should().BeNull();
            plan.Setting("GoogleCloudStorage.ServiceAccountFile").Should().Be($"\"{path}\"");
        }
    }

    [Fact]
    public void A_file_of_the_configuration_folder_is_a_configuration_whatever_it_holds()
    {
        new Scenario().File("{\"type\": \"service_account\"}").Plan().Setting("type").Should().Be("\"service_account\"");
    }

    [Fact]
    public void A_secret_does_not_point_to_itself()
    {
        new Scenario().SecretFile("{\"Name\": \"/run/secrets/a.json\"}", "/run/secrets/a.json").Plan().Setting("Name")
            .Should().Be("\"/run/secrets/a.json\"");
    }
}

using OrthancLauncher.Core.Layers;
using OrthancLauncher.Core.Naming;
using OrthancLauncher.Core.Sources;
using OrthancLauncher.Core.Tests.Support;

namespace OrthancLauncher.Core.Tests.Layers;

public sealed class SecretSelectionTests
{
    private static readonly VariableNaming Naming = new(Scenario.BuiltIn);

    /// <summary>What does not look like a path may be the secret itself, given by mistake, and is not shown.</summary>
    [Theory]
    [InlineData("/run/secrets/x", true)]
    [InlineData("db-password.txt", true)]
    [InlineData("DB_PASSWORD", true)]
    [InlineData("HUNTER2", false)]
    [InlineData("Db_Password", false)]
    [InlineData("hunter2!", false)]
    public void A_path_is_told_from_a_secret(string value, bool isPath)
    {
        SecretSelection.LooksLikePath(value).Should().Be(isPath);
        var wanted = Select([], ["/run/secrets"], ("ORTHANC__NAME_SECRET", value)).Should().ContainSingle().Subject;
        wanted.IsPathSecret.Should().Be(!isPath);
    }

    [Theory]
    [InlineData("ORTHANC__NAME")]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHANC__MY_OWN__SETTING")]
    [InlineData("PG_PASSWORD")]
    [InlineData("OE2_ENABLED")]
    [InlineData("ORTHANC_PASSWORD")]
    public void A_file_whose_name_is_a_variable_of_a_setting_is_wanted(string name)
    {
        Select(["/run/secrets/" + name]).Should().Equal(new WantedSecret(name, null, "/run/secrets/" + name));
    }

    [Theory]
    [InlineData("AWS_SECRET")]
    [InlineData("orthanc.json")]
    [InlineData("password")]
    [InlineData("ORTHANC_LAUNCHER_STRICT")]
    [InlineData("DICOM_WEB_PLUGIN_ENABLED")]
    [InlineData("orthanc__name")]
    [InlineData("XORTHANC__NAME")]
    public void Other_files_are_not(string name)
    {
        Select(["/run/secrets/" + name]).Should().BeEmpty();
    }

    [Fact]
    public void The_later_folder_wins()
    {
        Select(["/a/ORTHANC__NAME", "/a/ORTHANC__DICOM_AET", "/b/ORTHANC__NAME"], ["/a", "/b"]).Should().BeEquivalentTo(
        [
            new WantedSecret("ORTHANC__NAME", null, "/b/ORTHANC__NAME"),
            new WantedSecret("ORTHANC__DICOM_AET", null, "/a/ORTHANC__DICOM_AET"),
        ]);
        Select(["/a/pw", "/b/pw"], ["/a", "/b"], ("ORTHANC__POSTGRESQL__PASSWORD_SECRET", "pw"))
            .Should().Equal(new WantedSecret("ORTHANC__POSTGRESQL__PASSWORD", "ORTHANC__POSTGRESQL__PASSWORD_SECRET", "/b/pw"));
        Select(["/a/pw"], ["/a", "/b"], ("ORTHANC__POSTGRESQL__PASSWORD_SECRET", "pw")).Single().Path.Should().Be("/a/pw");
    }

    [Theory]
    [InlineData("ORTHANC__POSTGRESQL__PASSWORD_SECRET", "ORTHANC__POSTGRESQL__PASSWORD")]
    [InlineData("PG_PASSWORD_SECRET", "PG_PASSWORD")]
    [InlineData("ORTHANC_PASSWORD_SECRET", "ORTHANC_PASSWORD")]
    [InlineData("ORTHANC__REGISTERED_USERS_SECRET", "ORTHANC__REGISTERED_USERS")]
    [InlineData("ORTHANC__REGISTERED_USERS__ALICE_SECRET", "ORTHANC__REGISTERED_USERS__ALICE")]
    [InlineData("ORTHANC__MINE__KEY_SECRET", "ORTHANC__MINE__KEY")]
    [InlineData(
        "ORTHANC__GOOGLE_CLOUD_PLATFORM__ACCOUNTS__A__AUTHORIZED_USER_CLIENT_SECRET_SECRET",
        "ORTHANC__GOOGLE_CLOUD_PLATFORM__ACCOUNTS__A__AUTHORIZED_USER_CLIENT_SECRET")]
    public void A_variable_can_point_to_a_secret_by_name_or_by_path(string pointer, string variable)
    {
        Naming.PointedVariable(pointer).Should().Be(variable);
        Select(["/run/secrets/some-name"], null, (pointer, "some-name"))
            .Should().Equal(new WantedSecret(variable, pointer, "/run/secrets/some-name"));
        Select([], null, (pointer, "/vault/x")).Should().Equal(new WantedSecret(variable, pointer, "/vault/x"));
    }

    [Fact]
    public void A_secret_that_is_pointed_to_but_missing_is_wanted_all_the_same()
    {
        Select([], null, ("ORTHANC__NAME_SECRET", "nothing"))
            .Should().Equal(new WantedSecret("ORTHANC__NAME", "ORTHANC__NAME_SECRET", "/run/secrets/nothing"));
    }

    [Theory]
    [InlineData("AWS_SECRET")]
    [InlineData("_SECRET")]
    [InlineData("SECRET")]
    [InlineData("ORTHANC__SECRET")]
    [InlineData("ORTHANC_JSON_SECRET")]
    [InlineData("ORTHANC___SECRET")]
    [InlineData("DICOM_WEB_PLUGIN_ENABLED_SECRET")]
    [InlineData("ORTHANC__NAME_SECRETS")]
    [InlineData("ORTHANC__GOOGLE_CLOUD_PLATFORM__ACCOUNTS__A__AUTHORIZED_USER_CLIENT_SECRET")]
    public void Other_names_are_no_pointers(string name)
    {
        Naming.PointedVariable(name).Should().BeNull();
        Select(["/run/secrets/x"], null, (name, "x")).Should().BeEmpty();
    }

    [Fact]
    public void The_environment_may_be_in_any_order()
    {
        var forward = Select(["/s/ORTHANC__NAME"], ["/s"], ("ORTHANC__A_SECRET", "/1"), ("ORTHANC__B_SECRET", "/2"));
        var backward = Select(["/s/ORTHANC__NAME"], ["/s"], ("ORTHANC__B_SECRET", "/2"), ("ORTHANC__A_SECRET", "/1"));

        forward.Should().BeEquivalentTo(backward);
    }

    private static IReadOnlyList<WantedSecret> Select(
        string[] entries, string[]? folders = null, params (string Name, string Value)[] variables) =>
        SecretSelection.Select(
            entries, folders ?? ["/run/secrets"],
            new VariableTable([.. variables.Select(variable => new EnvironmentVariable(variable.Name, variable.Value))]), Naming);
}

using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary>Orthanc with its index in PostgreSQL, whose password is a secret.</summary>
public sealed class PostgreSqlTests
{
    /// <summary>Blanks, quotes and backslashes are left out: the plugin puts passwords unquoted into libpq's connection string.</summary>
    private const string Password = "p@ss$word%\"${PATH}#/1";

    [RequiresFact(Part.Container | Part.PostgreSql)]
    public async Task A_password_of_digits_stays_text()
    {
        const string digits = "0012345";
        using var database = await PostgreSqlServer.StartAsync(digits);
        using var container = new OrthancContainer();
        container.Set("ORTHANC__POSTGRESQL__HOST", "127.0.0.1").Set("ORTHANC__POSTGRESQL__PORT", $"{database.Port}")
            .Secret("ORTHANC__POSTGRESQL__PASSWORD", digits + "\n");

        using var orthanc = await container.StartAsync();

        (await orthanc.GetAsync("/system"))["DatabaseBackendPlugin"]!.GetValue<string>().Should().Contain("libOrthancPostgreSQLIndex.so");
        (await File.ReadAllTextAsync(Path.Combine(container.Tmp, "orthanc.json"))).Should().Contain($"\"Password\": \"{digits}\"");
    }

    [RequiresTheory(Part.Container | Part.PostgreSql)]
    [InlineData("direct")]
    [InlineData("indirect")]
    public async Task The_index_is_opened_with_the_password_of_a_secret_and_outlives_a_restart(string kind)
    {
        using var database = await PostgreSqlServer.StartAsync(Password);
        using var container = new OrthancContainer();
        container.Set("ORTHANC__POSTGRESQL__HOST", "127.0.0.1").Set("ORTHANC__POSTGRESQL__PORT", $"{database.Port}")
            .Set("VERBOSE_STARTUP", "true");
        _ = kind == "direct"
            ? container.Secret("ORTHANC__POSTGRESQL__PASSWORD", Password + "\n")
            : container.Secret("database-password", Password).Set("ORTHANC__POSTGRESQL__PASSWORD_SECRET", "database-password");
        var file = DicomFile.Create("In^Postgres");
        string id;
        using (var orthanc = await container.StartAsync())
        {
            (await RealOrthancTests.PluginsAsync(orthanc)).Should().Contain("postgresql-index");
            (await orthanc.GetAsync("/system"))["DatabaseBackendPlugin"]!.GetValue<string>()
                .Should().Contain("libOrthancPostgreSQLIndex.so");
            using var content = new ByteArrayContent(file);
            id = (await orthanc.PostAsync("/instances", content))["ID"]!.GetValue<string>();
            var stopped = await orthanc.StopAsync();
            stopped.Everything.Should().NotContain(Password);
        }

        using (var orthanc = await container.StartAsync())
        {
            (await orthanc.GetAsync("/instances")).AsArray().Select(instance => instance!.GetValue<string>()).Should().Equal(id);
            (await orthanc.GetBytesAsync($"/instances/{id}/file")).Should().Equal(file);
        }
    }
}

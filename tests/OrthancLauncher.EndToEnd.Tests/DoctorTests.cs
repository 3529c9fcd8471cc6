using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OrthancLauncher.EndToEnd.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests;

/// <summary><c>doctor</c> on a machine and beside the real Orthanc.</summary>
public sealed class DoctorTests
{
    private const string Launcher = "/usr/share/orthanc/orthanc-launcher";
    private const string Patient = "Marker^Patient";

    [RequiresFact(Part.Launcher)]
    public async Task Where_nothing_is_configured_the_missing_user_is_the_failure()
    {
        using var run = Healthy().WithoutUsers();

        var finished = await run.RunAsync("doctor");

        finished.ExitCode.Should().Be(1, finished.Error);
        Lines(finished).Should().ContainMatch("failure findings *[no-users]").And.Contain("ok program /bin/true can be started")
            .And.ContainMatch("ok version orthanc-launcher *").And.Contain("ok version settings as Orthanc of any version has them");
        finished.Error.Should().BeEmpty();
    }

    [RequiresFact(Part.Container)]
    public async Task A_running_Orthanc_shows_plugins_statistics_and_failed_jobs_but_no_patient()
    {
        using var container = new OrthancContainer();
        container.Set("DICOM_WEB_PLUGIN_ENABLED", "true")
            .Set("ORTHANC__DICOM_MODALITIES", """{"off": ["OFF", "127.0.0.1", 1]}""");
        using var orthanc = await container.StartAsync();
        using var content = new ByteArrayContent(DicomFile.Create(Patient));
        var instance = (await orthanc.PostAsync("/instances", content))["ID"]!.GetValue<string>();
        using var store = new StringContent($$"""{"Resources": ["{{instance}}"], "Asynchronous": true}""");
        var job = (await orthanc.PostAsync("/modalities/off/store", store))["ID"]!.GetValue<string>();
        while ((await orthanc.GetAsync($"/jobs/{job}"))["State"]!.GetValue<string>() is "Pending" or "Running" or "Retry")
        {
            await Task.Delay(50);
        }

        var finished = await orthanc.RunAsync(Launcher, "doctor", "--network");

        finished.ExitCode.Should().Be(0, finished.Output);
        Lines(finished).Should().Contain($"ok Orthanc process {orthanc.ProcessId}, /usr/sbin/Orthanc")
            .And.ContainMatch($"ok Orthanc version {Machine.OrthancVersion}, API *, database *")
            .And.ContainMatch("ok Orthanc plugins: *dicom-web*")
            .And.ContainMatch("ok Orthanc all * enabled plugins are loaded")
            .And.ContainMatch("ok Orthanc 1 instance in 1 study, *")
            .And.ContainMatch("warning Orthanc 1 job of type DicomModalityStore failed with error code *")
            .And.Contain($"ok ports HttpPort {container.HttpPort}: listening")
            .And.ContainMatch("ok storage /var/lib/orthanc/db: writable, *")
            .And.Contain("warning network DicomModalities.off at 127.0.0.1:1: connection refused: nothing listens on the port");
        var bundle = await orthanc.RunAsync(Launcher, "doctor", "--bundle", "-");
        foreach (var marker in (string[])[Patient, "patient-1", instance, job, OrthancContainer.Password])
        {
            (finished.Everything + bundle.Everything).Should().NotContain(marker);
        }
    }

    [RequiresFact(Part.Launcher | Part.PostgreSql)]
    public async Task A_database_is_reachable_until_it_is_stopped()
    {
        using var run = Healthy().Library("libOrthancPostgreSQLIndex.so").Library("libOrthancPostgreSQLStorage.so");
        run.Set("ORTHANC__POSTGRESQL__HOST", "127.0.0.1");
        using (var database = await PostgreSqlServer.StartAsync("password"))
        {
            run.Set("ORTHANC__POSTGRESQL__PORT", $"{database.Port}");
            var reachable = await run.RunAsync("doctor", "--network");
            reachable.ExitCode.Should().Be(0, reachable.Output);
            Lines(reachable).Should().Contain($"ok network PostgreSQL.Host at 127.0.0.1:{database.Port}: reachable")
                .And.Contain("ok index plugin PostgreSQL has the index");
        }

        var stopped = await run.RunAsync("doctor", "--network");
        stopped.ExitCode.Should().Be(1);
        Lines(stopped).Should().ContainMatch("failure network PostgreSQL.Host at 127.0.0.1:*: connection refused: *");
    }

    [RequiresTheory(Part.Launcher | Part.Mounts)]
    [InlineData("mount -t tmpfs -o ro none STORAGE", "failure storage STORAGE: STORAGE is on a read-only file system")]
    [InlineData("mount -t tmpfs -o size=64k none STORAGE; cat /dev/zero >STORAGE/full 2>/dev/null || true",
        "failure storage STORAGE: writable, *, 0 KB of 64 KB free, *: no space is left")]
    [InlineData("mount -t tmpfs -o size=64m,nr_inodes=2 none STORAGE; touch STORAGE/last",
        "failure storage STORAGE: writable, *, 0 of 2 inodes free: no inode is left")]
    [InlineData("mount -t tmpfs none STORAGE", "ok storage STORAGE: writable, mode 1777, owner user id 0, *")]
    public async Task The_storage_has_to_be_writable_with_room(string commands, string line)
    {
        using var run = Healthy();
        var storage = run.Folder["storage"];

        var finished = await run.After(commands.Replace("STORAGE", storage)).RunAsync("doctor");

        finished.ExitCode.Should().Be(line.StartsWith("ok", StringComparison.Ordinal) ? 0 : 1, finished.Output);
        Lines(finished).Should().ContainMatch(line.Replace("STORAGE", storage));
    }

    [RequiresFact(Part.Launcher | Part.Users)]
    public async Task Another_user_needs_the_folder_to_be_given_to_it()
    {
        using var run = Healthy().AsUser(12345);

        var finished = await run.RunAsync("doctor");

        finished.ExitCode.Should().Be(1, finished.Output);
        Lines(finished).Should().ContainMatch($"failure storage {run.Folder["storage"]}: user id 12345 cannot write *")
            .And.ContainMatch("→ give the folder to user id 12345, or run as user id 0");
    }

    [RequiresTheory(Part.Launcher | Part.Mounts)]
    [InlineData("echo 67108864 >G/memory.max; echo 1048576 >G/memory.current; printf 'oom 1\\noom_kill 2\\n' >G/memory.events",
        "failure limits memory limit 64 MB, 1 MB used; the storage cache may take 128 MB",
        "warning limits the kernel ended a process of this container for lack of memory, 2 times")]
    [InlineData("echo max >G/memory.max; echo 30 >G/pids.max", "ok limits no memory limit; the storage cache may take 128 MB",
        "failure limits 50 threads for HTTP, 4 for DICOM, but at most 30 are allowed")]
    [InlineData("mkdir G/memory; echo 9223372036854771712 >G/memory/memory.limit_in_bytes",
        "ok limits no memory limit; the storage cache may take 128 MB", "ok limits 50 threads for HTTP, 4 for DICOM")]
    [InlineData("mkdir G/memory; echo 209715200 >G/memory/memory.limit_in_bytes",
        "warning limits memory limit 200 MB; the storage cache may take 128 MB, more than half of it",
        "ok limits 50 threads for HTTP, 4 for DICOM")]
    public async Task Limits_of_both_versions_of_control_groups_are_compared_with_settings(string commands, params string[] lines)
    {
        using var run = Healthy();

        run.After($"mount -t tmpfs none /sys/fs/cgroup; {commands.Replace("G/", "/sys/fs/cgroup/")}");

        var finished = await run.RunAsync("doctor");

        Lines(finished).Should().Contain(lines, finished.Error);
    }

    [RequiresFact(Part.Launcher)]
    public async Task A_certificate_is_opened_with_its_key()
    {
        using var key = RSA.Create(2048);
        using var other = RSA.Create(2048);
        var request = new CertificateRequest("CN=orthanc", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(-1.5));
        using var run = Healthy();
        var file = run.Folder.Write("c.pem", $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        run.Set("ORTHANC__SSL_ENABLED", "true").Set("ORTHANC__SSL_CERTIFICATE", file).Set("ORTHANC__DICOM_TLS_ENABLED", "true")
            .Set("ORTHANC__DICOM_TLS_CERTIFICATE", file)
            .Set("ORTHANC__DICOM_TLS_PRIVATE_KEY", run.Folder.Write("k.pem", other.ExportPkcs8PrivateKeyPem()))
            .Set("ORTHANC__DICOM_TLS_TRUSTED_CERTIFICATES", file);

        var finished = await run.RunAsync("doctor");

        finished.ExitCode.Should().Be(1);
        Lines(finished).Should().Contain($"failure certificates SslCertificate: {file} expired 1 day ago")
            .And.ContainMatch($"failure certificates DicomTlsCertificate: {file}: it does not go with the key in *: key values mismatch")
            .And.Contain($"ok certificates DicomTlsTrustedCertificates: {file} can be read");
    }

    [RequiresFact(Part.Launcher)]
    public async Task The_bundle_is_an_archive_for_its_owner_alone()
    {
        using var run = Healthy().Set("ORTHANC__POSTGRESQL__HOST", "db.example.org").Set("POSTGRESQL_PLUGIN_ENABLED", "false");
        var file = run.Folder["question.tar.gz"];

        var finished = await run.RunAsync("doctor", "--bundle", file);

        finished.ExitCode.Should().Be(0, finished.Everything);
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var tar = new RunningProcess("tar", ["xzvf", file], run.Folder.Folder("unpacked"));
        (await tar.WaitAsync()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(7);
        var configuration = await File.ReadAllTextAsync(run.Folder["unpacked/orthanc-doctor/configuration.json"], Encoding.UTF8);
        configuration.Should().Contain("\"Host\": \"host-").And.NotContain("example.org");
    }

    /// <summary>A machine on which every line is ok, and on which no other test runs an Orthanc.</summary>
    private static LauncherRun Healthy()
    {
        var run = new LauncherRun();
        return run.Set("ORTHANC_LAUNCHER_ORTHANC", "/bin/true").Set("ORTHANC__STORAGE_DIRECTORY", run.Folder.Folder("storage"))
            .Set("ORTHANC__HTTPS_VERIFY_PEERS", "false").Set("ORTHANC__HTTP_PORT", $"{OrthancContainer.FreePort()}")
            .Set("ORTHANC__DICOM_PORT", $"{OrthancContainer.FreePort()}");
    }

    /// <summary>The lines of the page with one space between columns.</summary>
    private static IEnumerable<string> Lines(Finished finished) => finished.Output.Split('\n').Select(
        line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
}

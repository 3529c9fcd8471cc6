using System.Diagnostics;
using OrthancLauncher.Tests.Support;

namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>What the machine that runs the tests has, and where.</summary>
internal static class Machine
{
    /// <summary>The executable under test.</summary>
    public static string Binary { get; } =
        Environment.GetEnvironmentVariable("ORTHANC_LAUNCHER_BINARY") is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.Combine(Repository.Root, "out", "publish", "orthanc-launcher");

    public const string Orthanc = "/usr/sbin/Orthanc";

    public const string OrthancPlugins = "/usr/share/orthanc/plugins";

    /// <summary>The version of <see cref="Orthanc"/>, as in 1.10.1.</summary>
    public static string OrthancVersion => OrthancVersionLine.Value.Split(' ')[1];

    /// <summary>The newest PostgreSQL's folder of programs.</summary>
    public static string? PostgreSqlPrograms { get; } = !Directory.Exists("/usr/lib/postgresql")
        ? null
        : Directory.GetDirectories("/usr/lib/postgresql")
            .Select(version => Path.Combine(version, "bin"))
            .Where(programs => File.Exists(Path.Combine(programs, "initdb")) && File.Exists(Path.Combine(programs, "postgres")))
            .Max(StringComparer.Ordinal);

    private static readonly Lazy<string> OrthancVersionLine = new(() => FirstLine(Orthanc, "--version"));

    private static readonly Lazy<bool> Traces = new(() => IsOnPath("strace") && Succeeds("strace", "-o", "/dev/null", "true"));

    private static readonly Lazy<bool> OwnMounts = new(() => Succeeds("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"));

    /// <summary>The reasons, one for each part that is missing; empty when everything is there.</summary>
    public static IEnumerable<string> Missing(Part parts)
    {
        if (parts.HasFlag(Part.Binary) && !File.Exists(Binary))
        {
            yield return $"the published executable {Binary} is missing (run scripts/publish or set ORTHANC_LAUNCHER_BINARY)";
        }

        if (parts.HasFlag(Part.Compiler) && !IsOnPath("cc"))
        {
            yield return "the C compiler cc is missing";
        }

        if (parts.HasFlag(Part.Root) && !Environment.IsPrivilegedProcess)
        {
            yield return "it needs the rights of root";
        }

        if (parts.HasFlag(Part.Mounts) && !OwnMounts.Value)
        {
            yield return "unshare --mount is missing or not permitted";
        }

        if (parts.HasFlag(Part.Users) && !(Environment.IsPrivilegedProcess && IsOnPath("setpriv")))
        {
            yield return "setpriv is missing or not permitted";
        }

        if (parts.HasFlag(Part.Orthanc) && !(File.Exists(Orthanc) && Directory.Exists(OrthancPlugins)))
        {
            yield return $"Debian's Orthanc ({Orthanc}, {OrthancPlugins}) is missing";
        }

        if (parts.HasFlag(Part.PostgreSql) && PostgreSqlPrograms is null)
        {
            yield return "PostgreSQL's server binaries (/usr/lib/postgresql/*/bin) are missing";
        }

        if (parts.HasFlag(Part.Tracing) && !Traces.Value)
        {
            yield return "strace is not installed or may not trace";
        }

        if (parts.HasFlag(Part.Shells) && !((string[])["bash", "zsh", "fish", "python3"]).All(IsOnPath))
        {
            yield return "bash, zsh, fish or python3 is missing (Debian's packages of these names)";
        }

        if (parts.HasFlag(Part.ManPages) && !(IsOnPath("man") && IsOnPath("python3")))
        {
            yield return "man or python3 is missing (Debian's packages man-db and python3)";
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string FirstLine(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Split('\n')[0];
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        if (!IsOnPath(program))
        {
            return false;
        }

        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        return process.WaitForExit(RunningProcess.Patience) && process.ExitCode == 0;
    }
}

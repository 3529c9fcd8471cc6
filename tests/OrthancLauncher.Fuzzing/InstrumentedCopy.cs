using System.Diagnostics;
using System.Runtime.InteropServices;
using OrthancLauncher.Platform;
using OrthancLauncher.Tests.Support;
using SharpFuzz;

namespace OrthancLauncher.Fuzzing;

/// <summary>A copy of this program whose assemblies tell which branches they take.</summary>
internal static class InstrumentedCopy
{
    private const string Marker = "ORTHANC_LAUNCHER_FUZZING_COPY";

    /// <summary>Runs the program again in a copy of which the launcher's two assemblies are instrumented.</summary>
    /// <returns>Its exit code; null if this is the copy.</returns>
    public static int? Restart(string[] arguments)
    {
        if (Environment.GetEnvironmentVariable(Marker) is not null)
        {
            return null;
        }

        // Below the repository, whose cases are the seeds.
        var folder = Directory.CreateDirectory($"{AppContext.BaseDirectory}/instrumented-{Environment.ProcessId}").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }

            foreach (var assembly in (string[])["OrthancLauncher.Core.dll", "orthanc-launcher.dll"])
            {
                // The tables of settings are data that is made once; their branches tell nothing about an input.
                Fuzzer.Instrument(
                    Path.Combine(folder, assembly), static type => !type.Contains(".Catalogue.", StringComparison.Ordinal),
                    SharpFuzz.Options.Value);
            }

            var program = Path.Combine(folder, "OrthancLauncher.Fuzzing.dll");
            using var copy = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
            {
                // OpenSSL would read the system's hundred authorities each time; these are those of the seeds.
                Environment =
                {
                    [Marker] = "1",
                    ["SSL_CERT_FILE"] = Path.Combine(Repository.Root, "tests/OrthancLauncher.Fuzzing/corpus/trusted.pem"),
                },
            })!;
            // The copy ends, says what it did, and leaves nothing behind.
            void End(PosixSignalContext context)
            {
                context.Cancel = true;
                _ = LibC.Kill(copy.Id, 15);
            }

            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
            using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
            copy.WaitForExit();
            return copy.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

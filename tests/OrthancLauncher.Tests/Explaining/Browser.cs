using System.Diagnostics;

namespace OrthancLauncher.Tests.Explaining;

/// <summary>Headless Chromium, a new profile for each page.</summary>
internal static class Browser
{
    public const string Program = "/usr/bin/chromium";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The page's markup after its script ran.</summary>
    public static string Dom(string address, string folder, params string[] options) => Run(folder, ["--dump-dom", .. options, address]);

    /// <summary>A picture of the page's first screen.</summary>
    public static Picture Screenshot(string address, string folder, params string[] options)
    {
        var file = $"{folder}/{Guid.NewGuid():N}.png";
        Run(folder, [$"--screenshot={file}", "--window-size=1200,900", "--hide-scrollbars", .. options, address]);
        return Picture.Read(File.ReadAllBytes(file));
    }

    private static string Run(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(
            Program,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                $"--user-data-dir={folder}/profile-{Guid.NewGuid():N}", .. arguments,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"Chromium did not come to an end within {Limit.TotalMinutes} minutes: {error.GetAwaiter().GetResult()}");
        }

        process.ExitCode.Should().Be(0, error.GetAwaiter().GetResult());
        return output.GetAwaiter().GetResult();
    }
}

/// <summary>A fact that is skipped where there is no browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (!File.Exists(Browser.Program))
        {
            Skip = $"{Browser.Program} is missing (Debian's package chromium)";
        }
    }
}

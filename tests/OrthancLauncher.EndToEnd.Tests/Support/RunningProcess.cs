using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace OrthancLauncher.EndToEnd.Tests.Support;

/// <summary>What a process left behind.</summary>
/// <param name="ExitCode">Its exit code; 128 and the number of the signal where one ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed partial record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>Both streams, for assertions about what must appear nowhere.</summary>
    public string Everything => Output + Error;

    /// <summary>The texts of the launcher's warnings, whose lines have the shape of Orthanc's own.</summary>
    public IEnumerable<string> Warnings => WarningLine().Matches(Error).Select(line => line.Groups["text"].Value);

    [GeneratedRegex(@"^W\d{4} \d{2}:\d{2}:\d{2}\.\d{6} +launcher\] (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex WarningLine();
}

/// <summary>A process that is killed when it takes too long or when the test is over.</summary>
internal sealed partial class RunningProcess : IDisposable
{
    public const int Terminate = 15;
    public const int Interrupt = 2;
    public const int Kill = 9;

    /// <summary>Longer than anything takes on a machine that has other things to do; only what hangs exhausts it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    public RunningProcess(string program, IEnumerable<string> arguments, string workingDirectory, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        process = Process.Start(start)!;
        Id = process.Id;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            process.StandardInput.Write(input);
        }

        process.StandardInput.Close();
    }

    public int Id { get; }

    public bool HasExited => process.HasExited;

    public void Send(int signal) => Send(Id, signal);

    public static void Send(int process, int signal)
    {
        if (SendSignal(process, signal) != 0)
        {
            throw new InvalidOperationException(
                $"Signal {signal} cannot be sent to process {process}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Waits for the end; a process that does not end in time is killed and fails the test.</summary>
    public async Task<Finished> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return new Finished(process.ExitCode, await output.WaitAsync(patience.Token), await error.WaitAsync(patience.Token));
        }
        catch (OperationCanceledException)
        {
            var seen = await StopAsync();
            throw new TimeoutException($"Process {Id} did not end within {Patience.TotalMinutes} minutes. Its output:\n{seen}");
        }
    }

    /// <summary>Polls until a condition holds; a process that ends before, or takes too long, fails the test.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var watch = Stopwatch.StartNew(); !await condition(); await Task.Delay(20))
        {
            if (process.HasExited || watch.Elapsed > Patience)
            {
                var end = process.HasExited ? $"ended with {process.ExitCode}" : "went on";
                throw new TimeoutException($"{what}: did not come to pass; process {Id} {end}. Its output:\n{await StopAsync()}");
            }
        }
    }

    /// <summary>Waits until the process handles SIGTERM, and sends it. Orthanc answers requests before it does.</summary>
    public async Task TerminateAsync()
    {
        await UntilAsync(() => Task.FromResult(!HasExited && Handles(Terminate)), "it handles SIGTERM");
        Send(Terminate);
    }

    public Task UntilExistsAsync(string file) => UntilAsync(() => Task.FromResult(File.Exists(file)), $"{file} exists");

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private bool Handles(int signal)
    {
        const string Caught = "SigCgt:";
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(Caught, StringComparison.Ordinal));
        return (Convert.ToUInt64(line[Caught.Length..].Trim(), 16) & (1UL << (signal - 1))) != 0;
    }

    private async Task<string> StopAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(TimeSpan.FromSeconds(10)));
        return $"{(output.IsCompleted ? await output : "?")}\n{(error.IsCompleted ? await error : "?")}";
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);
}

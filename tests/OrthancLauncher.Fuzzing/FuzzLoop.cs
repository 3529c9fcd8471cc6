using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace OrthancLauncher.Fuzzing;

/// <summary>Runs the targets in turn, keeps the inputs that reach something new, and stops a target at the first that fails.</summary>
internal sealed class FuzzLoop(FuzzOptions options, IReadOnlyList<FuzzTarget> targets)
{
    private const int ExecutionsOfATurn = 500;

    /// <summary>No input of a few thousand bytes takes so long, however busy the machine is.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    /// <summary>Bytes that an execution may allocate, and how many more for each byte of its input.</summary>
    private const long MostAllocated = 64 << 20, MostAllocatedPerByte = 32 << 10;

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly Random _random = new(options.Seed);
    private (FuzzTarget Target, byte[] Input, TimeSpan Begin)? _current;
    private volatile bool _isEnded;

    /// <returns>The exit code.</returns>
    public int Run()
    {
        // What was done until then is worth its sums.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var watchdog = new Timer(_ => StopIfHanging(), null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));
        var states = targets.Select(static target => new State(target)).ToArray();
        foreach (var state in states)
        {
            foreach (var seed in state.Target.Seeds().TakeWhile(_ => !state.HasFailed))
            {
                Execute(state, seed);
            }
        }

        var mutator = new Mutator(_random);
        while (states.Any(HasMore))
        {
            foreach (var state in states.Where(HasMore))
            {
                for (var i = 0; i < ExecutionsOfATurn && HasMore(state); i++)
                {
                    Execute(state, mutator.Mutate(Pick(state), Pick(state), state.Target.Tokens));
                }
            }
        }

        foreach (var state in states)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{state.Target.Name}: {state.Executions} executions, {state.Corpus.Count} inputs, {state.Map.Pairs} pairs of branches"));
        }

        var failed = states.Count(static state => state.HasFailed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{states.Sum(static state => state.Executions)} executions in {_time.Elapsed.TotalSeconds:F0} s, seed {options.Seed}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{states.Length - failed} passed, {failed} failed"));
        return failed == 0 ? 0 : 1;
    }

    private void End(PosixSignalContext context)
    {
        context.Cancel = true;
        _isEnded = true;
    }

    private bool HasMore(State state) =>
        !state.HasFailed
        && !_isEnded
        && (options.Executions is not { } most || state.Executions < most)
        && (options.Seconds is not { } seconds || _time.Elapsed.TotalSeconds < seconds);

    private byte[] Pick(State state) => state.Corpus.Count == 0 ? [] : state.Corpus[_random.Next(state.Corpus.Count)];

    private void Execute(State state, byte[] input)
    {
        state.Executions++;
        if (Failure(state.Target, input) is { } failure)
        {
            state.HasFailed = true;
            Report(state.Target, Smallest(state.Target, input, failure.GetType()), failure);
        }
        else if (state.Map.Add())
        {
            state.Corpus.Add(input);
        }
    }

    private Exception? Failure(FuzzTarget target, byte[] input)
    {
        _current = (target, input, _time.Elapsed);
        CoverageMap.Clear();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(input);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            return allocated <= MostAllocated + (MostAllocatedPerByte * input.Length) ? null
                : new FuzzException($"{allocated} bytes of memory for an input of {input.Length}");
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    /// <summary>What is left when pieces are taken out as long as it fails in the same way.</summary>
    private byte[] Smallest(FuzzTarget target, byte[] input, Type failure)
    {
        for (var length = input.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= input.Length;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + length)..]];
                (input, at) = Failure(target, shorter)?.GetType() == failure ? (shorter, at) : (input, at + length);
            }
        }

        return input;
    }

    private void Report(FuzzTarget target, byte[] input, Exception failure)
    {
        Directory.CreateDirectory(options.Failures);
        var file = Path.Combine(options.Failures, $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(file, input);
        Console.WriteLine($"{target.Name} failed: {failure}\nthe input is kept as {file}");
    }

    private void StopIfHanging()
    {
        if (_current is { } current && _time.Elapsed - current.Begin > Hang)
        {
            Report(current.Target, current.Input, new FuzzException($"no end after {Hang.TotalSeconds} s"));
            Environment.Exit(1);
        }
    }

    private sealed record State(FuzzTarget Target)
    {
        public CoverageMap Map { get; } = new();

        public List<byte[]> Corpus { get; } = [];

        public long Executions { get; set; }

        public bool HasFailed { get; set; }
    }
}

/// <summary>What was expected of an input does not hold.</summary>
internal sealed class FuzzException(string message) : Exception(message);
